using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Payments.Refunds;

/// <summary>
/// What of a payment is for nothing is given back: all that is left of it, with a reason. What came by the platform goes back by the platform;
/// what came at the desk is paid out there by a cashier.
/// </summary>
public static class RefundPayment
{
    public sealed record Command
    {
        public Guid PaymentId { get; set; }

        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do hoàn tiền."), StringLength(300, ErrorMessage = "Lý do dài quá 300 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public sealed record Asked(Guid Id, long AmountVnd, RefundState State);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/payments/{id:guid}/refund", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { PaymentId = id }, ct));

    public sealed class Handler(PaymentsDb db, PaymentBook book, Actor actor, StepUp stepUp, LegalClock clock, LegalTime time)
    {
        static readonly TimeLimit PayOutLimit = new(3, TimeLimitUnit.WorkingDays);

        public async Task<Asked> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var payment = await book.Find(command.PaymentId, Permits.Refund, ct);
            actor.MustHold(Permits.Refund, payment.UnitId);
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần nộp (id).");
            stepUp.Demand();
            if (await db.Refunds.AsNoTracking().SingleOrDefaultAsync(r => r.Id == command.Id && r.PaymentId == payment.Id, ct) is { } first) return new(first.Id, first.AmountVnd, first.State);
            if (payment.RefundableVnd <= 0) throw Refusal.Conflict("refund.nothing", "Khoản này không còn gì để hoàn. Cần hoàn phần đã ghi biên lai thì hủy biên lai trước.");
            var way = payment.Way == PaymentWay.Online ? RefundWay.Platform : RefundWay.Cash;
            var post = actor.PostFor(Permits.Refund, payment.UnitId);
            var refund = Refund.Ask(command.Id, payment.UnitId, payment.Id, payment.RefundableVnd, way, command.Reason!, actor.Name, time.Now);
            var owed = !payment.Settled;
            payment.Refund(refund.AmountVnd);
            db.Refunds.Add(refund);
            db.Record(refund, new RefundAsked(refund.Id, payment.Id, refund.AmountVnd, way.ToString(), command.Reason!), command.Reason, post);
            db.Record(payment, new RefundAsked(refund.Id, payment.Id, refund.AmountVnd, way.ToString(), command.Reason!), command.Reason, post);
            if (way == RefundWay.Cash) db.Owe(refund, Duties.PayOut, refund.UnitId, Permits.Collect, clock.DueAt(PayOutLimit, time.Now), new DutyCard("Chi hoàn tiền mặt", payment.Payer, payment.DossierCode ?? "", $"/thu-tien/khoan/{payment.Id}", AnswersCitizen: true));
            if (owed) db.Discharge(payment, Duties.Mend, ifAny: true);
            await db.SaveChangesAsync(ct);
            return new(refund.Id, refund.AmountVnd, refund.State);
        }
    }
}
