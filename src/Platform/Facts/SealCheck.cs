using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;

namespace NhatLe.Platform.Facts;

/// <summary>
/// Recomputes every leaf from its entry or reading, every Merkle root, every link and signature, in one pass over the leaves. Finds what a
/// chain alone cannot: an entry cut off at its end, one added with an old date, a changed or removed reading, a missing seal.
/// </summary>
public sealed class SealCheck(PlatformDb db, SealKey own)
{
    /// <summary>A transaction commits at most so long after its act was stamped. What enters a seal later than that was added afterwards.</summary>
    public static readonly TimeSpan LateCommit = TimeSpan.FromMinutes(10);

    const int Step = 2000;

    /// <param name="Broken">The first thing that does not hold, in words, with its place; null when all holds.</param>
    public sealed record Result(long Seals, long Leaves, string? Broken);

    public async Task<Result> Run(CancellationToken ct)
    {
        var kept = await Kept(ct); // first: what is sealed meanwhile is no fault
        var keys = await db.SealKeys.AsNoTracking().ToDictionaryAsync(k => k.Id, ct);
        if (keys.Values.FirstOrDefault(k => !k.IsWhatItSays) is { } wrong) return new(0, 0, $"public key {wrong.Id} is another key than its id says");
        var state = new State(keys, kept);
        return state.Result(await Leaves(state, ct) ?? await Newest(state, ct) ?? await Unsealed(state.Newest, ct));
    }

    Task<string?> Kept(CancellationToken ct) => db.Settings.AsNoTracking().Where(s => s.Name == Sealer.NewestName).Select(s => s.Value).SingleOrDefaultAsync(ct);

    /// <summary>What one pass needs to know.</summary>
    sealed class State(Dictionary<string, PublicSealKey> keys, string? kept)
    {
        readonly List<byte[]> hashes = [];
        DateTimeOffset? before;

        public Seal? Newest { get; private set; }
        public long Number { get; private set; }
        public long Leaf { get; private set; }

        /// <summary>The seal that was the newest when the check began has been met, and is the one that was kept in mind.</summary>
        public bool HasMetTheNewest { get; private set; } = kept is null;

        public Result Result(string? broken) => new(Number, Leaf, broken);

        /// <summary>The next seal: its number, its link, its place in the leaves and its signature.</summary>
        public string? Open(Seal seal)
        {
            if (seal.Number != Number + 1) return $"seal {Number + 1} is missing; the next there is seal {seal.Number}";
            if (!seal.Previous.AsSpan().SequenceEqual(Newest?.ComputeHash() ?? [])) return $"seal {seal.Number} does not go on from seal {Number}";
            if (seal.FirstLeaf != (Newest?.LastLeaf ?? 0) + 1 || seal.LastLeaf - seal.FirstLeaf + 1 != seal.LeafCount || seal.LeafCount < 0) return $"seal {seal.Number} says other leaves than those after seal {Number}";
            if (!keys.TryGetValue(seal.KeyId, out var key)) return $"seal {seal.Number} is signed with the key {seal.KeyId}, which is not there";
            if (!key.Verifies(seal)) return $"the signature of seal {seal.Number} does not fit it";
            (before, Newest, Number) = (Newest?.LegalAt, seal, seal.Number);
            HasMetTheNewest |= seal.Mark == kept;
            hashes.Clear();
            return null;
        }

        public string? Add(SealLeaf leaf, byte[]? hash, DateTimeOffset? at)
        {
            var place = $"leaf {Leaf + 1} ({(leaf.Kind == LeafKind.Entry ? "journal entry" : "access log")} {leaf.RefId})";
            if (leaf.N != Leaf + 1) return $"leaf {Leaf + 1} is missing; the next there is leaf {leaf.N}";
            if (hash is null) return $"{place} stands for a row that is not there any more";
            if (!Merkle.Leaf(hash).AsSpan().SequenceEqual(leaf.Hash)) return $"{place} is not the hash of its row: one of the two was changed";
            Leaf++;
            hashes.Add(leaf.Hash);
            return Newest is not null && leaf.N > Newest.LastLeaf
                ? null // waits for the next seal
                : before - LateCommit > at ? $"{place} says {InstantText.Write(at.Value)} and was sealed first in seal {Number}, which is too late for it: it was added afterwards" : null;
        }

