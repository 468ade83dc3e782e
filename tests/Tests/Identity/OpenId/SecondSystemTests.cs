using System.Net;
using Microsoft.AspNetCore.WebUtilities;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>Proof by software we did not write: it signs people in, refreshes, asks, and is signed out, both ways.</summary>
public sealed class SecondSystemTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    public const string Client = "openid-client", WebApi = "oauth4webapi";

    [Theory]
    [InlineData(Client, "ES256")]
    [InlineData(Client, "RS256")]
    [InlineData(WebApi, "ES256")]
    [InlineData(WebApi, "RS256")]
    public async Task A_person_signs_in_and_the_system_knows_who_it_is(string library, string alg)
    {
        await using var system = await SecondSystem.Start(app, library, c => c.SigningAlg = alg);
        using var browser = app.Elsewhere();
        var (at, page) = await SecondSystem.Follow(browser, new Uri(system.Address + "/login"));
        Assert.Equal("/dang-nhap", at.AbsolutePath);
        Assert.Contains("Để vào Hệ thống", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var back = QueryHelpers.ParseQuery(at.Query)["returnUrl"].ToString();
        var signedIn = await browser.PostForm("/dang-nhap", new(IdentityApp.Form(OpenIdApp.Citizen)) { ["ReturnUrl"] = back });
        (at, _) = await SecondSystem.Follow(browser, new Uri(app.Address, signedIn.Headers.Location!));
        Assert.Equal(new Uri(system.Address + "/"), at);

        var me = await system.Get(browser, "/me");
        Assert.Equal((await app.SubjectOf(OpenIdApp.Citizen), app.Issuer, system.Party.Id), (me.Of("sub"), me.Of("iss"), me.Of("aud")));
        Assert.Equal("Hồ Thị Mai Liên", me.GetProperty("person").Of("name"));
        Assert.Equal(alg, Tokens.Part(me.GetProperty("tokens").Of("id"), 0).Of("alg"));
        Assert.True((await system.Get(browser, "/introspect")).GetProperty("active").GetBoolean());
    }

    [Theory]
    [InlineData(Client)]
    [InlineData(WebApi)]
    public async Task It_refreshes_gives_back_and_calls_by_itself(string library)
    {
        await using var system = await SecondSystem.Start(app, library, c => (c.Grants, c.OtherScopes) = (["authorization_code", "refresh_token", "client_credentials"], "van-ban.doc"));
        using var browser = await app.Browser(OpenIdApp.Citizen);
        var me = await system.SignIn(browser);
        for (var i = 0; i < 3; i++) Assert.Equal(me.Of("sid"), (await system.Get(browser, "/refresh")).Of("sid"));
        Assert.Equal(me.Of("sub"), (await system.Get(browser, "/userinfo")).Of("sub"));
        Assert.True(await system.Party.IsActive((await system.Get(browser, "/machine?scope=van-ban.doc")).Of("token")));
        Assert.Equal("invalid_scope", (await system.Ask(browser, "/machine?scope=van-ban.xoa")).Json.Of("error"));
        await system.Get(browser, "/revoke");
        var (status, refused) = await system.Ask(browser, "/refresh");
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, refused.Of("error")));
    }

    [Theory]
    [InlineData(Client)]
    [InlineData(WebApi)]
    public async Task Signing_out_here_signs_out_there_by_sid_and_only_that_session(string library)
    {
        await using var system = await SecondSystem.Start(app, library);
        using var office = await app.Browser(OpenIdApp.Citizen);
        using var phone = await app.Browser(OpenIdApp.Citizen);
        await system.SignIn(office);
        await system.SignIn(phone);
        await office.PostForm("/dang-xuat", []);
        Assert.True(await system.BecomesSignedOut(office));
        Assert.True(await system.IsSignedIn(phone));
        await phone.Http.DeleteAsync("/api/identity/sessions/others"); // nothing else is open
        Assert.True(await system.IsSignedIn(phone));
    }

    [Theory]
    [InlineData(Client)]
    [InlineData(WebApi)]
    public async Task Signing_out_everywhere_signs_the_person_out_there_by_sub(string library)
    {
        await using var system = await SecondSystem.Start(app, library);
        using var office = await app.Browser(OpenIdApp.Citizen);
        using var phone = await app.Browser(OpenIdApp.Citizen);
        using var other = await app.Browser(OpenIdApp.OtherCitizen);
        await system.SignIn(office);
        await system.SignIn(phone);
        await system.SignIn(other);
        Assert.Equal(HttpStatusCode.NoContent, (await office.Http.DeleteAsync("/api/identity/sessions")).StatusCode);
        Assert.True(await system.BecomesSignedOut(office));
        Assert.True(await system.BecomesSignedOut(phone));
        Assert.True(await system.IsSignedIn(other));
    }

    [Theory]
    [InlineData(Client, WebApi)]
    [InlineData(WebApi, Client)]
    public async Task Signing_out_there_signs_out_here_and_in_every_other_system(string one, string another)
    {
        await using var first = await SecondSystem.Start(app, one);
        await using var second = await SecondSystem.Start(app, another);
        using var browser = await app.Browser(OpenIdApp.Citizen);
        var (there, elsewhere) = (await first.SignIn(browser), await second.SignIn(browser));
        Assert.Equal(there.Of("sid"), elsewhere.Of("sid")); // one session opened both
        var (at, page) = await SecondSystem.Follow(browser, new Uri(first.Address + "/logout"));
        Assert.Equal(first.Address + "/bye?state=bye", at.OriginalString);
        Assert.Contains("Tạm biệt bye", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(await second.BecomesSignedOut(browser));
        Assert.True(await first.BecomesSignedOut(browser));
        Assert.StartsWith("/dang-nhap", (await browser.Get("/tai-khoan")).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Client, "ES256")]
    [InlineData(WebApi, "RS256")]
    public async Task Keys_change_in_the_middle_of_a_session_and_nobody_notices(string library, string alg)
    {
        await using var system = await SecondSystem.Start(app, library, c => c.SigningAlg = alg);
        using var browser = await app.Browser(OpenIdApp.Citizen);
        await system.SignIn(browser);
        var before = (await system.Get(browser, "/refresh")).Of("kid");
        Assert.True((await (await app.Admin()).PostJson("/api/identity/signing-keys", new { })).IsSuccessStatusCode);
        await system.Get(browser, "/later?seconds=61"); // the libraries read keys anew when one is missing, at most once a minute
        Assert.NotEqual(before, (await system.Get(browser, "/refresh")).Of("kid"));
        Assert.NotEmpty((await system.Get(browser, "/userinfo")).Of("sub")); // and the access token of before is as good as that of after
        var (at, _) = await SecondSystem.Follow(browser, new Uri(system.Address + "/logout"));
        Assert.Equal(system.Address + "/bye?state=bye", at.OriginalString);
        Assert.True(await system.BecomesSignedOut(browser)); // by a logout token of the new key
    }

    [Fact]
    public async Task An_error_is_brought_back_by_its_name_and_a_forged_issuer_is_not_taken()
    {
        await using var system = await SecondSystem.Start(app, Client);
        using var browser = await app.Browser(OpenIdApp.Citizen);
        var (at, page) = await SecondSystem.Follow(browser, new Uri(system.Address + "/login?max_age=soon"));
        Assert.StartsWith(system.Address + "/callback?error=invalid_request", at.OriginalString, StringComparison.Ordinal);
        Assert.Contains("invalid_request", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var begun = (await browser.Http.GetAsync(new Uri(system.Address + "/login"))).Headers.Location!;
        var back = (await browser.Http.GetAsync(begun)).Headers.Location!.OriginalString;
        var mixedUp = await browser.Http.GetAsync(new Uri(back.Replace("iss=" + Uri.EscapeDataString(app.Issuer), "iss=" + Uri.EscapeDataString("https://evil.example"), StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.BadRequest, mixedUp.StatusCode);
        Assert.Contains("iss", await mixedUp.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await system.IsSignedIn(browser));
    }
}
