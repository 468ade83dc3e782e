using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Platform.Directory;

/// <summary>
/// The newest snapshot this node knows. It is confirmed against the database every second; a request that finds it unconfirmed for
/// <see cref="Stale"/> confirms it itself first, so that nobody acts on permissions older than that.
/// </summary>
public sealed class DirectoryCache(IServiceScopeFactory scopes, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan Stale = TimeSpan.FromSeconds(3);

    readonly SemaphoreSlim gate = new(1, 1);
    volatile DirectorySnapshot? current;
    long confirmedAt;

    public async ValueTask<DirectorySnapshot> Get(CancellationToken ct = default)
    {
        if (current is { } snapshot && time.GetElapsedTime(Volatile.Read(ref confirmedAt)) < Stale) return snapshot;
        return await Confirm(ct);
    }

    /// <summary>Reads the version, and everything again if it has moved.</summary>
    public async Task<DirectorySnapshot> Confirm(CancellationToken ct = default)
    {
        await gate.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            var asked = time.GetTimestamp();
            var version = await db.Directory.AsNoTracking().Select(d => d.Version).SingleOrDefaultAsync(ct);
            if (current?.Version != version)
                current = new DirectorySnapshot(version,
                    await db.Units.AsNoTracking().ToListAsync(ct), await db.Officers.AsNoTracking().ToListAsync(ct),
                    await db.Positions.AsNoTracking().ToListAsync(ct), await db.Delegations.AsNoTracking().ToListAsync(ct));
            Volatile.Write(ref confirmedAt, asked);
            return current;
        }
        finally
        {
            gate.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { await Confirm(stoppingToken); }
            catch (Exception e) when (Database.IsAway(e)) { /* stays unconfirmed: requests find out */ }
        }
    }
}
