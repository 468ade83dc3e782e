using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Identity.Representations;

/// <summary>What is asked for or holds is checked by the unit that goes on with the commune; what has ended stays under the name of then.</summary>
sealed class RepresentationsInReform(IdentityDb db) : IReformParticipant
{
    const int AtOnce = 50;

    public string Name => "identity.representations";
    public string Words => "Quyền đại diện";
    public int Order => 310;

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct) =>
        [.. await Running(db.Representations.AsNoTracking()).Select(r => r.UnitId).Lines(order, "Quyền đại diện đang chờ hoặc đang có hiệu lực", ct)];

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        var (moves, from) = (order.MoveOf, order.From);
        var some = await Running(db.Representations).Where(r => from.Contains(r.UnitId)).OrderBy(r => r.Id).Take(AtOnce).ToListAsync(ct);
        if (some.Count == 0) return 0;
        foreach (var one in some)
        {
            var move = moves[one.UnitId];
            one.MoveTo(move.ToId);
            db.Record(one, new RepresentationMoved(one.Id, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.MoveDuties(one, move.FromId, move.ToId);
        }
        db.Note(order, Name, number, some.Count);
        await db.SaveChangesAsync(ct);
        return some.Count;
    }

    static IQueryable<Representation> Running(IQueryable<Representation> rows) => rows.Where(r => r.State == RepresentationState.Asked || r.State == RepresentationState.Approved);
}
