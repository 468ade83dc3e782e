using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Data;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Outbound;

namespace NhatLe.Tests.Identity;

/// <summary>With a gateway for SMS and a mail server.</summary>
public sealed class ReachableApp : IdentityApp, IAsyncLifetime
{
    internal Gateway Gateway { get; } = new();
    internal Postbox Postbox { get; } = new();

    private protected override Settings Adjust(Settings settings) => settings with
    {
        Site = "https://dichvucong.example.vn",
        Sms = new() { Url = Gateway.Url, Secret = "gateway-secret", Sender = "QUANGBINH", TimeoutSeconds = 5 },
        Mail = new() { Host = "127.0.0.1", Port = Postbox.Port, From = "Cổng dịch vụ công <khong-tra-loi@example.vn>", StartTls = false, TimeoutSeconds = 5 },
    };

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        Gateway.Dispose();
        Postbox.Dispose();
    }

    /// <summary>Every request for a code has been looked at.</summary>
    public Task LookedAt() => FactsApp.Until(async () => await Accounts(db => db.PasswordResets.AllAsync(r => r.SentAt != null)), "all requests looked at");

    public Task<int> Asked() => Accounts(db => db.PasswordResets.CountAsync());

    public Task Forget() => Accounts(async db => await db.PasswordResets.ExecuteDeleteAsync() + await db.Failures.ExecuteDeleteAsync());
}

public sealed partial class PasswordResetTests(ReachableApp app) : IClassFixture<ReachableApp>, IAsyncLifetime
{
    const string New = "bún bò huế buổi sáng";

    public Task InitializeAsync() => app.Forget();

    public Task DisposeAsync() => Task.CompletedTask;

    async Task<App.Client> Ask(string login)
    {
        var browser = app.Elsewhere();
        var answer = await browser.PostForm("/quen-mat-khau", new() { ["Input.Login"] = login });
        Assert.Equal((HttpStatusCode.SeeOther, "/quen-mat-khau/ma"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        return browser;
    }

    static Task<HttpResponseMessage> Set(App.Client browser, string code, string password = New) => browser.PostForm("/quen-mat-khau/ma", new() { ["Input.Code"] = code, ["Input.NewPassword"] = password });

    /// <summary>By SMS to this number, once it has come.</summary>
    async Task<string> CodeBySms(string phone, int count = 1)
    {
        await FactsApp.Until(() => Task.FromResult(app.Gateway.Taken.Count(t => t.To == phone && t.Text.StartsWith("Ma dat lai", StringComparison.Ordinal)) >= count), "a code by SMS");
        return Code().Match(app.Gateway.Taken.Last(t => t.To == phone).Text).Value;
    }

    [Fact]
    public async Task Who_forgot_gets_a_code_by_SMS_even_at_night_sets_a_new_password_and_every_session_ends()
    {
        using var elsewhere = app.Elsewhere();
        await elsewhere.PostForm("/dang-nhap", IdentityApp.Form("mai.lien"));
        app.Time.MoveTo(App.Day(2024, 11, 18, 23, 30));
        await app.Accounts(db => db.Accounts.Where(a => a.Login == "mai.lien").ExecuteUpdateAsync(a => a.SetProperty(x => x.SmsWanted, false))); // no notices, but this they asked for
        using var browser = await Ask("044196004217");
        var code = await CodeBySms("+84900000101");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Set(browser, "0000 0000")).StatusCode);
        Assert.Contains("của chính ông/bà", (await (await Set(browser, code, "Hồ Thị Mai Liên")).Page()).Words(), StringComparison.Ordinal); // a right code is not used up by it
        var done = await Set(browser, code);
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.Contains("Hãy đăng nhập bằng mật khẩu mới", (await done.Page()).Words(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.Get("/tai-khoan")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostForm("/dang-nhap", IdentityApp.Form("mai.lien"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", IdentityApp.Form("mai.lien", New))).StatusCode);
        var lines = await app.Journal((await app.Account("mai.lien")).Id);
        Assert.Equal("Sms", lines.Single(l => l.Entry.Event == "identity.password-reset-asked").Content!.Event.GetProperty("channel").GetString());
        Assert.Equal(1, lines.Single(l => l.Entry.Event == "identity.password-reset-done").Content!.Event.GetProperty("sessions").GetInt32());
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(code)));
    }

    [Fact]
    public async Task An_official_gets_it_at_the_address_of_their_office()
    {
        using var browser = await Ask("tu-phap.tronghoa");
        const string Office = "trantiendong.18907@quangbinh.example";
        await FactsApp.Until(() => Task.FromResult(app.Postbox.Letters.Any(l => l.To == Office)), "a letter");
        var letter = app.Postbox.Letters.Last(l => l.To == Office).Body;
        Assert.Contains("Không đọc mã này cho ai", letter, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await Set(browser, Code().Match(letter).Value)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", IdentityApp.Form("tu-phap.tronghoa", New))).StatusCode);
    }

    [Fact]
    public async Task A_code_works_once_for_fifteen_minutes_and_only_in_the_browser_that_asked()
    {
        using var browser = await Ask("van.khiem");
        var code = await CodeBySms("+84900000102");
        using (var thief = app.Elsewhere()) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Set(thief, code)).StatusCode);
        using (var asker = await Ask("van.khiem")) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Set(asker, code)).StatusCode);

