using System.Globalization;
using System.Security.Cryptography;
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

    public static void AddNationalPortal(this IServiceCollection services) => services.AddSingleton<PortalStore>().AddSingleton(new FaultPlace(Prefix + "/*", "Cổng dịch vụ công quốc gia", FaultPlace.OfAnswers));

    public static void Map(WebApplication app)
    {
        app.MapPost(Prefix + "/token", Token);
        app.MapPost(Prefix + "/dossier-numbers", (HttpContext context, PortalStore store, JsonObject asked) => Allowed(context, store, () => Number(store, asked)));
        app.MapGet(Prefix + "/files/{hash}", (string hash, HttpContext context, PortalStore store) => Allowed(context, store, () => store.FileOf(hash) is { } id ? Answer(context, FileAnswer(id, hash)) : Results.NotFound()));
        app.MapPut(Prefix + "/files/{hash}", PutFile);
        app.MapPost(Prefix + "/dossiers/held", (HttpContext context, PortalStore store, string[] codes) => Allowed(context, store, () => Answer(context, new JsonArray([.. codes.Select(c => store.Find(c)?.Held(c)).OfType<JsonNode>()]))));
        app.MapPut(Prefix + "/dossiers/{code}", (string code, HttpContext context, PortalStore store, JsonObject body) => Allowed(context, store, () => PutDossier(context, store, code, body)));
        app.MapPut(Prefix + "/dossiers/{code}/progress/{id}", (string code, string id, HttpContext context, PortalStore store, JsonObject body) => Allowed(context, store, () => PutProgress(context, store, code, id, body)));
        app.MapPut(Prefix + "/dossiers/{code}/status", (string code, HttpContext context, PortalStore store, JsonObject body) => Allowed(context, store, () => PutStatus(context, store, code, body)));
        app.MapGet(Prefix + "/ho-so/{code}", Show);
    }

    static IResult Token(PortalStore store, JsonObject asked) =>
        store.Tokens.Give(asked["ClientId"]?.GetValue<string>(), asked["ClientSecret"]?.GetValue<string>()) is var (token, seconds) ? Results.Json(new { AccessToken = token, ExpiresIn = seconds }, PortalStore.Json) : Results.Unauthorized();

    static IResult Allowed(HttpContext context, PortalStore store, Func<IResult> then) => store.Tokens.Allows(context.Request) ? then() : Results.Unauthorized();

    /// <summary>Told to be wrong, it answers for something else.</summary>
    static IResult Answer(HttpContext context, JsonNode node) => Results.Json(context.Wrong() is null ? node : new JsonObject { ["MaHoSo"] = "H00.00-000000-0000", ["SoHoSo"] = "0" }, PortalStore.Json);

    static IResult Number(PortalStore store, JsonObject asked) =>
        asked["MaHoSo"]?.GetValue<string>() is { Length: > 0 } code ? Results.Json(new { MaHoSo = code, SoHoSo = store.NumberOf(code) }, PortalStore.Json) : Results.UnprocessableEntity();

    static JsonObject FileAnswer(string id, string hash) => new() { ["IdTepTin"] = id, ["HashTepTin"] = hash };

    static async Task<IResult> PutFile(string hash, HttpContext context, PortalStore store)
    {
        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestFile;
        if (!store.Tokens.Allows(context.Request)) return Results.Unauthorized();
        if (Convert.ToHexStringLower(await SHA256.HashDataAsync(context.Request.Body, context.RequestAborted)) != hash) return Results.UnprocessableEntity(new { error = "HashTepTin" });
        return Answer(context, FileAnswer(store.AddFile(hash), hash));
    }

    static IResult PutDossier(HttpContext context, PortalStore store, string code, JsonObject body)
    {
        if (body["MaHoSo"]?.GetValue<string>() != code || body["SoHoSo"]?.GetValue<string>() != store.NumberOf(code)) return Results.UnprocessableEntity(new { error = "SoHoSo" });
        if (body["TepTin"] is not JsonArray files || files.Any(f => f?["HashTepTin"]?.GetValue<string>() is not { } hash || store.FileOf(hash) != f["IdTepTin"]?.GetValue<string>())) return Results.UnprocessableEntity(new { error = "TepTin" });
        store.Put(code, body);
        return Answer(context, new JsonObject { ["MaHoSo"] = code });
    }

    static IResult PutProgress(HttpContext context, PortalStore store, string code, string id, JsonObject body)
    {
        if (store.Find(code) is null) return Results.Conflict(new { error = "The dossier is not known." });
        return store.Step(code, id, body) ? Answer(context, new JsonObject { ["MaTienTrinh"] = id }) : Results.Conflict(new { error = "ThuTu" });
    }

    static IResult PutStatus(HttpContext context, PortalStore store, string code, JsonObject body)
    {
        if (store.Find(code) is null) return Results.Conflict(new { error = "The dossier is not known." });
        store.Set(code, body["TrangThai"]?.GetValue<int>() ?? 0, body["ThuTu"]?.GetValue<long>() ?? 0);
        return Answer(context, new JsonObject { ["MaHoSo"] = code });
    }

    static readonly string[] statuses = ["", "Mới nộp", "Đã tiếp nhận", "Không được tiếp nhận", "Đang giải quyết", "Cần bổ sung giấy tờ", "Cần thực hiện nghĩa vụ tài chính", "Người dân rút hồ sơ", "Dừng giải quyết", "Đã giải quyết xong", "Đã trả kết quả"];

    static IResult Show(string code, HttpContext context, PortalStore store)
    {
        var words = Words.Of(context);
        if (store.Find(code) is not { } dossier) return Page.Show(words, words["Chưa có hồ sơ này"], $"<p>{Page.Text(words["Cổng chưa nhận được hồ sơ mã này. Hãy xem lại mã, hoặc đợi ít phút."])}</p>", StatusCodes.Status404NotFound, System);
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
