using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Identity;

/// <summary>A person with an authenticator app, in a browser.</summary>
public sealed partial class SecondFactorTests(OpenIdApp app) : IClassFixture<OpenIdApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.ForgetFailures();

    public Task DisposeAsync() => Task.CompletedTask;

    string Next(byte[] secret) => Authenticator.Next(app, secret);

    Task<(App.Client Browser, byte[] Secret, IReadOnlyList<string> Recovery)> Enrolled(string login) => Authenticator.Enrol(app, login);

    async Task<App.Client> HalfWay(string login, string returnUrl = "")
    {
        var browser = app.Elsewhere();
        var answer = await browser.PostForm("/dang-nhap?returnUrl=" + Uri.EscapeDataString(returnUrl), IdentityApp.Form(login));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/dang-nhap/ma?ReturnUrl=" + Uri.EscapeDataString(returnUrl), answer.Headers.Location!.OriginalString);
        return browser;
    }

    static Task<HttpResponseMessage> Type(App.Client browser, string code, string returnUrl = "") => browser.PostForm("/dang-nhap/ma", new() { ["Code"] = code, ["ReturnUrl"] = returnUrl });

    static async Task<bool> IsIn(App.Client browser) => (await browser.Get("/tai-khoan")).StatusCode == HttpStatusCode.OK;

    async Task<List<string>> Events(string login) => [.. (await app.Journal((await app.Account(login)).Id)).Select(l => l.Entry.Event)];

    [Fact]
    public async Task A_person_adds_an_app_by_the_page_and_signs_in_with_password_and_code()
    {
        const string login = "mai.lien";
        using var browser = await app.Browser(login);
        Assert.Contains("Chưa bật: ai biết mật khẩu là vào được.", await browser.Page("/tai-khoan"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostForm("/tai-khoan/hai-buoc?handler=Offer", new() { ["Password"] = "sai" })).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/tai-khoan/hai-buoc?handler=Offer", new() { ["Password"] = App.Password })).StatusCode);
        var offered = await browser.Http.Open("/tai-khoan/hai-buoc");
        Assert.NotNull(offered.QuerySelector("svg.nl-qr path[d]"));
        var secret = Authenticator.Read(offered.QuerySelector(".nl-panel b.num")!.TextContent);
        Assert.Equal(Totp.SecretBytes, secret.Length);

        var wrong = await browser.PostForm("/tai-khoan/hai-buoc?handler=Add", new() { ["Code"] = "000000" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var added = await browser.PostForm("/tai-khoan/hai-buoc?handler=Add", new() { ["Code"] = Next(secret) });
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        Assert.Equal(RecoveryCode.Count, Recovery().Count(await added.Content.ReadAsStringAsync()));
        Assert.Equal(0, Recovery().Count(await browser.Page("/tai-khoan/hai-buoc"))); // this once
        Assert.Contains("Đang bật", await browser.Page("/tai-khoan/hai-buoc"), StringComparison.Ordinal);

        using var other = await HalfWay(login, "/tra-cuu?ma=H46");
        Assert.False(await IsIn(other)); // the password alone opens nothing
        Assert.Contains("Mật khẩu đúng. Còn một bước nữa.", await other.Page("/dang-nhap/ma"), StringComparison.Ordinal);
        var signedIn = await Type(other, Next(secret), "/tra-cuu?ma=H46");
        Assert.Equal((HttpStatusCode.SeeOther, "/tra-cuu?ma=H46"), (signedIn.StatusCode, signedIn.Headers.Location!.OriginalString));
        Assert.True(await IsIn(other));
        var session = (await app.Sessions((await app.Account(login)).Id))[^1];
        Assert.Equal((Acr.TwoFactors, true), (session.Acr, session.ProvedAt == session.CreatedAt));
        Assert.Contains("identity.second-factor-added", await Events(login));
        Assert.Equal("identity.signed-in", (await Events(login))[^1]);
        Assert.All(await app.Journal((await app.Account(login)).Id), l => Assert.True(l.Holds));
    }

    [Fact]
    public async Task Neither_the_secret_nor_a_recovery_code_nor_the_half_token_is_in_the_database()
    {
        var (browser, secret, recovery) = await Enrolled("van.khiem");
        using var _ = browser;
        foreach (var plain in (byte[][])[secret, Encoding.UTF8.GetBytes(Convert.ToBase64String(secret)), Encoding.UTF8.GetBytes(Totp.Base32(secret)), .. recovery.Select(c => Encoding.UTF8.GetBytes(c)), .. recovery.Select(c => Encoding.UTF8.GetBytes(c.Replace("-", "", StringComparison.Ordinal)))])
            Assert.False(await app.IsAnywhereInTheDatabase(plain));
        using var half = app.Elsewhere();
        var answer = await half.PostForm("/dang-nhap", IdentityApp.Form("van.khiem"));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        Assert.StartsWith("nhatle-half=", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax; httponly", cookie, StringComparison.Ordinal);
        Assert.False(await app.IsAnywhereInTheDatabase(Encoding.UTF8.GetBytes(cookie.Split('=', 2)[1].Split(';')[0])));
    }

    [Fact]
    public async Task A_code_is_taken_once_also_by_two_at_the_same_time()
    {
        const string login = "tu-phap.tronghoa";
        var (browser, secret, _) = await Enrolled(login);
        using var __ = browser;
        using var first = await HalfWay(login);
        using var second = await HalfWay(login);
        var code = Next(secret);
        var answers = await Task.WhenAll(Type(first, code), Type(second, code));
        Assert.Equal((HttpStatusCode[])[HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity], [.. answers.Select(a => a.StatusCode).Order()]);
        Assert.Equal(1, new[] { await IsIn(first), await IsIn(second) }.Count(isIn => isIn));
        using var third = await HalfWay(login);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Type(third, code)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await Type(third, Next(secret))).StatusCode);
    }

    [Fact]
    public async Task A_recovery_code_works_once_however_it_is_typed_and_new_ones_end_the_old()
    {
        const string login = "chuyen-vien.sotuphap";
        var (browser, secret, recovery) = await Enrolled(login);
        using var _ = browser;
        Assert.Equal(RecoveryCode.Count, recovery.Distinct().Count());
        using var lost = await HalfWay(login);
        Assert.Equal(HttpStatusCode.SeeOther, (await Type(lost, " " + recovery[3].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal))).StatusCode);
        Assert.True(await IsIn(lost));
        Assert.Equal(9, (await app.Journal((await app.Account(login)).Id)).Single(l => l.Entry.Event == "identity.recovery-code-used").Content!.Event.GetProperty("left").GetInt32());
        using var again = await HalfWay(login);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Type(again, recovery[3])).StatusCode);

        var renewed = await browser.Post<AddSecondFactor.Added>("/api/identity/second-factor/recovery-codes", new { code = Next(secret) });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Type(again, recovery[0])).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await Type(again, renewed.RecoveryCodes[0])).StatusCode);
    }

    [Fact]
    public async Task Guessing_codes_gets_slower_and_the_right_password_does_not_reset_it()
    {
        const string login = "giam-doc.sotuphap";
        var (browser, secret, _) = await Enrolled(login);
        using var __ = browser;
        for (var i = 0; i < 5; i++)
        {
            using var half = await HalfWay(login);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Type(half, "000000")).StatusCode);
        }
        using var locked = await HalfWay(login);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Type(locked, Totp.CodeAt(secret, Totp.StepAt(app.Clock.GetUtcNow())))).StatusCode);
        Assert.Equal("identity.codes-failed", (await Events(login))[^1]);
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.SeeOther, (await Type(locked, Next(secret))).StatusCode);
    }

    [Fact]
    public async Task The_second_step_waits_ten_minutes_and_finishes_once()
    {
        const string login = "chuyen-vien.minhhoa";
        var (browser, secret, _) = await Enrolled(login);
        using var __ = browser;
        using var late = await HalfWay(login);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("/dang-nhap?returnUrl=", (await Type(late, Next(secret))).Headers.Location!.OriginalString);
        using var stranger = app.Elsewhere();
        Assert.Equal("/dang-nhap?returnUrl=", (await stranger.Get("/dang-nhap/ma")).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostJson(SignInCode.Route, new { code = "123456" })).StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_is_answered_the_same_with_and_without_a_second_factor()
    {
        var (browser, _, _) = await Enrolled("can-bo.nguhoa");
        using var __ = browser;
        List<string> answers = [];
        foreach (var login in (string[])["can-bo.nguhoa", "chu-tich.minhhoa", "nobody.at.all"])
        {
            using var guesser = app.Elsewhere();
            var answer = await guesser.PostJson("/api/identity/sessions", new { login, password = "sai" });
            Assert.DoesNotContain(answer.Headers, h => h.Key == "Set-Cookie");
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            answers.Add($"{answer.StatusCode} {body.GetProperty("code").GetString()} {body.GetProperty("title").GetString()}");
        }
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task Other_devices_are_signed_out_when_it_is_added_and_it_is_removed_with_a_code_only()
    {
        const string login = "chu-tich.minhhoa";
        using var phone = await app.Browser(login);
        var (browser, secret, _) = await Enrolled(login);
        using var __ = browser;
        Assert.False(await IsIn(phone));
        Assert.True(await IsIn(browser));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostForm("/tai-khoan/hai-buoc?handler=Remove", new() { ["Code"] = "" })).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/tai-khoan/hai-buoc?handler=Remove", new() { ["Code"] = Next(secret) })).StatusCode);
        using var again = await app.Browser(login); // the password will do
        Assert.True(await IsIn(again));
        var account = (await app.Account(login)).Id;
        Assert.Equal((0, 0), await app.Accounts(async db => (await db.SecondFactors.CountAsync(f => f.AccountId == account), await db.RecoveryCodes.CountAsync(c => c.AccountId == account))));
        Assert.Contains("identity.second-factor-removed", await Events(login));
    }

    [Fact]
    public async Task By_JSON_the_first_answer_says_where_the_code_goes()
    {
        const string login = "mot-cua.tronghoa";
        var (browser, secret, _) = await Enrolled(login);
        using var __ = browser;
        using var program = app.Elsewhere();
        var first = await program.PostJson("/api/identity/sessions", new { login, password = App.Password });
        Assert.Equal(HttpStatusCode.Accepted, first.StatusCode);
        var next = (await first.Content.ReadFromJsonAsync<SignIn.CodeAsked>())!.Next;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await program.PostJson(next, new { code = "123" })).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await program.PostJson(next, new { code = Next(secret) })).StatusCode);
        Assert.True(await IsIn(program));
    }

    [Fact]
    public async Task An_administrator_takes_it_away_with_a_reason_in_the_journal_and_every_session_ends()
    {
        const string login = "chu-tich.tronghoa";
        var (browser, _, recovery) = await Enrolled(login);
        using var __ = browser;
        var body = new { login, reason = "Mất điện thoại, đã gặp mặt tại trụ sở." };
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostJson("/api/identity/second-factor-resets", body)).StatusCode);
        var admin = await app.Admin();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson("/api/identity/second-factor-resets", new { login, reason = "" })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson("/api/identity/second-factor-resets", new { login = "quan-tri", body.reason })).StatusCode);
        using var half = await HalfWay(login);
        var done = await admin.PostForm("/quan-tri/hai-buoc", new() { ["Input.Login"] = login, ["Input.Reason"] = body.reason });
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Contains("Đã gỡ cho", await done.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(await IsIn(browser));
        Assert.StartsWith("/dang-nhap?", (await Type(half, recovery[0])).Headers.Location?.OriginalString, StringComparison.Ordinal); // what was half begun is over
        Assert.False(await IsIn(half));
        var line = (await app.Journal((await app.Account(login)).Id)).Single(l => l.Entry.Event == "identity.second-factor-reset");
        Assert.Equal(body.reason, line.Content!.Note);
        using var again = await app.Browser(login);
        Assert.True(await IsIn(again));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson("/api/identity/second-factor-resets", body)).StatusCode); // nothing left to take
    }

    [GeneratedRegex("<li>[2-9A-Z]{5}-[2-9A-Z]{5}</li>")]
    private static partial Regex Recovery();
}