        app.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Set(browser, code)).StatusCode);

        using var again = await Ask("van.khiem");
        var second = await CodeBySms("+84900000102", 2);
        Assert.NotEqual(code, second);
        Assert.Equal(HttpStatusCode.NoContent, (await again.PostJson("/api/identity/password-resets/completion", new { code = second, newPassword = New })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.PostJson("/api/identity/password-resets/completion", new { code = second, newPassword = "đò dọc lên nguồn" })).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await again.PostForm("/dang-nhap", IdentityApp.Form("van.khiem", New))).StatusCode);
    }

    [Fact]
    public async Task Five_wrong_codes_and_the_right_one_is_good_no_more_also_when_they_come_at_once()
    {
        using var browser = await Ask("mot-cua.minhhoa");
        await app.LookedAt();
        var reset = await app.Accounts(db => db.PasswordResets.AsNoTracking().SingleAsync());
        var right = PasswordReset.CodeOf(reset.Id, app.Services.GetRequiredService<Keyring>());
        var wrong = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => browser.PostJson("/api/identity/password-resets/completion", new { code = (12340000 + i).ToString(System.Globalization.CultureInfo.InvariantCulture), newPassword = New })));
        Assert.All(wrong, w => Assert.Equal(HttpStatusCode.UnprocessableEntity, w.StatusCode));
        Assert.Equal(PasswordReset.MostFailures, (await app.Accounts(db => db.PasswordResets.AsNoTracking().SingleAsync())).Failures);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Set(browser, right)).StatusCode);
    }

    /// <summary>Equal answers, and equal work: no account is looked for while somebody waits, and no hash is made.</summary>
    [Fact]
    public async Task Nobody_learns_whether_an_account_exists()
    {
        List<(HttpStatusCode, string, string, string)> asked = [], set = [];
        foreach (var login in (string[])["mot-cua.sotuphap", "khong.co.ai", "044196999999", "0912345678"])
        {
            var (checks, hashes, before) = (app.Hasher.Checks, app.Hasher.Hashes, await app.Asked());
            using var browser = app.Elsewhere();
            var answer = await browser.PostJson("/api/identity/password-resets", new { login });
            asked.Add((answer.StatusCode, await answer.Content.ReadAsStringAsync(), string.Join(',', answer.Headers.Select(h => h.Key).Order()), Regex.Replace(string.Join(';', answer.Headers.GetValues("Set-Cookie")), "=[A-Za-z0-9_-]{43};", "=…;")));
            Assert.Equal(before + 1, await app.Asked());
            await app.LookedAt();
            var refused = await Set(browser, "12345678");
            set.Add((refused.StatusCode, (await refused.Page()).Words(), "", ""));
            Assert.Equal((checks, hashes), (app.Hasher.Checks, app.Hasher.Hashes));
        }
        Assert.Single(asked.Distinct());
        Assert.Single(set.Distinct());
    }

    [Fact]
    public async Task A_person_gets_five_codes_a_day_at_most_and_one_address_asks_no_more_than_it_may()
    {
        for (var i = 0; i < 8; i++)
        {
            (await Ask("chu-tich.tronghoa")).Dispose();
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            await app.LookedAt();
        }
        var account = await app.Account("chu-tich.tronghoa");
        Assert.Equal(PasswordReset.MostADay, await app.Accounts(db => db.PasswordResets.CountAsync(r => r.AccountId == account.Id)));
        using var browser = app.Elsewhere();
        for (var i = 0; i < 20; i++) Assert.Equal(HttpStatusCode.Accepted, (await browser.PostJson("/api/identity/password-resets", new { login = "khong.co." + i })).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.PostJson("/api/identity/password-resets", new { login = "khong.co" })).StatusCode);
    }

    [Fact]
    public async Task A_new_password_lifts_the_lock_of_the_account()
    {
        using var browser = await Ask("giam-doc.sotuphap");
        await app.LookedAt();
        for (var i = 0; i < 5; i++) await browser.PostForm("/dang-nhap", IdentityApp.Form("giam-doc.sotuphap", "wrong"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.PostForm("/dang-nhap", IdentityApp.Form("giam-doc.sotuphap"))).StatusCode);
        var reset = await app.Accounts(db => db.PasswordResets.AsNoTracking().SingleAsync());
        Assert.Equal(HttpStatusCode.OK, (await Set(browser, PasswordReset.Shown(PasswordReset.CodeOf(reset.Id, app.Services.GetRequiredService<Keyring>())))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", IdentityApp.Form("giam-doc.sotuphap", New))).StatusCode);
    }

    [GeneratedRegex(@"\b\d{4} \d{4}\b")]
    private static partial Regex Code();
}
