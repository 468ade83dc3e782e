using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhatLe.National.Control;
using NhatLe.National.Payments;

namespace NhatLe.National.Post;

/// <summary>One thing that happened to a consignment. The number is its own, from 1.</summary>
public sealed record Happening(long Sequence, string Status, DateTimeOffset At, string? Reason, long? Collected);

/// <summary>One letter of papers (bưu gửi).</summary>
public sealed class Consignment(string customer, string reference, string number, string kind, string to, long cod, long price)
{
    /// <summary>What the postman may meet: delivered, refused, absent, lost.</summary>
    public static readonly IReadOnlyList<string> Outcomes = ["delivered", "refused", "absent", "lost"];

    readonly List<Happening> happened = [];

    public string Customer => customer;
    public string Reference => reference;
    public string Number => number;
    public string Kind => kind;

    /// <summary>The commune it goes to; nothing nearer is shown to strangers.</summary>
    public string To => to;

    public long Cod => cod;
    public long Price => price;
    public string Outcome { get; set; } = "delivered";

    /// <summary>The desk gave it to the postman; what is fetched at home needs nobody to.</summary>
    public bool HandedOver { get; set; } = kind == "pick-up";

    public bool Cancelled { get; set; }

    /// <summary>How often it was ordered, beyond the first time.</summary>
    public int Repeated { get; set; }

    public IReadOnlyList<Happening> Happened
    {
        get { lock (happened) return [.. happened]; }
    }

    public bool IsPickedUp => Happened.Any(h => h.Status != "accepted");

    /// <summary>It is not over, and the way to every outcome begins as this one did.</summary>
    public bool MayChoose => !Cancelled && (kind == "pick-up" ? !IsPickedUp : Happened.Count < 4);

    public Happening Add(string status, DateTimeOffset at, string? reason, long? collected)
    {
        lock (happened)
        {
            var next = new Happening(happened.Count + 1, status, at, reason, collected);
            happened.Add(next);
            return next;
        }
    }

    /// <summary>What comes next by itself; null: nothing.</summary>
    public (string Status, string? Reason, long? Collected)? Next()
    {
        string[] way = (kind, Outcome) switch
        {
            (_, "delivered") => ["picked-up", "in-transit", "delivered"],
            (_, "lost") => ["picked-up", "in-transit", "failed"],
            ("pick-up", _) => ["failed"],
            _ => ["picked-up", "in-transit", "failed", "coming-back", "came-back"],
        };
        var done = Happened.Count - 1; // it began with "accepted"
        if (Cancelled || !HandedOver || done >= way.Length) return null;
        return way[done] switch
        {
            "delivered" => ("delivered", null, cod > 0 ? cod : null),
            "failed" or "coming-back" or "came-back" => (way[done], Outcome, null), // who missed the first hears from the next why
            var status => (status, null, null),
        };
    }
}

/// <summary>Everything the stand-in carries.</summary>
public sealed class PostOffice : IDisposable
{
    /// <summary>Faults set here are of what is told, not of what is asked.</summary>
    public const string NotifyPath = PostRoutes.Prefix + "/notify";