        /// <summary>All leaves of the seal should have been met.</summary>
        public string? Close() =>
            Leaf != Newest!.LastLeaf ? $"leaf {Leaf + 1} of seal {Number} is missing"
            : !Merkle.Root(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(hashes)).AsSpan().SequenceEqual(Newest.Root) ? $"the root of seal {Number} is not that of its leaves {Newest.FirstLeaf} to {Newest.LastLeaf}"
            : null;
    }

    /// <summary>Walks the seals with their leaves and the rows these stand for. Read in steps, so that little is held and a running server is not held up.</summary>
    async Task<string?> Leaves(State state, CancellationToken ct)
    {
        while (true)
        {
            var number = state.Number;
            var some = await db.Seals.AsNoTracking().Where(s => s.Number > number).OrderBy(s => s.Number).Take(Step).ToListAsync(ct);
            foreach (var seal in some)
                if ((state.Open(seal) ?? await Leaves(state, seal.LastLeaf, ct) ?? state.Close()) is { } broken) return broken;
            if (some.Count == 0) return await Leaves(state, long.MaxValue, ct); // those that wait for the next seal
        }
    }

    async Task<string?> Leaves(State state, long last, CancellationToken ct)
    {
        while (state.Leaf < last)
        {
            var after = state.Leaf;
            var rows = await (
                from l in db.SealLeaves.AsNoTracking()
                where l.N > after && l.N <= last
                join e in db.Entries.AsNoTracking() on l.RefId equals e.Id into entries
                from e in entries.DefaultIfEmpty()
                join a in db.Accesses.AsNoTracking() on l.RefId equals a.Id into accesses
                from a in accesses.DefaultIfEmpty()
                orderby l.N
                select new { Leaf = l, Entry = e, Access = a }).Take(Step).ToListAsync(ct);
            if (rows.Count == 0) return null;
            foreach (var row in rows)
            {
                var (hash, at) = row.Leaf.Kind switch
                {
                    LeafKind.Entry => (row.Entry?.Hash, row.Entry?.At),
                    LeafKind.Access => (row.Access?.ComputeHash(), row.Access?.At),
                    _ => (null, (DateTimeOffset?)null),
                };
                if (state.Add(row.Leaf, hash, at) is { } broken) return broken;
            }
        }
        return null;
    }

    /// <summary>The newest seal is the one that was kept in mind, and signed by this installation.</summary>
    async Task<string?> Newest(State state, CancellationToken ct)
    {
        if (!state.HasMetTheNewest || (state.Number > 0 && await Kept(ct) is null)) return $"after seal {state.Number} seals were cut off: the last that was made is not there";
        return state.Newest is { } newest && newest.KeyId != own.Id
            ? $"seal {newest.Number} is signed with the key {newest.KeyId}, not with this installation's key {own.Id}; after a change of keys run 'nhatle seal' once" : null;
    }

    /// <summary>Rows that the newest seal should have held, and that have no leaf at all.</summary>
    async Task<string?> Unsealed(Seal? newest, CancellationToken ct)
    {
        if (await db.Payloads.AsNoTracking().Where(p => !db.Entries.Any(e => e.Id == p.EntryId)).Select(p => (Guid?)p.EntryId).FirstOrDefaultAsync(ct) is { } orphan)
            return $"the content of entry {orphan} is there, but the entry is not";
        if (newest is null) return null;
        var until = newest.LegalAt - LateCommit;
        if (await db.Entries.AsNoTracking().Where(e => e.At < until && !db.SealLeaves.Any(l => l.RefId == e.Id)).OrderBy(e => e.At).FirstOrDefaultAsync(ct) is { } entry)
            return $"entry {entry.Seq} of {entry.SubjectKind} {entry.SubjectId}, {entry.Event}, at {InstantText.Write(entry.At)}, is older than seal {newest.Number} and is in no seal";
        if (await db.Accesses.AsNoTracking().Where(a => a.At < until && !db.SealLeaves.Any(l => l.RefId == a.Id)).OrderBy(a => a.At).FirstOrDefaultAsync(ct) is { } access)
            return $"row {access.Id} of the access log, at {InstantText.Write(access.At)}, is older than seal {newest.Number} and is in no seal";
        return null;
    }
}
