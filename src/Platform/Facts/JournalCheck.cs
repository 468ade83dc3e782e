using Microsoft.EntityFrameworkCore;

namespace NhatLe.Platform.Facts;

/// <summary>
/// Recomputes the chain of every subject from the stored entries, in one pass and with one entry in memory. An entry whose payload
/// was erased still verifies; a changed, moved, added or missing one does not. What was cut off at the end of a chain leaves no trace in it.
/// </summary>
public sealed class JournalCheck(PlatformDb db)
{
    const int Step = 1000;

    /// <param name="Erased">Entries whose personal part is gone; their hashes were checked.</param>
    /// <param name="First">The first entry that does not hold; null when all do.</param>
    public sealed record Result(long Subjects, long Entries, long Erased, Broken? First);

    /// <param name="Seq">The number that stands in the row, which may be what was changed.</param>
    public sealed record Broken(string SubjectKind, Guid SubjectId, long Seq, string Event, DateTimeOffset At);

    /// <param name="progress">Told how many entries were checked.</param>
    public async Task<Result> Run(IProgress<long>? progress, CancellationToken ct)
    {
        var rows =
            from e in db.Entries.AsNoTracking()
            join p in db.Payloads.AsNoTracking() on e.Id equals p.EntryId into payloads
            from p in payloads.DefaultIfEmpty()
            orderby e.SubjectId, e.Seq
            select new { Entry = e, Payload = p };
        long subjects = 0, entries = 0, erased = 0, seq = 0;
        var (subject, previous) = (Guid.Empty, Array.Empty<byte>());
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(ct))
        {
            if (entries == 0 || row.Entry.SubjectId != subject) (subject, seq, previous, subjects) = (row.Entry.SubjectId, 0, [], subjects + 1);
            (entries, seq) = (entries + 1, seq + 1);
            if (row.Payload is null) erased++;
            if (!JournalReader.Holds(row.Entry, row.Payload, previous, seq))
                return new(subjects, entries, erased, new(row.Entry.SubjectKind, row.Entry.SubjectId, row.Entry.Seq, row.Entry.Event, row.Entry.At));
            previous = row.Entry.Hash;
            if (entries % Step == 0) progress?.Report(entries);
        }
        return new(subjects, entries, erased, First: null);
    }
}
