using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Host.Seeding;
using NhatLe.Host.Simulation;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Host;

/// <summary>What is loaded in bulk for measurements is what the handlers would have written.</summary>
[Trait("Run", "Once")]
public sealed class SeedTests : IDisposable
{
    const int Some = 400;

    readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    [Fact]
    public async Task Seeded_dossiers_verify_add_up_and_can_be_worked_on()
    {
        await using var app = NhatLeApp.Build(App.Settings(folder["data"]) with { Peopled = true });
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        await services.GetRequiredService<Startup>().Run();
        var samples = await ActivatorUtilities.CreateInstance<BulkSeed>(services).Run(Some, _ => { }, default);
        Assert.Null((await services.GetRequiredService<SealCheck>().Run(default)).Broken);
        var balance = await services.GetRequiredService<Standings>().Add(default);
        Assert.True(balance.Holds, string.Join(' ', balance.WrongDuties) + balance.Journal);
        Assert.Equal(Some, balance.Dossiers);
        Assert.InRange(balance.OpenDuties, Some / 20, Some / 5);
        Assert.NotEmpty(samples.Login);

        var db = services.GetRequiredService<ServicesDb>();
        var open = await db.Dossiers.AsNoTracking().Where(d => d.Status == DossierStatus.Filed).OrderBy(d => d.Code).FirstAsync();
        var unit = (await services.GetRequiredService<DirectoryCache>().Get()).Unit(open.UnitId).Code;
        var clerk = (await services.GetRequiredService<Population>().Posts(default)).First(p => p.Key.Unit == unit && p.Key.Post.EndsWith(".desk", StringComparison.Ordinal)).Value;
        await services.GetRequiredService<People>().As(clerk, s => s.GetRequiredService<AcceptDossier.Handler>().Run(new() { Code = open.Code, Version = open.Version }, default), default);
        Assert.All(await services.GetRequiredService<JournalReader>().Of(open.Id, default), line => Assert.True(line.Holds));

        await Assert.ThrowsAsync<InvalidDataException>(() => ActivatorUtilities.CreateInstance<BulkSeed>(services).Run(Some, _ => { }, default));
    }
}
