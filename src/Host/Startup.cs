using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Host;

/// <summary>Brings an installation to where it can serve: schema, keys, reference data, demonstration.</summary>
public sealed class Startup(Migrator migrator, Keyring keys, PlatformDb db, IEnumerable<ISeed> seeds, DirectoryCache directory, ActorHolder actor, DemonstrationClock clock, DemonstrationMode demonstration)
{
    const string Mark = "demonstration";

    /// <exception cref="InvalidOperationException">A production start on the database of a demonstration.</exception>
    public async Task Run(CancellationToken ct = default)
    {
        await migrator.Run(ct);
        await keys.Open(ct);
        await clock.Restore(ct);
        await RefuseDemonstrationData(ct);
        actor.Current = new Actor { Kind = ActorKind.System, Name = "Nhật Lệ" };
        foreach (var seed in seeds.Where(s => demonstration.IsOn || !s.DemonstrationOnly).OrderBy(s => s.Order))
        {
            await seed.Run(ct);
            db.ChangeTracker.Clear();
        }
        await directory.Confirm(ct);
    }

    async Task RefuseDemonstrationData(CancellationToken ct)
    {
        var marked = await db.Settings.AnyAsync(s => s.Name == Mark, ct);
        if (marked && !demonstration.IsOn)
            throw new InvalidOperationException("This database holds a demonstration: accounts with a known password. Start production on a new one.");
        if (marked || !demonstration.IsOn) return;
        db.Settings.Add(new Setting { Name = Mark, Value = "true" });
        await db.SaveChangesAsync(ct);
    }
}
