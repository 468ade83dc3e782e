using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Platform.Text;
using Npgsql;

namespace NhatLe.Platform.Data;

/// <summary>
/// A module's door to its own tables, and the place where the three facts of an act are written in one transaction:
/// the row (by EF Core), the journal entry and the duties (as one batch). Nothing is published before the commit.
/// </summary>
public abstract class ModuleDb : DbContext
{
    FactContext context = null!;
    PendingFacts pending = null!;

    protected ModuleDb(DbContextOptions options) : base(options)
    {
        Database.AutoSavepointsEnabled = false;
        Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
    }

    /// <summary>It is taken from a pool for one scope: for whoever acts in it, with nothing of the one before.</summary>
    internal void Enter(FactContext scope) => (context, pending) = (scope, new PendingFacts(scope));

    protected ColumnCipher Cipher => context.Cipher;

    /// <summary>Records outside a unit that may be seen, by a duty laid on the actor's unit.</summary>
    public DbSet<Grant> Grants => Set<Grant>();

    /// <summary>Writes the entry of an act on <paramref name="subject"/>; its Version and Head move on at once.</summary>
    /// <param name="post">The post it is done under; by default the actor's main one.</param>
    public Entry Record(Subject subject, object fact, string? note = null, Post? post = null) =>
        pending.Record(subject, KindOf(subject), fact, note, post ?? context.Actor.MainPost);

    /// <summary>A unit owes something by a date; whoever holds <paramref name="permit"/> there can do it.</summary>
    public void Owe(Subject subject, string kind, Guid unitId, string permit, DateTimeOffset? dueAt, DutyCard card, Guid? officerId = null) =>
        pending.Owe(subject.Id, KindOf(subject), kind, unitId, permit, dueAt, card, officerId, grant: subject is IUnitOwned owned && owned.UnitId != unitId);

    /// <inheritdoc cref="PendingFacts.Discharge"/>
    /// <exception cref="NoSuchDuty">Nobody owes it, unless <paramref name="ifAny"/>.</exception>
    public void Discharge(Subject subject, string kind, Guid? unitId = null, bool ifAny = false) => pending.Discharge(subject.Id, kind, unitId, ifAny);

    /// <inheritdoc cref="PendingFacts.Release"/>
    public void Release(Subject subject, string kind, Guid? unitId = null, bool ifAny = false) => pending.Release(subject.Id, kind, unitId, ifAny);

    /// <inheritdoc cref="PendingFacts.Reschedule"/>
    public void Reschedule(Subject subject, string kind, Deadline deadline, bool ifAny = false) => pending.Reschedule(subject.Id, kind, deadline, ifAny);

    /// <inheritdoc cref="PendingFacts.Reassign"/>
    public void Reassign(Subject subject, string kind, Guid toUnitId, Guid? toOfficerId, Guid? unitId = null) =>
        pending.Reassign(subject.Id, KindOf(subject), kind, toUnitId, toOfficerId, unitId, grant: subject is IUnitOwned owned && owned.UnitId != toUnitId);

    /// <inheritdoc cref="PendingFacts.Share"/>
    /// <remarks>The caller has checked that the actor may see the record.</remarks>
    public void Share(Guid subjectId, Guid unitId, string permit) => pending.Share(subjectId, unitId, permit);

    /// <inheritdoc cref="PendingFacts.Unshare"/>
    public void Unshare(Guid subjectId, Guid unitId, string permit) => pending.Unshare(subjectId, unitId, permit);

    /// <inheritdoc cref="PendingFacts.Forget"/>
    public void Forget(Subject subject) => pending.Forget(subject.Id);

    /// <inheritdoc cref="PendingFacts.MoveDuties"/>
    public void MoveDuties(Subject subject, Guid fromUnitId, Guid toUnitId) => pending.MoveDuties(subject.Id, fromUnitId, toUnitId);

    /// <inheritdoc cref="PendingFacts.FallToUnits"/>
    public void FallToUnits(Guid officerId) => pending.FallToUnits(officerId);

