using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NhatLe.National.Control;
using NhatLe.National.Pages;
using NhatLe.National.Payments;
using NhatLe.National.Texts;

namespace NhatLe.National.Post;

/// <summary>
/// The stand-in of the public post (bưu chính công ích): orders, signed call-backs, what was collected each day, and a page to follow a letter. The
/// real one's interface is not published; docs/post.md says the shape.
/// </summary>
public static class PostRoutes
{
    public const string Prefix = "/post";

    const string System = "Bưu chính công ích (đóng thế)";

    public static void AddPublicPost(this IServiceCollection services, NationalOptions options)
    {
        services.AddSingleton(new FaultPlace(Prefix + "/orders*", "Bưu chính công ích", FaultPlace.OfAnswers)).AddSingleton(new FaultPlace(PostOffice.NotifyPath, "Bưu chính công ích báo tình hình phát", FaultPlace.OfTellings));
        services.AddSingleton(sp =>
        {
            var office = new PostOffice(sp.GetRequiredService<Messenger>(), sp.GetRequiredService<TimeProvider>(), sp.GetRequiredService<Kept>());
            if (options.Client.Length > 0) office.Customers.Register(new(options.Client, options.Secret, options.NotifyPost));
            return office;
        });
        if (options.Alive) services.AddHostedService<Postman>(); // else nothing moves unless it is told to
    }

    public static void Map(WebApplication app)
    {
        app.MapGet(Prefix, (HttpContext context, PostOffice office, string? number) => number is { Length: > 0 } typed ? Track(context, office, typed.Trim().ToUpperInvariant()) : Show(context, error: null));
        app.MapPost(Prefix + "/outcome", Choose).DisableAntiforgery(); // no session is behind it
        app.MapPost(Prefix + "/orders", Place);
        app.MapGet(Prefix + "/orders/{reference}", (string reference, HttpContext context, PostOffice office) => OfOwn(context, office, reference, [], found => Answer(context, office, found)));
        app.MapPut(Prefix + "/orders/{reference}/hand-over", HandOver);
        app.MapDelete(Prefix + "/orders/{reference}", (string reference, HttpContext context, PostOffice office) => OfOwn(context, office, reference, [], found => Cancel(context, office, found)));
        app.MapGet(Prefix + "/settlements/{day}", Settle);
        if (app.Services.GetRequiredService<NationalOptions>().Control) app.MapPost("/control" + Prefix + "/move", Move);
    }

    static async Task<IResult> Place(HttpContext context, PostOffice office)
    {
        var body = await SignedHttp.Body(context);
        if (office.Customers.Signed(context.Request, body) is not { } customer) return SignedHttp.Unsigned();
        if (SignedHttp.Read(body) is not { } asked || Text(asked, "reference") is not { Length: > 0 and <= 40 } reference || Text(asked, "kind") is not { } kind || kind is not ("pick-up" or "return") || asked["cod"]?.GetValue<long>() is not (>= 0 and var cod)
            || asked["receiver"] is not JsonObject receiver || Text(receiver, "name") is not { Length: > 0 } || Text(receiver, "phone") is not { Length: > 0 } || asked["sender"] is not JsonObject)
            return Results.Json(new { error = "order" }, statusCode: 422);
        if (context.Wrong() == "refused") return Results.Json(new { error = "Nobody is served there." }, statusCode: 422);
        var placed = office.Place(customer.Id, reference, kind, Text(receiver, "commune") ?? "", cod);
        return placed.Cod == cod && placed.Kind == kind ? Answer(context, office, placed, StatusCodes.Status201Created) : Results.Json(new { error = "This reference was used for another order." }, statusCode: 409);
    }

    static async Task<IResult> HandOver(string reference, HttpContext context, PostOffice office) => OfOwn(context, office, reference, await SignedHttp.Body(context), found =>
    {
        office.HandOver(found);
        return found.Cancelled ? Results.Json(new { error = "It was cancelled." }, statusCode: 409) : Answer(context, office, found);
    });

    static IResult Cancel(HttpContext context, PostOffice office, Consignment found)
    {
        if (found.IsPickedUp) return Results.Json(new { error = "It was picked up." }, statusCode: 409);
        office.Cancel(found);
        return Answer(context, office, found);
    }

    static IResult OfOwn(HttpContext context, PostOffice office, string reference, byte[] body, Func<Consignment, IResult> then) =>
        office.Customers.Signed(context.Request, body) is not { } customer ? SignedHttp.Unsigned() : office.Find(customer.Id, reference) is { } found ? then(found) : Results.NotFound();

