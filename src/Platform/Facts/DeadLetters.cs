using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Facts;

/// <summary>A delivery that failed: still being tried again, or given up (thư chết).</summary>
/// <param name="Waiting">How many later deliveries on the same record wait behind it.</param>
public sealed record FailedDelivery(
    Guid EntryId, string Reaction, string Event, Guid SubjectId, string SubjectKind, long Seq, DateTimeOffset At, int Attempts, DateTimeOffset NextTryAt, bool Dead, string? Error, int Waiting)
{
    public string Words => EventNames.Words(Event);
}

/// <summary>What administrators see and do about deliveries that failed. The caller has checked that the actor may.</summary>
public sealed partial class DeadLetters(PlatformDb db, Database database, DispatchSignal signal, TimeProvider time, Actor actor, ILogger<DeadLetters> log)
{
    public const int MostShown = 200;

    /// <summary>The dead first, then those that are tried again; oldest first.</summary>
    public async Task<IReadOnlyList<FailedDelivery>> Read(CancellationToken ct) => await (
        from row in db.Outbox.AsNoTracking()
        where row.Dead || row.Attempts > 0
        join entry in db.Entries.AsNoTracking() on row.EntryId equals entry.Id
        orderby row.Dead descending, row.At, row.EntryId
        select new FailedDelivery(
            row.EntryId, row.Reaction, entry.Event, row.SubjectId, entry.SubjectKind, row.Seq, row.At, row.Attempts, row.NextTryAt, row.Dead, row.LastError,
            db.Outbox.Count(later => later.SubjectId == row.SubjectId && later.Reaction == row.Reaction && later.Seq > row.Seq)))
        .Take(MostShown).ToListAsync(ct);

    /// <summary>Tries it again now, with all its attempts.</summary>
    /// <exception cref="Refusal">404 when it has been delivered or skipped in the meantime.</exception>
    public async Task Retry(Guid entryId, string reaction, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        await Change(batch => batch.Add($"UPDATE outbox SET attempts = {0}, dead = {false}, next_try_at = {now} WHERE entry_id = {entryId} AND reaction = {reaction}", MustTouch), ct);
        LogRetried(log, reaction, entryId, actor.AccountId);
        signal.Raise();
    }

    /// <summary>Gives it up for good: what this reaction would have done for this entry never happens; the later ones go on.</summary>
    /// <exception cref="Refusal">404 when it has been delivered or skipped in the meantime; only what failed can be skipped.</exception>
    public async Task Skip(Guid entryId, string reaction, CancellationToken ct)
    {
        await Change(batch => batch.Add($"DELETE FROM outbox WHERE entry_id = {entryId} AND reaction = {reaction} AND attempts > 0", MustTouch), ct);
        LogSkipped(log, reaction, entryId, actor.AccountId);
        signal.Raise();
    }

    Task Change(Action<Batch> change, CancellationToken ct) => database.Write(batch =>
    {
        change(batch);
        return batch.Run(ct);
    }, ct);

    static void MustTouch(int touched)
    {
        if (touched == 0) throw Refusal.Missing("delivery", "Việc này đã được gửi hoặc bỏ qua rồi. Xem lại danh sách.");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reaction {Reaction} to entry {EntryId} is tried again, asked by account {AccountId}")]
    static partial void LogRetried(ILogger logger, string reaction, Guid entryId, Guid accountId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reaction {Reaction} to entry {EntryId} was skipped for good by account {AccountId}")]
    static partial void LogSkipped(ILogger logger, string reaction, Guid entryId, Guid accountId);
}
