using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Platform.Facts;

/// <summary>The same act of the platform on many records: to each its own entry, chained, in a handful of statements.</summary>
public sealed class ManyEntries(Reactions reactions, TimeProvider system)
{
    /// <param name="Version">Of the subject before the act, read within the transaction.</param>
    public sealed record Act(Guid SubjectId, long Version, byte[] Head, object Fact, string? Note);

    /// <summary>Writes entries, what they say, and the deliveries that wait for them.</summary>
    /// <returns>The new Version and Head of each subject, for its row.</returns>
    public async Task<IReadOnlyList<Column>> Record(Batch batch, string subjectKind, IReadOnlyList<Act> acts, DateTimeOffset at, CancellationToken ct)
    {
        var made = acts.Select(a => Entry.After(a.SubjectId, a.Version, a.Head, subjectKind, Actor.System, post: null, a.Fact, a.Note, at)).ToList();
        var (entries, payloads) = (made.ConvertAll(m => m.Entry), made.ConvertAll(m => m.Payload));
        await batch.InsertMany("journal_entries",
        [
            Column.Of("id", entries.Select(e => e.Id)), Column.Of("subject_id", entries.Select(e => e.SubjectId)), Column.Of("subject_kind", entries.Select(e => e.SubjectKind)), Column.Of("seq", entries.Select(e => e.Seq)),
            Column.Of("event", entries.Select(e => e.Event)), Column.Of("at", entries.Select(e => e.At)), Column.Of("actor_kind", entries.Select(e => (long)e.ActorKind)),
            Column.Of("account_id", entries.Select(e => e.AccountId)), Column.Of("unit_id", entries.Select(e => e.UnitId)),
            Column.Of("payload_hash", entries.Select(e => e.PayloadHash)), Column.Of("previous_hash", entries.Select(e => e.PreviousHash)), Column.Of("hash", entries.Select(e => e.Hash)),
        ], ct);
        await batch.InsertMany("journal_payloads", [Column.Of("entry_id", payloads.Select(p => p.EntryId)), Column.Of("salt", payloads.Select(p => p.Salt)), Column.Of("payload", payloads.Select(p => p.Payload))], ct);
        var waiting = entries.SelectMany(e => reactions.To(e.Event).Select(r => (Entry: e, Reaction: r))).ToList();
        await batch.InsertMany("outbox",
        [
            Column.Of("entry_id", waiting.Select(w => w.Entry.Id)), Column.Of("reaction", waiting.Select(w => w.Reaction)), Column.Of("subject_id", waiting.Select(w => w.Entry.SubjectId)), Column.Of("seq", waiting.Select(w => w.Entry.Seq)),
            Column.Of("partition", waiting.Select(w => (long)Reactions.PartitionOf(w.Entry.SubjectId))), Column.Of("at", waiting.Select(w => w.Entry.At)), Column.Of("attempts", waiting.Select(_ => 0L)),
            Column.Of("next_try_at", waiting.Select(_ => system.GetUtcNow())), Column.Of("dead", waiting.Select(_ => false)),
        ], ct);
        return [Column.Of("version", entries.Select(e => e.Seq)), Column.Of("head", entries.Select(e => e.Hash))];
    }
}
