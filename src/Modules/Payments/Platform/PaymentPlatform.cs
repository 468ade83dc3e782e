using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NhatLe.Platform.Outbound;

namespace NhatLe.Payments.Platform;

/// <summary>The payment platform as we speak to it. Every request is signed; nothing is believed of an answer that does not fit the question.</summary>
public sealed class PaymentPlatform(PaymentSettings settings, TimeProvider time) : IDisposable
{
    const int LargestAnswer = 16 * 1024 * 1024; // the file of a busy day

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    readonly Partner partner = new("The payment platform", TimeSpan.FromSeconds(settings.TimeoutSeconds), time);

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
    public async Task<(string Text, string Hash)?> File(DateOnly day, CancellationToken ct)
    {
        (string, string)? file = null;
        await partner.Ask(async token =>
        {
            using var answer = await Send(HttpMethod.Get, "/reconciliation/" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), null, token);
            if (answer is null) return;
            var bytes = await answer.Content.ReadAsByteArrayAsync(token);
            if (!PlatformWire.Fits(settings.Secret, Header(answer, PlatformWire.Timestamp), Header(answer, PlatformWire.Signature), bytes, time.GetUtcNow())) throw new PartnerIsAway("The file of the payment platform is not signed with our secret.");
            file = (System.Text.Encoding.UTF8.GetString(bytes), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)));
        }, ct);
        return file;
    }

    async Task<T?> Ask<T>(HttpMethod method, string path, object? body, CancellationToken ct) where T : class
    {
        T? read = null;
        await partner.Ask(async token =>
        {
            using var answer = await Send(method, path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), PlatformWire.Json), token);
            if (answer is null) return;
            try { read = JsonSerializer.Deserialize<T>(await answer.Content.ReadAsByteArrayAsync(token), PlatformWire.Json) ?? throw new PartnerIsAway("The payment platform answered nothing."); }
            catch (JsonException e) { throw new PartnerIsAway("The payment platform answered what is no JSON of ours.", e); }
        }, ct);
        return read;
    }

    /// <returns>Null for 404 to a question.</returns>
    async Task<HttpResponseMessage?> Send(HttpMethod method, string path, byte[]? body, CancellationToken ct)
    {
        var address = new Uri(settings.Platform + path);
        using var request = new HttpRequestMessage(method, address);
        var timestamp = PlatformWire.Time(time.GetUtcNow());
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        request.Headers.Add(PlatformWire.Client, settings.ClientId);
        request.Headers.Add(PlatformWire.Timestamp, timestamp);
        request.Headers.Add(PlatformWire.Signature, PlatformWire.Sign(settings.Secret, timestamp, body ?? System.Text.Encoding.UTF8.GetBytes(address.AbsolutePath)));
        try
        {
            var answer = await http.SendAsync(request, ct);
            if (answer.IsSuccessStatusCode) return answer;
            using (answer)
            {
                if (answer.StatusCode == HttpStatusCode.NotFound && body is null) return null;
                var said = $"The payment platform answered {(int)answer.StatusCode}: {await answer.Content.Beginning(ct)}";
                throw (int)answer.StatusCode is 409 or 422 ? new RefusedByPartner(said) : new PartnerIsAway(said);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw PartnerHttp.Unreached("The payment platform", e);
        }
    }

    static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    public void Dispose() => http.Dispose();
}
