using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Post;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Post.Orders;

/// <summary>What is under way, or is to be decided, at a unit that ends goes to the one that goes on. Lists and what has ended stay under the name of then.</summary>
public sealed class OrdersInReform(PostDb db) : IReformParticipant
{
    const int AtOnce = 50;

    public string Name => "post.orders";
    public string Words => "Bưu gửi";
    public int Order => 125;

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct) =>
        [.. await db.Orders.AsNoTracking().Where(o => o.EndedAt == null).Select(o => o.UnitId).Lines(order, "Bưu gửi đang đi", ct, note: "Số vận đơn giữ nguyên; bưu gửi về quầy của đơn vị kế thừa.")];

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        var (moves, from) = (order.MoveOf, order.From);
        var orders = await db.Orders.Where(o => from.Contains(o.UnitId) && o.EndedAt == null).OrderBy(o => o.AskedAt).ThenBy(o => o.Id).Take(AtOnce).ToListAsync(ct);
        var differences = await db.Differences.Where(d => from.Contains(d.UnitId) && d.MendedAt == null).OrderBy(d => d.FoundAt).ThenBy(d => d.Id).Take(AtOnce).ToListAsync(ct);
        if (orders.Count + differences.Count == 0) return 0;
        foreach (var one in orders)
        {
            var move = moves[one.UnitId];
            one.MoveTo(move.ToId, moves.GetValueOrDefault(one.DeskUnitId)?.ToId ?? one.DeskUnitId);
            db.Record(one, new PostOrderMoved(one.Id, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.MoveDuties(one, move.FromId, move.ToId);
        }
        foreach (var difference in differences)
        {
            var move = moves[difference.UnitId];
            difference.MoveTo(move.ToId);
            db.Record(difference, new PostOrderMoved(difference.Id, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.MoveDuties(difference, move.FromId, move.ToId);
        }
        db.Note(order, Name, number, orders.Count + differences.Count);
        await db.SaveChangesAsync(ct);
        return orders.Count + differences.Count;
    }
}
