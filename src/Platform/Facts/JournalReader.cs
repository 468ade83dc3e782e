using Microsoft.EntityFrameworkCore;

namespace NhatLe.Platform.Facts;

/// <summary>An entry with what it says, and whether its link of the chain holds.</summary>
public sealed record JournalLine(Entry Entry, EntryContent? Content, bool Holds)
{
    public string Words => EventNames.Words(Entry.Event);
}

/// <summary>Reads the journal of one subject and checks its chain. The caller has checked that the subject may be seen.</summary>
public sealed class JournalReader(PlatformDb db)
{
    public async Task<IReadOnlyList<JournalLine>> Of(Guid subjectId, CancellationToken ct)
    {
        var rows = await (
            from e in db.Entries.AsNoTracking()
            where e.SubjectId == subjectId
            join p in db.Payloads.AsNoTracking() on e.Id equals p.EntryId into payloads
            from p in payloads.DefaultIfEmpty()
            orderby e.Seq
            select new { e, p }).ToListAsync(ct);
        List<JournalLine> lines = [];
        byte[] previous = [];
        foreach (var row in rows)
        {
            var holds = Holds(row.e, row.p, previous, lines.Count + 1);
            lines.Add(new JournalLine(row.e, IsTheOneHashed(row.e, row.p) ? row.p?.Read() : null, holds)); // what was tampered with is not shown
            previous = row.e.Hash;
        }
        return lines;
    }

    /// <summary>The sequence has no gap, the hash covers the fields and the hash before, and the payload, unless erased, is the one hashed.</summary>
    public static bool Holds(Entry entry, EntryPayload? payload, byte[] previous, long seq) =>
        entry.Seq == seq
        && entry.PreviousHash.AsSpan().SequenceEqual(previous)
        && entry.ComputeHash().AsSpan().SequenceEqual(entry.Hash)
        && IsTheOneHashed(entry, payload);

    internal static bool IsTheOneHashed(Entry entry, EntryPayload? payload) =>
        payload is null || (payload.Salt.Length == EntryPayload.SaltLength && EntryPayload.HashOf(payload.Salt, payload.Payload).AsSpan().SequenceEqual(entry.PayloadHash));
}
