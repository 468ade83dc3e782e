using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NhatLe.Identity.Sessions;

namespace NhatLe.Tests.Identity;

public sealed class LockoutTests(IdentityApp app) : IClassFixture<IdentityApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.ForgetFailures();

    public Task DisposeAsync() => Task.CompletedTask;

    const string HalfAMinute = "^Đã nhập sai nhiều lần. Hãy thử lại sau (30|2[0-9]) giây.$"; // less what a busy machine took

    async Task<(HttpStatusCode Status, string Title)> Try(string login, string password)
    {
        using var browser = app.Anybody();
        var answer = await browser.PostJson("/api/identity/sessions", new { login, password });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, body.TryGetProperty("title", out var title) ? title.GetString()! : "");
    }

    async Task Fail(string login, int times)
    {
        for (var i = 0; i < times; i++) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Try(login, "wrong")).Status);
    }

    [Fact]
    public async Task After_five_failures_the_wait_grows_and_then_lifts()
    {
        await Fail("mai.lien", 5);
        var locked = await Try("mai.lien", App.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, locked.Status);
        Assert.Matches(HalfAMinute, locked.Title);

        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await Fail("mai.lien", 1);
        Assert.Matches("^Đã nhập sai nhiều lần. Hãy thử lại sau (60|5[0-9]) giây.$", (await Try("mai.lien", App.Password)).Title);

        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(HttpStatusCode.Created, (await Try("mai.lien", App.Password)).Status);
        await Fail("mai.lien", 4);
        Assert.Equal(HttpStatusCode.Created, (await Try("mai.lien", App.Password)).Status);
    }

    [Fact]
    public async Task The_same_person_is_locked_by_whatever_name_they_are_called()
    {
        await Fail("van.khiem", 2);
        await Fail("0900000102", 2);
        await Fail("044093007356", 1);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Try("van.khiem", App.Password)).Status);
    }

    [Fact]
    public async Task A_login_that_nobody_has_is_locked_just_the_same()
    {
        await Fail("ai.do.khong.co", 5);
        var (status, title) = await Try("ai.do.khong.co", "wrong");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Matches(HalfAMinute, title);
    }

    [Fact]
    public async Task A_lockout_is_journalled_but_not_each_slip()
    {
        var account = await app.Account("giam-doc.sotuphap");
        await Fail("giam-doc.sotuphap", 4);
        Assert.DoesNotContain(await app.Journal(account.Id), l => l.Entry.Event == "identity.sign-in-failed");
        await Fail("giam-doc.sotuphap", 1);
        Assert.Equal(5, (await app.Journal(account.Id)).Single(l => l.Entry.Event == "identity.sign-in-failed").Content!.Event.GetProperty("failures").GetInt32());
    }

    [Fact]
    public async Task Guesses_made_at_once_all_count()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Try("quan-tri", "wrong")));
        var checkedOnes = answers.Count(a => a.Status == HttpStatusCode.UnprocessableEntity);
        Assert.InRange(checkedOnes, 5, 5 + Environment.ProcessorCount - 1);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Try("quan-tri", App.Password)).Status);
    }

    [Fact]
    public async Task An_address_that_guesses_many_people_is_slowed_down_for_all()
    {
        for (var i = 0; i < 30; i++) await Fail("doan.mo." + i, 1);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Try("chu-tich.tinh", App.Password)).Status);
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HttpStatusCode.Created, (await Try("chu-tich.tinh", App.Password)).Status);
    }

    [Fact]
    public async Task The_page_says_when_to_try_again()
    {
        await Fail("chuyen-vien.minhhoa", 5);
        using var browser = app.Anybody();
        var answer = await browser.PostForm("/dang-nhap", IdentityApp.Form("chuyen-vien.minhhoa"));
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Matches("Hãy thử lại sau (30|2[0-9]) giây", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 30)]
    [InlineData(6, 60)]
    [InlineData(9, 480)]
    [InlineData(10, 900)]
    [InlineData(100, 900)]
    public void The_wait_doubles_up_to_a_quarter_of_an_hour(int failures, int seconds)
    {
        var limits = new SignInLimits();
        Assert.Equal(seconds, (int)(limits.WaitAfter(failures, limits.Account)?.TotalSeconds ?? 0));
    }

    [Fact]
    public async Task A_login_that_nobody_has_is_one_however_it_is_written()
    {
        await Fail("nguoi.la", 2);
        await Fail("NGƯỜI.LẠ", 2);
        await Fail("ngườì.la", 1);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Try("Nguoi.La", "wrong")).Status);
    }
}
