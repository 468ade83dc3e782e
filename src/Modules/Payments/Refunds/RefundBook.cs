using Microsoft.AspNetCore.Http;
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
    const int MostTries = 5;

    /// <summary>What the platform says of one of our refunds, by its call-back or when asked.</summary>
    /// <returns>True where it ended by this.</returns>
    public async Task<bool> Hear(PlatformWire.RefundAnswer said, CancellationToken ct)
    {
        if (!Guid.TryParse(said.RefundId, out var id) || said.Status is not (PlatformWire.Done or PlatformWire.Refused)) return false;
        for (var tries = 1; ; tries++)
        {
            db.ChangeTracker.Clear();
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
            try
            {
                await db.SaveChangesAsync(ct);
                return true;
            }
            catch (Refusal refusal) when (refusal.Status == StatusCodes.Status409Conflict && tries < MostTries) { /* told twice at once: seen anew */ }
        }
    }
}
