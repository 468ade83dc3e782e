using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Host.Simulation;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Services;

namespace NhatLe.Tests.Host;

/// <summary>A demonstration holds dossiers from its first start, made by the same handlers; later starts add none.</summary>
[Trait("Run", "Once")]
public sealed class FirstLifeTests : IDisposable
{
    const int Living = 40;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    async Task With(Func<IServiceProvider, Task> look, int living = Living, CancellationToken cut = default)
    {
        await using var app = NhatLeApp.Build(App.Settings(folder["data"]) with { Peopled = true, Living = living });
        try
        {
            await using (var scope = app.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<Startup>().Run(cut);
            await using var after = app.Services.CreateAsyncScope();
            await look(after.ServiceProvider);
        }
        finally
        {
            SqliteConnection.ClearAllPools();
        }
    }

    static Task<int> Held(IServiceProvider services) => services.GetRequiredService<ServicesDb>().Dossiers.CountAsync();

    [Fact]
    public async Task It_ends_where_the_clock_begins_its_facts_add_up_and_a_second_start_adds_nothing()
    {
        await With(async services =>
        {
            Assert.Equal(Living, await Held(services));
            Assert.InRange(services.GetRequiredService<LegalTime>().Now, App.Start, App.Start.AddMinutes(1));
            var balance = await services.GetRequiredService<Standings>().Add(default);
            Assert.True(balance.Holds, string.Join(' ', balance.WrongDuties) + balance.Journal);
            var dossiers = await services.GetRequiredService<ServicesDb>().Dossiers.ToListAsync();
            Assert.All(dossiers, d => Assert.InRange(d.FiledAt, App.Start.AddDays(-60), App.Start));
            Assert.Contains(dossiers, d => d.FinishedAt is not null && d.FinishedAt < App.Start.AddDays(-1));
        });
        await With(async services => Assert.Equal(Living, await Held(services)));
    }

    [Fact]
    public async Task Cut_off_it_goes_on_with_the_next_start()
    {
        using var cut = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        try { await With(_ => Task.CompletedTask, cut: cut.Token); }
        catch (OperationCanceledException) { /* as meant; a quick machine is through before */ }
        await With(async services =>
        {
            Assert.Equal(Living, await Held(services));
            Assert.True((await services.GetRequiredService<Standings>().Add(default)).Holds);
        });
    }

    [Fact]
    public async Task Nothing_waits_in_the_commune_where_a_visitor_files_the_first_dossier() => await With(async services =>
    {
        var unit = StableId.Of("unit", "18907");
        Assert.Equal(0, await services.GetRequiredService<PlatformDb>().Duties.CountAsync(d => d.UnitId == unit && d.EndedAt == null));
        Assert.True(await services.GetRequiredService<PlatformDb>().Duties.AnyAsync(d => d.EndedAt == null));
    }, living: 100);

    [Fact]
    public async Task A_demonstration_told_to_begin_empty_stays_empty()
    {
        await With(async services => Assert.Equal(0, await Held(services)), living: 0);
        await With(async services => Assert.Equal(0, await Held(services)));
    }
}
