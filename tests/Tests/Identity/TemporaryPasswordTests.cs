using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Credentials;
using NhatLe.Organization.Structure;
using NhatLe.Platform.Directory;
using NhatLe.Tests.Facts;

namespace NhatLe.Tests.Identity;

public sealed class TemporaryPasswordTests(IdentityApp app) : IClassFixture<IdentityApp>, IAsyncLifetime
{
    const string New = "bún bò huế buổi sáng", Why = "Quên mật khẩu, đã gặp mặt tại phòng";

    public Task InitializeAsync() => app.ForgetFailures();

    public Task DisposeAsync() => Task.CompletedTask;

    async Task<Guid> Officer(string login) => (await app.Account(login)).OfficerId!.Value;

    async Task<GiveTemporaryPassword.Given> Give(App.Client admin, string login) =>
        await admin.Post<GiveTemporaryPassword.Given>("/api/identity/temporary-passwords", new { officer = await Officer(login), reason = Why });

    /// <summary>Of the province, in a browser of their own: other tests move the clock past the end of a session.</summary>
    async Task<App.Client> Admin()
    {
        var browser = app.Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await SignIn(browser, "quan-tri", App.Password)).StatusCode);
        return browser;
    }

    static async Task<HttpStatusCode> Try(App.Client admin, Guid officer, string? login = null) =>
        (await admin.PostJson("/api/identity/temporary-passwords", new { officer, login, reason = Why })).StatusCode;

    static Task<HttpResponseMessage> SignIn(App.Client browser, string login, string password) => browser.PostForm("/dang-nhap", IdentityApp.Form(login, password));

    /// <summary>An administrator of Trọng Hóa, with an account of their own.</summary>
    async Task<(App.Client Browser, Guid Officer)> Local(string login)
    {
        var admin = await Admin();
        var given = await admin.Post<GivePost.Given>("/api/organization/units/18907/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.admin", fullName = "Lê Văn Đầu Mối" });
        var opened = await admin.Post<GiveTemporaryPassword.Given>("/api/identity/temporary-passwords", new { officer = given.OfficerId, login, reason = "Người mới" });
        var browser = app.Elsewhere();
        await SignIn(browser, login, opened.Password);
        await browser.Post<ChangePassword.Done>("/api/identity/password", new { password = opened.Password, newPassword = New });
        return (browser, given.OfficerId);
    }

    [Fact]
    public async Task It_opens_one_session_in_which_nothing_is_open_but_the_choice_of_ones_own()
    {
        using var before = app.Elsewhere();
        await SignIn(before, "tu-phap.tronghoa", App.Password);
        var given = await Give(await Admin(), "tu-phap.tronghoa");
        Assert.Equal((1, "tu-phap.tronghoa", "Trần Tiến Đông"), (given.Ended, given.Login, given.Name));
        Assert.Matches("^[2-9a-z]{4}(-[2-9a-z]{4}){2}$", given.Password);
        Assert.Equal(HttpStatusCode.SeeOther, (await before.Get("/viec")).StatusCode);

        using var browser = app.Elsewhere();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SignIn(browser, "tu-phap.tronghoa", App.Password)).StatusCode);
        Assert.Equal("/viec", (await SignIn(browser, "tu-phap.tronghoa", given.Password)).Headers.Location!.OriginalString);
        Assert.Equal("/tai-khoan/mat-khau?returnUrl=%2Fviec%3Fnguon%3Dtoi", (await browser.Get("/viec?nguon=toi")).Headers.Location!.OriginalString);
        var refused = await browser.PostJson("/api/identity/ways", new { language = "vi" });
        Assert.Equal((HttpStatusCode.Forbidden, "password.must-change"), (refused.StatusCode, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
        Assert.Contains("Hãy đặt mật khẩu của riêng mình", await browser.Page("/tai-khoan/mat-khau"), StringComparison.Ordinal);

        using (var second = app.Elsewhere())
        {
            var again = await SignIn(second, "tu-phap.tronghoa", given.Password);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, again.StatusCode);
            Assert.Contains("Mật khẩu tạm này đã dùng", (await again.Page()).Words(), StringComparison.Ordinal);
        }
        var own = await browser.PostForm("/tai-khoan/mat-khau", new() { ["ReturnUrl"] = "/viec?nguon=toi", ["Input.Password"] = given.Password, ["Input.NewPassword"] = New });
        Assert.Equal((HttpStatusCode.SeeOther, "/viec?nguon=toi"), (own.StatusCode, own.Headers.Location!.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/viec")).StatusCode);
        Assert.Null((await app.Account("tu-phap.tronghoa")).TemporaryUntil);

        var line = (await app.Journal((await app.Account("tu-phap.tronghoa")).Id)).Single(l => l.Entry.Event == "identity.temporary-password-given");
        Assert.Equal((Why, (await app.Account("quan-tri")).Id), (line.Content!.Note, line.Entry.AccountId));
    }

    [Fact]
    public async Task It_is_good_for_three_days()
    {
        var given = await Give(await Admin(), "can-bo.nguhoa");
        app.Clock.Advance(TimeSpan.FromDays(3));
        using var browser = app.Elsewhere();
        var late = await SignIn(browser, "can-bo.nguhoa", given.Password);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
        Assert.Contains("đã quá hạn", (await late.Page()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_use_it_at_once_get_one_session()
    {
        var given = await Give(await Admin(), "mot-cua.minhhoa");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            using var browser = app.Elsewhere();
            return (await SignIn(browser, "mot-cua.minhhoa", given.Password)).StatusCode;
        }));
        Assert.Single(answers, a => a == HttpStatusCode.SeeOther);
        Assert.Equal(5, answers.Count(a => a == HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task An_administrator_gives_within_the_subtree_and_to_nobody_above_beside_or_to_themselves()
    {
        var (local, me) = await Local("dau-moi.tronghoa");
        using var browser = local;
        Assert.Equal(HttpStatusCode.OK, await Try(local, await Officer("mot-cua.tronghoa")));
        Assert.Equal(HttpStatusCode.OK, await Try(local, await Officer("chu-tich.tronghoa")));
        Assert.Equal(HttpStatusCode.NotFound, await Try(local, await Officer("can-bo.nguhoa"))); // another commune
        Assert.Equal(HttpStatusCode.NotFound, await Try(local, await Officer("chu-tich.minhhoa"))); // the district above
        Assert.Equal(HttpStatusCode.NotFound, await Try(local, await Officer("quan-tri")));
        Assert.Equal(HttpStatusCode.NotFound, await Try(local, Guid.CreateVersion7(app.Time.Now)));
        Assert.Equal(HttpStatusCode.Conflict, await Try(local, me));

        var admin = await Admin();
        var fellow = await admin.Post<GivePost.Given>("/api/organization/units/18907/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.admin", fullName = "Trần Thị Đồng Sự" });
        Assert.Equal(HttpStatusCode.Forbidden, await Try(local, fellow.OfficerId, "dong-su")); // an administrator of the same unit
        Assert.Equal(HttpStatusCode.OK, await Try(admin, fellow.OfficerId, "dong-su"));

        // Who also sits elsewhere, or acts for somebody elsewhere, is not one's own alone.
        await admin.Post<GivePost.Given>("/api/organization/units/18979/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.land", officer = await Officer("mot-cua.tronghoa") });
        Assert.Equal(HttpStatusCode.NotFound, await Try(local, await Officer("mot-cua.tronghoa")));
    }

    [Theory]
    [InlineData("", HttpStatusCode.Unauthorized)]
    [InlineData("mai.lien", HttpStatusCode.Forbidden)]
    [InlineData("mot-cua.sotuphap", HttpStatusCode.Forbidden)]
    [InlineData("chu-tich.tinh", HttpStatusCode.Forbidden)]
    public async Task Nobody_else_may(string login, HttpStatusCode expected)
    {
        using var browser = app.Elsewhere();
        if (login.Length > 0) Assert.Equal(HttpStatusCode.SeeOther, (await SignIn(browser, login, App.Password)).StatusCode);
        var target = await Officer("chuyen-vien.sotuphap");
        var before = (await app.Account("chuyen-vien.sotuphap")).PasswordHash;
        Assert.Equal(expected, await Try(browser, target));
        Assert.NotEqual(HttpStatusCode.OK, (await browser.Get("/quan-tri/mat-khau")).StatusCode);
        Assert.Equal(before, (await app.Account("chuyen-vien.sotuphap")).PasswordHash);
    }

    [Fact]
    public async Task The_page_opens_an_account_for_a_new_official_and_shows_the_password_this_once()
    {
        var admin = await Admin();
        var post = await admin.Post<GivePost.Given>("/api/organization/units/18907/posts", new { id = Guid.CreateVersion7(app.Time.Now), position = "commune.land", fullName = "Lê Văn Đất", email = "levandat@quangbinh.example" });
        var page = await admin.Http.Open("/quan-tri/mat-khau?unit=18907");
        Assert.Contains("Lê Văn Đất", page.Words(), StringComparison.Ordinal);
        var link = page.QuerySelectorAll("main td a").Select(a => a.GetAttribute("href")!).Single(a => a.Contains(post.OfficerId.ToString(), StringComparison.Ordinal));
        Assert.Equal("levandat", (await admin.Http.Open(link)).QuerySelector("input[name=Login]")!.GetAttribute("value"));

        var refused = await admin.PostForm(link, new() { ["Login"] = "chu-tich.tinh", ["Reason"] = "Người mới" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("đã có người dùng", (await refused.Page()).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostForm(link, new() { ["Login"] = "levandat", ["Reason"] = "" })).StatusCode);

        var answer = await (await admin.PostForm(link, new() { ["Login"] = "levandat", ["Reason"] = "Người mới" })).Page();
        var password = answer.QuerySelector("[data-copy]")!.GetAttribute("data-copy")!;
        Assert.DoesNotContain(password, await admin.Page("/quan-tri/mat-khau?unit=18907"), StringComparison.Ordinal);
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(password)));
        using var browser = app.Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await SignIn(browser, "levandat", password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/tai-khoan/mat-khau")).StatusCode);
        Assert.Contains("identity.account-opened", (await app.Journal((await app.Account("levandat")).Id)).Select(l => l.Entry.Event));
    }
}

/// <summary>Where leaders must have a second factor as well.</summary>
public sealed class TemporaryPasswordOfLeaderTests(BoundApp app) : IClassFixture<BoundApp>
{
    [Fact]
    public async Task A_leader_who_must_do_both_chooses_a_password_first_and_then_adds_the_second_factor()
    {
        const string Login = "chu-tich.minhhoa", Temporary = "kx7m-2pqd-9trf";
        var now = app.Clock.GetUtcNow();
        await app.Accounts(async db =>
        {
            var account = await db.Accounts.SingleAsync(a => a.Login == Login);
            account.AskSecond(now.AddDays(-20));
            account.GiveTemporary(app.Hasher.HashPassword(account, Temporary), now.AddDays(3));
            return await db.SaveChangesAsync();
        });
        using var browser = app.Elsewhere();
        await browser.PostForm("/dang-nhap", IdentityApp.Form(Login, Temporary));
        var address = "/viec";
        for (var i = 0; i < 4 && await browser.Get(address) is { StatusCode: HttpStatusCode.SeeOther } led; i++) address = led.Headers.Location!.OriginalString;
        Assert.StartsWith("/tai-khoan/mat-khau?", address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get(address)).StatusCode);
        await browser.Post<ChangePassword.Done>("/api/identity/password", new { password = Temporary, newPassword = "bún bò huế buổi sáng" });
        Assert.StartsWith("/tai-khoan/hai-buoc?", (await browser.Get("/viec")).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/tai-khoan/hai-buoc")).StatusCode);
    }
}
