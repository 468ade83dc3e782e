using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Exchange.Axis;

/// <summary>Documents that were received and are not done go to the successors of their units. What was sent, and what has ended, keeps the names of then.</summary>
public sealed class PacketsInReform(ExchangeDb db) : IReformParticipant
{
    const int AtOnce = 50;

    public string Name => "exchange-packets";
    public string Words => "Văn bản qua trục liên thông";
    public int Order => 300;

    IQueryable<DocumentPacket> Open => db.Packets.Where(p => p.Direction == PacketDirection.Received && (p.State == PacketState.Arrived || p.State == PacketState.Received || p.State == PacketState.AwaitingAssignment || p.State == PacketState.InProcess));

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct) => [.. await Open.AsNoTracking().Select(p => p.UnitId).Lines(order, "Văn bản đến chưa xử lý xong", ct, note: "Hạn giữ nguyên.")];

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        var (from, moves) = (order.From, order.MoveOf);
        var some = await Open.Where(p => from.Contains(p.UnitId)).OrderBy(p => p.Id).Take(AtOnce).ToListAsync(ct);
        if (some.Count == 0) return 0;
        foreach (var packet in some)
        {
            var move = moves[packet.UnitId];
            packet.MoveTo(move.ToId, move.ToName);
            db.Record(packet, new PacketMoved(packet.Id, packet.DocumentId, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.Index(packet);
            db.MoveDuties(packet, move.FromId, move.ToId);
        }
        db.Note(order, Name, number, some.Count);
        await db.SaveChangesAsync(ct);
        return some.Count;
    }
}
