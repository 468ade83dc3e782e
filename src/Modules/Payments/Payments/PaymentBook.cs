using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Platform;
using NhatLe.Payments.Receipts;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Payments.Payments;

/// <summary>
/// Money that comes, whoever tells of it: call-back, question, file, or the cashier. The payment, its charge, its receipt and the duty about
/// what does not fit are one transaction.
/// </summary>
public sealed class PaymentBook(PaymentsDb db, ChargeBook charges, Actor actor, DirectoryCache directory, LegalClock clock, LegalTime time)
{
    static readonly TimeLimit MendLimit = new(3, TimeLimitUnit.WorkingDays);

    /// <summary>Takes a payment of the platform: once, however often and by however many ways it is told.</summary>
    /// <returns>False where it was known.</returns>
    public Task<bool> TakeFromPlatform(string reference, PlatformWire.Paid paid, string takenBy, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        return db.Again(async () =>
        {
            var id = Payment.IdOf(paid.PaymentId);
            if (await db.Payments.AsNoTracking().AnyAsync(p => p.Id == id, ct)) return false;
            var order = await db.Orders.SingleOrDefaultAsync(o => o.Reference == reference, ct);
            var charge = order is null ? null : await db.Charges.SingleAsync(c => c.Id == order.ChargeId, ct);
            order?.Paid();
            await Put(new(id, PaymentWay.Online, paid.Method, paid.Amount, reference, paid.PaymentId, Slip: null, ShiftId: null, takenBy, paid.PaidAt), charge, post: null, ct);
            await db.SaveChangesAsync(ct);
            return true;
        }, contenders: 5); // call-back, question, file and cashier
    }

    /// <summary>The payment with all that follows from it; the caller saves.</summary>
    public async Task<Payment> Put(Payment.Incoming money, Charge? charge, Post? post, CancellationToken ct)
    {
        var now = time.Now;
        var home = charge?.UnitId ?? (await directory.Get(ct)).Province!.Id;
        var payment = Payment.Take(money, charge, home, now);
        db.Payments.Add(payment);
        db.Record(payment, new PaymentTaken(payment.Id, payment.ChargeId, payment.Reference, payment.AmountVnd, payment.Way.ToString(), payment.State.ToString()), note: null, post);
        await Follow(payment, charge, post, ct);
        return payment;
    }

    /// <summary>Receipt, end of the charge, and the duty about what is left.</summary>
    public async Task Follow(Payment payment, Charge? charge, Post? post, CancellationToken ct)
    {
        var now = time.Now;
        if (charge is not null && payment.AppliedVnd > 0)
        {
            var receipt = Receipt.For(payment, charge, payment.TakenBy, now);
            db.Receipts.Add(receipt);
            db.Record(receipt, new ReceiptIssued(receipt.Id, payment.Id, charge.DossierCode, receipt.AmountVnd), note: null, post);
            db.Number(receipt);
            if (charge.Status == ChargeStatus.Paid) await End(charge, payment, post, ct);
            else db.Record(charge, new ChargePartPaid(charge.Id, charge.DossierId, charge.DossierCode, receipt.AmountVnd, charge.RemainingVnd), note: null, post);
        }
        if (!payment.Settled) OweMend(payment);
    }

    /// <summary>Nothing more is due: who waits is told, and what lacked something lacks nothing now.</summary>
    async Task End(Charge charge, Payment last, Post? post, CancellationToken ct)
    {
        charges.SayIfSettled(charge, post);
        await charges.CloseOrders(charge.Id, ct);
        foreach (var part in await db.Payments.Where(p => p.ChargeId == charge.Id && p.State == PaymentState.Partial && !p.Settled && p.Id != last.Id).ToListAsync(ct))
        {
            part.Settle();
            db.Record(part, new PaymentAssigned(part.Id, charge.Id, charge.DossierCode, "Nộp đủ phần còn lại"), note: null, post);
            db.Discharge(part, Duties.Mend, ifAny: true);
        }
    }

    /// <summary>Who collects asks for what lacks; who may refund gives back what is too much.</summary>
    public void OweMend(Payment payment) => db.Owe(payment, Duties.Mend, payment.UnitId, payment.State == PaymentState.Partial ? Permits.Collect : Permits.Refund, clock.DueAt(MendLimit, time.Now),
        new DutyCard(Words.Of(payment.State), payment.Payer, payment.DossierCode ?? payment.Reference, $"/thu-tien/khoan/{payment.Id}", AnswersCitizen: true));

    /// <exception cref="Refusal">401, 403, 404.</exception>
    public async Task<Payment> Find(Guid id, string permit, CancellationToken ct)
    {
        actor.MustBeOfficer();
        return await db.Payments.Visible(db, actor, permit).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Refusal.Missing("payment", "Không thấy khoản nộp này trong phạm vi của anh/chị.");
    }
}
