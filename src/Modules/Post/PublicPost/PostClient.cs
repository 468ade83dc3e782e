using System.Globalization;
using NhatLe.Platform.Outbound;

namespace NhatLe.Post.PublicPost;

/// <summary>The public post as we speak to it. Every request and every answer is signed; nothing is believed of an answer that does not fit the question.</summary>
public sealed class PostClient(PostSettings settings, TimeProvider time) : IDisposable
{
    readonly SignedPartner partner = new("The public post", settings.Url, settings.ClientId, settings.Secret, settings.TimeoutSeconds, quotes: false, time);

    public bool IsSetUp => settings.IsSetUp;

    /// <summary>The reference is the idempotency key: told twice, it is one order.</summary>
    public async Task<PostWire.OrderAnswer> Place(PostWire.OrderRequest order, CancellationToken ct)
    {
        var answer = await Ask<PostWire.OrderAnswer>(HttpMethod.Post, "/orders", order, ct);
        return answer is { TrackingNumber: { Length: > 0 and <= 40 }, Price: >= 0 } && answer.Reference == order.Reference && answer.Cod == order.Cod ? answer : throw OfAnother();
    }

    /// <summary>Null where it knows no such order.</summary>
    public async Task<PostWire.OrderAnswer?> Look(string reference, CancellationToken ct)
    {
        var answer = await Ask<PostWire.OrderAnswer>(HttpMethod.Get, "/orders/" + reference, body: null, ct);
        return answer is null || answer.Reference == reference ? answer : throw OfAnother();
    }

    /// <summary>The desk gave it to the postman.</summary>
    public Task HandOver(string reference, PostWire.HandOverRequest told, CancellationToken ct) => Ask<PostWire.OrderAnswer>(HttpMethod.Put, $"/orders/{reference}/hand-over", told, ct);

    /// <returns>False: it was picked up already. What the post never heard of is cancelled, too.</returns>
    public async Task<bool> Cancel(string reference, CancellationToken ct)
    {
        try { await Ask<PostWire.OrderAnswer>(HttpMethod.Delete, "/orders/" + reference, body: null, ct); }
        catch (RefusedByPartner) { return false; }
        return true;
    }

    /// <summary>What it collected on a day; null where it does not say so yet.</summary>
    public async Task<PostWire.SettlementAnswer?> Settlement(DateOnly day, CancellationToken ct)
    {
        var answer = await Ask<PostWire.SettlementAnswer>(HttpMethod.Get, "/settlements/" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), body: null, ct);
        return answer is null || (answer.Date == day && answer.Lines is not null) ? answer : throw OfAnother();
    }

    static PartnerIsAway OfAnother() => new("The public post answered for something else.");

    Task<T?> Ask<T>(HttpMethod method, string path, object? body, CancellationToken ct) where T : class => partner.Ask<T>(method, path, body, signed: true, ct);

    public void Dispose() => partner.Dispose();
}
