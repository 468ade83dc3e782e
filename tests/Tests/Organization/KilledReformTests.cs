using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Host.Seeding;
using NhatLe.Organization;
using NhatLe.Organization.Reforms;
using NhatLe.Platform.Data;
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

        await HoldTheFourthStep(app);
        using var first = Start(settings, "2025-07-01");
        while (!first.HasExited && await Steps(app) < 3) await Task.Delay(20);
        first.Kill(entireProcessTree: true); // SIGKILL
        await first.WaitForExitAsync();
        await LetGo(app);
        Assert.Equal(ReformStatus.Running, await Status(app));
        Assert.Equal(3, await Steps(app));

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

    /// <summary>The database itself holds up the fourth step, so that the process is killed in the middle of it, however fast the machine is.</summary>
    static Task HoldTheFourthStep(Microsoft.AspNetCore.Builder.WebApplication app) => app.Services.GetRequiredService<Database>().Write(batch =>
    {
        if (batch.Database.IsPostgres)
        {
            batch.Add($"""
                CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN IF (SELECT COUNT(*) FROM directory_reform_steps WHERE reform_id = NEW.reform_id) >= 3 THEN PERFORM pg_sleep(600); END IF; RETURN NEW; END'
                """);
            batch.Add($"CREATE TRIGGER hold BEFORE INSERT ON directory_reform_steps FOR EACH ROW EXECUTE FUNCTION hold()");
        }
        else
            batch.Add($"""
                CREATE TRIGGER hold BEFORE INSERT ON directory_reform_steps WHEN (SELECT COUNT(*) FROM directory_reform_steps WHERE reform_id = NEW.reform_id) >= 3
                BEGIN SELECT COUNT(*) FROM journal_entries a, journal_entries b, journal_entries c WHERE a.seq + b.seq + c.seq < 0; END
                """);
        return batch.Run(default);
    });

    static async Task LetGo(Microsoft.AspNetCore.Builder.WebApplication app)
    {
        var database = app.Services.GetRequiredService<Database>();
        if (database.IsPostgres) // whose sleeping process does not know yet that nobody waits for it
            await database.Write(batch => batch.Scalar<long>($"SELECT COUNT(*) FROM (SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = {"PgSleep"}) ended", default));
        await database.Write(batch =>
        {
            if (batch.Database.IsPostgres) batch.Add($"DROP TRIGGER hold ON directory_reform_steps");
            else batch.Add($"DROP TRIGGER hold");
            return batch.Run(default);
        });
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