    /// <summary>Writes the step of a reform in the transaction of what it moves.</summary>
    public void Note(ReformOrder order, string participant, long number, long moved)
    {
        var now = Now;
        pending.Also(batch => order.Note(batch, participant, number, moved, now));
    }

    /// <summary>Statements on the module's own tables that belong to the act, in its transaction.</summary>
    public void Also(Action<Batch> write) => pending.Also(write);

    /// <inheritdoc cref="PendingFacts.Last"/>
    protected void Last(Action<Batch> write) => pending.Last(write);

    /// <summary>Tells somebody of the act, in its transaction: they know of it exactly when it is done.</summary>
    public void Give(GivenNotice given) => pending.Give(given);

    /// <summary>Makes the record findable by officials who may read it, in the transaction of the row. Once more replaces what was said before.</summary>
    /// <param name="keys"><see cref="SearchTokens.Keys"/>.</param>
    public void Index<T>(T subject, SearchCard card, IReadOnlyList<string> keys) where T : Subject, IUnitOwned =>
        pending.Search.Index(subject.Id, KindOf(subject), subject.UnitId, card, keys, isNew: subject.Version <= 1);

    /// <summary>Legal time, of the facts and of what is still granted.</summary>
    public DateTimeOffset Now => context.Time.Now;

    static string KindOf(Subject subject) => subject.GetType().Name;

    /// <exception cref="Refusal">409 when somebody else changed the record first; it says who did what.</exception>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (!pending.Any && !ChangeTracker.HasChanges() && context.Delivery.Delivery is null) return 0;
        try
        {
            return await SaveInOneTransaction(cancellationToken);
        }
        catch (Exception e) when (e is DbUpdateConcurrencyException || IsUniqueViolation(e))
        {
            var subjects = pending.Subjects.ToList();
            pending.Clear();
            if (e is not DbUpdateConcurrencyException && await FirstAnswerExists(subjects, cancellationToken) is false) throw;
            throw await Changed(subjects, cancellationToken);
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Facts are written by SaveChangesAsync.");

    /// <summary>
    /// Does the act anew, on what is there now, as often as somebody else changed the record first: for an act that is no quarrel, as two
    /// devices of one person that sign in at once, or a payment told of in two ways.
    /// </summary>
    /// <param name="contenders">Of those that change one record at once, one gets through in each round: this many all get through.</param>
    public async Task<T> Again<T>(Func<Task<T>> act, int contenders = 50)
    {
        for (var tries = 1; ; tries++)
        {
            try { return await act(); }
            catch (Refusal refusal) when (refusal.Code == "changed" && tries < contenders) { ChangeTracker.Clear(); }
        }
    }

    async Task<int> SaveInOneTransaction(CancellationToken ct)
    {
        int rows;
        await pending.Search.Prepare(this, ct);
        using (await context.Database.Writers.Enter(ct))
        await using (var transaction = await Database.BeginTransactionAsync(ct))
        {
            rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess: false, ct);
            var batch = new Batch(context.Database, Database.GetDbConnection(), transaction.GetDbTransaction());
            await pending.Write(batch, ct);
            await MarkDelivered(batch, ct);
            await transaction.CommitAsync(ct);
        }
        context.Delivery.Delivery = null;
        ChangeTracker.AcceptAllChanges();
        foreach (var topic in pending.Topics) context.Live.Publish(topic);
        if (pending.HasDeliveries) context.Dispatch.Raise();
        pending.Clear();
        return rows;
    }

    /// <summary>A reaction's effects and the fact that it ran are one transaction, so it happens once.</summary>
    async Task MarkDelivered(Batch batch, CancellationToken ct)
    {
        if (context.Delivery.Delivery is not var (entryId, reaction)) return;
        batch.Add($"DELETE FROM outbox WHERE entry_id = {entryId} AND reaction = {reaction}", touched =>
        {
            if (touched == 0) throw new AlreadyDelivered();
        });
        await batch.Run(ct);
    }

    async Task<bool> FirstAnswerExists(IReadOnlyList<Guid> subjects, CancellationToken ct) =>
        await Set<Entry>().AsNoTracking().AnyAsync(e => subjects.Contains(e.SubjectId), ct);

