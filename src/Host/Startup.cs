using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Host;

/// <summary>Brings an installation to where it can serve: schema, keys, reference data, demonstration.</summary>
public sealed class Startup(Database database, Migrator migrator, Keyring keys, PlatformDb db, IEnumerable<ISeed> seeds, ReferenceData data, DirectoryCache directory, ActorHolder actor, DemonstrationClock clock, DemonstrationMode demonstration, Simulation.FirstLife life)
{
    const string MarkName = "demonstration", ShippedName = "shipped";

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
        await Seed(ct);
        await directory.Confirm(ct);
        if (living) await life.Live(ct);
    }

    async Task Seed(CancellationToken ct)
    {
        var wanted = seeds.Where(s => demonstration.IsOn || !s.DemonstrationOnly).OrderBy(s => s.Order).ToList();
        var shipped = Shipped(wanted);
        var isKnown = await db.Settings.AnyAsync(s => s.Name == ShippedName && s.Value == shipped, ct);
        foreach (var seed in wanted.Where(s => !(isKnown && s.FromFilesOnly)))
        {
            await seed.Run(ct);
            db.ChangeTracker.Clear();
        }
        if (isKnown) return;
        await database.Write(batch =>
        {
            batch.Add($"INSERT INTO settings (name, value) VALUES ({ShippedName}, {shipped}) ON CONFLICT (name) DO UPDATE SET value = excluded.value");
            return batch.Run(ct);
        }, ct);
    }

    /// <summary>Of the shipped files and of the release: where it is the same, so is what they seed.</summary>
    string Shipped(IReadOnlyList<ISeed> wanted)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in System.IO.Directory.EnumerateFiles(data.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(data.Folder, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }
        foreach (var seed in wanted) hash.AppendData(seed.GetType().Module.ModuleVersionId.ToByteArray());
        hash.AppendData([(byte)(demonstration.IsOn ? 1 : 0), (byte)(demonstration.IsPeopled ? 1 : 0)]);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
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