    static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);

    readonly ConcurrentDictionary<string, Consignment> byReference = new(StringComparer.Ordinal);
    readonly Messenger messenger;
    readonly TimeProvider time;
    readonly KeptLines kept;
    readonly Lock gate = new();

    public PostOffice(Messenger messenger, TimeProvider time, Kept kept)
    {
        (this.messenger, this.time, Customers) = (messenger, time, new(time));
        this.kept = kept.Open("post", line => Play(line));
    }

    Consignment Play(JsonObject line)
    {
        var key = line["key"]!.GetValue<string>();
        if (line["order"] is { } order)
        {
            var o = order.Deserialize<KeptOrder>()!;
            byReference[key] = new(o.Customer, o.Reference, o.Number, o.Kind, o.To, o.Cod, o.Price);
        }
        var of = byReference[key];
        if (line["happened"].Deserialize<Happening>() is { } h) of.Add(h.Status, h.At, h.Reason, h.Collected);
        if (line["handed"] is not null) of.HandedOver = true;
        if (line["cancelled"] is not null) of.Cancelled = true;
        return of;
    }

    Consignment Do(JsonObject line)
    {
        kept.Add(line);
        return Play(line);
    }

    static string KeyOf(Consignment of) => of.Customer + "/" + of.Reference;

    sealed record KeptOrder(string Customer, string Reference, string Number, string Kind, string To, long Cod, long Price);

    public void HandOver(Consignment of)
    {
        lock (gate) Do(new() { ["key"] = KeyOf(of), ["handed"] = true });
    }

    public void Cancel(Consignment of)
    {
        lock (gate) Do(new() { ["key"] = KeyOf(of), ["cancelled"] = true });
    }

    /// <summary>How each order stands, and what was collected at the door.</summary>
    public IReadOnlyList<object> Book() => [.. byReference.Values.Select(c => new { reference = c.Reference, status = c.Happened[^1].Status, collected = c.Happened.Sum(h => h.Collected ?? 0) })];

    public void Dispose() => kept.Dispose();

    /// <summary>Who sends by it; another list than that of the payment platform.</summary>
    public Merchants Customers { get; }

    public IEnumerable<Consignment> All => byReference.Values;

    /// <summary>Under a reference that was used it is that consignment.</summary>
    public Consignment Place(string customer, string reference, string kind, string to, long cod)
    {
        lock (gate)
        {
            if (Find(customer, reference) is { } placed)
            {
                placed.Repeated++;
                return placed;
            }
            var order = new KeptOrder(customer, reference, string.Create(CultureInfo.InvariantCulture, $"RB{byReference.Count + 440_000_001:000000000}VN"), kind, to, cod, kind == "pick-up" ? 26_000 : 30_500);
            return Do(new() { ["key"] = customer + "/" + reference, ["order"] = JsonSerializer.SerializeToNode(order), ["happened"] = JsonSerializer.SerializeToNode(new Happening(1, "accepted", Now, null, null)) });
        }
    }

    public Consignment? Find(string customer, string reference) => byReference.GetValueOrDefault(customer + "/" + reference);

    public Consignment? FindNumber(string number) => byReference.Values.FirstOrDefault(c => c.Number == number);

    /// <summary>It happens, and the customer is told.</summary>
    public void Step(Consignment consignment, string status, string? reason = null, long? collected = null, bool tell = true, DateTimeOffset? at = null)
    {
        Happening happening;
        lock (gate) happening = Do(new() { ["key"] = KeyOf(consignment), ["happened"] = JsonSerializer.SerializeToNode(new Happening(0, status, at ?? Now, reason, collected)) }).Happened[^1];
        if (tell && Customers.Find(consignment.Customer) is { } customer) messenger.Tell(customer, Json(consignment, happening), NotifyPath);
    }

    /// <summary>What was collected on a day in Vietnam.</summary>
    public IEnumerable<(Consignment Of, Happening Delivered)> Collected(string customer, DateOnly day) =>
        from consignment in byReference.Values
        where consignment.Customer == customer
        from happening in consignment.Happened
        where happening is { Status: "delivered", Collected: > 0 } && DateOnly.FromDateTime(happening.At.ToOffset(Vietnam).DateTime) == day
        select (consignment, happening);

    public static JsonObject Json(Consignment of, Happening h) => new()
    {
        ["reference"] = of.Reference, ["trackingNumber"] = of.Number, ["sequence"] = h.Sequence, ["status"] = h.Status, ["at"] = h.At, ["reason"] = h.Reason, ["collected"] = h.Collected, ["price"] = of.Price,
    };

    DateTimeOffset Now => time.GetUtcNow() is var now ? new(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), now.Offset) : now;
}

/// <summary>In a demonstration the letters move along by themselves, a step every few seconds.</summary>
public sealed class Postman(PostOffice office, NationalOptions options, TimeProvider time) : BackgroundService
{
    readonly TimeSpan pace = TimeSpan.FromSeconds(options.PostPace);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var consignment in office.All)
                if (consignment.Happened[^1].At + pace <= time.GetUtcNow() && consignment.Next() is var (status, reason, collected)) office.Step(consignment, status, reason, collected);
    }
}
