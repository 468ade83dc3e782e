using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Receipts;

/// <summary>A receipt made by mistake is cancelled with its reason (hủy biên lai): the number stays, the charge is due again, and the money is owed back.</summary>
public static class CancelReceipt
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do hủy biên lai."), StringLength(300, ErrorMessage = "Lý do dài quá 300 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public sealed record Cancelled(string Code, Guid PaymentId);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/receipts/{id:guid}/cancellation", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(PaymentsDb db, PaymentBook book, Actor actor, StepUp stepUp, LegalTime time)
    {
        public async Task<Cancelled> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeOfficer();
            var receipt = await db.Receipts.Visible(db, actor, Permits.Refund).SingleOrDefaultAsync(r => r.Id == command.Id, ct) ?? throw Missing();
            actor.MustHold(Permits.Refund, receipt.UnitId);
            stepUp.Demand();
            var (payment, charge) = (await db.Payments.SingleAsync(p => p.Id == receipt.PaymentId, ct), await db.Charges.SingleAsync(c => c.Id == receipt.ChargeId, ct));
            var post = actor.PostFor(Permits.Refund, receipt.UnitId);
            receipt.Cancel(command.Reason!, actor.Name, time.Now);
            charge.TakeBack(receipt.AmountVnd);
            var owed = !payment.Settled;
            payment.Release();
            db.Record(receipt, new ReceiptCancelled(receipt.Id, command.Reason!), command.Reason, post);
            db.Record(payment, new PaymentReleased(payment.Id, command.Reason!), command.Reason, post);
            db.Record(charge, new ChargeReopened(charge.Id, charge.DossierId, charge.DossierCode, charge.RemainingVnd), command.Reason, post);
            if (owed) db.Release(payment, Duties.Mend, ifAny: true);
            book.OweMend(payment);
            await db.SaveChangesAsync(ct);
            return new(receipt.Code, payment.Id);
        }
    }

    public static Refusal Missing() => Refusal.Missing("receipt", "Không thấy biên lai này trong phạm vi của anh/chị.");
}
