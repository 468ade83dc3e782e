using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NhatLe.Exchange.Calls;
using NhatLe.Platform.Files;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Portal;

/// <summary>The portal as we speak to it: with a token that is fetched when it is needed, and a breaker while it is down.</summary>
public sealed class PortalClient(PortalSettings settings, FileStore files, TimeProvider time) : IDisposable
{
    const int LongestAnswer = 4 * 1024 * 1024;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = null, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All) };

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };
    readonly Partner partner = new("The public service portal", TimeSpan.FromSeconds(settings.TimeoutSeconds), time, retries: 0);
    readonly PartnerToken token = new(time);

    /// <summary>The number the portal gives the dossier; the same for the same code.</summary>
    public async Task<string> NumberOf(string code, CancellationToken ct)
    {
        var answer = await Ask<PortalWire.Number>(HttpMethod.Post, PortalWire.NumberPath, Write(new { MaHoSo = code }), ct);
        return answer is { SoHoSo.Length: > 0 } && answer.MaHoSo == code ? answer.SoHoSo : throw new PartnerIsAway("The portal gave a number for another dossier.");
    }

    /// <summary>The portal has the file of this hash afterwards; what it has is not sent again.</summary>
    public async Task<string> IdOfFile(string hash, CancellationToken ct)
    {
        if (await Ask<FileAnswer>(HttpMethod.Get, PortalWire.FilesPath + hash, null, ct) is { } known) return Fit(known, hash);
        using var content = new MemoryStream();
        await using (var stored = files.Open(hash)) await stored.CopyToAsync(content, ct);
        var body = new ByteArrayContent(content.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        return Fit(await Ask<FileAnswer>(HttpMethod.Put, PortalWire.FilesPath + hash, body, ct), hash);
    }

    sealed record FileAnswer(string IdTepTin, string HashTepTin);

    static string Fit(FileAnswer? answer, string hash) => answer is { IdTepTin.Length: > 0 } && answer.HashTepTin == hash ? answer.IdTepTin : throw new PartnerIsAway("The portal answered for another file.");

    public Task Put(PortalWire.Dossier dossier, CancellationToken ct) => Ask<object>(HttpMethod.Put, $"{PortalWire.DossiersPath}/{dossier.MaHoSo}", Write(dossier), ct);

    public Task Put(string code, PortalWire.Progress progress, CancellationToken ct) => Ask<object>(HttpMethod.Put, $"{PortalWire.DossiersPath}/{code}/progress/{progress.MaTienTrinh}", Write(progress), ct);

    public Task Put(string code, PortalWire.Status status, CancellationToken ct) => Ask<object>(HttpMethod.Put, $"{PortalWire.DossiersPath}/{code}/status", Write(status), ct);

    /// <summary>What the portal has of these dossiers; those it does not know are missing.</summary>
    public async Task<IReadOnlyList<PortalWire.Held>> Held(IReadOnlyList<string> codes, CancellationToken ct) =>
        await Ask<List<PortalWire.Held>>(HttpMethod.Post, PortalWire.DossiersPath + "/held", Write(codes), ct) ?? throw new PartnerIsAway("The portal does not say what it has.");

    static ByteArrayContent Write(object body) => new(JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), Json)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } };

    /// <returns>Null for 404 to a question.</returns>
    async Task<T?> Ask<T>(HttpMethod method, string path, HttpContent? body, CancellationToken ct) where T : class
    {
        T? read = null;
        await partner.Ask(async limited =>
        {
            try
            {
                var bearer = await token.Get(Token, limited);
                using var request = new HttpRequestMessage(method, settings.Url + path) { Content = body, Headers = { Authorization = new("Bearer", bearer) } };
                using var answer = await http.SendAsync(request, limited);
                if (answer.StatusCode == HttpStatusCode.NotFound && method == HttpMethod.Get) return;
                if (answer.StatusCode == HttpStatusCode.Unauthorized)
                {
                    token.Drop();
                    throw new PartnerIsAway("The portal does not take the token any more.");
                }
                if (!answer.IsSuccessStatusCode) throw (int)answer.StatusCode is 400 or 409 or 422 ? new RefusedByPartner($"The portal answered {(int)answer.StatusCode}: {await answer.Content.Beginning(limited)}") : new PartnerIsAway($"The portal answered {(int)answer.StatusCode}.");
                read = Read<T>(await answer.Content.ReadAsByteArrayAsync(limited));
            }
            catch (Exception e) when (e is HttpRequestException or IOException) { throw PartnerHttp.Unreached("The portal", e); }
        }, ct);
        return read;
    }

    static T Read<T>(byte[] answer) where T : class
    {
        try { return JsonSerializer.Deserialize<T>(answer, Json) ?? throw new PartnerIsAway("The portal answered nothing."); }
        catch (JsonException e) { throw new PartnerIsAway("The portal answered what is no JSON of ours.", e); }
    }

    async Task<(string, int)> Token(CancellationToken ct)
    {
        using var answer = await http.PostAsync(new Uri(settings.Url + PortalWire.TokenPath), Write(new { ClientId = settings.ClientId, ClientSecret = settings.Secret }), ct);
        if (!answer.IsSuccessStatusCode) throw new PartnerIsAway($"The portal gives no token: {(int)answer.StatusCode}.");
        var given = Read<PortalWire.TokenAnswer>(await answer.Content.ReadAsByteArrayAsync(ct));
        return (given.AccessToken, given.ExpiresIn);
    }

    public void Dispose()
    {
        http.Dispose();
        token.Dispose();
    }
}
