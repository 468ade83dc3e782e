using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Payments.Refunds;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Outbound;

namespace NhatLe.Payments.On;

/// <summary>Asks the platform for a refund, under its id as idempotency key; while the platform is away it waits in the outbox.</summary>
public sealed class SendRefund(PaymentsDb db, RefundBook book, PaymentPlatform platform) : IReaction<RefundAsked>
{
    public async Task On(RefundAsked happened, Entry entry, CancellationToken ct)
    {
        if (entry.SubjectId != happened.RefundId || happened.Way != nameof(RefundWay.Platform)) return; // the payment's journal says it too
        var refund = await db.Refunds.SingleAsync(r => r.Id == happened.RefundId, ct);
        if (refund.State != RefundState.Asked) return;
        var platformId = await db.Payments.Where(p => p.Id == refund.PaymentId).Select(p => p.PlatformId!).SingleAsync(ct);
        PlatformWire.RefundAnswer answer;
        try { answer = await platform.Refund(new(refund.Id.ToString(), platformId, refund.AmountVnd, refund.Reason), ct); }
        catch (RefusedByPartner e) { answer = new(refund.Id.ToString(), PlatformWire.Refused, e.Message); }
        if (answer.Status is PlatformWire.Done or PlatformWire.Refused)
        {
            await book.Hear(answer, ct);
            return;
        }
        refund.Sent();
        db.Record(refund, new RefundSent(refund.Id));
        await db.SaveChangesAsync(ct);
    }
}
