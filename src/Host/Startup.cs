using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Host;

/// <summary>Brings an installation to where it can serve: schema, keys, reference data, demonstration.</summary>
public sealed class Startup(Database database, Migrator migrator, Keyring keys, PlatformDb db, IEnumerable<ISeed> seeds, DirectoryCache directory, ActorHolder actor, DemonstrationClock clock, DemonstrationMode demonstration, Simulation.FirstLife life)
{
    const string MarkName = "demonstration";

    /// <exception cref="InvalidOperationException">Production on the database of a demonstration, or the other way round.</exception>
    public async Task Run(CancellationToken ct = default)
    {
        await migrator.Run(ct);
        await using var alone = await database.Lock(InstallationLock.Start, ct); // nodes that start together do not seed together
        await RefuseMixing(ct);
        await keys.Open(ct);
        await Mark(ct);
        var living = await life.IsWanted(ct);
        await clock.Restore(living ? life.Begin : null, await db.Entries.OrderByDescending(e => e.At).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(ct), ct);
        actor.Current = Actor.System;
        foreach (var seed in seeds.Where(s => demonstration.IsOn || !s.DemonstrationOnly).OrderBy(s => s.Order))
        {
            await seed.Run(ct);
            db.ChangeTracker.Clear();
        }
        await directory.Confirm(ct);
        if (living) await life.Live(ct);
    }

    /// <summary>A demonstration and production never share a database, whichever was there first.</summary>
    async Task RefuseMixing(CancellationToken ct)
    {
        var marked = await IsMarked(ct);
        if (marked && !demonstration.IsOn)
            throw new InvalidOperationException("This database holds a demonstration: accounts with a known password. Start production on a new one.");
        if (!marked && demonstration.IsOn && await db.Entries.AnyAsync(ct))
            throw new InvalidOperationException("This database is in use without the demonstration. Start the demonstration on a new one.");
    }

    async Task Mark(CancellationToken ct)
    {
        if (!demonstration.IsOn || await IsMarked(ct)) return;
        db.Settings.Add(new Setting { Name = MarkName, Value = "true" });
        await db.SaveChangesAsync(ct);
    }

    Task<bool> IsMarked(CancellationToken ct) => db.Settings.AnyAsync(s => s.Name == MarkName, ct);
}
