using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;

namespace NhatLe.Micro;

/// <summary>A demonstration in a folder of its own that nobody calls: its services, with their keys open and the directory read.</summary>
sealed class Installation : IAsyncDisposable
{
    readonly DirectoryInfo folder;
    readonly WebApplication app;

    Installation(DirectoryInfo folder, WebApplication app) => (this.folder, this.app) = (folder, app);

    public static async Task<Installation> Begin()
    {
        var own = Directory.CreateTempSubdirectory("nhatle-micro");
        var built = NhatLeApp.Build(new() { Demonstration = true, Peopled = false, Living = 0, DataFolder = own.FullName });
        await using var scope = built.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<Startup>().Run();
        return new(own, built);
    }

    public IServiceProvider Services => app.Services;

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
