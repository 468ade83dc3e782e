using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Platform.Directory;

/// <summary>
/// The newest snapshot this node knows. It is confirmed against the database twice a second; a request that finds it unconfirmed for
/// <see cref="Stale"/> confirms it itself first, so that nobody acts on permissions older than that, on whatever node.
/// </summary>
public sealed class DirectoryCache(IServiceScopeFactory scopes, TimeProvider time) : BackgroundService
{
    public static readonly TimeSpan Stale = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim gate = new(1, 1);
    volatile DirectorySnapshot? current;
    long confirmedAt;

    /// <summary>
    /// What this node knew last, without asking: for what stands around every page, also while the database is away. The background
    /// confirms it twice a second. Null before the first reading.
    /// </summary>
    public DirectorySnapshot? Known => current;

    public async ValueTask<DirectorySnapshot> Get(CancellationToken ct = default)
    {
        if (current is { } snapshot && time.GetElapsedTime(Volatile.Read(ref confirmedAt)) < Stale) return snapshot;
        return await Confirm(time.GetTimestamp(), ct);
    }

    /// <summary>Reads the version, and everything again if it has moved.</summary>
    public Task<DirectorySnapshot> Confirm(CancellationToken ct = default) => Confirm(time.GetTimestamp(), ct);

    /// <param name="since">Who was confirmed after it while this one waited, is confirmed: those that find the snapshot stale at once ask once.</param>
    async Task<DirectorySnapshot> Confirm(long since, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (current is { } known && Volatile.Read(ref confirmedAt) >= since) return known;
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            var asked = time.GetTimestamp();
            var version = await Version(db, ct);
            while (current?.Version != version)
            {
                var read = new DirectorySnapshot(version,
                    await db.Units.AsNoTracking().ToListAsync(ct), await db.Officers.AsNoTracking().ToListAsync(ct),
                    await db.Positions.AsNoTracking().ToListAsync(ct), await db.Delegations.AsNoTracking().ToListAsync(ct),
                    await db.UnitVersions.AsNoTracking().ToListAsync(ct), await db.Successions.AsNoTracking().ToListAsync(ct), await db.Leaves.AsNoTracking().ToListAsync(ct));
                if (version == (version = await Version(db, ct))) current = read; // else it changed between the tables: half of it is old
            }
            Volatile.Write(ref confirmedAt, asked);
            return current!;
        }
        finally
        {
            gate.Release();
        }
    }

    static Task<long> Version(PlatformDb db, CancellationToken ct) => db.Directory.AsNoTracking().Select(d => d.Version).SingleOrDefaultAsync(ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Stale / 2, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try { await Confirm(stoppingToken); }
            catch (Exception e) when (Database.IsAway(e)) { /* stays unconfirmed: requests find out */ }
        }
    }
}
