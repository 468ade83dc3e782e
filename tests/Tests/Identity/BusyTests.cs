using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Sessions;
using NhatLe.Tests.Facts;

namespace NhatLe.Tests.Identity;

/// <summary>An installation in which hashing stands still for as long as a test wants.</summary>
public sealed class BusyApp : IdentityApp
{
    public const int MostWaiting = 3;

    public HeldHasher Held { get; } = new();

    private protected override Settings Adjust(Settings settings) => settings with { Passwords = settings.Passwords with { MostWaiting = MostWaiting } };

    protected override void Replace(IServiceCollection services)
    {
        base.Replace(services);
        services.AddSingleton<IPasswordHasher<Account>>(Held);
    }

    public sealed class HeldHasher : IPasswordHasher<Account>
    {
        readonly PasswordHasher<Account> real = new(Microsoft.Extensions.Options.Options.Create(new PasswordHasherOptions { IterationCount = HashRounds }));
        readonly ManualResetEventSlim open = new(initialState: true);
        int running;

        public int Running => running;
        public void Hold() => open.Reset();
        public void Release() => open.Set();
        public string HashPassword(Account user, string password) => real.HashPassword(user, password);

        public PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Interlocked.Increment(ref running);
            try
            {
                open.Wait(TimeSpan.FromSeconds(60));
                return real.VerifyHashedPassword(user, hashedPassword, providedPassword);
            }
            finally { Interlocked.Decrement(ref running); }
        }
    }
}

public sealed class BusyTests(BusyApp app) : IClassFixture<BusyApp>
{
    static readonly int Cores = Environment.ProcessorCount;

    int Waiting => app.Services.GetRequiredService<Passwords>().Waiting;

    /// <summary>All cores hash, and the queue is full.</summary>
    async Task<(List<App.Client> Browsers, List<Task<HttpResponseMessage>> Answers)> Fill(int waiting = BusyApp.MostWaiting)
    {
        app.Held.Hold();
        List<App.Client> browsers = [.. Enumerable.Range(0, Cores + waiting).Select(_ => app.Anybody())];
        List<Task<HttpResponseMessage>> answers = [.. browsers.Select(b => b.PostForm("/dang-nhap", IdentityApp.Form("mai.lien")))];
        await FactsApp.Until(() => Task.FromResult(app.Held.Running == Cores && Waiting == waiting), "all cores at work and the queue as long as wanted");
        return (browsers, answers);
    }

    async Task Finish(List<App.Client> browsers, List<Task<HttpResponseMessage>> answers)
    {
        app.Held.Release();
        foreach (var answer in answers) Assert.Equal(HttpStatusCode.SeeOther, (await answer).StatusCode);
        foreach (var browser in browsers) browser.Dispose();
    }

    [Fact]
    public async Task Over_the_bound_the_form_comes_back_with_what_to_do_and_those_who_waited_get_in()
    {
        var (browsers, answers) = await Fill();
        try
        {
            using var late = app.Anybody();
            var page = await late.PostForm("/dang-nhap", IdentityApp.Form("van.khiem"));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
            Assert.Equal(Turns.ComeAgain, page.Headers.RetryAfter!.Delta);
            var read = await page.Page();
            Assert.Contains("Hãy chờ 10 giây rồi bấm lại", read.QuerySelector(".ds-error-summary")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("van.khiem", read.QuerySelector("input[name='Input.Login']")!.GetAttribute("value"));

            var json = await late.PostJson("/api/identity/sessions", new { login = "van.khiem", password = App.Password });
            Assert.Equal((HttpStatusCode.ServiceUnavailable, Turns.ComeAgain), (json.StatusCode, json.Headers.RetryAfter!.Delta));
            Assert.Equal("busy", (await json.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
            Assert.Equal(Cores, app.Held.Running);
        }
        finally { await Finish(browsers, answers); }
        using var next = app.Anybody();
        Assert.Equal(HttpStatusCode.SeeOther, (await next.PostForm("/dang-nhap", IdentityApp.Form("van.khiem"))).StatusCode);
    }

    [Fact]
    public async Task While_all_cores_hash_others_read_and_write_because_no_transaction_is_held()
    {
        var citizen = await app.As("van.khiem");
        var (browsers, answers) = await Fill(waiting: 1);
        try
        {
            foreach (var on in (bool[])[false, true])
            {
                var written = await citizen.PostJson("/api/identity/ways", new { sms = on, mail = false, language = "vi" }).WaitAsync(TimeSpan.FromSeconds(10));
                Assert.Equal(HttpStatusCode.OK, written.StatusCode);
                Assert.Equal(on, (await app.Account("van.khiem")).SmsWanted);
            }
            await citizen.Page("/tai-khoan");
        }
        finally { await Finish(browsers, answers); }
    }

    [Fact]
    public async Task Who_closes_the_browser_leaves_the_queue_and_a_locked_person_never_enters_it()
    {
        for (var i = 0; i < 5; i++)
        {
            using var guesser = app.Elsewhere();
            await guesser.PostForm("/dang-nhap", IdentityApp.Form("giam-doc.sotuphap", "wrong"));
        }
        var (browsers, answers) = await Fill(waiting: 0);
        try
        {
            using var impatient = app.Anybody();
            var asked = impatient.PostForm("/dang-nhap", IdentityApp.Form("mai.lien"));
            await FactsApp.Until(() => Task.FromResult(Waiting == 1), "one who waits");
            using var locked = app.Elsewhere();
            Assert.Equal(HttpStatusCode.TooManyRequests, (await locked.PostForm("/dang-nhap", IdentityApp.Form("giam-doc.sotuphap"))).StatusCode); // it waits for nothing
            impatient.Http.CancelPendingRequests();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
            await FactsApp.Until(() => Task.FromResult(Waiting == 0), "nobody who waits");
            Assert.Equal(Cores, app.Held.Running);
        }
        finally { await Finish(browsers, answers); }
        await FactsApp.Until(() => Task.FromResult(app.Held.Running == 0 && Waiting == 0), "nobody left");
    }
}
