using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Host.Simulation;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Services;

namespace NhatLe.Tests.Host;

/// <summary>An installation in which all invented people can sign in.</summary>
public sealed class PeopledApp : App
{
    private protected override Settings Adjust(Settings settings) => settings with { Peopled = true };
}

/// <summary>A province with 300 dossiers of 30 days, lived over HTTP once for all that only look at it.</summary>
public sealed class LivedApp : App, IAsyncLifetime
{
    public const int Dossiers = 300;

    public Outcome Outcome { get; private set; } = null!;

    private protected override Settings Adjust(Settings settings) => settings with { Peopled = true };

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Outcome = await new Run(Address, Simulated.Data, new Measured()).Go(Dossiers, days: 30, seed: 7, told: null, default);
        Assert.Empty(Outcome.Lost);
    }
}

[CollectionDefinition("Lived")]
public sealed class LivedCollection : ICollectionFixture<LivedApp>;

/// <summary>What was done in the lived province is held there.</summary>
[Collection("Lived")]
public sealed class LivedProvinceTests(LivedApp app) : Simulated
{
    [Fact]
    public async Task Three_hundred_dossiers_are_filed_and_none_is_lost()
    {
        var outcome = app.Outcome;
        Assert.Equal(LivedApp.Dossiers, await Held(app));
        Assert.InRange(outcome.Standing.Values.Count(s => s.Status == "Returned"), 200, 299);
        Assert.InRange(outcome.Standing.Values.Count(s => s.Digitised), 240, 290);
        Assert.Contains(outcome.Standing.Values, s => s.Late);
        Assert.Equal(outcome.Lives.Sum(l => l.Steps.Count), await app.Db(db => db.Entries.CountAsync(e => e.SubjectKind == "Dossier")));
    }
}

/// <summary>What tests of simulated provinces share.</summary>
public abstract class Simulated
{
    internal static readonly string Data = Path.Combine(AppContext.BaseDirectory, "data");

    private protected static async Task With(Func<App, Task> work)
    {
        var app = new PeopledApp();
        await app.InitializeAsync();
        try { await work(app); }
        finally { await app.DisposeAsync(); }
    }

    private protected static Task<int> Held(App app) => Services(app, db => db.Dossiers.CountAsync());

    static Task<T> Services<T>(App app, Func<ServicesDb, Task<T>> read) => app.With(read);
}

/// <summary>Invented people over real HTTP: what is rare, the verb, and the clock they are given.</summary>
public sealed class SimulationTests : Simulated
{
    [Fact]
    public Task What_comes_late_is_apologised_for_in_time_and_what_never_comes_is_stopped() => With(async app =>
    {
        var services = app.Services;
        var population = new Population(new ReferenceData(Data), new DemonstrationAccounts(new ReferenceData(Data)));
        var (calendar, clock) = (services.GetRequiredService<OfficeCalendar>(), services.GetRequiredService<LegalClock>());
        var scenario = new Scenario("rare", 5, Dossiers: 4000, Days: 60, Begin: App.Start);
        var lives = new Drawing(population, await population.Posts(default), calendar, clock).Draw(scenario);
        List<Life> rare = [.. new[] { Deed.Apologise, Deed.Stop, Deed.StopInProcess }.SelectMany(deed => lives.Where(l => l.Steps.Any(s => s.Deed == deed)).Take(3))];

        using var hands = new HttpHands(app.Address, App.Password);
        await new Player(hands, atOnce: 4).Play(scenario, rare, told: null, default);
        var standings = (await hands.Standings([.. rare.Select(l => l.Id)], default)).ToDictionary(s => s.Id);
        Assert.All(rare, life => Assert.Equal(life.Steps.Count, standings[life.Id].Version));
        var stopped = rare.Where(l => l.Steps[^1].Deed is Deed.Stop or Deed.StopInProcess).ToList();
        Assert.Equal(6, stopped.Count);
        Assert.All(stopped, life => Assert.Equal("Stopped", standings[life.Id].Status));
        Assert.Contains(rare.Except(stopped), life => standings[life.Id].OnTime == true); // the new appointment was kept
    });

    [Fact]
    public Task The_verb_says_that_nothing_was_lost_and_ends_with_0() => With(async app =>
    {
        var answer = await Command.Run(["simulate", "--dossiers", "20", "--days", "20", "--url", app.Address.ToString()]);
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.Contains("Nothing lost: 20 filed and held", answer.Output, StringComparison.Ordinal);
        Assert.Equal(20, await Held(app));
        Assert.Equal(1, (await Command.Run(["simulate", "--dossiers", "20", "--url", "nowhere"])).Code);
    });

    [Fact]
    public Task The_clock_of_a_demonstration_never_goes_back_and_only_its_administrator_moves_it() => With(async app =>
    {
        var administrator = await app.As("quan-tri");
        var later = app.Time.Now.AddHours(5);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await administrator.PostJson("/api/demonstration/clock", new { to = later })).StatusCode);
        Assert.InRange(app.Time.Now, later, later.AddMinutes(1));
        Assert.Equal(System.Net.HttpStatusCode.Conflict, (await administrator.PostJson("/api/demonstration/clock", new { to = later.AddHours(-1) })).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await (await app.As("chu-tich.tinh")).PostJson("/api/demonstration/clock", new { to = later.AddHours(1) })).StatusCode);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await app.Anybody().PostJson("/api/demonstration/clock", new { to = later.AddHours(1) })).StatusCode);
    });
}

/// <summary>A run done again: of the same seed, and after it was killed.</summary>
public sealed class RepeatedSimulationTests : Simulated
{
    [Fact]
    public async Task The_same_seed_gives_the_same_outcomes_and_another_seed_others()
    {
        List<(int, string, bool, int?, int)> first = [], second = [], other = [];
        await With(async app => first = await Outcomes(app, seed: 3));
        await With(async app => second = await Outcomes(app, seed: 3));
        await With(async app => other = await Outcomes(app, seed: 4));
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    static async Task<List<(int, string, bool, int?, int)>> Outcomes(App app, int seed)
    {
        var outcome = await new Run(app.Address, Data, new Measured()).Go(dossiers: 40, days: 20, seed, told: null, default);
        Assert.Empty(outcome.Lost);
        return [.. outcome.Lives.Where(l => outcome.Standing.ContainsKey(l.Id)).Select(l => (l.Index, outcome.Standing[l.Id])).Select(s => (s.Index, s.Item2.Status, s.Item2.Late, s.Item2.Stars, s.Item2.Supplements))];
    }

    [Fact]
    public Task A_run_that_is_killed_goes_on_and_doubles_nothing() => With(async app =>
    {
        using var kill = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Run(app.Address, Data, new Measured()).Go(60, 20, seed: 5, (done, all) =>
        {
            if (done > all / 2) kill.Cancel();
        }, kill.Token));
        Assert.InRange(await Held(app), 1, 60);

        var measured = new Measured();
        var outcome = await new Run(app.Address, Data, measured).Go(60, 20, seed: 5, told: null, default);
        Assert.Empty(outcome.Lost);
        Assert.Equal(60, await Held(app));
        Assert.True(measured.Lines().Where(l => l.Act != "SignIn").Sum(l => l.Count) < outcome.Lives.Sum(l => l.Steps.Count) * 2 / 3, "What was done before the kill was done again.");

        var again = await new Run(app.Address, Data, measured = new Measured()).Go(60, 20, seed: 5, told: null, default);
        Assert.Equal((60, 0), (again.Standing.Count, measured.Lines().Where(l => l.Act != "SignIn").Sum(l => l.Count)));
    });
}
