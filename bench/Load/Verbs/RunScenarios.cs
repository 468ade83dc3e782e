using System.CommandLine;
using System.Net.Sockets;
using NhatLe.Load.Measure;
using NhatLe.Load.People;
using NhatLe.Load.Raw;
using NhatLe.Load.Scenarios;

namespace NhatLe.Load.Verbs;

/// <summary><c>nhatle-load run [SCENARIO…]</c>: puts a demonstration under load, one scenario after the other, and measures.</summary>
sealed class RunScenarios
{
    const string RawFilings = "raw", Bares = "bare", Monday = "morning", Flood = "sign-in-flood";

    readonly ParseResult parsed;
    readonly Report report;
    readonly string[] wanted;
    long errors;

    RunScenarios(ParseResult parsed)
    {
        this.parsed = parsed;
        report = new Report(parsed.GetValue(Options.Markdown));
        wanted = parsed.GetValue(Options.Wanted)!;
    }

    public static Command Command()
    {
        var command = new Command("run", "Puts a demonstration under load. Ends with 1 when an answer was not as it should be.") { Options.Wanted };
        foreach (var option in Options.All) command.Options.Add(option);
        command.SetAction(parsed =>
        {
            try { return new RunScenarios(parsed).Go(); }
            catch (Exception e) when (e is InvalidDataException or SocketException or IOException)
            {
                Console.Error.WriteLine("nhatle-load: " + e.Message);
                return 1;
            }
        });
        return command;
    }

    int Go()
    {
        var site = new Site(new(parsed.GetValue(Options.Url)!), parsed.GetValue(Options.Password)!, parsed.GetValue(Options.Brotli), parsed.GetValue(Options.ServerPid));
        var province = new Province();
        var making = new Making(site, province);
        var known = new Known(making, parsed.GetValue(Options.SamplesFile) is { } file ? Samples.Read(file) : new());
        List<Scenario> scenarios =
        [
            .. BareScenarios(site), new FileForm(site, making), new FileWithPaper(site, making, province), new Officials(site, making, province),
            new ListOfDistrict(site, known), new Inbox(site, making, province, known.Samples, isPage: true), new Inbox(site, making, province, known.Samples, isPage: false),
            new Leader(site, known), new Search(site, known), new Track(site, known), new ProcedurePage(site), new TokenForClient(site), new TokenRefresh(site), new Exchanged(site), new SignIns(site),
        ];
        if (wanted.FirstOrDefault(w => w is not (RawFilings or Monday or Flood) && !scenarios.Exists(s => IsOf(s, w))) is { } unknown)
            throw new InvalidDataException($"There is no scenario {unknown}: {Options.Wanted.Description}");

        if (Wants(RawFilings)) Raw();
        foreach (var scenario in scenarios.Where(s => wanted.Length == 0 || wanted.Any(w => IsOf(s, w)))) Measure(scenario);
        if (Wants(Flood))
            foreach (var result in new SignInFlood(site, known, Postgres).Go(parsed.Span(Options.WarmUp), parsed.Span(Options.Seconds))) Tell(result);
        if (Wants(Monday))
            foreach (var result in new Morning(site, making, province, known, Postgres).Go(parsed.GetValue(Options.Minutes), parsed.Span(Options.WarmUp))) Tell(result);
        return errors == 0 ? 0 : 1;
    }

    int? Postgres => parsed.GetValue(Options.PostgresPid);

    bool Wants(string name) => wanted.Length == 0 || wanted.Contains(name);

    static bool IsOf(Scenario scenario, string name) => scenario.Name == name || (scenario is Bare && name == Bares);

    void Measure(Scenario scenario)
    {
        var reached = 0.0;
        foreach (var rate in parsed.GetValue(Options.Rates)!.Select(r => Options.RateOf(r, reached)))
        {
            var plan = new Plan(rate, parsed.GetValue(Options.Poisson), parsed.GetValue(Options.Connections) ?? scenario.Connections, parsed.Span(Options.WarmUp), parsed.Span(Options.Seconds));
            scenario.Prepare(plan.Operations(scenario.ClosedRate));
            var result = new Run(Postgres).Go(scenario, plan);
            if (rate is null) reached = result.Achieved;
            Tell(result);
        }
    }

    /// <summary>Asked for by name it must be possible; among all it is left out on SQLite.</summary>
    void Raw()
    {
        if (parsed.GetValue(Options.RawConnection) is { } connection)
            Tell(RawRun.Go(connection, parsed.GetValue(Options.Connections) ?? 8, parsed.Span(Options.WarmUp), parsed.Span(Options.Seconds), Postgres));
        else if (wanted.Length > 0)
            throw new InvalidDataException("The scenario raw needs --raw-connection.");
    }

    void Tell(Result result)
    {
        report.Print(result);
        errors += result.Wrong;
    }

    /// <summary>The server's own addresses without work behind them, and the same of a server that does nothing else.</summary>
    IEnumerable<Scenario> BareScenarios(Site site)
    {
        yield return new Bare(site, "bare-health", "/health", "directory");
        yield return new Bare(site, "bare-signed-in", "/health", "directory", "tu-phap.tronghoa");
        yield return new Bare(site, "bare-file", "/favicon.ico", "");
        if (parsed.GetValue(Options.BareUrl) is not { } url) yield break;
        var bare = new Site(new(url), password: "", isCompressed: false, parsed.GetValue(Options.BarePid));
        yield return new Bare(bare, "raw-json", "/json", "H46.22.03");
        yield return new Bare(bare, "raw-page", "/page", "</html>");
    }
}
