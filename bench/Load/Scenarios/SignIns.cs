using System.Globalization;
using NhatLe.Load.Http;
using NhatLe.Load.Measure;
using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>People sign in with their password, each a hash and a session: the invented citizens of the demonstration, in turn.</summary>
sealed class SignIns(Site site) : Scenario(site)
{
    const int People = 200; // as many as the demonstration has beside those its sign-in page offers

    byte[][] requests = [];

    public override string Name => "sign-in";
    public override int Connections => 32;
    public override int ClosedRate => 200;

    public override void Prepare(int operations) =>
        requests = [.. Enumerable.Range(1, People).Select(n => Site.Plain.Post("/api/identity/sessions", cookie: null, new { login = string.Create(CultureInfo.InvariantCulture, $"dan.{n:000}"), password = Site.Password }))];

    public override string? Act(Line line, int number)
    {
        var answer = line.Ask(requests[number % People]);
        return answer.Status == 201 && answer.Has("\"kind\":\"Citizen\""u8) ? null : Site.Said(answer);
    }
}

/// <summary>A flood of sign-ins, and what it does to people who only ask where their dossier is: first those alone, then both at once.</summary>
sealed class SignInFlood(Site site, Known known, int? postgres)
{
    const double AsksASecond = 50;

    public IEnumerable<Result> Go(TimeSpan warmUp, TimeSpan measured)
    {
        var (flood, asks) = (new SignIns(site), new Track(site, known));
        var asked = new Plan(AsksASecond, IsPoisson: true, Connections: 16, warmUp, measured);
        asks.Prepare(asked.Operations(asks.ClosedRate));
        flood.Prepare(0);
        var alone = new Run(postgres).Go(asks, asked);

        Result? beside = null;
        var people = new Thread(() => beside = new Run(postgres).Go(asks, asked));
        people.Start();
        var signIns = new Run(postgres).Go(flood, new Plan(Rate: null, IsPoisson: false, Connections: 64, warmUp, measured));
        people.Join();
        return [alone with { Scenario = "track-alone" }, signIns with { Scenario = "sign-in-flood" }, beside! with { Scenario = "track-in-flood", Costs = default, Peak = null }];
    }
}