    /// <summary>The refusal for who comes second: it says who changed what, from the journal.</summary>
    public Task<Refusal> Changed(Subject subject, CancellationToken ct) => Changed([subject.Id], ct);

    async Task<Refusal> Changed(IReadOnlyList<Guid> subjects, CancellationToken ct)
    {
        var last = await (
            from entry in Set<Entry>().AsNoTracking()
            join payload in Set<EntryPayload>().AsNoTracking() on entry.Id equals payload.EntryId
            where subjects.Contains(entry.SubjectId)
            orderby entry.At descending, entry.Seq descending
            select new { entry, payload }).FirstOrDefaultAsync(ct);
        if (last is null) return Refusal.Conflict("changed", "Nội dung này vừa được người khác sửa. Mở lại để xem bản mới.");
        return Refusal.Conflict("changed", "{0} đã làm trước, lúc {1:HH:mm}: {2}. Nội dung anh/chị nhập còn ở dưới.",
            last.payload.Read().Name, LegalTime.ToLocal(last.entry.At), EventNames.Words(last.entry.Event));
    }

    /// <summary>Another act has written the same row first.</summary>
    public static bool IsUniqueViolation(Exception e) => (e as DbUpdateException)?.InnerException is DbException inner ? IsUnique(inner) : e is DbException db && IsUnique(db);

    /// <summary>A key taken by another act. The same duty owed twice is no race but a mistake, and stays one.</summary>
    static bool IsUnique(DbException e) =>
        e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: not "duties_open_once" }
        || (e is SqliteException { SqliteExtendedErrorCode: SqliteUnique or SqlitePrimaryKey } && !e.Message.Contains("duties.subject_id", StringComparison.Ordinal));

    const int SqliteUnique = 2067, SqlitePrimaryKey = 1555; // SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (context.Database.IsPostgres) return;
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
    }

    protected sealed override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Entry>().ToTable("journal_entries").HasKey(e => e.Id);
        modelBuilder.Entity<EntryPayload>().ToTable("journal_payloads").HasKey(p => p.EntryId);
        modelBuilder.Entity<SearchDocument>().ToTable("search_documents").HasKey(d => d.SubjectId);
        modelBuilder.Entity<Grant>().ToTable("grants").HasKey(g => new { g.SubjectId, g.UnitId, g.Permit });
        Define(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                if (!entity.IsMappedToJson()) property.SetColumnName(Snake(property.Name));
                property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            }
            if (typeof(Subject).IsAssignableFrom(entity.ClrType)) entity.FindProperty(nameof(Subject.Version))!.IsConcurrencyToken = true;
        }
    }

    /// <summary>The module's own tables.</summary>
    protected abstract void Define(ModelBuilder model);

    static string Snake(string pascal)
    {
        var text = new StringBuilder();
        foreach (var c in pascal)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }

    sealed class InstantConverter() : ValueConverter<DateTimeOffset, string>(at => InstantText.Write(at), text => InstantText.Read(text));
}

/// <summary>A grant (subject, unit, until) that a duty owed by another unit wrote.</summary>
public sealed class Grant
{
    public Guid SubjectId { get; init; }
    public Guid UnitId { get; init; }
    public string Permit { get; init; } = "";
    public DateTimeOffset? UntilAt { get; init; }
}

/// <summary>This reaction ran already, on this node or another.</summary>
public sealed class AlreadyDelivered : Exception;

public static class Visibility
{
    /// <summary>Only what the actor may see with this permit: the row's unit is in scope, or a duty granted it.</summary>
    public static IQueryable<T> Visible<T>(this IQueryable<T> rows, ModuleDb db, Actor actor, string permit) where T : class, IUnitOwned
    {
        if (actor.Kind == ActorKind.System) return rows;
        var units = actor.UnitsWith(permit);
        if (units.Count == 0) return rows.Where(_ => false);
        var now = db.Now;
        return rows.Where(r => units.Contains(r.UnitId)
            || db.Grants.Any(g => g.SubjectId == r.Id && units.Contains(g.UnitId) && (g.UntilAt == null || g.UntilAt > now)));
    }
}
