using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using NhatLe.National.Control;
using NhatLe.National.Pages;
using NhatLe.National.Texts;

namespace NhatLe.National.Axis;

/// <summary>
/// The stand-in of the document axis (trục liên thông văn bản quốc gia): a handful of agencies that verify what comes, answer it with time, and write
/// themselves. The real one's interface is not published; names and codes stand here and nowhere else on this side.
/// </summary>
public static class AxisRoutes
{
    public const string Prefix = "/axis";

    const int LargestPacket = 12 * 1024 * 1024, LinesAtOnce = 100;
    const string Ok = "0";

    static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void AddDocumentAxis(this IServiceCollection services) =>
        services.AddSingleton(new FaultPlace(Prefix + "/*", "Trục liên thông văn bản quốc gia", FaultPlace.OfAnswers)).AddSingleton<AxisStore>().AddSingleton<AxisCertificates>().AddSingleton<AxisLetters>().AddSingleton<IHostedService>(sp => sp.GetRequiredService<AxisLetters>());

    public static void Map(WebApplication app, NationalOptions options)
    {
        app.MapPost(Prefix + "/token", Token);
        app.MapPost(Prefix + "/registerAgency", (HttpContext context, AxisStore store, JsonObject asked) => Allowed(context, store, () => Register(store, asked)));
        app.MapPost(Prefix + "/getAgenciesList", (HttpContext context, AxisStore store) => Allowed(context, store, () => Answer(context, new JsonObject { ["Agencies"] = new JsonArray([.. store.Agencies.Select(a => (JsonNode)new JsonObject { ["OrganId"] = a.Key, ["OrganName"] = a.Value })]) })));
        app.MapPost(Prefix + "/sendEdoc", Send);
        app.MapPost(Prefix + "/getEdoc", (HttpContext context, AxisStore store, JsonObject asked) => Allowed(context, store, () => Fetch(context, store, asked)));
        app.MapPost(Prefix + "/getReceivedEdocList", (HttpContext context, AxisStore store, JsonObject asked) => Allowed(context, store, () => List(context, store, asked)));
        app.MapPost(Prefix + "/getSentEdocList", (HttpContext context, AxisStore store, JsonObject asked) => Allowed(context, store, () => Answer(context, new JsonObject
        {
            ["Items"] = new JsonArray([.. store.Received.Where(d => string.CompareOrdinal(d.DocId, Text(asked, "After")) > 0).Take(LinesAtOnce).Select(d => (JsonNode)new JsonObject { ["DocId"] = d.DocId, ["DocumentId"] = d.Head.DocumentId })]),
        })));
        app.MapPost(Prefix + "/updateStatus", (HttpContext context, AxisStore store, JsonObject asked) => Allowed(context, store, () => Update(context, store, asked)));
        if (options.Control) app.MapPost(Prefix + "/say", (Letter letter, string? wrong, AxisLetters letters) => Results.Json(new { DocId = letters.Write(letter, wrong).DocId }, json));
        app.MapGet(Prefix, Show);
    }

    static string Text(JsonNode? node, string name) => node?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    static IResult Token(AxisStore store, JsonObject asked) => store.Tokens.Give(Text(asked, "ClientId"), Text(asked, "ClientSecret")) is var (token, seconds) ? Results.Json(new { AccessToken = token, ExpiresIn = seconds }, json) : Results.Unauthorized();

    static IResult Allowed(HttpContext context, AxisStore store, Func<IResult> then) => store.Tokens.Allows(context.Request) ? then() : Results.Unauthorized();

    /// <summary>Told to be wrong, it says that all went well and nothing else.</summary>
    static IResult Answer(HttpContext context, JsonObject answer)
    {
        if (context.Wrong() is not null) answer = [];
        answer["ErrorCode"] = Ok;
        return Results.Json(answer, json);
    }

    static IResult Fault(string code, string why) => Results.Json(new JsonObject { ["ErrorCode"] = code, ["ErrorDesc"] = why }, json);

    static IResult Register(AxisStore store, JsonObject asked)
    {
        if (Text(asked, "OrganId") is not { Length: > 0 } id || Text(asked, "OrganName") is not { Length: > 0 } name) return Fault("AXIS.AGENCY", "OrganId and OrganName are needed.");
        store.Register(id, name);
        return Results.Json(new JsonObject { ["ErrorCode"] = Ok }, json);
    }

