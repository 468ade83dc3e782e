using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Counter;

/// <summary>The cashier hands over a refund that was decided, out of their shift (chi hoàn tiền mặt).</summary>
public static class PayOut
{
    public sealed record Command(Guid Id);

    public sealed record PaidOut(Guid Id, long AmountVnd);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/refunds/{id:guid}/pay-out", (Guid id, Handler handler, CancellationToken ct) => handler.Run(new(id), ct));

    public sealed class Handler(PaymentsDb db, Shifts shifts, Actor actor, LegalTime time)
    {
        public async Task<PaidOut> Run(Command command, CancellationToken ct)
        {
            actor.MustBeOfficer();
            var refund = await db.Refunds.Visible(db, actor, Permits.Collect).SingleOrDefaultAsync(r => r.Id == command.Id, ct) ?? throw Refusal.Missing("refund", "Không thấy khoản hoàn này trong phạm vi của anh/chị.");
            actor.MustHold(Permits.Collect, refund.UnitId);
            var shift = await shifts.Mine(refund.UnitId, ct);
            refund.PaidOut(shift.Id, time.Now);
            db.Record(refund, new RefundDone(refund.Id, refund.PaymentId, refund.AmountVnd), note: null, actor.PostFor(Permits.Collect, refund.UnitId));
            db.Discharge(refund, Duties.PayOut);
            await db.SaveChangesAsync(ct);
            return new(refund.Id, refund.AmountVnd);
        }
    }
}
