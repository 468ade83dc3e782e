using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Identity.OpenId;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Tests.Identity.Federation;

/// <summary>A citizen signs in by the national electronic identity, and has one account, whichever way they come.</summary>
public sealed class NationalSignInTests(FederationApp app) : IClassFixture<FederationApp>
{
    [Fact]
    public async Task The_sign_in_page_offers_it_in_both_languages()
    {
        Assert.Contains("Đăng nhập bằng định danh điện tử quốc gia", await app.Anybody().Page("/dang-nhap"), StringComparison.Ordinal);
        var english = await app.Anybody().Http.Open("/en/dang-nhap?returnUrl=%2Ftra-cuu");
        var button = english.QuerySelectorAll("a").Single(a => a.TextContent.Contains("Sign in with the national electronic identity", StringComparison.Ordinal));
        Assert.Equal("/en/dang-nhap/quoc-gia/di?returnUrl=%2Ftra-cuu", button.GetAttribute("href"));
        Assert.Equal("false", button.GetAttribute("data-turbo")); // it leads to another site
    }

    [Fact]
    public async Task The_first_sign_in_makes_an_account_with_what_the_state_says()
    {
        var person = app.Somebody();
        using var browser = app.Elsewhere();
        Assert.Equal("/ho-so-cua-toi", await FederationApp.SignIn(browser, person.Number));
        Assert.Contains(person.Name, await browser.Page("/tai-khoan"), StringComparison.Ordinal);

        var account = (await app.AccountOf(person.Number))!;
        Assert.Equal((person.Name, person.Born, person.Gender, person.Commune, person.Address), (account.FullName, account.BornOn, account.Gender, account.UnitCode, account.Address));
        Assert.Equal(person.Phone is null, account.Phone is null);
        Assert.Equal(["identity.account-opened", "identity.national-identity-confirmed", "identity.signed-in"], await app.Events(account.Id));
        Assert.All(await app.Journal(account.Id), line => Assert.True(line.Holds));
        var session = await app.SessionOf(person.Number);
        Assert.Equal((AssuranceLevel.National2, Acr.National2), (session.Assurance, session.Acr));
        var link = Assert.Single(await app.Links(account.Id));
        Assert.Equal((person.Name, person.Born, AssuranceLevel.National2), (link.Name, link.BornOn, link.Level));
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(person.Number)));
    }

    [Fact]
    public async Task A_second_sign_in_opens_the_same_account_and_says_nothing_new()
    {
        var person = app.Somebody(level: 1);
        using (var first = app.Elsewhere()) await FederationApp.SignIn(first, person.Number);
        var account = (await app.AccountOf(person.Number))!;
        using var browser = app.Elsewhere();
        await FederationApp.SignIn(browser, person.Number);
        Assert.Equal(["identity.account-opened", "identity.national-identity-confirmed", "identity.signed-in", "identity.signed-in"], await app.Events(account.Id));
        Assert.Equal(AssuranceLevel.National1, (await app.SessionOf(person.Number)).Assurance);
    }

    [Fact]
    public async Task An_account_with_the_number_is_opened_and_takes_name_and_birthday_as_the_state_says_them()
    {
        await using var started = await Own<FederationApp>.Start();
        var own = started.App;
        await own.Change($"UPDATE identity_accounts SET full_name = 'Ho Thi Mai Lien', born_on = '1996' WHERE login = 'mai.lien'");
        using var browser = own.Elsewhere();
        await FederationApp.SignIn(browser, FederationApp.Mother);
        var account = await own.Account("mai.lien");
        Assert.Equal(("Hồ Thị Mai Liên", "1996-03-08"), (account.FullName, account.BornOn));
        var confirmed = (await own.Journal(account.Id)).Single(l => l.Entry.Event == "identity.national-identity-confirmed");
        Assert.True(confirmed.Content!.Event.GetProperty("changed").GetBoolean());
        Assert.Contains("Mức 2. Họ tên và ngày sinh đã được xác nhận ngày", await browser.Page("/tai-khoan"), StringComparison.Ordinal);
        using var known = await own.As("mai.lien"); // and the password still opens it
        Assert.True(await FederationApp.IsIn(known));
    }

    /// <summary>Whoever knows a number can register it with a phone of their own: the person it belongs to must not file into that account.</summary>
    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "unchecked")]
    public async Task An_account_whose_number_nobody_checked_is_joined_only_where_the_state_knows_its_phone(bool samePhone, string? refused)
    {
        var person = app.SomebodyWithPhone();
        using (var first = app.Elsewhere()) await FederationApp.SignIn(first, person.Number);
        var account = (await app.AccountOf(person.Number))!;
        await app.Change($"DELETE FROM identity_national_links WHERE account_id = {account.Id}");
        await app.Change($"UPDATE identity_accounts SET number_checked = {false} WHERE id = {account.Id}");
        if (!samePhone) await app.Change($"UPDATE identity_accounts SET phone_lookup = 'of-somebody-else' WHERE id = {account.Id}");
        using var browser = app.Elsewhere();
        Assert.Equal(refused ?? "", FederationApp.Of(await FederationApp.SignIn(browser, person.Number), "quoc-gia"));
        Assert.Equal(refused is null, await FederationApp.IsIn(browser));
        Assert.Equal(refused is null, (await app.AccountOf(person.Number))!.NumberChecked);
        Assert.Equal(refused is null ? 1 : 0, (await app.Links(account.Id)).Count);
    }

    [Fact]
    public async Task Pressed_in_ten_browsers_at_once_the_person_has_one_account()
    {
        var person = app.Somebody();
        var backs = new List<(App.Client Browser, string Back)>();
        for (var i = 0; i < 10; i++)
        {
            var browser = app.Elsewhere();
            backs.Add((browser, await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), person.Number)));
        }
        Assert.All(await Task.WhenAll(backs.Select(b => FederationApp.Follow(b.Browser, b.Back))), at => Assert.Equal("/ho-so-cua-toi", at));
        var account = (await app.AccountOf(person.Number))!;
        Assert.Equal(10, (await app.Sessions(account.Id)).Count);
        Assert.Single(await app.Links(account.Id));
        Assert.All(await app.Journal(account.Id), line => Assert.True(line.Holds));
    }

    [Fact]
    public async Task The_account_it_makes_has_no_password_that_anybody_knows()
    {
        var person = app.Somebody();
        using (var browser = app.Elsewhere()) await FederationApp.SignIn(browser, person.Number);
        foreach (var guess in (string[])["", App.Password, person.Number])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Elsewhere().PostForm("/dang-nhap", IdentityApp.Form(person.Number, guess))).StatusCode);
    }

    [Fact]
    public async Task Another_national_account_with_the_number_is_refused_and_journalled()
    {
        var person = app.Somebody();
        using (var first = app.Elsewhere()) await FederationApp.SignIn(first, person.Number);
        var account = (await app.AccountOf(person.Number))!;
        await app.Change($"UPDATE identity_national_links SET subject_key = 'another' WHERE account_id = {account.Id}");
        using var browser = app.Elsewhere();
        Assert.Equal("conflict", FederationApp.Of(await FederationApp.SignIn(browser, person.Number), "quoc-gia"));
        Assert.False(await FederationApp.IsIn(browser));
        Assert.Equal("identity.national-identity-refused", (await app.Events(account.Id))[^1]);
        Assert.Contains("Hãy mang thẻ căn cước đến bộ phận một cửa", await browser.Page("/dang-nhap?quoc-gia=conflict"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_national_account_that_comes_with_another_number_is_refused_and_journalled()
    {
        var (one, other) = (app.Somebody(), app.Somebody());
        using (var first = app.Elsewhere()) await FederationApp.SignIn(first, one.Number);
        using (var second = app.Elsewhere()) await FederationApp.SignIn(second, other.Number);
        var (mine, theirs) = ((await app.AccountOf(one.Number))!, (await app.AccountOf(other.Number))!);
        await app.Change($"DELETE FROM identity_national_links WHERE account_id = {theirs.Id}");
        await app.Change($"UPDATE identity_national_links SET account_id = {theirs.Id} WHERE account_id = {mine.Id}");
        using var browser = app.Elsewhere();
        Assert.Equal("conflict", FederationApp.Of(await FederationApp.SignIn(browser, one.Number), "quoc-gia"));
        Assert.Equal("identity.national-identity-refused", (await app.Events(mine.Id))[^1]);
    }

    [Fact]
    public async Task A_closed_account_is_not_opened()
    {
        var person = app.Somebody();
        using (var first = app.Elsewhere()) await FederationApp.SignIn(first, person.Number);
        await app.Change($"UPDATE identity_accounts SET active = FALSE WHERE id = {(await app.AccountOf(person.Number))!.Id}");
        using var browser = app.Elsewhere();
        Assert.Equal("closed", FederationApp.Of(await FederationApp.SignIn(browser, person.Number), "quoc-gia"));
        Assert.False(await FederationApp.IsIn(browser));
    }

    [Fact]
    public async Task An_official_account_is_not_opened_by_it()
    {
        var person = app.Somebody();
        var key = app.Services.GetRequiredService<ColumnCipher>().Lookup(person.Number);
        await app.Change($"UPDATE identity_accounts SET citizen_number_lookup = {key} WHERE login = 'mot-cua.minhhoa'");
        using var browser = app.Elsewhere();
        Assert.Equal("officer", FederationApp.Of(await FederationApp.SignIn(browser, person.Number), "quoc-gia"));
        await app.Change($"UPDATE identity_accounts SET citizen_number_lookup = NULL WHERE login = 'mot-cua.minhhoa'");
    }

    [Fact]
    public async Task Whoever_is_signed_in_does_not_come_back_as_somebody_else()
    {
        var (one, other) = (app.Somebody(), app.Somebody());
        using var browser = app.Elsewhere();
        await FederationApp.SignIn(browser, one.Number);
        Assert.Equal("other", FederationApp.Of(await FederationApp.SignIn(browser, other.Number, "?muc=2&returnUrl=%2Fho-so-cua-toi"), "quoc-gia"));
        Assert.Contains(one.Name, await browser.Page("/tai-khoan"), StringComparison.Ordinal);
        Assert.Null(await app.AccountOf(other.Number)); // and nothing was made
    }

    [Fact]
    public async Task Signing_in_anew_ends_the_session_before_and_gives_another_token()
    {
        var person = app.Somebody();
        using var browser = app.Elsewhere();
        await FederationApp.SignIn(browser, person.Number);
        var before = (await app.SessionOf(person.Number)).TokenHash;
        await FederationApp.SignIn(browser, person.Number);
        var sessions = await app.Sessions((await app.AccountOf(person.Number))!.Id);
        Assert.NotNull(sessions.Single(s => s.TokenHash == before).EndedAt);
        Assert.NotEqual(before, (await app.SessionOf(person.Number)).TokenHash);
    }

    [Theory]
    [InlineData("%2Ftra-cuu%3Fma%3DH46", "/tra-cuu?ma=H46")]
    [InlineData("https%3A%2F%2Fevil.example%2F", "/ho-so-cua-toi")]
    [InlineData("%2F%2Fevil.example", "/ho-so-cua-toi")]
    [InlineData("%2F%5Cevil.example", "/ho-so-cua-toi")]
    [InlineData("%09%2F%2Fevil.example", "/ho-so-cua-toi")]
    [InlineData("%2Fa%0D%0AX%3A1", "/ho-so-cua-toi")]
    public async Task The_person_comes_back_to_where_they_were_and_never_to_another_site(string returnUrl, string expected)
    {
        using var browser = app.Elsewhere();
        Assert.Equal(expected, await FederationApp.SignIn(browser, FederationApp.Father, "?returnUrl=" + returnUrl));
    }

    [Fact]
    public async Task English_goes_there_and_comes_back()
    {
        using var browser = app.Elsewhere();
        var answer = await browser.Get("/en/dang-nhap/quoc-gia/di?returnUrl=%2Ftra-cuu");
        var there = answer.Headers.Location!.OriginalString;
        Assert.Contains("Sign in", await browser.Http.GetStringAsync(there), StringComparison.Ordinal);
        Assert.Equal("/en/tra-cuu", await FederationApp.Follow(browser, await FederationApp.SignInThere(browser, there, FederationApp.Father)));
    }

    [Fact]
    public async Task Who_turned_the_second_factor_on_enters_its_code_after_level_1_and_keeps_the_level()
    {
        await using var started = await Own<FederationApp>.Start();
        var own = started.App;
        using var home = await own.As("van.khiem");
        var (secret, _) = await Authenticator.Add(own, home);
        using var browser = own.Elsewhere();
        Assert.StartsWith("/dang-nhap/ma", await FederationApp.SignIn(browser, FederationApp.Father, "?returnUrl=%2Ftra-cuu"), StringComparison.Ordinal);
        Assert.False(await FederationApp.IsIn(browser));
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap/ma", new() { ["Code"] = Authenticator.Next(own, secret) })).StatusCode);
        Assert.True(await FederationApp.IsIn(browser));
        var session = await own.SessionOf(FederationApp.Father);
        Assert.Equal((AssuranceLevel.National1, Acr.TwoFactors), (session.Assurance, session.Acr));
    }

    [Fact]
    public async Task Who_goes_back_there_is_told_and_nobody_is_signed_in()
    {
        using var browser = app.Elsewhere();
        var there = await FederationApp.Begin(browser, "?returnUrl=%2Ftra-cuu");
        var page = await browser.Http.Open(there);
        var request = page.QuerySelector("input[name=request]")!.GetAttribute("value")!;
        var answer = await browser.Http.PostAsync(new Uri(app.National, "/identity/sign-in"), new FormUrlEncodedContent(new Dictionary<string, string> { ["request"] = request, ["answer"] = "no" }));
        var at = await FederationApp.Follow(browser, answer.Headers.Location!.OriginalString);
        Assert.Equal("/dang-nhap?returnUrl=%2Ftra-cuu&quoc-gia=stopped", at);
        Assert.Contains("Ông/bà đã dừng lại ở trang định danh điện tử quốc gia.", await browser.Page(at), StringComparison.Ordinal);
        Assert.False(await FederationApp.IsIn(browser));
    }

    [Fact]
    public async Task What_is_sent_there_is_as_the_specification_says_and_holds_no_secret()
    {
        using var browser = app.Elsewhere();
        var (one, two) = (await FederationApp.Begin(browser), await FederationApp.Begin(browser, "?muc=2"));
        Assert.StartsWith(new Uri(app.National, "/identity/authorize").ToString(), one, StringComparison.Ordinal);
        foreach (var (name, value) in new[] { ("response_type", "code"), ("client_id", FederationApp.ClientId), ("redirect_uri", app.Callback), ("code_challenge_method", "S256"), ("scope", "openid profile citizen address phone"), ("prompt", "login") })
            Assert.Equal(value, FederationApp.Of(one, name));
        foreach (var name in (string[])["state", "nonce", "code_challenge"])
        {
            Assert.Equal(43, FederationApp.Of(one, name).Length); // 256 bits
            Assert.NotEqual(FederationApp.Of(one, name), FederationApp.Of(two, name));
        }
        Assert.Equal("urn:vn:dinh-danh:muc-2", FederationApp.Of(two, "acr_values"));
        Assert.DoesNotContain(FederationApp.Secret, one, StringComparison.Ordinal);
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(FederationApp.Of(one, "state"))));
    }

    [Fact]
    public async Task Two_windows_of_one_browser_may_be_under_way_at_once()
    {
        var person = app.Somebody();
        using var browser = app.Elsewhere();
        var (one, two) = (await FederationApp.Begin(browser), await FederationApp.Begin(browser, "?returnUrl=%2Ftra-cuu"));
        var first = await FederationApp.SignInThere(browser, one, person.Number);
        var second = await FederationApp.SignInThere(browser, two, person.Number);
        Assert.Equal("/ho-so-cua-toi", await FederationApp.Follow(browser, first));
        Assert.Equal("/tra-cuu", await FederationApp.Follow(browser, second));
    }

    [Fact]
    public async Task An_address_begins_only_so_many()
    {
        await using var started = await Own<FederationApp>.Start();
        var own = started.App;
        using var browser = own.Elsewhere();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 62; i++) answers.Add((await browser.Get("/dang-nhap/quoc-gia/di")).StatusCode);
        Assert.Equal(60, answers.Count(a => a == HttpStatusCode.SeeOther));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        own.Clock.Advance(TimeSpan.FromMinutes(11));
        using var later = own.Elsewhere();
        await FederationApp.Begin(later);
        Assert.Equal(1, await own.Accounts(db => db.NationalSignIns.CountAsync())); // those before are gone
    }
}

/// <summary>An installation that has no national identity.</summary>
public sealed class WithoutNationalIdentityTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task It_is_not_offered_and_says_so_where_it_is_asked_for()
    {
        Assert.DoesNotContain("định danh điện tử quốc gia", await app.Anybody().Page("/dang-nhap"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await app.Anybody().Get("/dang-nhap/quoc-gia/di")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Anybody().Get("/dang-nhap/quoc-gia/ve?state=a&code=b")).StatusCode);
        var mother = await app.As("mai.lien");
        Assert.Contains("Nơi này chưa nối với định danh điện tử quốc gia.", await mother.Page("/dang-nhap/quoc-gia?muc=2"), StringComparison.Ordinal);
    }
}
