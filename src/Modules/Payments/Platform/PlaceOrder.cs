using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Charges;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Platform;

/// <summary>
/// The payer wants to pay online: an order under a reference of its own, and the QR code that banks read. Asked again while one is open for the
/// same amount, it is that one.
/// </summary>
public static class PlaceOrder
{
    public sealed record Command(string Code);

    /// <param name="Qr">The content of the QR code.</param>
    /// <param name="Address">The platform's page.</param>
    public sealed record Placed(string Reference, long AmountVnd, string Qr, string Address, DateTimeOffset ExpiresAt);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/charges/{code}/orders", (string code, Handler handler, CancellationToken ct) => handler.Run(new(code), ct));

    public sealed class Handler(PaymentsDb db, ChargeBook book, PaymentPlatform platform, IHttpContextAccessor http, TimeProvider time)
    {
        /// <summary>So long before its end an order is not handed out any more.</summary>
        static readonly TimeSpan Enough = TimeSpan.FromMinutes(5);

        public async Task<Placed> Run(Command command, CancellationToken ct)
        {
            var charge = await book.Own(command.Code, ct);
            if (!platform.IsSetUp) throw Refusal.Conflict("payments.offline", "Ở đây chưa nộp trực tuyến được. Mời ông/bà nộp tại một cửa.");
            if (charge.RemainingVnd == 0) throw Refusal.Conflict("charge.closed", "Khoản này không còn phải nộp, hoặc đã nộp đủ.");
            var now = time.GetUtcNow();
            if (await Open(charge, now, ct) is { } known) return Show(known);
            var order = await db.Orders.Where(o => o.ChargeId == charge.Id && o.State == OrderState.Open && o.PlatformId == null && o.AmountVnd == charge.RemainingVnd && o.ExpiresAt > now + Enough).OrderByDescending(o => o.MadeAt).FirstOrDefaultAsync(ct);
            if (order is null)
            {
                db.Orders.Add(order = Order.For(charge.Id, charge.RemainingVnd, now));
                await db.SaveChangesAsync(ct); // ours before theirs: money under the reference finds its charge, whatever happens now
            }
            PlatformWire.OrderAnswer answer;
            try { answer = await platform.Place(new(order.Reference, order.AmountVnd, charge.Title + " " + charge.DossierCode, http.HttpContext!.Request.Absolute($"/nop-phi/{charge.DossierCode}")), ct); }
            catch (Exception e) when (e is PartnerIsAway or PartnerRests or RefusedByPartner)
            {
                throw Refusal.Busy(TimeSpan.FromMinutes(1), "Hệ thống thanh toán đang gián đoạn. Ông/bà thử lại sau ít phút, hoặc nộp tại một cửa.");
            }
            order.Placed(answer.OrderId, answer.Bin, answer.Account, answer.PayUrl, answer.ExpiresAt);
            await db.SaveChangesAsync(ct);
            return Show(order);
        }

        /// <summary>The order that can be paid now.</summary>
        public Task<Order?> Open(Charge charge, DateTimeOffset now, CancellationToken ct) =>
            db.Orders.Where(o => o.ChargeId == charge.Id && o.State == OrderState.Open && o.PlatformId != null && o.AmountVnd == charge.RemainingVnd && o.ExpiresAt > now + Enough).OrderByDescending(o => o.MadeAt).FirstOrDefaultAsync(ct);

        public static Placed Show(Order order) => new(order.Reference, order.AmountVnd, VietQr.Of(order.Bin!, order.Account!, order.AmountVnd, order.Reference), order.Address!, order.ExpiresAt);
    }
}
