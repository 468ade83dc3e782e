using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Refunds;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Platform;

/// <summary>
/// The call-back of the payment platform. It is believed for its signature over the raw body and its time, taken once, and acknowledged only
/// after the commit: what was not acknowledged comes again.
/// </summary>
public static class Notify
{
    public const string Path = "/api/payments/platform/notifications";

    public sealed record Acknowledged(bool IsNew);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Path, async (HttpContext context, Handler handler, CancellationToken ct) => await handler.Run(await SignedMessage.Read(context.Request, ct), ct));

    public sealed class Handler(PaymentSettings settings, PaymentBook book, RefundBook refunds, ActorHolder holder, TimeProvider time)
    {
        public async Task<Acknowledged> Run(SignedMessage message, CancellationToken ct)
        {
            message.MustBeSigned(settings.IsSetUp ? settings.Secret : null, time.GetUtcNow());
            holder.Current = Actor.System; // the platform is nobody's account
            return message.Parse<PlatformWire.Notification>() switch
            {
                { Event: PlatformWire.PaymentEvent, Reference: { Length: > 0 and <= 64 } reference, Payment: { PaymentId.Length: > 0 and <= 64, Amount: > 0, Method: not null } paid } => new(await book.TakeFromPlatform(reference, paid, ByPlatform, ct)),
                { Event: PlatformWire.RefundEvent, Refund: { RefundId.Length: > 0 } refund } => new(await refunds.Hear(refund, ct)),
                _ => throw SignedMessage.Unreadable(),
            };
        }
    }

    /// <summary>Who took the money, on the receipt.</summary>
    public const string ByPlatform = "Hệ thống thanh toán trực tuyến";
}
