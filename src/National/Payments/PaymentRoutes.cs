using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NhatLe.National.Control;
using NhatLe.National.Pages;
using NhatLe.National.Texts;
using static NhatLe.National.Payments.SignedHttp;

namespace NhatLe.National.Payments;

/// <summary>
/// The stand-in of the payment platform (nền tảng thanh toán): orders, a page with VietQR and card, signed call-backs, refunds, and a file of each
/// day. The real one's interface is not published; docs/payments.md says the shape.
/// </summary>
public static class PaymentRoutes
{
    public const string Prefix = "/payments";

    const long Most = 10_000_000_000;

    public static void AddNationalPayments(this IServiceCollection services, NationalOptions options)
    {
        services.AddSingleton<Ledger>().AddSingleton<Messenger>();
        services.AddSingleton(new FaultPlace(Prefix + "/orders*", "Nền tảng thanh toán", FaultPlace.OfAnswers)).AddSingleton(new FaultPlace(Messenger.Path, "Nền tảng thanh toán báo đã nhận tiền", FaultPlace.OfTellings));
        services.AddSingleton(sp =>
        {
            var merchants = new Merchants(sp.GetRequiredService<TimeProvider>());
            if (options.Client.Length > 0) merchants.Register(new(options.Client, options.Secret, options.Notify));
            return merchants;
        });
    }

    public static void Map(WebApplication app)
    {
        app.MapGet(Prefix, (HttpContext context) => Page.Show(Words.Of(context), Words.Of(context)["Cổng thanh toán"], $"<p>{Page.Text(Words.Of(context)["Trang này mở khi một hệ thống đưa ông/bà đến để nộp tiền."])}</p>", system: System));
        app.MapPost(Prefix + "/orders", Place);
        app.MapGet(Prefix + "/orders/{reference}", Look);
        app.MapPost(Prefix + "/refunds", Refund);
        app.MapGet(Prefix + "/refunds/{id}", LookRefund);
        app.MapGet(Prefix + "/reconciliation/{day}", File);
        app.MapGet(Prefix + "/pay/{id}", (string id, HttpContext context, Ledger ledger, TimeProvider time) => ledger.Find(id) is { } order ? Show(context, order, time, error: null) : Unknown(context));
        app.MapPost(Prefix + "/pay/{id}", Pay).DisableAntiforgery(); // whoever holds the address pays, and no session is behind it
        if (app.Services.GetRequiredService<NationalOptions>().Control) app.MapPost("/control" + Prefix + "/pay", PayByOrder);
    }

    const string System = "Nền tảng thanh toán (đóng thế)";

    static async Task<IResult> Place(HttpContext context, Merchants merchants, Ledger ledger, Place place)
    {
        var body = await Body(context);
        if (merchants.Signed(context.Request, body) is not { } merchant) return Unsigned();
        if (Read(body) is not { } asked || asked["reference"]?.GetValue<string>() is not { Length: > 0 and <= 25 } reference || asked["amount"]?.GetValue<long>() is not (> 0 and <= Most and var amount)) return Results.Json(new { error = "order" }, statusCode: 422);
        var order = ledger.Place(merchant.Id, reference, amount, asked["description"]?.GetValue<string>() ?? "", asked["returnUrl"]?.GetValue<string>() ?? "");
        if (order.Amount != amount) return Results.Json(new { error = "This reference was used for another amount." }, statusCode: 409);
        return Results.Json(Describe(context, order, ledger, place), statusCode: 201);
    }

    static JsonObject Describe(HttpContext context, PlacedOrder order, Ledger ledger, Place place) => new()
    {
        ["orderId"] = order.Id, ["reference"] = context.Wrong() == "reference" ? "NLKHAC" : order.Reference, ["amount"] = order.Amount, ["bin"] = Ledger.Bin, ["account"] = Ledger.Account,
        ["payUrl"] = place.Address + ledger.PagePath(order), ["expiresAt"] = order.ExpiresAt, ["payments"] = new JsonArray([.. order.Payments.Select(Ledger.Json)]),
    };

    static IResult Look(string reference, HttpContext context, Merchants merchants, Ledger ledger, Place place) =>
        merchants.Signed(context.Request, []) is not { } merchant ? Unsigned()
        : ledger.FindReference(merchant.Id, reference) is { } order ? Results.Json(Describe(context, order, ledger, place)) : Results.NotFound();

    static async Task<IResult> Refund(HttpContext context, Merchants merchants, Ledger ledger, Messenger messenger)
    {
        var body = await Body(context);
        if (merchants.Signed(context.Request, body) is not { } merchant) return Unsigned();
        if (Read(body) is not { } asked || asked["refundId"]?.GetValue<string>() is not { Length: > 0 } id || asked["paymentId"]?.GetValue<string>() is not { Length: > 0 } payment || asked["amount"]?.GetValue<long>() is not (> 0 and var amount)) return Results.Json(new { error = "refund" }, statusCode: 422);
        var refund = ledger.Refund(merchant.Id, id, payment, amount);
        if (refund.Status == "accepted" && ledger.Finish(merchant.Id, id) is { } done) messenger.Tell(merchant, new JsonObject { ["event"] = "refund", ["refund"] = Ledger.Json(done) });
        return Results.Json(Ledger.Json(refund), statusCode: 202);
    }

    static IResult LookRefund(string id, HttpContext context, Merchants merchants, Ledger ledger) =>
        merchants.Signed(context.Request, []) is not { } merchant ? Unsigned()
        : ledger.FindRefund(merchant.Id, id) is { } refund ? Results.Json(Ledger.Json(refund)) : Results.NotFound();

