using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Services.Visits;

/// <summary>Who has an appointment at a desk that ends comes to the successor's at the same time, on a seat more where all are taken.</summary>
public sealed class VisitsInReform(ServicesDb db) : IReformParticipant
{
    const int AtOnce = 50;

    public string Name => "services.visits";
    public string Words => "Lịch hẹn tại quầy";
    public int Order => 110;

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct) =>
        [.. await db.Visits.AsNoTracking().Where(v => v.Status == VisitStatus.Booked).Select(v => v.UnitId).Lines(order, "Lịch hẹn sắp tới", ct, note: "Giờ hẹn giữ nguyên; nơi đến là quầy của đơn vị kế thừa.")];

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        var (moves, from) = (order.MoveOf, order.From);
        var visits = await db.Visits.Where(v => from.Contains(v.UnitId) && v.Status == VisitStatus.Booked).OrderBy(v => v.At).ThenBy(v => v.Id).Take(AtOnce).ToListAsync(ct);
        if (visits.Count == 0) return 0;
        var (units, times) = (visits.Select(v => moves[v.UnitId].ToId).Distinct().ToList(), visits.Select(v => v.At).Distinct().ToList());
        var taken = (await db.Visits.AsNoTracking().Where(v => units.Contains(v.UnitId) && times.Contains(v.At) && v.Status != VisitStatus.Cancelled).Select(v => new { v.UnitId, v.At, v.Seat }).ToListAsync(ct))
            .Select(v => (v.UnitId, v.At, v.Seat)).ToHashSet();
        foreach (var visit in visits)
        {
            var move = moves[visit.UnitId];
            var seat = Enumerable.Range(1, int.MaxValue).First(s => taken.Add((move.ToId, visit.At, s)));
            visit.MoveTo(move.ToId, moves.GetValueOrDefault(visit.DeskUnitId)?.ToId ?? visit.DeskUnitId, seat);
            db.Record(visit, new VisitMoved(visit.Id, visit.Code, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.MoveDuties(visit, move.FromId, move.ToId);
        }
        db.Note(order, Name, number, visits.Count);
        await db.SaveChangesAsync(ct);
        return visits.Count;
    }
}
