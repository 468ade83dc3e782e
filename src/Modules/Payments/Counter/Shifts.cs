using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Counter;

/// <summary>Finds shifts, and reckons what their drawers should hold.</summary>
public sealed class Shifts(PaymentsDb db, DirectoryCache directory, Actor actor, LegalTime time)
{
    /// <param name="CashInVnd">Taken in cash; card and transfer do not go through the drawer.</param>
    public sealed record Sums(long CashInVnd, long CashOutVnd, long CardVnd, long TransferVnd, int Payments, int Receipts, int Cancelled);

    /// <summary>The actor's open shift; cash is not touched without one.</summary>
    public async Task<Shift> Mine(Guid unitId, CancellationToken ct)
    {
        var shift = await Open(ct) ?? throw Refusal.Conflict("shift.none", "Anh/chị chưa mở ca thu. Hãy mở ca và đếm tiền đầu ca trước.");
        return shift.UnitId == unitId ? shift : throw Refusal.Conflict("shift.elsewhere", "Ca thu đang mở của anh/chị ở đơn vị khác. Hãy chốt ca đó trước.");
    }

    public async Task<Shift?> Open(CancellationToken ct)
    {
        actor.MustBeOfficer();
        return await db.Shifts.SingleOrDefaultAsync(s => s.OfficerId == actor.OfficerId && s.ClosedAt == null, ct);
    }

    /// <summary>One's own, also where the post it was opened under has ended; else one that the actor may read.</summary>
    public async Task<Shift> Find(Guid id, CancellationToken ct)
    {
        actor.MustBeOfficer();
        return await db.Shifts.SingleOrDefaultAsync(s => s.Id == id && s.OfficerId == actor.OfficerId, ct) ?? await db.Shifts.Visible(db, actor, Permits.Read).SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw Refusal.Missing("shift", "Không thấy ca thu này trong phạm vi của anh/chị.");
    }

    /// <summary>What the drawer should hold.</summary>
    public async Task<long> Expected(Shift shift, CancellationToken ct) => shift.OpeningVnd + await Cash(shift.Id, ct);

    async Task<long> Cash(Guid shiftId, CancellationToken ct)
    {
        var sums = await Of(shiftId, ct);
        return sums.CashInVnd - sums.CashOutVnd;
    }

    /// <summary>The cashier closes their own; where they collect there no more, or their account is closed, a cashier of the unit counts in their place.</summary>
    public async Task<bool> MayClose(Shift shift, CancellationToken ct) =>
        shift.OfficerId == actor.OfficerId || (actor.HoldsPost(Permits.Collect, shift.UnitId) && !(await directory.Get(ct)).ActorFor(Guid.Empty, shift.OfficerId, time.Now, time.Today).HoldsPost(Permits.Collect, shift.UnitId));

    public async Task<Sums> Of(Guid shiftId, CancellationToken ct)
    {
        var payments = await db.Payments.AsNoTracking().Where(p => p.ShiftId == shiftId).Select(p => new { p.Id, p.Way, p.AmountVnd }).ToListAsync(ct);
        var back = await db.Refunds.AsNoTracking().Where(r => r.ShiftId == shiftId).SumAsync(r => r.AmountVnd, ct);
        var receipts = await db.Receipts.AsNoTracking().Where(r => db.Payments.Any(p => p.Id == r.PaymentId && p.ShiftId == shiftId)).Select(r => r.CancelledAt).ToListAsync(ct);
        long Sum(PaymentWay way) => payments.Where(p => p.Way == way).Sum(p => p.AmountVnd);
        return new(Sum(PaymentWay.Cash), back, Sum(PaymentWay.Card), Sum(PaymentWay.Transfer), payments.Count, receipts.Count, receipts.Count(c => c is not null));
    }
}
