using Microsoft.EntityFrameworkCore;

namespace NhatLe.Platform.Facts;

/// <summary>One entry of a journal as a stranger may know it.</summary>
/// <param name="Line">Null where there is no entry of this number.</param>
/// <param name="Holds">The chain holds from its beginning to this entry, and the seal it lies in, if any, is whole and signed.</param>
/// <param name="Seal">Number of the seal; null while it waits for the next.</param>
public sealed record EntryStanding(JournalLine? Line, bool Holds, long? Seal, IReadOnlyList<JournalLine> Journal);

/// <summary>Checks one entry to the seal: its chain, its leaf, the root over all leaves of its seal, and the signature.</summary>
public sealed class EntryProof(PlatformDb db, JournalReader journal)
{
    public async Task<EntryStanding> Of(Guid subjectId, long seq, CancellationToken ct)
    {
        var lines = await journal.Of(subjectId, ct);
        var line = lines.FirstOrDefault(l => l.Entry.Seq == seq);
        if (line is null) return new(null, Holds: false, Seal: null, lines);
        var holds = lines.TakeWhile(l => l != line).All(l => l.Holds) && line.Holds;
        var (isWhole, seal) = await Sealed(line.Entry, ct);
        return new(line, holds && isWhole, seal, lines);
    }

    async Task<(bool Holds, long? Seal)> Sealed(Entry entry, CancellationToken ct)
    {
        var leaf = await db.SealLeaves.AsNoTracking().SingleOrDefaultAsync(l => l.RefId == entry.Id && l.Kind == LeafKind.Entry, ct);
        if (leaf is null) return (true, null);
        var holds = Merkle.Leaf(entry.Hash).AsSpan().SequenceEqual(leaf.Hash);
        if (await db.Seals.AsNoTracking().SingleOrDefaultAsync(s => s.FirstLeaf <= leaf.N && s.LastLeaf >= leaf.N, ct) is not { } seal) return (holds, null);
        var key = await db.SealKeys.AsNoTracking().SingleOrDefaultAsync(k => k.Id == seal.KeyId, ct);
        var leaves = await db.LeavesOf(seal, ct);
        return (holds && key?.Verifies(seal) == true && leaves.Length == seal.LeafCount && Merkle.Root(leaves).AsSpan().SequenceEqual(seal.Root), seal.Number);
    }
}
