using System.CommandLine;
using NhatLe.Platform.Data;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle migrate</c>: brings the schema up to date and says which files ran.</summary>
static class Migrate
{
    public static Command Command()
    {
        var command = new Command("migrate", "Brings the schema of the database up to date.").WithCommon();
        command.SetAction(async (parsed, ct) =>
        {
            var settings = CommonOptions.Settings(parsed);
            if (!CommonOptions.AreSound(settings)) return 1;
            await using var app = NhatLeApp.Build(settings);
            var applied = await app.Services.GetRequiredService<Migrator>().Run(ct);
            foreach (var file in applied) Console.WriteLine(file);
            Console.WriteLine(applied.Count == 0 ? "Nothing to do." : $"{applied.Count} files applied.");
            return 0;
        });
        return command;
    }
}
