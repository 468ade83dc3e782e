using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace NhatLe.Platform.Outbound;

/// <summary>A partner that is spoken to by HTTP in JSON, where a secret of both signs what is said (<see cref="SharedSecret"/>).</summary>
/// <param name="who">"The public post", for operators.</param>
/// <param name="address">Before the paths of its interface.</param>
/// <param name="quotes">What it says when it refuses may be kept; false: it may say who lives where.</param>
public sealed class SignedPartner(string who, string address, string client, string secret, int timeoutSeconds, bool quotes, TimeProvider time) : IDisposable
{
    const int LargestAnswer = 16 * 1024 * 1024; // the money of a busy day

    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    readonly Partner partner = new(who, TimeSpan.FromSeconds(timeoutSeconds), time);

    /// <param name="body">Null: none is sent.</param>
    /// <param name="signed">Nothing is believed that the partner has not signed.</param>
    /// <returns>Null for 404 where nothing was sent.</returns>
    /// <exception cref="PartnerIsAway">For now.</exception>
    /// <exception cref="PartnerRests">It was not asked.</exception>
    /// <exception cref="RefusedByPartner">For good: 409, 422.</exception>
    public async Task<T?> Ask<T>(HttpMethod method, string path, object? body, bool signed, CancellationToken ct) where T : class
    {
        T? read = null;
        var sent = body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json);
        await partner.Ask(async token =>
        {
            if (await Send(method, path, sent, signed, token) is not { } bytes) return;
            try { read = JsonSerializer.Deserialize<T>(bytes, Json) ?? throw new PartnerIsAway($"{who} answered nothing."); }
            catch (JsonException e) { throw new PartnerIsAway($"{who} answered what is no JSON of ours.", e); }
        }, ct);
        return read;
    }

    /// <summary>What lies at a path, signed, as it is.</summary>
    /// <returns>Null for 404.</returns>
    public async Task<byte[]?> Fetch(string path, CancellationToken ct)
    {
        byte[]? bytes = null;
        await partner.Ask(async token => bytes = await Send(HttpMethod.Get, path, body: null, signed: true, token), ct);
        return bytes;
    }

    async Task<byte[]?> Send(HttpMethod method, string path, byte[]? body, bool signed, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, new Uri(address + path));
        var timestamp = SharedSecret.Time(time.GetUtcNow());
        if (body is not null) request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };
        request.Headers.Add(SharedSecret.Client, client);
        request.Headers.Add(SharedSecret.Timestamp, timestamp);
        request.Headers.Add(SharedSecret.Signature, SharedSecret.Sign(secret, timestamp, body ?? Encoding.UTF8.GetBytes(request.RequestUri!.AbsolutePath)));
        try
        {
            using var answer = await http.SendAsync(request, ct);
            if (answer.StatusCode == HttpStatusCode.NotFound && body is null) return null;
            if (!answer.IsSuccessStatusCode)
            {
                var said = $"{who} answered {(int)answer.StatusCode}" + (quotes ? $": {await answer.Content.Beginning(ct)}" : ".");
                throw (int)answer.StatusCode is 409 or 422 ? new RefusedByPartner(said) : new PartnerIsAway(said);
            }
            var bytes = await answer.Content.ReadAsByteArrayAsync(ct);
            return !signed || SharedSecret.Fits(secret, Header(answer, SharedSecret.Timestamp), Header(answer, SharedSecret.Signature), bytes, time.GetUtcNow()) ? bytes : throw new PartnerIsAway($"{who} has not signed its answer with our secret.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException) { throw PartnerHttp.Unreached(who, e); }
    }

    static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    public void Dispose() => http.Dispose();
}
