using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Facts;

/// <summary>A record as any module has: owned by a unit, every act journalled.</summary>
public sealed class Matter : Subject, IUnitOwned
{
    Matter() { } // EF

    public Guid UnitId { get; private init; }
    public string Title { get; private set; } = "";

    public static Matter Open(DateTimeOffset now, Guid unitId, string title) => new() { Id = Guid.CreateVersion7(now), UnitId = unitId, Title = title };

    public void Call(string title) => Title = title;
}

[Description("Mở việc thử")]
public sealed record MatterOpened(string Title);

[Description("Chuyển việc thử")]
public sealed record MatterMoved(string To);

/// <summary>What a reaction did, in the order it did it.</summary>
public sealed class Effect
{
    public Guid Id { get; init; }
    public Guid SubjectId { get; init; }
    public long Seq { get; init; }
    public long Place { get; init; }
}

public sealed class MatterDb(DbContextOptions<MatterDb> options) : ModuleDb(options)
{
    public DbSet<Matter> Matters => Set<Matter>();
    public DbSet<Effect> Effects => Set<Effect>();

    protected override void Define(ModelBuilder model)
    {
        model.Entity<Matter>().ToTable("matters").HasKey(m => m.Id);
        model.Entity<Effect>().ToTable("matters_effects").HasKey(e => e.Id);
    }
}

public enum Fault { BeforeSaving, AfterSaving }

/// <summary>For which records the reaction fails, and where.</summary>
public sealed class Faults
{
    public readonly ConcurrentDictionary<Guid, Fault> For = [];
    public readonly ConcurrentDictionary<Guid, int> Runs = [];

    /// <summary>In which language the reaction would have written.</summary>
    public readonly ConcurrentDictionary<Guid, string> Languages = [];
    public long Places;
}

/// <summary>Writes one effect for every move.</summary>
public sealed class FollowMatter(MatterDb db, Faults faults) : IReaction<MatterMoved>
{
    public async Task On(MatterMoved happened, Entry entry, CancellationToken ct)
    {
        faults.Languages[entry.SubjectId] = System.Globalization.CultureInfo.CurrentUICulture.Name;
        faults.Runs.AddOrUpdate(entry.SubjectId, 1, (_, n) => n + 1);
        if (IsFaulty(entry, Fault.BeforeSaving)) throw new InvalidOperationException("The neighbour is away.");
        db.Effects.Add(new Effect { Id = Guid.CreateVersion7(db.Now), SubjectId = entry.SubjectId, Seq = entry.Seq, Place = Interlocked.Increment(ref faults.Places) });
        await db.SaveChangesAsync(ct);
        if (IsFaulty(entry, Fault.AfterSaving)) throw new InvalidOperationException("The process died after the commit.");
    }

    bool IsFaulty(Entry entry, Fault fault) => faults.For.TryGetValue(entry.SubjectId, out var at) && at == fault;
}