    static async Task<IResult> Send(HttpContext context, AxisStore store, AxisCertificates certificates)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LargestPacket;
        if (!store.Tokens.Allows(context.Request)) return Results.Unauthorized();
        if (context.Request.ContentLength is not <= LargestPacket) return Fault("AXIS.TOO_LARGE", "The stand-in takes packets of at most 12 MB.");
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        body.Position = 0;
        var (head, error) = EdXml.Read(body, certificates);
        if (head is null) return Fault(error.Split('|')[0], error.Split('|')[^1]);
        if (!store.Knows(head.From)) return Fault("AXIS.FROM", $"{head.From} is not registered.");
        if (head.To.FirstOrDefault(t => !store.Knows(t)) is { } unknown) return Fault("AXIS.TO", $"{unknown} is not registered.");
        return store.Take(head, body.ToArray()) is { } document ? Answer(context, new JsonObject { ["DocId"] = document.DocId }) : Fault("AXIS.DOCUMENT_ID", $"Another packet is {head.DocumentId}.");
    }

    static IResult Fetch(HttpContext context, AxisStore store, JsonObject asked) => store.Find(Text(asked, "DocId")) is not { } document ? Fault("AXIS.DOC_ID", "No such document.")
        : context.Wrong() is not null ? Answer(context, []) : Results.Bytes(document.Packet, "application/xml");

    static IResult List(HttpContext context, AxisStore store, JsonObject asked)
    {
        var after = Text(asked, "After");
        IEnumerable<JsonNode> items = Text(asked, "MessageType") == "status"
            ? store.StatusesAfter(after, LinesAtOnce).Select(s => (JsonNode)new JsonObject
            {
                ["DocId"] = s.DocId, ["ResponseFor"] = new JsonObject { ["OrganId"] = s.OrganId, ["DocumentId"] = s.DocumentId, ["Code"] = s.Code, ["PromulgationDate"] = s.IssuedOn }, ["From"] = s.From, ["StatusCode"] = s.StatusCode, ["Description"] = s.Description,
                ["Timestamp"] = s.Timestamp, ["StaffInfo"] = new JsonObject { ["Department"] = store.NameOf(s.From), ["Staff"] = s.Staff },
            })
            : store.WaitingFor(after, LinesAtOnce).Select(w => (JsonNode)new JsonObject { ["DocId"] = w.Document.DocId, ["From"] = w.Document.Head.From, ["To"] = w.To, ["Hash"] = w.Document.Hash });
        return Answer(context, new JsonObject { ["Items"] = new JsonArray([.. items]) });
    }

    static IResult Update(HttpContext context, AxisStore store, JsonObject s)
    {
        if (Text(s, "DocId").Length == 0 || Text(s, "StatusCode").Length != 2) return Fault("AXIS.STATUS", "DocId and StatusCode are needed.");
        var about = s["ResponseFor"];
        store.Tell(new(Text(s, "DocId"), Text(s, "MessageId"), Text(about, "OrganId"), Text(about, "DocumentId"), Text(about, "Code"), Text(about, "PromulgationDate"), Text(s, "From"), Text(s, "StatusCode"), Text(s, "Description"), Text(s, "Timestamp"), Text(s["StaffInfo"], "Staff")));
        return Answer(context, []);
    }

    const string System = "Trục liên thông văn bản quốc gia (đóng thế)";

    static IResult Show(HttpContext context, AxisStore store)
    {
        var words = Words.Of(context);
        var documents = string.Concat(store.All.Reverse().Take(50).Select(d => $"<li><strong>{Page.Text(d.Head.Subject)}</strong><br>{Page.Text(d.Head.Code)}, {Page.Text(store.NameOf(d.Head.From))} → {Page.Text(string.Join(", ", d.Head.To.Select(store.NameOf)))}<br>{Page.Text(d.DocId)}</li>"));
        return Page.Show(words, words["Văn bản đã qua trục"], documents.Length == 0 ? $"<p>{Page.Text(words["Chưa có văn bản nào."])}</p>" : $"<ol>{documents}</ol>", system: System);
    }
}
