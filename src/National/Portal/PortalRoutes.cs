using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhatLe.National.Control;
using NhatLe.National.Pages;
using NhatLe.National.Texts;

namespace NhatLe.National.Portal;

/// <summary>
/// The stand-in of the national public service portal (Cổng dịch vụ công quốc gia): token, numbers of dossiers, files by hash, dossiers, their progress and
/// status, all of which may be said twice; and the page on which a citizen sees theirs. The real one's interface is not published.
/// </summary>
public static class PortalRoutes
{
    public const string Prefix = "/portal";

    const int LargestFile = 25 * 1024 * 1024;

    static readonly TimeSpan life = TimeSpan.FromMinutes(30);

    public static void AddNationalPortal(this IServiceCollection services) => services.AddSingleton<PortalStore>();

    public static void Map(WebApplication app)
    {
        app.MapPost(Prefix + "/token", Token);
        app.MapPost(Prefix + "/dossier-numbers", (HttpContext context, PortalStore store, JsonObject asked) => Allowed(context, store, () => Number(store, asked)));
        app.MapGet(Prefix + "/files/{hash}", (string hash, HttpContext context, PortalStore store) => Allowed(context, store, () => store.Files.TryGetValue(hash, out var id) ? Answer(context, FileAnswer(id, hash)) : Results.NotFound()));
        app.MapPut(Prefix + "/files/{hash}", PutFile);
        app.MapPost(Prefix + "/dossiers/held", (HttpContext context, PortalStore store, string[] codes) => Allowed(context, store, () => Answer(context, new JsonArray([.. codes.Where(store.Dossiers.ContainsKey).Select(c => (JsonNode)store.Dossiers[c].Held(c))]))));
        app.MapPut(Prefix + "/dossiers/{code}", (string code, HttpContext context, PortalStore store, JsonObject body) => Allowed(context, store, () => PutDossier(context, store, code, body)));
        app.MapPut(Prefix + "/dossiers/{code}/progress/{id}", (string code, string id, HttpContext context, PortalStore store, JsonObject body) => Allowed(context, store, () => PutProgress(context, store, code, id, body)));
        app.MapPut(Prefix + "/dossiers/{code}/status", (string code, HttpContext context, PortalStore store, JsonObject body) => Allowed(context, store, () => PutStatus(context, store, code, body)));
        app.MapGet(Prefix + "/ho-so/{code}", Show);
    }

    static IResult Token(PortalStore store, NationalOptions options, TimeProvider time, JsonObject asked)
    {
        if (asked["ClientId"]?.GetValue<string>() != options.Client || asked["ClientSecret"]?.GetValue<string>() != options.Secret || options.Client.Length == 0) return Results.Unauthorized();
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        store.Tokens[token] = time.GetUtcNow() + life;
        return Results.Json(new { AccessToken = token, ExpiresIn = (int)life.TotalSeconds }, PortalStore.Json);
    }

    static IResult Allowed(HttpContext context, PortalStore store, Func<IResult> then) =>
        context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && store.Tokens.TryGetValue(token, out var until) && context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() < until ? then() : Results.Unauthorized();

    /// <summary>Told to be wrong, it answers for something else.</summary>
    static IResult Answer(HttpContext context, JsonNode node) => Results.Json(context.Wrong() is null ? node : new JsonObject { ["MaHoSo"] = "H00.00-000000-0000", ["SoHoSo"] = "0" }, PortalStore.Json);

    static IResult Number(PortalStore store, JsonObject asked) =>
        asked["MaHoSo"]?.GetValue<string>() is { Length: > 0 } code ? Results.Json(new { MaHoSo = code, SoHoSo = store.NumberOf(code) }, PortalStore.Json) : Results.UnprocessableEntity();

    static JsonObject FileAnswer(string id, string hash) => new() { ["IdTepTin"] = id, ["HashTepTin"] = hash };

