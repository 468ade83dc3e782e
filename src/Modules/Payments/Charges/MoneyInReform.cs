using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
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
        if (charges.Count == 0) return 0;
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
}
