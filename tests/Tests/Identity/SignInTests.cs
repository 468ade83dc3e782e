using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Sessions;

namespace NhatLe.Tests.Identity;

public sealed class SignInTests(IdentityApp app) : IClassFixture<IdentityApp>
{
    public static TheoryData<string> DemonstrationLogins()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "demo-accounts.json")));
        return [.. file.RootElement.GetProperty("accounts").EnumerateArray().Select(a => a.GetProperty("login").GetString()!)];
    }

    [Theory, MemberData(nameof(DemonstrationLogins))]
    public async Task Every_demonstration_account_signs_in_and_sees_itself(string login)
    {
        var page = await (await app.As(login)).Page("/tai-khoan");
        Assert.Contains(WebUtility.HtmlEncode(login), page, StringComparison.Ordinal);
        Assert.Contains((await app.Account(login)).FullName, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mai.lien", "/ho-so-cua-toi")]
    [InlineData("Mai.Liên", "/ho-so-cua-toi")]
    [InlineData("044196004217", "/ho-so-cua-toi")]
    [InlineData("044 196 004 217", "/ho-so-cua-toi")]
    [InlineData("0900000101", "/ho-so-cua-toi")]
    [InlineData("+84 900 000 101", "/ho-so-cua-toi")]
    [InlineData("mot-cua.tronghoa", "/viec")]
    public async Task A_person_signs_in_by_login_citizen_number_or_phone_and_lands_where_their_work_is(string login, string place)
    {
        using var browser = app.Anybody();
        var answer = await browser.PostForm("/dang-nhap", IdentityApp.Form(login));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal(place, answer.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("mai.lien", "nhatle-2025")]
    [InlineData("nobody.at.all", App.Password)]
    [InlineData("044196999999", App.Password)]
    [InlineData("-", App.Password)]
    public async Task A_wrong_login_and_a_wrong_password_get_the_same_422_and_the_same_hashing(string login, string password)
    {
        using var browser = app.Anybody();
        var before = app.Hasher.Checks;
        var answer = await browser.PostForm("/dang-nhap", IdentityApp.Form(login, password));
        var page = await answer.Page();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("Tên đăng nhập hoặc mật khẩu chưa đúng. Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock, rồi nhập lại.", page.QuerySelector(".ds-error-summary li")!.TextContent);
        Assert.Equal(login, page.QuerySelector("input[name='Input.Login']")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("input[name='Input.Password']")!.GetAttribute("value"));
        Assert.Equal(before + 1, app.Hasher.Checks);
        Assert.DoesNotContain(answer.Headers, h => h.Key == "Set-Cookie");
        await app.ForgetFailures();
    }

    [Fact]
    public async Task An_empty_form_says_what_is_missing_beside_each_field()
    {
        using var browser = app.Anybody();
        var answer = await browser.PostForm("/en/dang-nhap", IdentityApp.Form("", ""));
        var page = await answer.Page();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal("Enter your citizen number, phone number or login.", page.QuerySelector("#Input_Login-e")!.TextContent);
        Assert.Equal("Enter your password.", page.QuerySelector("#Input_Password-e")!.TextContent);
        Assert.Equal(2, page.QuerySelectorAll(".ds-error-summary li").Length);
    }

    [Theory]
    [InlineData("/tra-cuu?ma=H46", "/tra-cuu?ma=H46")]
    [InlineData("https://evil.example/", "/ho-so-cua-toi")]
    [InlineData("//evil.example", "/ho-so-cua-toi")]
    [InlineData("/\\evil.example", "/ho-so-cua-toi")]
    [InlineData("\t//evil.example", "/ho-so-cua-toi")]
    [InlineData("~//evil.example", "/ho-so-cua-toi")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/ho-so-cua-toi")]
    [InlineData("/đường-lạ", "/ho-so-cua-toi")]
    [InlineData("javascript:alert(1)", "/ho-so-cua-toi")]
    public async Task After_sign_in_one_goes_on_within_this_site_only(string returnUrl, string place)
    {
        using var browser = app.Anybody();
        var answer = await browser.PostForm("/dang-nhap?returnUrl=" + Uri.EscapeDataString(returnUrl), IdentityApp.Form("mai.lien"));
        Assert.Equal(place, answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task In_English_one_stays_in_English()
    {
        using var browser = app.Anybody();
        var asked = await browser.Get("/en/tai-khoan?a=%C3%A1");
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        Assert.Equal("/en/dang-nhap?returnUrl=%2Ftai-khoan%3Fa%3D%25C3%25A1", asked.Headers.Location!.OriginalString);
        var answer = await browser.PostForm(asked.Headers.Location.OriginalString, IdentityApp.Form("mai.lien"));
        Assert.Equal("/en/tai-khoan?a=%C3%A1", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_chosen_demonstration_account_is_filled_in_and_the_shared_password_is_shown()
    {
        using var browser = app.Anybody();
        var page = await browser.Http.Open("/dang-nhap?login=van.khiem&returnUrl=/tra-cuu");
        Assert.Equal("van.khiem", page.QuerySelector("input[name='Input.Login']")!.GetAttribute("value"));
        Assert.Equal("/tra-cuu", page.QuerySelector("input[name='ReturnUrl']")!.GetAttribute("value"));
        Assert.Contains(App.Password, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("a[href*='login=mot-cua.tronghoa']"));
    }

    [Fact]
    public async Task Signing_in_is_journalled_with_the_person_and_the_device()
    {
        using var browser = app.Anybody();
        browser.Http.DefaultRequestHeaders.UserAgent.ParseAdd("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36");
        await browser.PostForm("/dang-nhap", IdentityApp.Form("chu-tich.minhhoa"));
        var account = await app.Account("chu-tich.minhhoa");
        var lines = await app.Journal(account.Id);
        Assert.Equal(account.Version, lines.Count);
        Assert.All(lines, l => Assert.True(l.Holds));
        Assert.Equal(("identity.signed-in", account.Id, "Trần Khánh Trang", "Chrome, Android"),
            (lines[^1].Entry.Event, lines[^1].Entry.AccountId, lines[^1].Content!.Name, lines[^1].Content!.Event.GetProperty("device").GetString()));
        Assert.Contains("Chrome, Android", await browser.Page("/tai-khoan"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_systems_sign_in_and_out_by_JSON()
    {
        using var browser = app.Anybody();
        var wrong = await browser.PostJson("/api/identity/sessions", new { login = "mai.lien", password = "x" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Equal("sign-in.wrong", (await wrong.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        var right = await browser.PostJson("/api/identity/sessions", new { login = "mai.lien", password = App.Password });
        Assert.Equal(HttpStatusCode.Created, right.StatusCode);
        Assert.Equal("Hồ Thị Mai Liên", (await right.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("name").GetString());
        await browser.Page("/tai-khoan");
        Assert.Equal(HttpStatusCode.NoContent, (await browser.Http.DeleteAsync("/api/identity/sessions/current")).StatusCode);
        var refused = await browser.Http.DeleteAsync("/api/identity/sessions/others");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Many_sign_ins_at_once_all_succeed_with_at_most_one_hash_a_core()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(async _ =>
        {
            using var browser = app.Anybody();
            return (await browser.PostForm("/dang-nhap", IdentityApp.Form("van.khiem"))).StatusCode;
        }));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.SeeOther, a));
        Assert.InRange(app.Hasher.Most, 1, Environment.ProcessorCount);
        Assert.All(await app.Journal((await app.Account("van.khiem")).Id), l => Assert.True(l.Holds));
    }

    [Fact]
    public async Task A_citizen_number_and_a_phone_are_nowhere_in_the_database_but_the_person_gets_them_back()
    {
        var account = await app.Account("mai.lien");
        foreach (var secret in new[] { "044196004217", "0900000101", "+84900000101" })
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(secret);
            Assert.True(account.CitizenNumber.AsSpan().IndexOf(bytes) < 0 && account.Phone.AsSpan().IndexOf(bytes) < 0);
            Assert.DoesNotContain(secret, account.CitizenNumberLookup + account.PhoneLookup, StringComparison.Ordinal);
            Assert.False(await app.IsAnywhereInTheDatabase(bytes));
        }
        await using var scope = app.Services.CreateAsyncScope();
        var person = await scope.ServiceProvider.GetRequiredService<IAccounts>().Citizen(account.Id, default);
        Assert.Equal(("044196004217", "0900000101", "1996-03-08", "18907"), (person!.CitizenNumber, person.Phone, person.BornOn, person.UnitCode));
        Assert.Null(await scope.ServiceProvider.GetRequiredService<IAccounts>().Citizen((await app.Account("quan-tri")).Id, default));
    }
}