    static async Task<IResult> PutFile(string hash, HttpContext context, PortalStore store)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestFile;
        var refused = Allowed(context, store, () => Results.Ok());
        if (refused is not Microsoft.AspNetCore.Http.HttpResults.Ok) return refused;
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted)) != hash) return Results.UnprocessableEntity(new { error = "HashTepTin" });
        return Answer(context, FileAnswer(store.Files.GetOrAdd(hash, _ => "T" + RandomNumberGenerator.GetHexString(12)), hash));
    }

    static IResult PutDossier(HttpContext context, PortalStore store, string code, JsonObject body)
    {
        if (body["MaHoSo"]?.GetValue<string>() != code || body["SoHoSo"]?.GetValue<string>() != store.NumberOf(code)) return Results.UnprocessableEntity(new { error = "SoHoSo" });
        if (body["TepTin"] is not JsonArray files || files.Any(f => f?["HashTepTin"]?.GetValue<string>() is not { } hash || store.Files.GetValueOrDefault(hash) != f["IdTepTin"]?.GetValue<string>())) return Results.UnprocessableEntity(new { error = "TepTin" });
        store.Dossiers.GetOrAdd(code, _ => new()).Put(body);
        return Answer(context, new JsonObject { ["MaHoSo"] = code });
    }

    static IResult PutProgress(HttpContext context, PortalStore store, string code, string id, JsonObject body)
    {
        if (!store.Dossiers.TryGetValue(code, out var dossier)) return Results.Conflict(new { error = "The dossier is not known." });
        return dossier.Step(id, body) ? Answer(context, new JsonObject { ["MaTienTrinh"] = id }) : Results.Conflict(new { error = "ThuTu" });
    }

    static IResult PutStatus(HttpContext context, PortalStore store, string code, JsonObject body)
    {
        if (!store.Dossiers.TryGetValue(code, out var dossier)) return Results.Conflict(new { error = "The dossier is not known." });
        dossier.Set(body["TrangThai"]?.GetValue<int>() ?? 0, body["ThuTu"]?.GetValue<long>() ?? 0);
        return Answer(context, new JsonObject { ["MaHoSo"] = code });
    }

    static readonly string[] statuses = ["", "Mới nộp", "Đã tiếp nhận", "Không được tiếp nhận", "Đang giải quyết", "Cần bổ sung giấy tờ", "Cần thực hiện nghĩa vụ tài chính", "Người dân rút hồ sơ", "Dừng giải quyết", "Đã giải quyết xong", "Đã trả kết quả"];

    static IResult Show(string code, HttpContext context, PortalStore store)
    {
        var words = new Words(context.Request.Query["lang"].ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase));
        if (!store.Dossiers.TryGetValue(code, out var dossier)) return Page.Show(words, words["Chưa có hồ sơ này"], $"<p>{Page.Text(words["Cổng chưa nhận được hồ sơ mã này. Hãy xem lại mã, hoặc đợi ít phút."])}</p>", StatusCodes.Status404NotFound, System);
        var steps = string.Concat(dossier.Steps.Select(s => $"<li><strong>{Page.Text(s["NoiDungXuLy"]?.GetValue<string>())}</strong><br>{Page.Text(s["PhongBanXuLy"]?.GetValue<string>())}, {Page.Text(When(s["ThoiDiemXuLy"]))}</li>"));
        return Page.Show(words, dossier.Body["TenThuTuc"]?.GetValue<string>() ?? code, $"""
            <p>{Page.Text(words["Mã hồ sơ"])}: <strong>{Page.Text(code)}</strong><br>{Page.Text(words["Số hồ sơ quốc gia"])}: {Page.Text(store.NumberOf(code))}<br>{Page.Text(words["Nơi giải quyết"])}: {Page.Text(dossier.Body["TenDonVi"]?.GetValue<string>())}</p>
            <p>{Page.Text(words["Tình trạng"])}: <strong>{Page.Text(words[statuses[Math.Clamp(dossier.Status, 0, 10)]])}</strong></p>
            <ol>{steps}</ol>
            """, system: System);
    }

    const string System = "Cổng dịch vụ công quốc gia (đóng thế)";

    static string When(JsonNode? at) => at is not null && DateTimeOffset.TryParse(at.GetValue<string>(), CultureInfo.InvariantCulture, out var when) ? when.ToOffset(TimeSpan.FromHours(7)).ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture) : "";
}

/// <summary>What the portal holds, in memory: a start begins anew.</summary>
public sealed class PortalStore
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly ConcurrentDictionary<string, string> numbers = new(StringComparer.Ordinal);
    int next;

    public ConcurrentDictionary<string, DateTimeOffset> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>Id of the file by its hash.</summary>
    public ConcurrentDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, HeldDossier> Dossiers { get; } = new(StringComparer.Ordinal);

    public string NumberOf(string code) => numbers.GetOrAdd(code, _ => "QG" + Interlocked.Increment(ref next).ToString("D8", CultureInfo.InvariantCulture));
}

/// <summary>A dossier as the province has told it.</summary>
public sealed class HeldDossier
{
    readonly SortedDictionary<long, (string Id, JsonObject Body)> steps = [];
    readonly Lock gate = new();
    long statusOf;

    public JsonObject Body { get; private set; } = [];
    public int Status { get; private set; }

    /// <summary>How often it was told of something it had already.</summary>
    public int Repeated { get; private set; }

    public IReadOnlyList<JsonObject> Steps
    {
        get { lock (gate) return [.. steps.Values.Select(s => s.Body)]; }
    }

    public void Put(JsonObject body)
    {
        lock (gate) Body = body;
    }

    /// <returns>False where another step has its place, or an earlier one has not come: out of order.</returns>
    public bool Step(string id, JsonObject body)
    {
        lock (gate)
        {
            var number = body["ThuTu"]?.GetValue<long>() ?? 0;
            if (steps.TryGetValue(number, out var known))
            {
                Repeated++;
                return known.Id == id;
            }
            if (steps.Count > 0 && number < steps.Keys.Last()) return false;
            steps[number] = (id, body);
            return true;
        }
    }

    /// <summary>An older one said again changes nothing.</summary>
    public void Set(int status, long number)
    {
        lock (gate)
            if (number >= statusOf) (Status, statusOf) = (status, number);
    }

    public JsonObject Held(string code)
    {
        lock (gate) return new() { ["MaHoSo"] = code, ["TrangThai"] = Status, ["SoTienTrinh"] = steps.Count };
    }
}
