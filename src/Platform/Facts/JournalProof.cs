using Microsoft.EntityFrameworkCore;

namespace NhatLe.Platform.Facts;

/// <summary>The history of one record with everything an outsider needs to verify it; docs/verify/verify.py does. Hashes in hexadecimal, bytes in base64.</summary>
public sealed record ProofOfHistory(string Format, string SubjectKind, Guid SubjectId, string Code, IReadOnlyList<ProvenEntry> Entries, IReadOnlyList<SealView> Seals, IReadOnlyList<KeyView> Keys);

/// <param name="Canonical">The bytes whose SHA-256 is the hash.</param>
/// <param name="Payload">Who and what in full; null where it was erased or is not for the reader. The entry is proven all the same.</param>
/// <param name="Leaf">Null until the next seal.</param>
public sealed record ProvenEntry(
    long Seq, Guid Id, string Event, string Words, DateTimeOffset At, byte[] Canonical, string Hash, string Previous, string PayloadHash, byte[]? Salt, string? Payload, ProvenLeaf? Leaf);

/// <param name="Number">Its number through all seals; its index in the tree is the number less the first of the seal.</param>
/// <param name="Path">The hashes that lead to the root, from below.</param>
public sealed record ProvenLeaf(long Number, long Seal, IReadOnlyList<string> Path);

/// <summary>Puts together the proof of one record's history. The caller has checked that the record may be read.</summary>
public sealed class JournalProof(PlatformDb db)
{
    public const string Format = "nhatle-journal-proof/1";

    /// <param name="shows">Which entries' contents are for this reader.</param>
    public async Task<ProofOfHistory> Of(Guid subjectId, string kind, string code, Func<Entry, EntryContent, bool> shows, CancellationToken ct)
    {
        var rows = await (
            from e in db.Entries.AsNoTracking()
            where e.SubjectId == subjectId
            join p in db.Payloads.AsNoTracking() on e.Id equals p.EntryId into payloads
            from p in payloads.DefaultIfEmpty()
            join l in db.SealLeaves.AsNoTracking() on e.Id equals l.RefId into leaves
            from l in leaves.DefaultIfEmpty()
            orderby e.Seq
            select new { Entry = e, Payload = p, Leaf = l }).ToListAsync(ct);
        var seals = await Seals([.. rows.Where(r => r.Leaf is not null).Select(r => r.Leaf!.N)], ct);
        var trees = new Dictionary<long, byte[][]>();
        List<ProvenEntry> entries = [];
        foreach (var row in rows)
        {
            var (e, payload) = (row.Entry, row.Payload is { } p && JournalReader.IsTheOneHashed(row.Entry, p) && shows(row.Entry, p.Read()) ? row.Payload : null);
            var leaf = row.Leaf is { } l && seals.Find(s => s.FirstLeaf <= l.N && l.N <= s.LastLeaf) is { } seal ? await Leaf(l, seal, trees, ct) : null;
            entries.Add(new(e.Seq, e.Id, e.Event, EventNames.Words(e.Event), e.At, e.Canonical(), Convert.ToHexStringLower(e.Hash), Convert.ToHexStringLower(e.PreviousHash),
                Convert.ToHexStringLower(e.PayloadHash), payload?.Salt, payload?.Payload, leaf));
        }
        var used = seals.Select(s => s.KeyId).ToHashSet();
        var keys = await db.SealKeys.AsNoTracking().Where(k => used.Contains(k.Id)).ToListAsync(ct);
        return new(Format, kind, subjectId, code, entries, [.. seals.Select(SealView.Of)], [.. keys.Select(KeyView.Of)]);
    }

    /// <summary>From the seal of the first leaf to that of the last without a gap, so that their chain can be followed.</summary>
    async Task<List<Seal>> Seals(IReadOnlyCollection<long> leaves, CancellationToken ct)
    {
        if (leaves.Count == 0) return [];
        var (first, last) = (leaves.Min(), leaves.Max());
        return await db.Seals.AsNoTracking().Where(s => s.LastLeaf >= first && s.FirstLeaf <= last).OrderBy(s => s.Number).ToListAsync(ct);
    }

    async Task<ProvenLeaf> Leaf(SealLeaf leaf, Seal seal, Dictionary<long, byte[][]> trees, CancellationToken ct)
    {
        if (!trees.TryGetValue(seal.Number, out var tree))
            trees[seal.Number] = tree = await db.LeavesOf(seal, ct);
        return new(leaf.N, seal.Number, [.. Merkle.Path(tree, (int)(leaf.N - seal.FirstLeaf)).Select(Convert.ToHexStringLower)]);
    }
}
