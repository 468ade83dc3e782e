using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Refunds;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Payments.Charges;

/// <summary>What is still to be paid, or to be settled, at a unit that ends goes to the one that goes on. Receipts stay under the name of then.</summary>
public sealed class MoneyInReform(PaymentsDb db) : IReformParticipant
{
    const int AtOnce = 50;

    public string Name => "payments.charges";
    public string Words => "Khoản phải thu";
    public int Order => 120;

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct) =>
        [.. await db.Charges.AsNoTracking().Where(c => c.Status == ChargeStatus.Due).Select(c => c.UnitId).Lines(order, "Khoản chưa nộp", ct, note: "Số tiền giữ nguyên; nơi thu là quầy của đơn vị kế thừa.")];

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        var (moves, from) = (order.MoveOf, order.From);
        var charges = await db.Charges.Where(c => from.Contains(c.UnitId) && (c.Status == ChargeStatus.Due || db.Payments.Any(p => p.ChargeId == c.Id && !p.Settled))).OrderBy(c => c.RaisedAt).ThenBy(c => c.Id).Take(AtOnce).ToListAsync(ct);
        if (charges.Count == 0) return await MoveOthers(order, number, ct);
        var ids = charges.Select(c => c.Id).ToList();
        var payments = (await db.Payments.Where(p => p.ChargeId != null && ids.Contains(p.ChargeId.Value) && !p.Settled).ToListAsync(ct)).ToLookup(p => p.ChargeId!.Value);
        foreach (var charge in charges)
        {
            var move = moves[charge.UnitId];
            var desk = moves.GetValueOrDefault(charge.DeskUnitId)?.ToId ?? charge.DeskUnitId;
            charge.MoveTo(move.ToId, desk);
            db.Record(charge, new ChargeMoved(charge.Id, charge.DossierCode, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.MoveDuties(charge, move.FromId, move.ToId);
            foreach (var payment in payments[charge.Id])
            {
                payment.MoveTo(move.ToId, desk);
                db.Record(payment, new ChargeMoved(charge.Id, charge.DossierCode, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
                db.MoveDuties(payment, move.FromId, move.ToId);
            }
        }
        db.Note(order, Name, number, charges.Count);
        await db.SaveChangesAsync(ct);
        return charges.Count;
    }

    /// <summary>Refunds that were not handed over yet, and open differences.</summary>
    async Task<int> MoveOthers(ReformOrder order, long number, CancellationToken ct)
    {
        var (moves, from) = (order.MoveOf, order.From);
        var refunds = await db.Refunds.Where(r => from.Contains(r.UnitId) && (r.State == RefundState.Asked || r.State == RefundState.Sent)).OrderBy(r => r.AskedAt).Take(AtOnce).ToListAsync(ct);
        var differences = await db.Differences.Where(d => from.Contains(d.UnitId) && d.MendedAt == null).OrderBy(d => d.FoundAt).Take(AtOnce).ToListAsync(ct);
        if (refunds.Count + differences.Count == 0) return 0;
        foreach (var refund in refunds)
        {
            var move = moves[refund.UnitId];
            refund.MoveTo(move.ToId);
            db.Record(refund, new MoneyMoved(refund.Id, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.MoveDuties(refund, move.FromId, move.ToId);
        }
        foreach (var difference in differences)
        {
            var move = moves[difference.UnitId];
            difference.MoveTo(move.ToId);
            db.Record(difference, new MoneyMoved(difference.Id, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.MoveDuties(difference, move.FromId, move.ToId);
        }
        db.Note(order, Name, number, refunds.Count + differences.Count);
        await db.SaveChangesAsync(ct);
        return refunds.Count + differences.Count;
    }
}
