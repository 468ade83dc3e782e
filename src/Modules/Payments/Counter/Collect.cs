using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Counter;

/// <summary>The cashier takes what is due, all of it, in cash, by the desk's card terminal or as a transfer that has been seen (thu tiền tại quầy).</summary>
public static class Collect
{
    public sealed record Command
    {
        public string Code { get; set; } = "";

        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        public PaymentWay Way { get; set; } = PaymentWay.Cash;

        /// <summary>What the cashier saw as due; another amount means that something changed.</summary>
        public long AmountVnd { get; set; }

        [StringLength(60, ErrorMessage = "Số phiếu dài quá 60 chữ. Hãy xem lại.")]
        public string? Slip { get; set; }
    }

    /// <param name="Receipt">Its number: "0000012/2024".</param>
    public sealed record Collected(Guid PaymentId, Guid ReceiptId, string Receipt, long AmountVnd);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/charges/{code}/collection", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(PaymentsDb db, ChargeBook charges, PaymentBook book, Shifts shifts, Actor actor, LegalTime time)
    {
        public async Task<Collected> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var charge = await charges.Visible(command.Code, Permits.Collect, ct);
            actor.MustHold(Permits.Collect, charge.UnitId);
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần nộp (id).");
            if (command.Way is not (PaymentWay.Cash or PaymentWay.Card or PaymentWay.Transfer)) throw Refusal.Invalid("Way", "Hãy chọn cách nộp trong danh sách.");
            if (command.Way != PaymentWay.Cash && string.IsNullOrWhiteSpace(command.Slip)) throw Refusal.Invalid("Slip", "Hãy ghi số phiếu của máy thẻ, hoặc mã giao dịch ngân hàng đã báo có.");
            if (await First(command.Id, charge.Id, ct) is { } first) return first;
            var shift = await shifts.Mine(charge.UnitId, ct);
            if (charge.RemainingVnd == 0) throw Refusal.Conflict("charge.closed", "Khoản này không còn phải nộp, hoặc đã nộp đủ.");
            if (command.AmountVnd != charge.RemainingVnd) throw Refusal.Conflict("charge.changed", "Số phải nộp bây giờ là {0:N0} đồng. Hãy xem lại trước khi thu.", charge.RemainingVnd);
            var now = time.Now;
            var payment = await book.Put(new(command.Id, command.Way, "", command.AmountVnd, charge.DossierCode, PlatformId: null, command.Way == PaymentWay.Cash ? null : command.Slip, shift.Id, actor.Name, now), charge, actor.PostFor(Permits.Collect, charge.UnitId), ct);
            await db.SaveChangesAsync(ct);
            return (await First(payment.Id, charge.Id, ct))!;
        }

        async Task<Collected?> First(Guid paymentId, Guid chargeId, CancellationToken ct) =>
            await db.Receipts.AsNoTracking().Where(r => r.PaymentId == paymentId && r.ChargeId == chargeId).OrderBy(r => r.IssuedAt).FirstOrDefaultAsync(ct) is { } receipt ? new(paymentId, receipt.Id, receipt.Code, receipt.AmountVnd) : null;
    }
}
