using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using NhatLe.Exchange.Calls;
using NhatLe.Platform.Files;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Axis;

/// <summary>The axis as we speak to it: with a token that is fetched when it is needed, and a breaker while it is down. Every operation may be repeated.</summary>
public sealed class AxisClient(AxisSettings settings, FileStore files, TimeProvider time) : IDisposable
{
    const int LongestAnswer = 4 * 1024 * 1024;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = null, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
    readonly Partner partner = new("The document axis", TimeSpan.FromSeconds(settings.TimeoutSeconds), time, retries: 0);
    readonly PartnerToken token = new(time);

    public Task Register(AxisWire.Agency agency, CancellationToken ct) => Say(AxisWire.Register, agency, ct);

    public async Task<IReadOnlyList<AxisWire.Agency>> Agencies(CancellationToken ct)
    {
        var list = await Ask<AxisWire.AgencyList>(AxisWire.Agencies, () => Write(new { }), ct);
        return Fit(list.Agencies, list.ErrorCode, list.ErrorDesc);
    }

    /// <returns>What the axis calls it (DocId); the same for the same packet.</returns>
    public async Task<string> Send(string from, string hash, CancellationToken ct)
    {
        var answer = await Ask<AxisWire.Answer>(AxisWire.Send, () => Packet(from, hash), ct);
        MustBeOk(answer.ErrorCode, answer.ErrorDesc);
        return answer.DocId is { Length: > 0 and <= 100 } id ? id : throw new PartnerIsAway("The document axis took a packet and gave it no DocId.");
    }

    StreamContent Packet(string from, string hash)
    {
        var content = new StreamContent(files.Open(hash)) { Headers = { ContentType = new(AxisWire.PacketType) } };
        foreach (var (name, value) in ((string, string)[])[(AxisWire.TypeHeader, AxisWire.Edoc), (AxisWire.FromHeader, from), (AxisWire.HashHeader, hash)]) content.Headers.Add(name, value);
        return content;
    }

    /// <summary>Packets that wait for our agencies, oldest first.</summary>
    public Task<IReadOnlyList<AxisWire.Line>> Received(string after, CancellationToken ct) => List<AxisWire.Line>(AxisWire.Received, AxisWire.Edoc, after, ct);

    /// <summary>Statuses of what we sent, oldest first.</summary>
    public Task<IReadOnlyList<AxisWire.StatusMessage>> Statuses(string after, CancellationToken ct) => List<AxisWire.StatusMessage>(AxisWire.Received, AxisWire.Status, after, ct);

    public Task<IReadOnlyList<AxisWire.SentLine>> Sent(string after, CancellationToken ct) => List<AxisWire.SentLine>(AxisWire.Sent, AxisWire.Edoc, after, ct);

    async Task<IReadOnlyList<T>> List<T>(string operation, string type, string after, CancellationToken ct)
    {
        var list = await Ask<AxisWire.List<T>>(operation, () => Write(new AxisWire.ListAsked(type, after)), ct);
        return Fit(list.Items, list.ErrorCode, list.ErrorDesc);
    }

    /// <summary>Told once by its MessageId, however often it is said.</summary>
    public Task Tell(AxisWire.StatusMessage status, CancellationToken ct) => Say(AxisWire.Update, status, ct);

    /// <summary>One packet, whole as it was sent. What is longer than allowed is cut short: it is refused by its length.</summary>
    public async Task<byte[]> Fetch(AxisWire.Line line, CancellationToken ct)
    {
        byte[]? packet = null;
        await Call(AxisWire.Fetch, () => Write(new AxisWire.FetchAsked(line.DocId)), async (answer, limited) =>
        {
            if (answer.Content.Headers.ContentType?.MediaType != AxisWire.PacketType)
            {
                var said = await Read<AxisWire.Answer>(answer.Content, limited);
                throw new PartnerIsAway($"The document axis does not give {line.DocId}: {said.ErrorCode} {said.ErrorDesc}");
            }
            await using var body = await answer.Content.ReadAsStreamAsync(limited);
            packet = await ReadAtMost(body, PacketXml.LongestPacket + 1, limited);
            if (packet.Length <= PacketXml.LongestPacket && line.Hash is { Length: > 0 } && !Convert.ToHexStringLower(SHA256.HashData(packet)).Equals(line.Hash, StringComparison.OrdinalIgnoreCase)) throw new PartnerIsAway($"{line.DocId} came as another packet than the axis has.");
        }, ct);
        return packet!;
    }

    static async Task<byte[]> ReadAtMost(Stream body, int most, CancellationToken ct)
    {
        using var read = new MemoryStream();
        var buffer = new byte[81920];
        for (int count; read.Length < most && (count = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - read.Length)), ct)) > 0;) read.Write(buffer, 0, count);
        return read.ToArray();
    }

    async Task Say(string operation, object body, CancellationToken ct)
    {
        var answer = await Ask<AxisWire.Answer>(operation, () => Write(body), ct);
        MustBeOk(answer.ErrorCode, answer.ErrorDesc);
    }

    static IReadOnlyList<T> Fit<T>(IReadOnlyList<T>? items, string code, string? why)
    {
        MustBeOk(code, why);
        return items ?? throw new PartnerIsAway("The document axis answered a list without its lines.");
    }

    static void MustBeOk(string? code, string? why)
    {
        if (code is null) throw new PartnerIsAway("The document axis answered without saying how it went.");
        if (code != AxisWire.Ok) throw new RefusedByPartner($"{code}: {why}");
    }

    async Task<T> Ask<T>(string operation, Func<HttpContent> body, CancellationToken ct) where T : class
    {
        T? read = null;
        await Call(operation, body, async (answer, limited) => read = await Read<T>(answer.Content, limited), ct);
        return read!;
    }

    Task Call(string operation, Func<HttpContent> body, Func<HttpResponseMessage, CancellationToken, Task> then, CancellationToken ct) => partner.Ask(async limited =>
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url + operation) { Headers = { Authorization = new("Bearer", await token.Get(Token, limited)) }, Content = body() };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limited);
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                token.Drop();
                throw new PartnerIsAway("The document axis does not take the token any more.");
            }
            if (!answer.IsSuccessStatusCode) throw new PartnerIsAway($"The document axis answered {(int)answer.StatusCode}.");
            await then(answer, limited);
        }
        catch (Exception e) when (e is HttpRequestException or IOException) { throw PartnerHttp.Unreached("The document axis", e); }
    }, ct);

    async Task<(string, int)> Token(CancellationToken ct)
    {
        using var answer = await http.PostAsync(new Uri(settings.Url + AxisWire.TokenPath), Write(new AxisWire.TokenAsked(settings.ClientId, settings.Secret)), ct);
        if (!answer.IsSuccessStatusCode) throw new PartnerIsAway($"The document axis gives no token: {(int)answer.StatusCode}.");
        var given = await Read<AxisWire.TokenAnswer>(answer.Content, ct);
        return (given.AccessToken, given.ExpiresIn);
    }

    static ByteArrayContent Write(object body) => new(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };

    static async Task<T> Read<T>(HttpContent content, CancellationToken ct) where T : class
    {
        await using var body = await content.ReadAsStreamAsync(ct);
        try { return JsonSerializer.Deserialize<T>(await ReadAtMost(body, LongestAnswer, ct), Json) ?? throw new PartnerIsAway("The document axis answered nothing."); }
        catch (JsonException e) { throw new PartnerIsAway("The document axis answered what is no JSON of ours.", e); }
    }

    public void Dispose()
    {
        http.Dispose();
        token.Dispose();
    }
}