    static IResult Settle(string day, HttpContext context, PostOffice office)
    {
        if (office.Customers.Signed(context.Request, []) is not { } customer) return SignedHttp.Unsigned();
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var of)) return Results.NotFound();
        var lines = office.Collected(customer.Id, of).Where(_ => context.Wrong() != "missing").Select(c => (JsonNode)new JsonObject
        {
            ["reference"] = c.Of.Reference, ["trackingNumber"] = c.Of.Number, ["collected"] = c.Delivered.Collected - (context.Wrong() == "amount" ? 1000 : 0), ["deliveredAt"] = c.Delivered.At,
        }).ToList();
        if (context.Wrong() == "stranger") lines.Add(new JsonObject { ["reference"] = "BCKHONGCUAAI", ["trackingNumber"] = "RB000000000VN", ["collected"] = 5000, ["deliveredAt"] = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() });
        return Say(context, customer, new JsonObject { ["date"] = day, ["lines"] = new JsonArray([.. lines]) });
    }

    static IResult Answer(HttpContext context, PostOffice office, Consignment of, int status = StatusCodes.Status200OK) => Say(context, office.Customers.Find(of.Customer)!, new JsonObject
    {
        ["reference"] = context.Wrong() == "reference" ? "BCKHAC" : of.Reference, ["trackingNumber"] = of.Number, ["price"] = of.Price, ["cod"] = of.Cod, ["last"] = PostOffice.Json(of, of.Happened[^1]),
    }, status);

    static IResult Say(HttpContext context, Merchant customer, JsonObject answer, int status = StatusCodes.Status200OK) => SignedHttp.Answer(context, customer, Encoding.UTF8.GetBytes(answer.ToJsonString()), "application/json", status);

    sealed record Moved(string Client, string Reference, string? Outcome = null, string? Status = null, string? Reason = null, long? Collected = null, bool Tell = true, DateTimeOffset? At = null);

    /// <summary>For tests: the whole way to an outcome, or one step as it is given.</summary>
    static IResult Move(Moved asked, PostOffice office)
    {
        if (office.Find(asked.Client, asked.Reference) is not { } found) return Results.NotFound();
        if (asked.Outcome is { } outcome)
        {
            found.Outcome = outcome;
            office.HandOver(found);
            while (found.Next() is var (status, reason, collected)) office.Step(found, status, reason, asked.Collected ?? collected, asked.Tell, asked.At);
        }
        else office.Step(found, asked.Status!, asked.Reason, asked.Collected, asked.Tell, asked.At);
        return Results.Json(new { number = found.Number, happened = found.Happened.Count });
    }

    static IResult Show(HttpContext context, string? error)
    {
        var words = Words.Of(context);
        var wrong = error is null ? "" : $"<p class=\"error\" role=\"alert\">{Page.Text(words[error])}</p>";
        return Page.Show(words, words["Theo dõi bưu gửi"], $"""
            {wrong}<form method="get"><label for="number">{Page.Text(words["Số vận đơn"])}</label><input id="number" name="number" autocomplete="off">
            <button>{Page.Text(words["Tìm bưu gửi"])}</button></form>
            """, error is null ? StatusCodes.Status200OK : StatusCodes.Status404NotFound, System);
    }

    static IResult Track(HttpContext context, PostOffice office, string number)
    {
        if (office.FindNumber(number) is not { } found) return Show(context, "Không có bưu gửi nào mang số này. Hãy xem lại số vận đơn.");
        var words = Words.Of(context);
        var steps = string.Concat(found.Happened.Select(h => $"<li><strong>{Page.Text(words[Said(h.Status)])}</strong>{(h.Reason is null ? "" : ": " + Page.Text(words[Said(h.Reason)]))}<br>{Page.Text(When(h.At))}</li>"));
        var choices = string.Concat(Consignment.Outcomes.Select(o => $"<option value=\"{o}\"{(o == found.Outcome ? " selected" : "")}>{Page.Text(words[Said(o)])}</option>"));
        var choose = !found.MayChoose ? "" : $"""
            <form method="post" action="{Prefix}/outcome"><input type="hidden" name="number" value="{Page.Text(found.Number)}">
            <label for="outcome">{Page.Text(words["Bưu tá đóng thế sẽ gặp"])}</label><select id="outcome" name="outcome">{choices}</select>
            <button class="second">{Page.Text(words["Chọn kết cục này"])}</button></form>
            """;
        return Page.Show(words, words["Bưu gửi {0}", found.Number], $"""
            <p>{Page.Text(words["Nơi đến"])}: <strong>{Page.Text(found.To)}</strong></p><ol>{steps}</ol>
            {choose}
            """, system: System);
    }

    /// <summary>In a demonstration somebody wants to see a letter come back.</summary>
    static async Task<IResult> Choose(HttpContext context, PostOffice office)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (office.FindNumber(form["number"].ToString()) is not { MayChoose: true } found || !Consignment.Outcomes.Contains(form["outcome"].ToString())) return Show(context, "Không có bưu gửi nào mang số này. Hãy xem lại số vận đơn.");
        found.Outcome = form["outcome"].ToString();
        context.Response.Headers.Location = Prefix + "?number=" + found.Number;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    static string Said(string word) => word switch
    {
        "accepted" => "Đã nhận yêu cầu", "picked-up" => "Bưu tá đã lấy", "in-transit" => "Đang trên đường", "delivered" => "Đã phát", "failed" => "Không phát được", "coming-back" => "Đang chuyển hoàn", "came-back" => "Đã trả về nơi gửi",
        "refused" => "Người nhận từ chối", "absent" => "Ba lần không gặp ai", "lost" => "Thất lạc", _ => "Bưu tá đã lấy",
    };

    static string When(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(7)).ToString("HH:mm:ss dd/MM/yyyy", CultureInfo.InvariantCulture);

    static string? Text(JsonObject of, string name) => of[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
