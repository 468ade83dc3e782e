using System.CommandLine;
using System.Globalization;
using NhatLe.Host.Simulation;
using Spectre.Console;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle simulate</c>: invented people use a running demonstration over HTTP; then it is reckoned that nothing was lost.</summary>
static class Simulate
{
    public static Command Command()
    {
        var dossiers = new Option<int>("--dossiers") { Description = "How many are filed.", Required = true };
        var days = new Option<int>("--days") { Description = "Over how many days of the legal clock.", DefaultValueFactory = _ => 60 };
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same lives.", DefaultValueFactory = _ => 1 };
        var url = new Option<string>("--url") { Description = "The demonstration.", DefaultValueFactory = _ => "http://localhost:8080" };
        var national = new Option<string?>("--national") { Description = "The stand-ins of the national systems, which are troubled meanwhile (they run with --control): people pay their fees, and both sides are counted." };
        var command = new Command("simulate", "Invented people use a running demonstration; nothing may be lost. Run again, it goes on.") { dossiers, days, seed, url, national };
        command.SetAction((parsed, ct) => Go(parsed.GetValue(dossiers), parsed.GetValue(days), parsed.GetValue(seed), parsed.GetValue(url)!, parsed.GetValue(national), ct));
        return command;
    }

    static async Task<int> Go(int dossiers, int days, int seed, string address, string? stands, CancellationToken ct)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url))
        {
            Console.Error.WriteLine($"nhatle: {address} is no address. It looks like http://localhost:8080.");
            return 1;
        }
        if (stands is not null && !Uri.TryCreate(stands, UriKind.Absolute, out _))
        {
            Console.Error.WriteLine($"nhatle: {stands} is no address. It looks like http://localhost:8081.");
            return 1;
        }
        if (dossiers < 1 || days < 1)
        {
            Console.Error.WriteLine("nhatle: --dossiers and --days are 1 or more.");
            return 1;
        }
        var measured = new Measured();
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            var run = new Run(url, Path.Combine(AppContext.BaseDirectory, "data"), measured, stands is null ? null : new Uri(stands));
            var outcome = await AnsiConsole.Progress().StartAsync(async progress =>
            {
                var bar = progress.AddTask("acts", maxValue: 1);
                return await run.Go(dossiers, days, seed, (done, all) => (bar.MaxValue, bar.Value) = (all, done), ct);
            });
            Print(outcome, measured, TimeProvider.System.GetElapsedTime(began));
            return outcome.NothingLost ? 0 : 1;
        }
        catch (HttpRequestException e)
        {
            Console.Error.WriteLine($"nhatle: no demonstration answers at {url}: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Console.Error.WriteLine("nhatle: stopped. The same command goes on from here.");
            return 130;
        }
    }

    static void Print(Outcome outcome, Measured measured, TimeSpan took)
    {
        var acts = new Table().AddColumns("act", "times", "p50 ms", "p95 ms", "p99 ms");
        foreach (var (act, count, p50, p95, p99) in measured.Lines()) acts.AddRow(act, Whole(count), Tenth(p50), Tenth(p95), Tenth(p99));
        AnsiConsole.Write(acts);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measured.Count} requests of people in {took.TotalSeconds:0.0} s: {measured.Count / took.TotalSeconds:0.0} a second."));

        var all = outcome.Standing.Values.ToList();
        Console.WriteLine("Outcomes: " + string.Join(", ", all.GroupBy(s => s.Status).OrderByDescending(g => g.Count()).Select(g => $"{g.Key} {Whole(g.Count())}")));
        Rate("Filed online", all.Count(s => s.Online), all.Count, "aimed at 77.53 %");
        Rate("Digitised", all.Count(s => s.Digitised), all.Count, "aimed at 88.87 %");
        Rate("Satisfied", all.Count(s => s.Stars >= 4), all.Count(s => s.Stars is not null), "aimed at 93.7 %");
        Rate("On time", all.Count(s => s.OnTime == true), all.Count(s => s.OnTime is not null), "of those approved");

        if (outcome.Sides is { } both)
        {
            Console.WriteLine("Troubles told: " + string.Join(", ", both.Troubles.Select(t => $"{t.Key} {Whole(t.Value)}")));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Both sides, at rest {both.ToRest.TotalSeconds:0} s after the last act: {both.Dossiers} dossiers with {both.Steps} steps at the portal; {both.Payments} payments of the platform, {both.PaidVnd} đ; {both.Receipts} receipts; {both.Shifts} shifts with {both.CashVnd} đ in cash; {both.Questions} answers of the population database; {both.Letters} letters of the post; {both.Documents} documents over the axis."));
        }
        if (outcome.NothingLost)
        {
            Console.WriteLine($"Nothing lost: {Whole(all.Count)} filed and held, every code unique, {outcome.Balance.Entries} entries verify, {Whole(outcome.Balance.OpenDuties)} open duties add up.");
            return;
        }
        foreach (var lost in outcome.Lost) Console.Error.WriteLine("LOST: " + lost);
    }

    static void Rate(string name, int of, int all, string note) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {(all == 0 ? 0 : 100.0 * of / all):0.00} % ({of} of {all}; {note})"));

    static string Whole(int n) => n.ToString(CultureInfo.InvariantCulture);
    static string Tenth(double n) => n.ToString("0.0", CultureInfo.InvariantCulture);
}
