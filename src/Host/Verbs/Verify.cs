using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle verify</c>: recomputes the whole journal, the access log, their seals and the logs that the journal stands over, also while a server runs, and names the first thing that does not hold.</summary>
static class Verify
{
    public static Command Command()
    {
        var command = new Command("verify", "Recomputes the journal and its seals, and names the first thing that is broken.").WithCommon();
        command.SetAction((parsed, ct) => Run(CommonOptions.Settings(parsed), ct));
        return command;
    }

    static async Task<int> Run(Settings settings, CancellationToken ct)
    {
        if (!CommonOptions.AreSound(settings)) return 1;
        await using var app = NhatLeApp.Build(settings);
        await using var scope = app.Services.CreateAsyncScope();
        try
        {
            var result = await scope.ServiceProvider.GetRequiredService<JournalCheck>().Run(new Told(), ct);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Entries} entries of {result.Subjects} records checked, {result.Erased} of them without personal data."));
            if (result.First is { } entry)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"BROKEN: {entry.SubjectKind} {entry.SubjectId}, entry {entry.Seq}, {entry.Event} ({EventNames.Words(entry.Event)}), at {InstantText.Write(entry.At)}"));
                return 1;
            }
            var sealing = await scope.ServiceProvider.GetRequiredService<SealCheck>().Run(ct);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sealing.Seals} seals over {sealing.Leaves} entries and readings checked."));
            if (sealing.Broken is { } broken)
            {
                Console.Error.WriteLine("BROKEN: " + broken);
                return 1;
            }
            foreach (var log in scope.ServiceProvider.GetServices<IVerified>())
            {
                var verified = await log.Verify(ct);
                Console.WriteLine(verified.Said);
                if (verified.Broken is not { } first) continue;
                Console.Error.WriteLine("BROKEN: " + first);
                return 1;
            }
            Console.WriteLine("The journal holds.");
            return 0;
        }
        catch (Exception e) when (e is DbException or FormatException or InvalidCastException)
        {
            Console.Error.WriteLine("nhatle: the journal cannot be read: " + e.Message);
            return 1;
        }
    }

    /// <summary>Told at once, unlike Progress of T, which queues.</summary>
    sealed class Told : IProgress<long>
    {
        public void Report(long value)
        {
            if (value % 100_000 == 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {value} entries"));
        }
    }
}
