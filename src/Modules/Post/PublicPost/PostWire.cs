using System.Globalization;
using NhatLe.Post.Orders;

namespace NhatLe.Post.PublicPost;

/// <summary>
/// What the public post and we say to each other. The real one's documents are not public: this shape is from memory, and all of it stands in
/// this file (docs/post.md tells it in words). JSON in UTF-8, amounts in whole đồng, times with offset; signed by a secret of both.
/// </summary>
public static class PostWire
{
    public const string PickUp = "pick-up", Return = "return";

    /// <summary>Reasons of a failure.</summary>
    public const string Refused = "refused", Absent = "absent", Lost = "lost", WrongAddress = "address";

    /// <summary>Our own word for an order that the post does not take: what it writes beside that is kept nowhere.</summary>
    public const string Unserved = "unserved";

    /// <summary>A letter of papers.</summary>
    public const int WeightGrams = 200;

    public sealed record Party(string Name, string Phone, string CommuneCode, string Commune, string Address);

    /// <param name="Cod">What is collected for us at the door, beside the post's own price.</param>
    public sealed record OrderRequest(string Reference, string Kind, Party Sender, Party Receiver, int Weight, long Cod);

    /// <param name="Last">How it stands.</param>
    public sealed record OrderAnswer(string Reference, string TrackingNumber, long Price, long Cod, Step? Last);

    public sealed record HandOverRequest(string List, DateTimeOffset At);

    /// <summary>What happened to an order; the call-back, and the end of an answer.</summary>
    /// <param name="Sequence">1, 2, 3 … within the order: an older one is no news.</param>
    /// <param name="Status">accepted, picked-up, in-transit, delivered, failed, coming-back, came-back</param>
    /// <param name="Reason">With "failed", and with what follows from it: the first may come last.</param>
    /// <param name="Collected">With "delivered": the money taken for us.</param>
    public sealed record Step(string Reference, string TrackingNumber, long Sequence, string Status, DateTimeOffset At, string? Reason, long? Collected, long? Price);

    /// <summary>What the post collected on a day and pays to the administration.</summary>
    public sealed record SettlementAnswer(DateOnly Date, IReadOnlyList<SettledLine> Lines);

    public sealed record SettledLine(string Reference, string TrackingNumber, long Collected, DateTimeOffset DeliveredAt);

    /// <summary>Null for a word nobody knows.</summary>
    public static OrderState? StateOf(string status) => status switch
    {
        "accepted" => OrderState.Accepted, "picked-up" => OrderState.PickedUp, "in-transit" => OrderState.InTransit, "delivered" => OrderState.Delivered,
        "failed" => OrderState.Failed, "coming-back" => OrderState.ComingBack, "came-back" => OrderState.CameBack,
        _ => null,
    };

    /// <summary>Null for what is no reason of the wire, which may be anything.</summary>
    public static string? ReasonOf(string? reason) => reason is Refused or Absent or Lost or WrongAddress ? reason : null;
}
