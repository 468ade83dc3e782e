using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>OpenID Connect RP-Initiated Logout 1.0 and Back-Channel Logout 1.0.</summary>
public sealed class LogoutTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    static string LogoutUrl(params (string Name, string Value)[] query) => QueryHelpers.AddQueryString("/oidc/logout", query.Select(q => new KeyValuePair<string, string?>(q.Name, q.Value)));

    static string Bye(Party party) => party.Redirect.Replace("/cb", "/bye", StringComparison.Ordinal);

    static async Task<bool> IsSignedIn(App.Client browser) => (await browser.Get("/tai-khoan")).StatusCode == HttpStatusCode.OK;

    [Fact]
    public async Task With_an_ID_token_of_this_session_it_ends_at_once_and_the_browser_goes_where_the_system_said()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var hint = (await party.SignIn(browser)).Of("id_token");
        app.Clock.Advance(TimeSpan.FromMinutes(11)); // an expired one will do (section 2)
        var answer = await browser.Get(LogoutUrl(("id_token_hint", hint), ("post_logout_redirect_uri", Bye(party)), ("state", "x y")));
        Assert.Equal((HttpStatusCode.SeeOther, Bye(party) + "?state=x%20y"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        Assert.False(await IsSignedIn(browser));
        Assert.Equal(Bye(party), (await browser.Get(LogoutUrl(("id_token_hint", hint), ("post_logout_redirect_uri", Bye(party))))).Headers.Location!.OriginalString); // again is no error
    }

    [Fact]
    public async Task Without_one_or_with_one_of_another_session_the_person_is_asked()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        using var other = await app.Browser(OpenIdApp.OtherCitizen);
        var hint = (await party.SignIn(other)).Of("id_token");
        foreach (var address in (string[])[LogoutUrl(), LogoutUrl(("client_id", party.Id), ("post_logout_redirect_uri", Bye(party))), LogoutUrl(("id_token_hint", hint), ("post_logout_redirect_uri", Bye(party)))])
        {
            var to = (await browser.Get(address)).Headers.Location!.OriginalString;
            Assert.StartsWith("/dang-xuat-he-thong", to, StringComparison.Ordinal);
            Assert.Contains("Đăng xuất khỏi mọi hệ thống?", await browser.Page(to), StringComparison.Ordinal);
            Assert.True(await IsSignedIn(browser));
        }
        var asked = (await browser.Get(LogoutUrl(("client_id", party.Id), ("post_logout_redirect_uri", Bye(party)), ("state", "1")))).Headers.Location!.OriginalString;
        var page = await browser.Get(asked);
        Assert.Contains($"form-action 'self' {new Uri(Bye(party)).GetLeftPart(UriPartial.Authority)};", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(Bye(party) + "?state=1", (await browser.PostForm(asked, [])).Headers.Location!.OriginalString);
        Assert.False(await IsSignedIn(browser));
        Assert.True(await IsSignedIn(other));
        Assert.Contains("Đã đăng xuất", await browser.Page("/dang-xuat-he-thong"), StringComparison.Ordinal);
        Assert.StartsWith("/en/dang-xuat-he-thong", (await browser.Get(LogoutUrl(("ui_locales", "en")))).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_breaks_a_rule_is_told_the_person_and_sends_nobody_anywhere()
    {
        var (party, other, browser) = (await app.GivenClient(), await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var hint = (await party.SignIn(browser)).Of("id_token");
        foreach (var address in (string[])
            [
                LogoutUrl(("id_token_hint", hint), ("post_logout_redirect_uri", Bye(party) + "/")),
                LogoutUrl(("id_token_hint", hint), ("post_logout_redirect_uri", Bye(other))),
                LogoutUrl(("post_logout_redirect_uri", Bye(party))), // whose it is, is not said
                LogoutUrl(("client_id", "nobody"), ("post_logout_redirect_uri", Bye(party))),
                LogoutUrl(("id_token_hint", hint), ("client_id", other.Id)),
                LogoutUrl(("id_token_hint", "a.b.c")),
                LogoutUrl(("id_token_hint", (await party.SignIn(browser)).Of("access_token"))),
                LogoutUrl(("id_token_hint", hint)) + "&id_token_hint=" + hint,
            ])
        {
            var answer = await browser.Get(address);
            Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
            Assert.True(await IsSignedIn(browser));
        }
    }

    [Fact]
    public async Task A_request_by_POST_comes_again_by_itself()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var hint = (await party.SignIn(browser)).Of("id_token");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oidc/logout") { Content = new FormUrlEncodedContent([new("id_token_hint", hint)]), Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        var to = (await browser.Http.SendAsync(request)).Headers.Location!.OriginalString;
        Assert.StartsWith("/oidc/logout?id_token_hint=", to, StringComparison.Ordinal);
        Assert.True(await IsSignedIn(browser));
        await browser.Get(to);
        Assert.False(await IsSignedIn(browser));
    }

    [Fact]
    public async Task The_logout_token_says_what_the_specification_asks_and_nothing_that_makes_it_an_ID_token()
    {
        using var listener = new LogoutListener();
        var (party, browser) = (await app.GivenClient(c => c.BackChannelUri = listener.Url), await app.Browser(OpenIdApp.Citizen));
        var signedIn = (await party.SignIn(browser)).Claims();
        await browser.PostForm("/dang-xuat", []);
        var token = await listener.Hear(1);
        var (header, claims) = (Tokens.Part(token, 0), Tokens.Part(token, 1));
        Assert.Equal(("logout+jwt", "ES256"), (header.Of("typ"), header.Of("alg")));
        Assert.Equal(["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"], claims.EnumerateObject().Select(c => c.Name).Order());
        Assert.Equal((app.Issuer, party.Id, signedIn.Of("sid"), signedIn.Of("sub")), (claims.Of("iss"), claims.Of("aud"), claims.Of("sid"), claims.Of("sub")));
        Assert.Equal("{}", claims.GetProperty("events").GetProperty("http://schemas.openid.net/event/backchannel-logout").GetRawText());
        Assert.Equal(120, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        await app.Settled();
        Assert.Single(listener.Heard);
        var session = await app.Accounts(db => db.ClientSessions.SingleAsync(s => s.Sid == signedIn.Of("sid")));
        Assert.NotNull(session.EndedAt);
        Assert.Equal(["identity.client-signed-in", "identity.client-signed-out"], (await app.Journal(session.Id)).Select(l => l.Entry.Event));
    }

    [Fact]
    public async Task A_system_that_is_down_hears_later_the_same_token_id_and_holds_up_nobody_else()
    {
        using var down = new LogoutListener { Status = StatusCodes.Status503ServiceUnavailable };
        using var up = new LogoutListener();
        var (one, other) = (await app.GivenClient(c => c.BackChannelUri = down.Url), await app.GivenClient(c => c.BackChannelUri = up.Url));
        var browser = await app.Browser(OpenIdApp.Citizen);
        await one.SignIn(browser);
        await other.SignIn(browser);
        await browser.PostForm("/dang-xuat", []);
        await up.Hear(1);
        await down.Hear(2); // a second try at once, as Outbound does
        down.Status = StatusCodes.Status204NoContent;
        var before = down.Heard.Count;
        for (var i = 0; i < 40 && down.Heard.Count == before; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(5));
            app.Services.GetRequiredService<DispatchSignal>().Raise();
            await Task.Delay(100);
        }
        await app.Settled();
        Assert.Single(down.Heard.Select(t => Tokens.Part(t, 1).Of("jti")).Distinct());
        Assert.Single(up.Heard);
    }

    [Fact]
    public async Task Somebody_else_signing_in_in_the_same_browser_ends_the_session_before_and_the_same_person_does_not()
    {
        using var listener = new LogoutListener();
        var (party, browser) = (await app.GivenClient(c => c.BackChannelUri = listener.Url), await app.Browser(OpenIdApp.Citizen));
        var sid = (await party.SignIn(browser)).Claims().Of("sid");
        await browser.PostForm("/dang-nhap", IdentityApp.Form(OpenIdApp.Citizen));
        Assert.Equal(sid, (await party.SignIn(browser)).Claims().Of("sid"));
        await app.Settled();
        Assert.Empty(listener.Heard);
        await browser.PostForm("/dang-nhap", IdentityApp.Form(OpenIdApp.OtherCitizen));
        Assert.Equal(sid, Tokens.Part(await listener.Hear(1), 1).Of("sid"));
        Assert.NotEqual(sid, (await party.SignIn(browser)).Claims().Of("sid"));
    }

    [Fact]
    public async Task An_account_that_is_closed_is_signed_out_everywhere_with_its_next_request()
    {
        using var listener = new LogoutListener();
        var (party, browser) = (await app.GivenClient(c => c.BackChannelUri = listener.Url), await app.Browser("mot-cua.minhhoa"));
        var sid = (await party.SignIn(browser)).Claims().Of("sid");
        await app.Change($"UPDATE identity_accounts SET active = {false} WHERE login = {"mot-cua.minhhoa"}");
        Assert.False(await IsSignedIn(browser));
        Assert.Equal(sid, Tokens.Part(await listener.Hear(1), 1).Of("sid"));
        await app.Change($"UPDATE identity_accounts SET active = {true} WHERE login = {"mot-cua.minhhoa"}");
    }

    [Fact]
    public async Task Everywhere_tells_each_system_once_by_the_person_and_ends_what_was_given_for_longer()
    {
        using var listener = new LogoutListener();
        var party = await app.GivenClient(c => (c.BackChannelUri, c.PersonScopes) = (listener.Url, ["offline_access"]));
        using var office = await app.Browser("chu-tich.tinh");
        using var phone = await app.Browser("chu-tich.tinh");
        var tokens = await party.SignIn(office, ("scope", "openid offline_access"));
        await party.SignIn(phone);
        var answer = await office.PostForm("/tai-khoan?handler=Everywhere", []);
        Assert.Equal((HttpStatusCode.SeeOther, "/dang-xuat-he-thong"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        var claims = Tokens.Part(await listener.Hear(1), 1);
        Assert.Equal(await app.SubjectOf("chu-tich.tinh"), claims.Of("sub"));
        Assert.False(claims.TryGetProperty("sid", out _));
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(tokens.Of("refresh_token"))).Refused);
        Assert.False(await IsSignedIn(office) || await IsSignedIn(phone));
        await app.Settled();
        Assert.Single(listener.Heard);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().Http.DeleteAsync("/api/identity/sessions")).StatusCode);
    }

    [Fact]
    public async Task A_system_switched_off_or_without_an_address_is_not_told()
    {
        using var listener = new LogoutListener();
        var (party, silent, browser) = (await app.GivenClient(c => c.BackChannelUri = listener.Url), await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        await party.SignIn(browser);
        await silent.SignIn(browser);
        await (await app.Admin()).PostJson($"/api/identity/clients/{party.Id}/state", new { active = false });
        await browser.PostForm("/dang-xuat", []);
        await app.Settled();
        Assert.Empty(listener.Heard);
    }
}
