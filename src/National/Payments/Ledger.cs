using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NhatLe.National.Payments;

public sealed record PaidOrder(string PaymentId, long Amount, string Method, DateTimeOffset PaidAt);

/// <summary>What one merchant asked to be paid.</summary>
public sealed class PlacedOrder(string id, string merchantId, string reference, long amount, string description, string returnUrl, DateTimeOffset expiresAt)
{
    readonly List<PaidOrder> payments = [];

    public string Id => id;
    public string MerchantId => merchantId;
    public string Reference => reference;
    public long Amount => amount;
    public string Description => description;
    public string ReturnUrl => returnUrl;
    public DateTimeOffset ExpiresAt => expiresAt;

    public IReadOnlyList<PaidOrder> Payments
    {
        get { lock (payments) return [.. payments]; }
    }

    public void Add(PaidOrder paid)
    {
        lock (payments) payments.Add(paid);
    }
}

public sealed record Returned(string RefundId, string MerchantId, string PaymentId, long Amount, string Status, string? Reason, DateTimeOffset At);

/// <summary>Everything that was asked and paid, in memory: a start begins anew.</summary>
public sealed class Ledger(TimeProvider time)
{
    public const string Bin = "970436", Account = "0441000123456";

    static readonly TimeSpan Vietnam = TimeSpan.FromHours(7), Life = TimeSpan.FromMinutes(30);

    readonly ConcurrentDictionary<string, PlacedOrder> byReference = new(StringComparer.Ordinal), byId = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Returned> refunds = new(StringComparer.Ordinal);
    int next;

    /// <summary>Under a reference that was used it is that order.</summary>
    public PlacedOrder Place(string merchantId, string reference, long amount, string description, string returnUrl)
    {
        var order = byReference.GetOrAdd(merchantId + "/" + reference, _ => new PlacedOrder(NewId("O"), merchantId, reference, amount, description, returnUrl, time.GetUtcNow() + Life));
        return byId.GetOrAdd(order.Id, order);
    }

    public PlacedOrder? Find(string id) => byId.GetValueOrDefault(id);

    public PlacedOrder? FindReference(string merchantId, string reference) => byReference.GetValueOrDefault(merchantId + "/" + reference);

    public PaidOrder Pay(PlacedOrder order, long amount, string method, DateTimeOffset? at = null)
    {
        var paid = new PaidOrder(NewId("P"), amount, method, Cut(at ?? time.GetUtcNow()));
        order.Add(paid);
        return paid;
    }

    public (PlacedOrder Order, PaidOrder Paid)? FindPayment(string merchantId, string paymentId) =>
        byId.Values.Where(o => o.MerchantId == merchantId).SelectMany(o => o.Payments.Select(p => (o, p))).Where(f => f.p.PaymentId == paymentId).Select(f => ((PlacedOrder, PaidOrder)?)f).FirstOrDefault();

    public Returned Refund(string merchantId, string refundId, string paymentId, long amount) => refunds.GetOrAdd(merchantId + "/" + refundId, _ =>
    {
        var known = FindPayment(merchantId, paymentId);
        var before = refunds.Values.Where(r => r.PaymentId == paymentId && r.Status != "refused").Sum(r => r.Amount);
        var why = known is null ? "No such payment." : known.Value.Paid.Amount - before < amount ? "More than was paid." : null;
        return new(refundId, merchantId, paymentId, amount, why is null ? "accepted" : "refused", why, Cut(time.GetUtcNow()));
    });

    public Returned? FindRefund(string merchantId, string refundId) => refunds.GetValueOrDefault(merchantId + "/" + refundId);

    public Returned? Finish(string merchantId, string refundId)
    {
        var key = merchantId + "/" + refundId;
        if (!refunds.TryGetValue(key, out var refund) || refund.Status != "accepted") return null;
        return refunds.TryUpdate(key, refund with { Status = "done" }, refund) ? refunds[key] : null;
    }

    /// <summary>The file of a day in Vietnam.</summary>
    public string File(string merchantId, DateOnly day)
    {
        var text = new StringBuilder("kind,payment_id,order_id,reference,amount,method,paid_at\n");
        bool IsOn(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(Vietnam).DateTime) == day;
        foreach (var order in byId.Values.Where(o => o.MerchantId == merchantId).OrderBy(o => o.Id, StringComparer.Ordinal))
            foreach (var p in order.Payments.Where(p => IsOn(p.PaidAt)))
                text.Append(CultureInfo.InvariantCulture, $"payment,{p.PaymentId},{order.Id},{order.Reference},{p.Amount},{p.Method},{p.PaidAt:O}\n");
        foreach (var r in refunds.Values.Where(r => r.MerchantId == merchantId && r.Status == "done" && IsOn(r.At)))
            text.Append(CultureInfo.InvariantCulture, $"refund,{r.PaymentId},,{r.RefundId},{r.Amount},,{r.At:O}\n");
        return text.ToString();
    }

    public string PagePath(PlacedOrder order) => PaymentRoutes.Prefix + "/pay/" + order.Id;

    string NewId(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}{time.GetUtcNow():yyMMddHHmmss}{Interlocked.Increment(ref next):0000}{RandomNumberGenerator.GetInt32(1000):000}");

    static DateTimeOffset Cut(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerMillisecond), at.Offset);

    public static JsonNode Json(PaidOrder paid) => new JsonObject { ["paymentId"] = paid.PaymentId, ["amount"] = paid.Amount, ["method"] = paid.Method, ["paidAt"] = paid.PaidAt };

    public static JsonNode Json(Returned refund) => new JsonObject { ["refundId"] = refund.RefundId, ["status"] = refund.Status, ["reason"] = refund.Reason };
}
