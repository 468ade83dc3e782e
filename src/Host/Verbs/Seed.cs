using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NhatLe.Host.Seeding;
using NhatLe.Platform.Facts;
using Spectre.Console;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle seed</c>: years of dossiers in minutes, for measurements. Not for people to look at: the names are dice.</summary>
static class Seed
{
    public static Command Command()
    {
        var dossiers = new Option<int>("--dossiers") { Description = "How many.", Required = true };
        var samples = new Option<FileInfo?>("--samples") { Description = "Writes a file of dossiers and of an officer that can be asked for, one JSON object a line." };
        var open = new Option<int>("--open") { Description = "How many of a hundred are still under way.", DefaultValueFactory = _ => (int)(SeededProvince.Open * 100) };
        var command = new Command("seed", "Fills an empty demonstration with dossiers in bulk, for measurements. No server runs on it meanwhile.") { dossiers, samples, open }.WithCommon();
        command.SetAction((parsed, ct) => Run(CommonOptions.Settings(parsed) with { Living = 0, Peopled = true }, parsed.GetValue(dossiers), parsed.GetValue(samples), parsed.GetValue(open), ct));
        return command;
    }

    static async Task<int> Run(Settings settings, int dossiers, FileInfo? samples, int open, CancellationToken ct)
    {
        if (!settings.Demonstration || dossiers < 1 || open is < 0 or > 100)
        {
            Console.Error.WriteLine(dossiers < 1 ? "nhatle: --dossiers is 1 or more." : open is < 0 or > 100 ? "nhatle: --open is 0 to 100." : "nhatle: only a demonstration is seeded. Add --demo.");
            return 1;
        }
        await using var app = NhatLeApp.Build(settings);
        await using var scope = app.Services.CreateAsyncScope();
        if (!await CommonOptions.IsReady(scope.ServiceProvider, ct)) return 1;
        var began = TimeProvider.System.GetTimestamp();
        var made = await AnsiConsole.Progress().StartAsync(async progress =>
        {
            var bar = progress.AddTask("dossiers", maxValue: dossiers);
            return await ActivatorUtilities.CreateInstance<BulkSeed>(scope.ServiceProvider).Run(dossiers, done => bar.Value = done, ct, open / 100d);
        });
        var took = TimeProvider.System.GetElapsedTime(began);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{dossiers} dossiers in {took.TotalSeconds:0} s, {dossiers / took.TotalSeconds:0} a second, sealed."));
        if (samples is not null) await File.WriteAllLinesAsync(samples.FullName, Lines(made), ct);
        return 0;
    }

    static IEnumerable<string> Lines(BulkSeed.Samples made) =>
    [
        .. made.Dossiers.Select(d => JsonSerializer.Serialize(new { code = d.Code, name = d.Name, phone = d.Phone, unit = d.Unit }, EntryContent.Json)),
        JsonSerializer.Serialize(new { login = made.Login, role = "inbox" }, EntryContent.Json),
    ];
}
