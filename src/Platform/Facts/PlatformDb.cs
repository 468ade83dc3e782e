using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Files;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Live;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Facts;

/// <summary>The kernel's own tables: journal, access log, seals, duties, outbox, search, notices, messages, jobs, directory, files.</summary>
public sealed class PlatformDb(DbContextOptions<PlatformDb> options) : ModuleDb(options)
{
    public DbSet<Entry> Entries => Set<Entry>();
    public DbSet<EntryPayload> Payloads => Set<EntryPayload>();
    public DbSet<Duty> Duties => Set<Duty>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<Access> Accesses => Set<Access>();
    public DbSet<SealLeaf> SealLeaves => Set<SealLeaf>();
    public DbSet<Seal> Seals => Set<Seal>();
    public DbSet<PublicSealKey> SealKeys => Set<PublicSealKey>();
    public DbSet<SearchDocument> SearchDocuments => Set<SearchDocument>();
    public DbSet<Notice> Notices => Set<Notice>();
    public DbSet<Message> Messages => Set<Message>();
    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<StoredFile> Files => Set<StoredFile>();
    public DbSet<Upload> Uploads => Set<Upload>();
    public DbSet<Setting> Settings => Set<Setting>();
    public DbSet<WrappedKey> Keys => Set<WrappedKey>();
    public DbSet<DirectoryState> Directory => Set<DirectoryState>();
    public DbSet<Unit> Units => Set<Unit>();
    public DbSet<Officer> Officers => Set<Officer>();
    public DbSet<Position> Positions => Set<Position>();
    public DbSet<Delegation> Delegations => Set<Delegation>();
    public DbSet<Leave> Leaves => Set<Leave>();
    public DbSet<UnitVersion> UnitVersions => Set<UnitVersion>();
    public DbSet<Succession> Successions => Set<Succession>();
    public DbSet<ReformStep> ReformSteps => Set<ReformStep>();

    /// <summary>The leaves a seal was made over, in their order.</summary>
    public Task<byte[][]> LeavesOf(Seal seal, CancellationToken ct) =>
        SealLeaves.AsNoTracking().Where(l => l.N >= seal.FirstLeaf && l.N <= seal.LastLeaf).OrderBy(l => l.N).Select(l => l.Hash).ToArrayAsync(ct);

    protected override void Define(ModelBuilder model)
    {
        model.Entity<Duty>().ToTable("duties").HasKey(d => d.Id);
        model.Entity<OutboxRow>().ToTable("outbox").HasKey(o => new { o.EntryId, o.Reaction });
        model.Entity<Access>().ToTable("access_log").HasKey(a => a.Id);
        model.Entity<SealLeaf>().ToTable("seal_leaves").HasKey(l => l.N);
        model.Entity<Seal>().ToTable("seals").HasKey(s => s.Number);
        model.Entity<PublicSealKey>().ToTable("seal_keys").HasKey(k => k.Id);
        model.Entity<Notice>().ToTable("notices").HasKey(n => n.Id);
        model.Entity<Message>().ToTable("messages").HasKey(m => m.Id);
        model.Entity<Job>().ToTable("jobs").HasKey(j => j.Id);
        model.Entity<StoredFile>().ToTable("files").HasKey(f => f.Hash);
        model.Entity<Upload>().ToTable("uploads").HasKey(u => u.Id);
        model.Entity<Setting>().ToTable("settings").HasKey(s => s.Name);
        model.Entity<WrappedKey>().ToTable("wrapped_keys").HasKey(k => k.Name);
        model.Entity<DirectoryState>().ToTable("directory_state").HasKey(s => s.Id);
        model.Entity<Unit>(u =>
        {
            u.ToTable("directory_units").HasKey(x => x.Id);
            u.Ignore(x => x.HasEnded);
        });
        model.Entity<Leave>().ToTable("directory_leaves").HasKey(l => l.Id);
        model.Entity<UnitVersion>().ToTable("directory_unit_versions").HasKey(v => new { v.UnitId, v.ValidTo });
        model.Entity<Succession>().ToTable("directory_successions").HasKey(s => new { s.FromId, s.ToId });
        model.Entity<ReformStep>().ToTable("directory_reform_steps").HasKey(s => new { s.ReformId, s.Participant, s.Number });
        model.Entity<Officer>().ToTable("directory_officers").HasKey(o => o.Id);
        model.Entity<Position>().ToTable("directory_positions").HasKey(p => p.Id);
        model.Entity<Delegation>().ToTable("directory_delegations").HasKey(d => d.Id);
    }
}

public sealed class Setting
{
    public string Name { get; init; } = "";
    public string Value { get; set; } = "";
}

/// <summary>A delivery still to be made, or given up on (dead letter).</summary>
public sealed class OutboxRow
{
    public Guid EntryId { get; init; }
    public string Reaction { get; init; } = "";
    public Guid SubjectId { get; init; }
    public long Seq { get; init; }
    public int Partition { get; init; }
    public DateTimeOffset At { get; init; }
    public int Attempts { get; set; }

    /// <summary>System time, not legal time: retries are real.</summary>
    public DateTimeOffset NextTryAt { get; set; }

    public bool Dead { get; set; }
    public string? LastError { get; set; }
}
