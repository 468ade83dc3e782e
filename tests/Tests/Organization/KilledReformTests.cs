using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Host.Seeding;
using NhatLe.Organization;
using NhatLe.Organization.Reforms;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Host;

namespace NhatLe.Tests.Organization;

/// <summary>The reform as its own process, killed in the middle.</summary>
public sealed class KilledReformTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string name = "k_" + Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(6));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        if (Template.Postgres is not null) Template.Admin($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)").GetAwaiter().GetResult();
        folder.Dispose();
    }

    [Fact]
    public async Task Killed_between_two_steps_it_goes_on_when_it_is_started_again_and_nothing_is_lost_or_doubled()
    {
        if (Template.Postgres is not null) await Template.Admin($"CREATE DATABASE \"{name}\"");
        var settings = App.Settings(folder["data"]) with { Peopled = true, Postgres = Template.Postgres is null ? "" : Template.Connection(name) };
        await using var app = NhatLeApp.Build(settings);
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Startup>().Run();
            await ActivatorUtilities.CreateInstance<BulkSeed>(scope.ServiceProvider).Run(400, _ => { }, default, openShare: 0.9);
        }
        var ended = await Ended(Start(settings, "2024-12-01"));
        Assert.True(ended.Code == 0, ended.Output);
        Assert.Contains("6 of them communes; 0 records lost", ended.Output, StringComparison.Ordinal);
        var before = await Kept.Of(app.Services);

        using var first = Start(settings, "2025-07-01");
        for (var i = 0; i < 60_000 && !first.HasExited && await Steps(app) < 3; i++) await Task.Yield();
        first.Kill(entireProcessTree: true); // SIGKILL
        await first.WaitForExitAsync();
        Assert.Equal(ReformStatus.Running, await Status(app));
        Assert.InRange(await Steps(app), 3, 12);

        var second = await Ended(Start(settings, "2025-07-01"));
        Assert.True(second.Code == 0, second.Output);
        Assert.Contains("It was cut off after", second.Output, StringComparison.Ordinal);
        Assert.Contains("0 records lost", second.Output, StringComparison.Ordinal);
        Assert.Equal(ReformStatus.Done, await Status(app));
        var after = await Kept.Of(app.Services);
        Assert.Equal(before.Dossiers.OrderBy(d => d.Key), after.Dossiers.OrderBy(d => d.Key));
        Assert.Equal(before.Duties.OrderBy(d => d.Key), after.Duties.OrderBy(d => d.Key));
        await using var last = app.Services.CreateAsyncScope();
        var units = await last.ServiceProvider.GetRequiredService<NhatLe.Platform.Directory.DirectoryCache>().Confirm();
        Assert.All(await last.ServiceProvider.GetRequiredService<PlatformDb>().Duties.AsNoTracking().Where(d => d.EndedAt == null).ToListAsync(), d => Assert.False(units.Unit(d.UnitId).HasEnded));
        Assert.Null((await last.ServiceProvider.GetRequiredService<JournalCheck>().Run(progress: null, default)).First);
    }

    static async Task<int> Steps(Microsoft.AspNetCore.Builder.WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var id = await scope.ServiceProvider.GetRequiredService<OrganizationDb>().Reforms.AsNoTracking().Where(r => r.Key == "2025-07-01").Select(r => (Guid?)r.Id).SingleOrDefaultAsync();
        return id is null ? 0 : await scope.ServiceProvider.GetRequiredService<PlatformDb>().ReformSteps.CountAsync(s => s.ReformId == id);
    }

    static async Task<ReformStatus> Status(Microsoft.AspNetCore.Builder.WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrganizationDb>().Reforms.AsNoTracking().Where(r => r.Key == "2025-07-01").Select(r => r.Status).SingleAsync();
    }

    static Process Start(NhatLe.Host.Settings settings, string plan)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "nhatle.dll"), "reform", plan, "--execute", "--choose-first", "--demo", "--empty", "--data", settings.DataFolder];
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Path.GetTempPath(), RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["NHATLE_DATABASE"] = settings.Postgres;
        return Process.Start(start)!;
    }

    static async Task<(int Code, string Output)> Ended(Process process)
    {
        using (process)
        {
            var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, await said + await failed);
        }
    }
}