    static IResult File(string day, HttpContext context, Merchants merchants, Ledger ledger)
    {
        if (merchants.Signed(context.Request, []) is not { } merchant) return Unsigned();
        if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var of)) return Results.NotFound();
        return Answer(context, merchant, Encoding.UTF8.GetBytes(ledger.File(merchant.Id, of)), "text/csv");
    }

    /// <summary>What a person does on the page: from a bank's application any amount, by card the one that is asked.</summary>
    static async Task<IResult> Pay(string id, HttpContext context, Merchants merchants, Ledger ledger, Messenger messenger, TimeProvider time)
    {
        if (ledger.Find(id) is not { } order) return Unknown(context);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var method = form["method"].ToString();
        if (order.ExpiresAt < time.GetUtcNow()) return Show(context, order, time, "Lệnh này đã hết hạn. Hãy quay lại hệ thống đã mở nó và bắt đầu lại.");
        if (order.Payments.Count > 0) return Show(context, order, time, error: null);
        var amount = order.Amount;
        if (method == "card" && form["card"].ToString().Replace(" ", "", StringComparison.Ordinal) is not { Length: 16 }) return Show(context, order, time, "Số thẻ có 16 chữ số. Thẻ nào cũng được: đây là bản đóng thế.");
        if (method != "card" && (!long.TryParse(form["amount"], NumberStyles.None, CultureInfo.InvariantCulture, out amount) || amount is < 1 or > Most)) return Show(context, order, time, "Hãy nhập số tiền.");
        Settle(order, amount, method == "card" ? "card" : "qr", merchants, ledger, messenger);
        if (!IsWeb(order.ReturnUrl)) return Show(context, order, time, error: null);
        context.Response.Headers.Location = order.ReturnUrl;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    static PaidOrder Settle(PlacedOrder order, long amount, string method, Merchants merchants, Ledger ledger, Messenger messenger, DateTimeOffset? at = null)
    {
        var paid = ledger.Pay(order, amount, method, at);
        if (merchants.Find(order.MerchantId) is { } merchant)
            messenger.Tell(merchant, new JsonObject { ["event"] = "payment", ["orderId"] = order.Id, ["reference"] = order.Reference, ["payment"] = Ledger.Json(paid) });
        return paid;
    }

    sealed record Ordered(string Client, string Reference, long Amount, bool Place = false, DateTimeOffset? At = null);

    /// <summary>For tests: a payment as no page would take it, the second one of an order, one for a reference of nobody, one of yesterday.</summary>
    static IResult PayByOrder(Ordered asked, Merchants merchants, Ledger ledger, Messenger messenger)
    {
        var order = ledger.FindReference(asked.Client, asked.Reference) ?? (asked.Place ? ledger.Place(asked.Client, asked.Reference, asked.Amount, "", "") : null);
        return order is null ? Results.NotFound() : Results.Json(Ledger.Json(Settle(order, asked.Amount, "qr", merchants, ledger, messenger, asked.At)));
    }

    static IResult Unknown(HttpContext context) => Page.Show(Words.Of(context), Words.Of(context)["Chưa đi tiếp được"], $"<p>{Page.Text(Words.Of(context)["Không có lệnh thanh toán này."])}</p>", StatusCodes.Status404NotFound, System);

    static IResult Show(HttpContext context, PlacedOrder order, TimeProvider time, string? error)
    {
        var words = Words.Of(context);
        string Say(string text, params object?[] args) => Page.Text(args.Length == 0 ? words[text] : words[text, args]);
        var sum = order.Amount.ToString("N0", CultureInfo.GetCultureInfo("vi-VN"));
        var facts = $"<p>{Say("Nội dung: {0}", order.Description)}</p><p><b>{Say("Số tiền: {0} đồng", sum)}</b></p><p>{Say("Mã chuyển khoản: {0}", order.Reference)}</p>";
        var back = IsWeb(order.ReturnUrl) ? $"<p><a class=\"button\" href=\"{Page.Text(order.ReturnUrl)}\">{Say("Quay lại")}</a></p>" : "";
        if (order.Payments is [var paid, ..]) return Page.Show(words, words["Đã trả tiền"], $"{facts}<p>{Say("Mã giao dịch: {0}", paid.PaymentId)}</p>{back}", system: System);
        var wrong = error is null ? "" : $"<p class=\"error\" role=\"alert\">{Say(error)}</p>";
        return Page.Show(words, words["Nộp tiền"], $"""
            {wrong}{facts}
            <h2>{Say("Quét mã VietQR")}</h2>
            {QrText.Svg(QrText.Of(order.Reference, order.Amount), words["Mã VietQR"])}
            <form method="post"><input type="hidden" name="method" value="qr">
            <label for="amount">{Say("Ứng dụng ngân hàng đóng thế trả số tiền")}</label><input id="amount" name="amount" inputmode="numeric" autocomplete="off" value="{order.Amount.ToString(CultureInfo.InvariantCulture)}">
            <button>{Say("Trả bằng ứng dụng ngân hàng")}</button></form>
            <h2>{Say("Thẻ")}</h2>
            <form method="post"><input type="hidden" name="method" value="card">
            <label for="card">{Say("Số thẻ")}</label><input id="card" name="card" inputmode="numeric" autocomplete="off" value="9704 3600 0000 0018">
            <button class="second">{Say("Trả bằng thẻ")}</button></form>
            {back}
            """, error is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity, System);
    }

    static bool IsWeb(string address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https");
}
