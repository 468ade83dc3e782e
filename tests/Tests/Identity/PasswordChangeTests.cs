using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NhatLe.Identity.Credentials;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Identity;

public sealed class PasswordChangeTests(IdentityApp app) : IClassFixture<IdentityApp>, IAsyncLifetime
{
    const string New = "bún bò huế buổi sáng";

    public Task InitializeAsync() => app.ForgetFailures();

    public Task DisposeAsync() => Task.CompletedTask;

    async Task<App.Client> Browser(string login, string password = App.Password)
    {
        var browser = app.Elsewhere();
        var answer = await browser.PostForm("/dang-nhap", IdentityApp.Form(login, password));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    [Fact]
    public async Task A_person_changes_their_password_and_every_other_place_ends()
    {
        using var here = await Browser("mai.lien");
        using var elsewhere = await Browser("mai.lien");
        var form = await here.Http.Open("/tai-khoan/mat-khau");
        Assert.Equal(["current-password", "new-password"], form.QuerySelectorAll("main input[type=password]").Select(i => i.GetAttribute("autocomplete")));
        var answer = await here.PostForm("/tai-khoan/mat-khau", new() { ["Input.Password"] = App.Password, ["Input.NewPassword"] = New });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("1 nơi đăng nhập khác đã kết thúc", (await answer.Page()).Words(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await here.Get("/tai-khoan")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await elsewhere.Get("/tai-khoan")).StatusCode);
        using var old = app.Elsewhere();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await old.PostForm("/dang-nhap", IdentityApp.Form("mai.lien"))).StatusCode);
        (await Browser("mai.lien", New)).Dispose();
        (await Browser("mai.lien", "bu\u0301n bo\u0300 hue\u0302\u0301 buo\u0302\u0309i sa\u0301ng")).Dispose(); // as other keyboards write it
        var lines = await app.Journal((await app.Account("mai.lien")).Id);
        Assert.Equal(1, lines.Single(l => l.Entry.Event == "identity.password-changed").Content!.Event.GetProperty("sessions").GetInt32());
        Assert.All(lines, l => Assert.True(l.Holds));

        await here.Post<ChangePassword.Done>("/api/identity/password", new { password = New, newPassword = "đò dọc lên nguồn" });
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes("đò dọc lên nguồn")));
    }

    [Theory]
    [InlineData("wrong", "bún bò huế buổi sáng", "Password", "Mật khẩu chưa đúng")]
    [InlineData(App.Password, "ngắn quá", "NewPassword", "ít nhất 10 ký tự")]
    [InlineData(App.Password, "matkhau123456", "NewPassword", "nhiều người dùng")]
    [InlineData(App.Password, "Hồ Văn Khiêm", "NewPassword", "của chính ông/bà")]
    [InlineData("", "bún bò huế buổi sáng", "Password", "đang dùng")]
    [InlineData(App.Password, "", "NewPassword", "Hãy nhập mật khẩu mới")]
    public async Task What_is_wrong_stands_beside_the_field_and_nothing_changes(string password, string newPassword, string field, string why)
    {
        using var browser = await Browser("van.khiem");
        var before = await app.Account("van.khiem");
        var answer = await browser.PostForm("/tai-khoan/mat-khau", new() { ["Input.Password"] = password, ["Input.NewPassword"] = newPassword });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Page();
        Assert.Contains(why, page.QuerySelector(".ds-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll("main input[type=password]"), i => Assert.Null(i.GetAttribute("value")));
        var json = await browser.PostJson("/api/identity/password", new { password, newPassword });
        Assert.Contains(field, (await json.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("field").GetString()));
        Assert.Equal((before.PasswordHash, before.TemporaryUntil), ((await app.Account("van.khiem")).PasswordHash, (await app.Account("van.khiem")).TemporaryUntil));
    }

    [Fact]
    public async Task The_old_password_is_guessed_at_no_faster_here_than_at_the_sign_in()
    {
        using var browser = await Browser("chuyen-vien.minhhoa");
        for (var i = 0; i < 5; i++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostJson("/api/identity/password", new { password = "guess " + i, newPassword = New })).StatusCode);
        var locked = await browser.PostJson("/api/identity/password", new { password = App.Password, newPassword = New });
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.StatusCode);
        Assert.InRange(locked.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 30);
    }

    [Fact]
    public async Task Strangers_who_fail_at_the_sign_in_keep_nobody_who_is_in_from_confirming()
    {
        using var browser = await Browser("chuyen-vien.minhhoa");
        using var stranger = app.Elsewhere();
        for (var i = 0; i < 6; i++) await stranger.PostForm("/dang-nhap", IdentityApp.Form("chuyen-vien.minhhoa", "guess " + i));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.PostForm("/dang-nhap", IdentityApp.Form("chuyen-vien.minhhoa"))).StatusCode);
        var wrong = await browser.PostJson("/api/identity/password", new { password = "guess", newPassword = New });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode); // looked at, and not turned away
    }

    [Fact]
    public async Task Nobody_changes_anything_without_being_signed_in()
    {
        using var nobody = app.Anybody();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostJson("/api/identity/password", new { password = App.Password, newPassword = New })).StatusCode);
        Assert.Equal("/dang-nhap?returnUrl=%2Ftai-khoan%2Fmat-khau", (await nobody.Get("/tai-khoan/mat-khau")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_hash_of_other_rounds_is_made_anew_at_the_next_sign_in()
    {
        var cheap = new Microsoft.AspNetCore.Identity.PasswordHasher<NhatLe.Identity.Accounts.Account>(Microsoft.Extensions.Options.Options.Create(new Microsoft.AspNetCore.Identity.PasswordHasherOptions { IterationCount = App.HashRounds * 2 }));
        var account = await app.Account("chanh-van-phong");
        var dearer = cheap.HashPassword(account, App.Password);
        await app.Change($"UPDATE identity_accounts SET password_hash = {dearer} WHERE id = {account.Id}");
        (await Browser("chanh-van-phong")).Dispose();
        var renewed = (await app.Account("chanh-van-phong")).PasswordHash;
        Assert.NotEqual(dearer, renewed);
        (await Browser("chanh-van-phong")).Dispose();
        Assert.Equal(renewed, (await app.Account("chanh-van-phong")).PasswordHash);
    }
}
