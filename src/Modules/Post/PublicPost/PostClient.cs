using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using NhatLe.Platform.Outbound;

namespace NhatLe.Post.PublicPost;

/// <summary>The public post as we speak to it. Every request and every answer is signed; nothing is believed of an answer that does not fit the question.</summary>
public sealed class PostClient(PostSettings settings, TimeProvider time) : IDisposable
{
    const int LargestAnswer = 16 * 1024 * 1024; // the settlement of a busy day

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    readonly Partner partner = new("The public post", TimeSpan.FromSeconds(settings.TimeoutSeconds), time);

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

    /// <returns>Null for 404 where nothing was sent.</returns>
    async Task<T?> Ask<T>(HttpMethod method, string path, object? body, CancellationToken ct) where T : class
    {
        T? read = null;
        await partner.Ask(async token => read = await Send<T>(method, path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), PostWire.Json), token), ct);
        return read;
    }

    async Task<T?> Send<T>(HttpMethod method, string path, byte[]? body, CancellationToken ct) where T : class
    {
        var address = new Uri(settings.Url + path);
        using var request = new HttpRequestMessage(method, address);
        var timestamp = PostWire.Time(time.GetUtcNow());
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        request.Headers.Add(PostWire.Client, settings.ClientId);
        request.Headers.Add(PostWire.Timestamp, timestamp);
        request.Headers.Add(PostWire.Signature, PostWire.Sign(settings.Secret, timestamp, body ?? Encoding.UTF8.GetBytes(address.AbsolutePath)));
        try
        {
            using var answer = await http.SendAsync(request, ct);
            if (answer.StatusCode == HttpStatusCode.NotFound && body is null) return null;
            if (!answer.IsSuccessStatusCode)
            {
                var said = $"The public post answered {(int)answer.StatusCode}."; // its words may say who lives where
                throw (int)answer.StatusCode is 409 or 422 ? new RefusedByPartner(said) : new PartnerIsAway(said);
            }
            var bytes = await answer.Content.ReadAsByteArrayAsync(ct);
            if (!PostWire.Fits(settings.Secret, Header(answer, PostWire.Timestamp), Header(answer, PostWire.Signature), bytes, time.GetUtcNow())) throw new PartnerIsAway("The answer of the public post is not signed with our secret.");
            return JsonSerializer.Deserialize<T>(bytes, PostWire.Json) ?? throw new PartnerIsAway("The public post answered nothing.");
        }
        catch (JsonException e) { throw new PartnerIsAway("The public post answered what is no JSON of ours.", e); }
        catch (Exception e) when (e is HttpRequestException or IOException) { throw PartnerHttp.Unreached("The public post", e); }
    }

    static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    public void Dispose() => http.Dispose();
}
