using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace NhatLe.Payments.Charges;

/// <summary>One charge as it stands: what a cashier looks at before taking the money.</summary>
public static class ReadCharge
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/api/payments/charges/{code}", (string code, Handler handler, CancellationToken ct) => handler.Run(code, ct));

    public sealed class Handler(ChargeBook book)
    {
        public async Task<ChargeView> Run(string code, CancellationToken ct) => ChargeView.Of(await book.Visible(code, Permits.Read, ct));
    }
}
