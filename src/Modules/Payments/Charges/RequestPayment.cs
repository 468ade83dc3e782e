using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Charges;

/// <summary>The unit does not go on until the fee is paid (yêu cầu thực hiện nghĩa vụ tài chính): the dossier's legal clock stands still meanwhile.</summary>
public static class RequestPayment
{
    public sealed record Command
    {
        public string Code { get; set; } = "";

        /// <summary>Working days the payer has; not said: the usual time.</summary>
        [Range(1, PaymentSettings.LongestPayDays, ErrorMessage = "Thời gian nộp từ 1 đến 60 ngày làm việc.")]
        public int? Days { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/charges/{code}/request", (string code, Command? command, Handler handler, CancellationToken ct) => handler.Run((command ?? new()) with { Code = code }, ct));

    public sealed class Handler(PaymentsDb db, ChargeBook book, IDossiers dossiers, PayTime payTime, Actor actor, LegalTime time)
    {
        public async Task<ChargeView> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var charge = await book.Visible(command.Code, Permits.Collect, ct);
            actor.MustHold(Permits.Collect, charge.UnitId);
            var until = payTime.From(time.Now, command.Days);
            charge.Request(until, time.Now);
            if (await dossiers.Find(charge.DossierId, ct) is not { MayWaitForFee: true }) throw Refusal.Conflict("charge.dossier-waits", "Hồ sơ đang chờ giấy bổ sung hoặc đã có kết quả, nên chưa yêu cầu nộp phí được.");
            db.Record(charge, new PaymentRequested(charge.Id, charge.DossierId, charge.DossierCode, charge.RemainingVnd, until), note: null, actor.PostFor(Permits.Collect, charge.UnitId));
            await db.SaveChangesAsync(ct);
            return ChargeView.Of(charge);
        }
    }
}
