using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Platform;
using NhatLe.Platform.Clock;

namespace NhatLe.Payments.Refunds;

/// <summary>What becomes of a refund that the platform was asked for.</summary>
public sealed class RefundBook(PaymentsDb db, PaymentBook book, LegalTime time)
{
    /// <summary>What the platform says of one of our refunds, by its call-back or when asked.</summary>
    /// <returns>True where it ended by this.</returns>
    public async Task<bool> Hear(PlatformWire.RefundAnswer said, CancellationToken ct)
    {
        if (!Guid.TryParse(said.RefundId, out var id) || said.Status is not (PlatformWire.Done or PlatformWire.Refused)) return false;
        db.ChangeTracker.Clear();
        return await db.Again(async () =>
        {
            if (await db.Refunds.SingleOrDefaultAsync(r => r.Id == id, ct) is not { IsOpen: true } refund) return false;
            if (said.Status == PlatformWire.Done)
            {
                refund.End(RefundState.Done, said: null, time.Now);
                db.Record(refund, new RefundDone(refund.Id, refund.PaymentId, refund.AmountVnd));
            }
            else
            {
                var payment = await db.Payments.SingleAsync(p => p.Id == refund.PaymentId, ct);
                var owed = !payment.Settled;
                refund.End(RefundState.Refused, said.Reason, time.Now);
                payment.RefundFailed(refund.AmountVnd);
                db.Record(refund, new RefundRefused(refund.Id, payment.Id, said.Reason ?? ""));
                if (!owed) book.OweMend(payment);
            }
            await db.SaveChangesAsync(ct);
            return true;
        }, contenders: 5);
    }
}
