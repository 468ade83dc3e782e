using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhatLe.National.Control;

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

/// <summary>Everything that was asked and paid.</summary>
public sealed class Ledger : IDisposable
{
    public const string Bin = "970436", Account = "0441000123456";

    static readonly TimeSpan Vietnam = TimeSpan.FromHours(7), Life = TimeSpan.FromMinutes(30);

    readonly ConcurrentDictionary<string, PlacedOrder> byReference = new(StringComparer.Ordinal), byId = new(StringComparer.Ordinal);
    readonly ConcurrentDictionary<string, Returned> refunds = new(StringComparer.Ordinal);
    readonly TimeProvider time;
    readonly KeptLines kept;
    readonly Lock gate = new();
    int next;

    public Ledger(TimeProvider time, Kept kept)
    {
        this.time = time;
        this.kept = kept.Open("payments", Play);
    }

    void Play(JsonObject line)
    {
        next++; // no id of before is given again
        if (line["order"] is { } order) Put(order.Deserialize<KeptOrder>()!);
        if (line["paid"] is { } paid) byId[line["of"]!.GetValue<string>()].Add(paid.Deserialize<PaidOrder>()!);
        if (line["refund"] is { } refund) Put(refund.Deserialize<Returned>()!);
    }

    PlacedOrder Put(KeptOrder o) => byId[o.Id] = byReference[o.MerchantId + "/" + o.Reference] = new(o.Id, o.MerchantId, o.Reference, o.Amount, o.Description, o.ReturnUrl, o.ExpiresAt);

    Returned Put(Returned refund) => refunds[refund.MerchantId + "/" + refund.RefundId] = refund;

    sealed record KeptOrder(string Id, string MerchantId, string Reference, long Amount, string Description, string ReturnUrl, DateTimeOffset ExpiresAt);

    /// <summary>Under a reference that was used it is that order.</summary>
    public PlacedOrder Place(string merchantId, string reference, long amount, string description, string returnUrl)
    {
        lock (gate)
        {
            if (FindReference(merchantId, reference) is { } known) return known;
            var order = new KeptOrder(NewId("O"), merchantId, reference, amount, description, returnUrl, time.GetUtcNow() + Life);
            kept.Add(new() { ["order"] = JsonSerializer.SerializeToNode(order) });
            return Put(order);
        }
    }

    public PlacedOrder? Find(string id) => byId.GetValueOrDefault(id);

    public PlacedOrder? FindReference(string merchantId, string reference) => byReference.GetValueOrDefault(merchantId + "/" + reference);

    public PaidOrder Pay(PlacedOrder order, long amount, string method, DateTimeOffset? at = null)
    {
        lock (gate)
        {
            var paid = new PaidOrder(NewId("P"), amount, method, Cut(at ?? time.GetUtcNow()));
            kept.Add(new() { ["of"] = order.Id, ["paid"] = JsonSerializer.SerializeToNode(paid) });
            order.Add(paid);
            return paid;
        }
    }

    public (PlacedOrder Order, PaidOrder Paid)? FindPayment(string merchantId, string paymentId) =>
        byId.Values.Where(o => o.MerchantId == merchantId).SelectMany(o => o.Payments.Select(p => (o, p))).Where(f => f.p.PaymentId == paymentId).Select(f => ((PlacedOrder, PaidOrder)?)f).FirstOrDefault();

    public Returned Refund(string merchantId, string refundId, string paymentId, long amount)
    {
        lock (gate)
        {
            if (FindRefund(merchantId, refundId) is { } asked) return asked;
            var known = FindPayment(merchantId, paymentId);
            var before = refunds.Values.Where(r => r.PaymentId == paymentId && r.Status != "refused").Sum(r => r.Amount);
            var why = known is null ? "No such payment." : known.Value.Paid.Amount - before < amount ? "More than was paid." : null;
            return Keep(new(refundId, merchantId, paymentId, amount, why is null ? "accepted" : "refused", why, Cut(time.GetUtcNow())));
        }
    }

    Returned Keep(Returned refund)
    {
        kept.Add(new() { ["refund"] = JsonSerializer.SerializeToNode(refund) });
        return Put(refund);
    }

    public Returned? FindRefund(string merchantId, string refundId) => refunds.GetValueOrDefault(merchantId + "/" + refundId);

    public Returned? Finish(string merchantId, string refundId)
    {
        lock (gate) return FindRefund(merchantId, refundId) is { Status: "accepted" } refund ? Keep(refund with { Status = "done" }) : null;
    }

    /// <summary>Every payment.</summary>
    public IReadOnlyList<object> Book() => [.. byId.Values.SelectMany(o => o.Payments.Select(p => new { id = p.PaymentId, reference = o.Reference, amount = p.Amount }))];

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

    public void Dispose() => kept.Dispose();
}
