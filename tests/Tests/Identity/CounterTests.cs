using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Counters;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity;

/// <summary>Shared computers: the lock, and coming back by PIN.</summary>
public sealed class CounterTests(IdentityApp app) : IClassFixture<IdentityApp>, IAsyncLifetime
{
    const string Clerk = "mot-cua.tronghoa", Justice = "tu-phap.tronghoa", Pin = "482913", Other = "705318";

    public Task InitializeAsync() => app.ForgetFailures();

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>A browser on a computer that the province's administrator made a counter of Trọng Hóa; nobody is signed in.</summary>
    async Task<App.Client> Counter(string name = "Quầy 2")
    {
        var browser = app.Elsewhere();
        await SignIn(browser, "quan-tri");
        var made = await browser.PostJson("/api/identity/counters", new { id = Guid.CreateVersion7(app.Clock.GetUtcNow()), unit = "18907", name });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-xuat", [])).StatusCode);
        return browser;
    }

    static async Task SignIn(App.Client browser, string login) => Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", IdentityApp.Form(login))).StatusCode);

    static async Task SetPin(App.Client browser, string pin) => Assert.Equal(HttpStatusCode.NoContent, (await browser.PostJson("/api/identity/counter-pin", new { pin })).StatusCode);

    async Task<HttpStatusCode> Back(App.Client browser, string login, string pin) =>
        (await browser.PostJson("/api/identity/sessions/pin", new { account = (await app.Account(login)).Id, pin })).StatusCode;

    static async Task<string> Who(App.Client browser)
    {
        var page = await browser.Get("/tai-khoan");
        return page.StatusCode == HttpStatusCode.OK ? (await page.Page()).QuerySelector(".post b")!.TextContent : "";
    }

    [Fact]
    public async Task Two_officials_take_turns_at_one_computer_by_PIN()
    {
        using var browser = await Counter();
        await SignIn(browser, Clerk);
        await SetPin(browser, Pin);
        await SignIn(browser, Justice);
        await SetPin(browser, Other);

        var button = (await browser.Http.Open("/viec")).QuerySelector("form[data-lock] button")!;
        Assert.Equal("F8", button.GetAttribute("data-shortcut"));
        var locked = await browser.PostForm("/khoa", new() { ["ReturnUrl"] = "/viec?nguon=toi" });
        Assert.Equal("/khoa?returnUrl=%2Fviec%3Fnguon%3Dtoi", locked.Headers.Location!.OriginalString);
        Assert.Equal("/khoa?returnUrl=%2Fviec", (await browser.Get("/viec")).Headers.Location!.OriginalString);
        var lockPage = await browser.Http.Open(locked.Headers.Location.OriginalString);
        Assert.Equal(2, lockPage.QuerySelectorAll("input[name=Account]").Length);
        Assert.Equal((await app.Account(Justice)).Id.ToString(), lockPage.QuerySelector("input[name=Account]:checked")!.GetAttribute("value"));

        var own = await browser.PostForm("/khoa?handler=Pin", new() { ["ReturnUrl"] = "/viec?nguon=toi", ["Account"] = (await app.Account(Justice)).Id.ToString(), ["Pin"] = Other });
        Assert.Equal((HttpStatusCode.SeeOther, "/viec?nguon=toi#dang-go"), (own.StatusCode, own.Headers.Location!.OriginalString));
        Assert.Equal("Trần Tiến Đông", await Who(browser));

        await browser.PostForm("/khoa", new() { ["ReturnUrl"] = "/viec?nguon=toi" });
        var change = await browser.PostForm("/khoa?handler=Pin", new() { ["ReturnUrl"] = "/viec?nguon=toi", ["Account"] = (await app.Account(Clerk)).Id.ToString(), ["Pin"] = Pin });
        Assert.Equal("/viec", change.Headers.Location!.OriginalString); // their own work, not where the other one was
        Assert.Equal("Cao Thu Giang", await Who(browser));
        var sessions = await app.Sessions((await app.Account(Justice)).Id);
        Assert.All(sessions, s => Assert.NotNull(s.EndedAt));
        Assert.Contains("identity.counter-pin-used", (await app.Journal((await app.Account(Clerk)).Id)).Select(l => l.Entry.Event));
    }

