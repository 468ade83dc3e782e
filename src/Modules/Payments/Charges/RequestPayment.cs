using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Payments;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Charges;

/// <summary>The unit does not go on until the fee is paid (yêu cầu thực hiện nghĩa vụ tài chính): the dossier's legal clock stands still meanwhile.</summary>
public static class RequestPayment
{
    public sealed record Command(string Code);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/charges/{code}/request", (string code, Handler handler, CancellationToken ct) => handler.Run(new(code), ct));

    public sealed class Handler(PaymentsDb db, ChargeBook book, Actor actor, LegalTime time)
    {
        public async Task<ChargeView> Run(Command command, CancellationToken ct)
        {
            var charge = await book.Visible(command.Code, Permits.Collect, ct);
            actor.MustHold(Permits.Collect, charge.UnitId);
            charge.Request(time.Now);
            db.Record(charge, new PaymentRequested(charge.Id, charge.DossierId, charge.DossierCode, charge.RemainingVnd), note: null, actor.PostFor(Permits.Collect, charge.UnitId));
            await db.SaveChangesAsync(ct);
            return ChargeView.Of(charge);
        }
    }
}
