using System.CommandLine;
using System.Globalization;
using NhatLe.Platform.Facts;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle seal</c>: seals what is there now, also while a server runs on the same database.</summary>
static class SealNow
{
    public static Command Command()
    {
        var command = new Command("seal", "Seals the journal now, without waiting for the next five minutes.").WithCommon();
        command.SetAction((parsed, ct) => Run(CommonOptions.Settings(parsed), ct));
        return command;
    }

    static async Task<int> Run(Settings settings, CancellationToken ct)
    {
        if (!CommonOptions.AreSound(settings)) return 1;
        await using var app = NhatLeApp.Build(settings);
        await using var scope = app.Services.CreateAsyncScope();
        try { await scope.ServiceProvider.GetRequiredService<Startup>().Run(ct); }
        catch (InvalidOperationException e)
        {
            Console.Error.WriteLine("nhatle: " + e.Message);
            return 1;
        }
        var made = await app.Services.GetRequiredService<Sealer>().Run(onlyIfDue: false, ct);
        foreach (var seal in made) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Seal {seal.Number}: {seal.LeafCount} entries and readings, root {Convert.ToHexStringLower(seal.Root)}"));
        if (made.Count == 0) Console.WriteLine("Nothing new since the last seal.");
        return 0;
    }
}
