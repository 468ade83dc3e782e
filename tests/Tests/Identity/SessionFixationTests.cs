using System.Net;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Identity.StepUps;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Identity;

/// <summary>
/// Session fixation (CWE-384): a token that somebody else may know, because they planted or read it before, never becomes the token of who
/// signs in, enters a code or confirms.
/// </summary>
public sealed class SessionFixationTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    const string Session = "nhatle", Half = "nhatle-half";

    /// <summary>A bare request with these cookies: what a browser sends in which somebody has planted them.</summary>
    async Task<HttpResponseMessage> Send(HttpMethod method, string path, (string Name, string Value)[] cookies, Dictionary<string, string>? form = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(method, path) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        if (cookies.Length > 0) request.Headers.Add("Cookie", string.Join("; ", cookies.Select(c => $"{c.Name}={c.Value}")));
        return await http.SendAsync(request);
    }

    static string? Given(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.FirstOrDefault(c => c.StartsWith(name + "=", StringComparison.Ordinal)) is { } cookie ? cookie.Split('=', 2)[1].Split(';')[0] : null;

    async Task<bool> IsOpen(string token) => (await Send(HttpMethod.Get, "/tai-khoan", [(Session, token)])).StatusCode == HttpStatusCode.OK;

    async Task<string> SignIn(string login, params (string, string)[] cookies)
    {
        var answer = await Send(HttpMethod.Post, "/dang-nhap", cookies, IdentityApp.Form(login));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return Given(answer, Session)!;
    }

    [Fact]
    public async Task A_planted_token_open_or_made_up_is_not_the_one_of_who_signs_in()
    {
        var attackers = await SignIn("van.khiem");
        foreach (var planted in (string[])[attackers, new('A', 43), ""])
        {
            var victims = await SignIn("mai.lien", (Session, planted));
            Assert.NotEqual(planted, victims);
            Assert.True(await IsOpen(victims));
            Assert.False(planted.Length > 0 && await IsOpen(planted));
        }
    }

    [Fact]
    public async Task With_two_steps_neither_the_token_before_nor_the_half_one_becomes_the_session()
    {
        const string login = "giam-doc.sotuphap";
        var (browser, secret, _) = await Authenticator.Enrol(app, login);
        browser.Dispose();
        var planted = await SignIn("van.khiem");
        var first = await Send(HttpMethod.Post, "/dang-nhap", [(Session, planted)], IdentityApp.Form(login));
        Assert.Null(Given(first, Session));
        var half = Given(first, Half)!;
        Assert.False(await IsOpen(half));
        var second = await Send(HttpMethod.Post, SignInCodeModel.Address, [(Session, planted), (Half, half)], new() { ["Code"] = Authenticator.Next(app, secret) });
        var token = Given(second, Session)!;
        Assert.DoesNotContain(token, (string[])[planted, half]);
        Assert.Equal("", Given(second, Half));
        Assert.Equal((true, false, false), (await IsOpen(token), await IsOpen(planted), await IsOpen(half)));
        var again = await Send(HttpMethod.Post, SignInCodeModel.Address, [(Half, half)], new() { ["Code"] = Authenticator.Next(app, secret) });
        Assert.Null(Given(again, Session)); // a half sign-in finishes once
    }

    [Fact]
    public async Task A_planted_half_sign_in_does_not_take_the_code_of_somebody_else()
    {
        var (mine, _, _) = await Authenticator.Enrol(app, "chuyen-vien.sotuphap");
        var (theirs, secret, _) = await Authenticator.Enrol(app, "chuyen-vien.minhhoa");
        mine.Dispose();
        theirs.Dispose();
        var planted = Given(await Send(HttpMethod.Post, "/dang-nhap", [], IdentityApp.Form("chuyen-vien.sotuphap")), Half)!;
        var typed = await Send(HttpMethod.Post, SignInCodeModel.Address, [(Half, planted)], new() { ["Code"] = Authenticator.Next(app, secret) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, typed.StatusCode);
        Assert.Null(Given(typed, Session));
        var own = Given(await Send(HttpMethod.Post, "/dang-nhap", [(Half, planted)], IdentityApp.Form("chuyen-vien.minhhoa")), Half)!;
        Assert.NotEqual(planted, own);
        var without = await Send(HttpMethod.Post, "/dang-nhap", [(Half, planted)], IdentityApp.Form("mai.lien"));
        Assert.Equal("", Given(without, Half)); // nor does it wait for who signs in without one
    }

    [Fact]
    public async Task Who_read_the_token_before_does_not_rise_with_a_confirmation_a_code_or_a_new_factor()
    {
        const string login = "can-bo.nguhoa";
        using var browser = await app.Browser(login);
        var account = (await app.Account(login)).Id;
        async Task<NhatLe.Identity.Sessions.Session> Only() => Assert.Single(await app.Sessions(account), s => s.EndedAt is null);
        var first = await Only();

        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostJson(Reauthenticate.Route, new { password = App.Password })).StatusCode);
        var confirmed = await Only();
        Assert.Equal((first.Sid, first.CreatedAt, Acr.Password), (confirmed.Sid, confirmed.CreatedAt, confirmed.Acr));
        Assert.True(confirmed.ProvedAt > first.ProvedAt);
        var (secret, _) = await Authenticator.Add(app, browser);
        var added = await Only();
        Assert.Equal(Acr.TwoFactors, added.Acr);
        Assert.True((await browser.PostJson("/api/identity/sessions/current/code", new { code = Authenticator.Next(app, secret) })).IsSuccessStatusCode);
        var entered = await Only();
        Assert.Equal(4, new[] { first.TokenHash, confirmed.TokenHash, added.TokenHash, entered.TokenHash }.Distinct().Count());
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/tai-khoan")).StatusCode);
    }

    [Fact]
    public async Task The_token_before_a_confirmation_opens_nothing_after_it()
    {
        var before = await SignIn("tu-phap.tronghoa");
        var answer = await Send(HttpMethod.Post, NhatLe.Platform.Directory.StepUp.Address, [(Session, before)], new() { ["Confirmation.Password"] = App.Password });
        var after = Given(answer, Session)!;
        Assert.Equal((false, true), (await IsOpen(before), await IsOpen(after)));
        var twice = await Send(HttpMethod.Post, NhatLe.Platform.Directory.StepUp.Address, [(Session, before)], new() { ["Confirmation.Password"] = App.Password });
        Assert.Null(Given(twice, Session));
    }

    /// <summary>The address is in logs, histories and mails.</summary>
    [Theory]
    [InlineData("/tai-khoan?nhatle=")]
    [InlineData("/tai-khoan;nhatle=")]
    [InlineData("/dang-nhap/ma?nhatle-half=")]
    public async Task A_token_in_an_address_is_none(string address)
    {
        var token = await SignIn("mai.lien");
        var answer = await Send(HttpMethod.Get, address + token, []);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.Null(Given(answer, Session));
    }
}
