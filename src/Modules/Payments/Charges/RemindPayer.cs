using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Charges;

/// <summary>The time to pay is over and the desk gives another, once (nhắc nộp phí). Who does not remind may end the dossier.</summary>
public static class RemindPayer
{
    public sealed record Command
    {
        public string Code { get; set; } = "";

        /// <summary>Working days from now; not said: the usual time.</summary>
        [Range(1, PaymentSettings.LongestPayDays, ErrorMessage = "Thời gian nộp từ 1 đến 60 ngày làm việc.")]
        public int? Days { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/charges/{code}/reminder", (string code, Command? command, Handler handler, CancellationToken ct) => handler.Run((command ?? new()) with { Code = code }, ct));

    public sealed class Handler(PaymentsDb db, ChargeBook book, PayTime payTime, Actor actor, LegalTime time)
    {
        public async Task<ChargeView> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var charge = await book.Visible(command.Code, Permits.Collect, ct);
            actor.MustHold(Permits.Collect, charge.UnitId);
            var until = payTime.From(time.Now, command.Days);
            charge.Remind(payTime.Of(charge), until, time.Now);
            db.Record(charge, new PayerReminded(charge.Id, charge.DossierId, charge.DossierCode, charge.RemainingVnd, until), note: null, actor.PostFor(Permits.Collect, charge.UnitId));
            db.Discharge(charge, Duties.Unpaid, ifAny: true);
            await db.SaveChangesAsync(ct);
            return ChargeView.Of(charge);
        }
    }
}
