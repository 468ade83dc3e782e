using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Refunds;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Platform;

/// <summary>
/// The call-back of the payment platform. It is believed for its signature over the raw body and its time, taken once, and acknowledged only
/// after the commit: what was not acknowledged comes again.
/// </summary>
public static class Notify
{
    public const string Path = "/api/payments/platform/notifications";

    const int Largest = 16 * 1024;

    public sealed record Acknowledged(bool IsNew);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, async (HttpContext context, Handler handler, CancellationToken ct) =>
    {
        if (context.Request.ContentLength > Largest) throw TooLarge();
        using var body = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, ct)) > 0;)
        {
            if (body.Length + read > Largest) throw TooLarge();
            body.Write(buffer, 0, read);
        }
        var headers = context.Request.Headers;
        return await handler.Run(headers[PlatformWire.Timestamp], headers[PlatformWire.Signature], body.ToArray(), ct);
    });

    static Refusal TooLarge() => new(StatusCodes.Status413PayloadTooLarge, "too-large", "Nội dung gửi đến quá lớn.");

    public sealed class Handler(PaymentSettings settings, PaymentBook book, RefundBook refunds, ActorHolder holder, TimeProvider time)
    {
        public async Task<Acknowledged> Run(string? timestamp, string? signature, byte[] body, CancellationToken ct)
        {
            if (!settings.IsSetUp || !PlatformWire.Fits(settings.Secret, timestamp, signature, body, time.GetUtcNow()))
                throw new Refusal(StatusCodes.Status401Unauthorized, "notification.signature", "Chữ ký của thông báo không đúng, hoặc thông báo đã cũ.");
            holder.Current = Actor.System; // the platform is nobody's account
            PlatformWire.Notification? said;
            try { said = JsonSerializer.Deserialize<PlatformWire.Notification>(body, PlatformWire.Json); }
            catch (JsonException) { said = null; }
            return said switch
            {
                { Event: PlatformWire.PaymentEvent, Reference: { Length: > 0 and <= 64 } reference, Payment: { PaymentId.Length: > 0 and <= 64, Amount: > 0, Method: not null } paid } => new(await book.TakeFromPlatform(reference, paid, ByPlatform, ct)),
                { Event: PlatformWire.RefundEvent, Refund: { RefundId.Length: > 0 } refund } => new(await refunds.Hear(refund, ct)),
                _ => throw new Refusal(StatusCodes.Status400BadRequest, "bad-request", "Yêu cầu này không đọc được."),
            };
        }
    }

    /// <summary>Who took the money, on the receipt.</summary>
    public const string ByPlatform = "Hệ thống thanh toán trực tuyến";
}