    [Fact]
    public async Task A_locked_session_acts_as_nobody_and_signs_out_only()
    {
        using var browser = await Counter();
        await SignIn(browser, Clerk);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.PostJson("/api/identity/sessions/current/lock", new { })).StatusCode);
        var session = (await app.Sessions((await app.Account(Clerk)).Id))[^1];
        Assert.NotNull(session.LockedAt);
        foreach (var path in (string[])["/viec", "/quay/tiep-nhan", "/tai-khoan", "/quan-tri/mat-khau", "/"]) Assert.StartsWith("/khoa?", (await browser.Get(path)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        foreach (var path in (string[])["/api/services/desk/drafts", "/api/identity/password", "/api/identity/counter-pin", "/api/identity/kept-forms/taking", "/quay/tiep-nhan"])
            Assert.Equal(HttpStatusCode.Locked, (await browser.PostJson(path, new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Locked, (await browser.Get("/live")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostJson("/api/identity/sessions/current/code", new { code = "123456" })).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.Http.DeleteAsync("/api/identity/sessions")).StatusCode); // everywhere: not by who stands at a locked computer
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-xuat", [])).StatusCode);
        Assert.NotNull((await app.Sessions((await app.Account(Clerk)).Id)).Single(s => s.LockedAt is not null && s.Address == session.Address && s.CreatedAt == session.CreatedAt).EndedAt);
    }

    [Fact]
    public async Task The_password_opens_a_lock_too_and_a_computer_that_is_no_counter_knows_no_PIN()
    {
        using var browser = app.Elsewhere();
        await SignIn(browser, Clerk);
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostJson("/api/identity/counter-pin", new { pin = Pin })).StatusCode);
        await browser.PostForm("/khoa", new() { ["ReturnUrl"] = "/viec" });
        var page = await browser.Http.Open("/khoa?returnUrl=/viec");
        Assert.Empty(page.QuerySelectorAll("input[name=Pin]"));
        Assert.Contains("login=" + Clerk, page.QuerySelector("main a[href*='/dang-nhap']")!.GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, await Back(browser, Clerk, Pin));
        await SignIn(browser, Clerk);
        Assert.Equal("Cao Thu Giang", await Who(browser));
    }

    [Fact]
    public async Task A_PIN_is_good_on_its_computer_on_its_day_and_again_after_the_password()
    {
        using var browser = await Counter("Quầy A");
        using var beside = await Counter("Quầy B");
        await SignIn(browser, Clerk);
        await SetPin(browser, Pin);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Back(beside, Clerk, Pin));
        await browser.PostForm("/khoa", []);
        Assert.Equal(HttpStatusCode.Created, await Back(browser, Clerk, Pin));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostJson("/api/identity/counter-pin", new { pin = Other })).StatusCode); // by PIN one sets no PIN

        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Back(browser, Clerk, Pin));
        await SignIn(browser, Clerk);
        await browser.Page("/viec");
        await browser.PostForm("/khoa", []);
        Assert.Equal(HttpStatusCode.Created, await Back(browser, Clerk, Pin));
    }

    [Fact]
    public async Task Five_wrong_tries_and_only_the_password_helps_also_when_they_come_at_once()
    {
        using var browser = await Counter();
        await SignIn(browser, Justice);
        await SetPin(browser, Other);
        await browser.PostForm("/khoa", []);
        var tries = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Back(browser, Justice, "19283" + (i % 10))));
        Assert.All(tries, t => Assert.Equal(HttpStatusCode.UnprocessableEntity, t));
        Assert.Equal(CounterPin.MostFailures, await app.Accounts(db => db.CounterPins.AsNoTracking().OrderByDescending(p => p.Failures).Select(p => p.Failures).FirstAsync()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Back(browser, Justice, Other));
        Assert.Single(await app.Journal((await app.Account(Justice)).Id), l => l.Entry.Event == "identity.counter-pin-failed");
        Assert.Empty((await browser.Http.Open("/khoa")).QuerySelectorAll("input[name=Pin]"));
        await SignIn(browser, Justice);
        await browser.Page("/viec");
        await browser.PostForm("/khoa", []);
        Assert.Equal(HttpStatusCode.Created, await Back(browser, Justice, Other));
    }

    [Theory]
    [InlineData("chu-tich.tronghoa")]
    [InlineData("quan-tri")]
    public async Task Leaders_and_administrators_have_no_PIN(string login)
    {
        using var browser = await Counter();
        await SignIn(browser, login);
        var refused = await browser.PostJson("/api/identity/counter-pin", new { pin = Pin });
        Assert.Equal((HttpStatusCode.Forbidden, "pin.leaders"), (refused.StatusCode, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
    }

    [Fact]
    public async Task A_session_by_PIN_never_approves_even_when_the_permit_comes_during_it()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Act(Clerk, code, "acceptance");
        await app.Process(code);
        using var browser = await Counter();
        await SignIn(browser, Clerk);
        await SetPin(browser, Pin);
        await browser.PostForm("/khoa", []);
        Assert.Equal(HttpStatusCode.Created, await Back(browser, Clerk, Pin));
        using var chair = app.Elsewhere();
        await SignIn(chair, "chu-tich.tronghoa");
        var post = await app.Db(db => db.Positions.SingleAsync(p => p.PositionKey == "commune.chair" && p.UnitId == Facts.FactsApp.TrongHoa));
        var delegation = Guid.CreateVersion7(app.Time.Now);
        var given = await chair.PostJson("/api/organization/delegations", new { id = delegation, position = post.Id, officer = (await app.Account(Clerk)).OfficerId, permits = new[] { "services.approve" }, from = app.Time.Now.AddMinutes(-1), until = app.Time.Now.AddDays(2), reason = "Đi công tác" });
        Assert.True(given.IsSuccessStatusCode, await given.Content.ReadAsStringAsync());
        await Task.Delay(1200); // scope is right within a second

        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostJson($"/api/services/dossiers/{code}/approval", new { })).StatusCode);
        await browser.PostForm("/khoa", []);
        Assert.Equal(HttpStatusCode.Forbidden, await Back(browser, Clerk, Pin)); // now a deputy: the password
        await SignIn(browser, Clerk);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostJson($"/api/services/dossiers/{code}/approval", new { })).StatusCode);

        await chair.PostJson($"/api/organization/delegations/{delegation}/revocation", new { });
        await Task.Delay(1200);
    }

    [Fact]
    public async Task A_counter_that_nobody_uses_locks_itself_and_one_that_is_used_does_not()
    {
        using var browser = await Counter();
        await SignIn(browser, Clerk);
        var body = (await browser.Http.Open("/viec")).Body!;
        Assert.Equal("300", body.GetAttribute("data-lock-after"));
        for (var i = 0; i < 4; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(4));
            Assert.Equal(HttpStatusCode.OK, (await browser.Get("/viec")).StatusCode);
        }
        for (var i = 0; i < 7; i++) // what the page asks for by itself is no use of it
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            using var request = new HttpRequestMessage(HttpMethod.Get, "/viec") { Headers = { { "X-Live", "1" } } };
            await browser.Http.SendAsync(request);
        }
        Assert.StartsWith("/khoa?", (await browser.Get("/viec")).Headers.Location!.OriginalString, StringComparison.Ordinal);

        using var own = app.Elsewhere(); // one's own computer stays open
        await SignIn(own, Clerk);
        Assert.Equal("", (await own.Http.Open("/viec")).Body!.GetAttribute("data-lock-after"));
        app.Clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.OK, (await own.Get("/viec")).StatusCode);
    }

    [Fact]
    public async Task What_was_typed_comes_back_once_and_to_its_owner_alone()
    {
        const string Typed = """[["Note",0,"đang gõ dở"]]""";
        using var browser = await Counter();
        await SignIn(browser, Clerk);
        await SetPin(browser, Pin);
        await browser.PostForm("/khoa", new() { ["ReturnUrl"] = "/viec?nguon=quay", ["kept"] = Typed });
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes("đang gõ dở")));
        using var other = app.Elsewhere();
        await SignIn(other, Justice);
        async Task<string> Take(App.Client who) => await (await who.PostJson("/api/identity/kept-forms/taking", new { path = "/viec?nguon=quay" })).Content.ReadAsStringAsync();
        Assert.Equal("[]", await Take(other));
        await Back(browser, Clerk, Pin);
        Assert.Equal(Typed, await Take(browser));
        Assert.Equal("[]", await Take(browser));
        await browser.PostForm("/khoa", new() { ["ReturnUrl"] = "/viec?nguon=quay", ["kept"] = "no JSON" });
        await Back(browser, Clerk, Pin);
        Assert.Equal("[]", await Take(browser));
    }

    [Theory]
    [InlineData("111111")]
    [InlineData("121212")]
    [InlineData("123456")]
    [InlineData("654321")]
    [InlineData("123123")]
    [InlineData("080396")]
    [InlineData("12345")]
    [InlineData("abcdef")]
    public async Task Digits_that_are_easily_guessed_are_refused(string pin)
    {
        using var browser = await Counter();
        await SignIn(browser, Clerk);
        var answer = await browser.PostForm("/tai-khoan/ma-pin", new() { ["Input.Pin"] = pin });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
    }

    [Fact]
    public async Task A_changed_password_and_a_counter_that_ended_take_the_PINs_with_them()
    {
        using var browser = await Counter();
        await SignIn(browser, "can-bo.nguhoa");
        await SetPin(browser, Pin);
        await browser.PostJson("/api/identity/password", new { password = App.Password, newPassword = "bún bò huế buổi sáng" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await Back(browser, "can-bo.nguhoa", Pin));

        using var ended = await Counter("Quầy cũ");
        await SignIn(ended, Clerk);
        await SetPin(ended, Pin);
        var counter = await app.Accounts(db => db.Counters.AsNoTracking().SingleAsync(c => c.Name == "Quầy cũ"));
        Assert.Equal(HttpStatusCode.Forbidden, (await ended.Http.DeleteAsync("/api/identity/counters/" + counter.Id)).StatusCode);
        using var admin = app.Elsewhere();
        await SignIn(admin, "quan-tri");
        Assert.Contains("Quầy cũ", await admin.Page("/quan-tri/may-quay"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.Http.DeleteAsync("/api/identity/counters/" + counter.Id)).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, await Back(ended, Clerk, Pin));
    }
}
