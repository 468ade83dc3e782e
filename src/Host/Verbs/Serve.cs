using System.CommandLine;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle serve</c>: migrates, seeds, serves.</summary>
static class Serve
{
    public static Command Command()
    {
        var command = new Command("serve", "Serves the platform.").WithCommon();
        command.SetAction(async (parsed, ct) => await Run(CommonOptions.Settings(parsed), ct));
        return command;
    }

    static async Task<int> Run(Settings settings, CancellationToken ct)
    {
        if (!CommonOptions.AreSound(settings)) return 1;
        await using var app = NhatLeApp.Build(settings);
        await using (var scope = app.Services.CreateAsyncScope())
            if (!await CommonOptions.IsReady(scope.ServiceProvider, ct)) return 1;
        await app.StartAsync(ct);
        Greeting.Print(app, settings);
        await app.WaitForShutdownAsync(ct);
        return 0;
    }
}
