using System.Net;
using System.Text.RegularExpressions;
using NhatLe.Identity.Sessions;

namespace NhatLe.Tests.Identity;

/// <summary>Guessing, from where and at whom it may come, and what one could learn by it.</summary>
public sealed class BruteForceTests(IdentityApp app) : IClassFixture<IdentityApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.ForgetFailures();

    public Task DisposeAsync() => Task.CompletedTask;

    static async Task<HttpResponseMessage> Guess(App.Client browser, string login, string password = "wrong") => await browser.PostForm("/dang-nhap", IdentityApp.Form(login, password));

    /// <summary>Everything but the accounts that a demonstration offers below.</summary>
    static string Said(AngleSharp.Dom.IDocument page) => page.QuerySelector(".nl-signin")!.TextContent;

    [Fact]
    public async Task Many_addresses_against_one_account_are_slowed_down_as_one_and_locked_guesses_cost_no_hash()
    {
        var (before, wrong, locked) = (app.Hasher.Checks, 0, 0);
        for (var i = 0; i < 40; i++)
        {
            using var browser = app.Elsewhere();
            var answer = await Guess(browser, "chu-tich.tinh");
            if (answer.StatusCode == HttpStatusCode.UnprocessableEntity) wrong++;
            else
            {
                Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
                Assert.NotNull(answer.Headers.RetryAfter);
                locked++;
            }
        }
        Assert.Equal((5, 35), (wrong, locked));
        Assert.Equal(before + 5, app.Hasher.Checks);
    }

    /// <summary>Whoever waits as they are told gets some hundred guesses a day at most, from however many addresses.</summary>
    [Fact]
    public async Task A_patient_guesser_with_all_the_addresses_gets_a_hundred_guesses_a_day()
    {
        var (began, guesses) = (app.Clock.GetUtcNow(), 0);
        while (app.Clock.GetUtcNow() - began < TimeSpan.FromDays(1) && guesses < 200)
        {
            using var browser = app.Elsewhere();
            var answer = await Guess(browser, "giam-doc.sotuphap");
            if (answer.StatusCode == HttpStatusCode.UnprocessableEntity) guesses++;
            else app.Clock.Advance(answer.Headers.RetryAfter!.Delta!.Value);
        }
        Assert.InRange(guesses, 50, 105);
    }

    [Fact]
    public async Task One_address_against_many_accounts_is_slowed_down_and_other_addresses_are_not()
    {
        using var guesser = app.Elsewhere();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++) answers.Add((await Guess(guesser, i % 2 == 0 ? "khong.co." + i : "ai.do." + i)).StatusCode);
        Assert.Equal(30, answers.Count(a => a == HttpStatusCode.UnprocessableEntity)); // as this installation allows an address
        Assert.All(answers.Skip(30), a => Assert.Equal(HttpStatusCode.TooManyRequests, a));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Guess(guesser, "mai.lien", App.Password)).StatusCode);
        using var neighbour = app.Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await Guess(neighbour, "mai.lien", App.Password)).StatusCode);
    }

    /// <summary>What one sees, and how many hashes it costs, before, at and after the lock: the same for every name, whoever has it.</summary>
    [Fact]
    public async Task Nothing_tells_an_account_from_a_name_that_nobody_has()
    {
        List<string> seen = [];
        foreach (var login in (string[])["mot-cua.tronghoa", "khong.co.ai.ten.nay", "044199000000", "0999999999", "dong.lai.roi"])
        {
            await app.ForgetFailures();
            List<string> course = [];
            for (var i = 0; i < 6; i++)
            {
                using var browser = app.Elsewhere();
                var before = app.Hasher.Checks;
                var answer = await Guess(browser, login);
                var words = Regex.Replace(Said(await answer.Page()), @"\d+ giây", "… giây");
                course.Add($"{(int)answer.StatusCode} {words} {string.Join(',', answer.Headers.Select(h => h.Key).Order())} {app.Hasher.Checks - before}");
            }
            seen.Add(string.Join('\n', course).Replace(login, "NAME", StringComparison.Ordinal));
        }
        Assert.Single(seen.Distinct());
        Assert.Contains(" 1\n", seen[0], StringComparison.Ordinal);
        Assert.EndsWith(" 0", seen[0], StringComparison.Ordinal); // locked: no hash for anybody
    }

    [Fact]
    public async Task A_closed_account_looks_like_one_that_nobody_has()
    {
        await app.ForgetFailures();
        await app.Change($"UPDATE identity_accounts SET active = FALSE WHERE login = 'chuyen-vien.sotuphap'");
        try
        {
            using var browser = app.Elsewhere();
            var before = app.Hasher.Checks;
            var (closed, none) = (await Guess(browser, "chuyen-vien.sotuphap", App.Password), await Guess(browser, "khong.co", App.Password));
            Assert.Equal(before + 2, app.Hasher.Checks);
            Assert.Equal(Said(await none.Page()), Said(await closed.Page()));
            Assert.Equal(none.StatusCode, closed.StatusCode);
        }
        finally { await app.Change($"UPDATE identity_accounts SET active = TRUE WHERE login = 'chuyen-vien.sotuphap'"); }
    }

    [Fact]
    public void The_longest_wait_keeps_a_guesser_below_a_hundred_a_day()
    {
        var limits = new SignInLimits();
        var (spent, guesses) = (TimeSpan.Zero, 0);
        while (spent < TimeSpan.FromDays(1))
        {
            guesses++;
            spent += limits.WaitAfter(guesses, limits.Account) ?? TimeSpan.Zero;
        }
        Assert.InRange(guesses, 90, 105);
    }
}
