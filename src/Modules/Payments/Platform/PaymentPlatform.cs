using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NhatLe.Platform.Outbound;

namespace NhatLe.Payments.Platform;

/// <summary>The payment platform as we speak to it. Every request is signed; nothing is believed of an answer that does not fit the question.</summary>
public sealed class PaymentPlatform(PaymentSettings settings, TimeProvider time) : IDisposable
{
    readonly SignedPartner partner = new("The payment platform", settings.Platform, settings.ClientId, settings.Secret, settings.TimeoutSeconds, quotes: true, time);

    public bool IsSetUp => settings.IsSetUp;

    /// <summary>The reference is the idempotency key: asked twice, it is one order.</summary>
    public async Task<PlatformWire.OrderAnswer> Place(PlatformWire.OrderRequest order, CancellationToken ct)
    {
        var answer = await Ask<PlatformWire.OrderAnswer>(HttpMethod.Post, "/orders", order, ct);
        return answer!.Reference == order.Reference && answer.Amount == order.Amount && PartnerHttp.Address(answer.PayUrl) is not null ? answer : throw new PartnerIsAway("The payment platform answered for another order.");
    }

    /// <summary>Null where it knows no such order.</summary>
    public async Task<PlatformWire.OrderAnswer?> Look(string reference, CancellationToken ct)
    {
        var answer = await Ask<PlatformWire.OrderAnswer>(HttpMethod.Get, "/orders/" + reference, body: null, ct);
        return answer is null || answer.Reference == reference ? answer : throw new PartnerIsAway("The payment platform answered for another order.");
    }

    public async Task<PlatformWire.RefundAnswer> Refund(PlatformWire.RefundRequest refund, CancellationToken ct) => (await Ask<PlatformWire.RefundAnswer>(HttpMethod.Post, "/refunds", refund, ct))!;

    public Task<PlatformWire.RefundAnswer?> LookRefund(string refundId, CancellationToken ct) => Ask<PlatformWire.RefundAnswer>(HttpMethod.Get, "/refunds/" + refundId, body: null, ct);

    /// <summary>The signed file of a day; null where there is none yet.</summary>
    public async Task<(string Text, string Hash)?> File(DateOnly day, CancellationToken ct) =>
        await partner.Fetch("/reconciliation/" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ct) is { } bytes ? (Encoding.UTF8.GetString(bytes), Convert.ToHexStringLower(SHA256.HashData(bytes))) : null;

    Task<T?> Ask<T>(HttpMethod method, string path, object? body, CancellationToken ct) where T : class => partner.Ask<T>(method, path, body, signed: false, ct);

    public void Dispose() => partner.Dispose();
}
