using System.Security.Cryptography;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Post.Orders;

public enum OrderKind
{
    /// <summary>From the applicant to the desk (lấy giấy tờ tại nhà).</summary>
    PickUp = 1,

    /// <summary>From the desk to the applicant (trả kết quả tại nhà).</summary>
    Return = 2,
}

public enum OrderState
{
    /// <summary>For the result.</summary>
    Waiting = 1,

    /// <summary>The post is told of it as soon as it is there.</summary>
    Ordered = 2,

    Accepted = 3,
    PickedUp = 4,
    InTransit = 5,
    Delivered = 6,
    Failed = 7,
    ComingBack = 8,
    CameBack = 9,
    Cancelled = 10,

    /// <summary>By the post, for good: it does not go there.</summary>
    Refused = 11,
}

/// <summary>What the post has still to be told.</summary>
public enum Telling { Nothing = 0, Order = 1, HandOver = 2, Cancel = 3 }

/// <summary>One way of papers by the public post (yêu cầu bưu chính), under a reference used once. Only this class changes its State.</summary>
public sealed class PostOrder : Subject, IUnitOwned
{
    /// <summary>No I, L, O, U: they are misread.</summary>
    const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    static readonly TimeSpan FirstAsk = TimeSpan.FromMinutes(5), LastAsk = TimeSpan.FromHours(6);

    PostOrder() { } // EF

    public string Reference { get; private init; } = "";
    public Guid DossierId { get; private init; }
    public string DossierCode { get; private init; } = "";
    public string Title { get; private init; } = "";
    public OrderKind Kind { get; private init; }

    /// <summary>Counts the orders of its kind for the dossier, from 1; the id follows from it, so that two who ask at once ask for one.</summary>
    public int Number { get; private init; }

    public Guid UnitId { get; private set; }
    public Guid DeskUnitId { get; private set; }

    /// <summary>Who is told how it stands; null: nobody has an account.</summary>
    public Guid? AccountId { get; private init; }

    /// <summary>Keyed hash of the applicant's number, for the access log.</summary>
    public string NumberKey { get; private init; } = "";

    /// <summary>Name, phone and address, encrypted; empty once forgotten (<see cref="PostPerson"/>).</summary>
    public byte[] Person { get; private set; } = [];

    public OrderState State { get; private set; }
    public string? TrackingNumber { get; private set; }

    /// <summary>What the post asks for the way, paid at the door, đồng.</summary>
    public long? PriceVnd { get; private set; }

    /// <summary>The receiver wants to pay the fee at the door.</summary>
    public bool PayAtDoor { get; private init; }

    /// <summary>How much of the fee the post collects: what was due when it was told.</summary>
    public long CodVnd { get; private init; }

    public long CollectedVnd { get; private set; }

    /// <summary>The day of the post's clock.</summary>
    public DateOnly? CollectedOn { get; private set; }

    public long? SettledVnd { get; private set; }
    public DateOnly? SettledOn { get; private set; }

    /// <summary>Why it failed, was refused or cancelled; of a failure a word of the wire.</summary>
    public string? Reason { get; private set; }

    /// <summary>The number of the post's newest message about it.</summary>
    public long Heard { get; private set; }

    /// <summary>The list under which the desk handed it over.</summary>
    public Guid? ListId { get; private set; }

    public DateTimeOffset AskedAt { get; private init; }
    public string AskedBy { get; private init; } = "";
    public DateTimeOffset? AcceptedAt { get; private set; }
    public DateTimeOffset? PickedUpAt { get; private set; }
    public DateTimeOffset? InTransitAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }
    public DateTimeOffset? FailedAt { get; private set; }
    public DateTimeOffset? CameBackAt { get; private set; }

    /// <summary>Nobody has anything to do about it any more.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public Telling Telling { get; private set; }

    /// <summary>How often the post was told. The sender writes it by itself, as it does <see cref="CodVnd"/> and <see cref="LastError"/>.</summary>
    public int Tries { get; private init; }

    /// <summary>When it is told next, by the system's time.</summary>
    public DateTimeOffset TellAt { get; private set; }

    public string? LastError { get; private init; }

    /// <summary>When we ask how it stands, should nobody have told us; by the system's time.</summary>
    public DateTimeOffset AskAt { get; private set; }

    public int Asked { get; private set; }

    /// <summary>Nobody has it yet but who gives it.</summary>
    public bool MayBeCancelled => EndedAt is null && Telling != Telling.Cancel && State is OrderState.Waiting or OrderState.Ordered or OrderState.Accepted;

    /// <summary>It did not arrive, and somebody has to decide what becomes of it.</summary>
    public bool NeedsDecision => EndedAt is null && State is OrderState.Refused or OrderState.Failed or OrderState.ComingBack or OrderState.CameBack;

    /// <summary>Nothing of it is on the way any more, so that it may be sent anew.</summary>
    public bool MayBeSentAnew => NeedsDecision && (State is OrderState.Refused or OrderState.CameBack || (State == OrderState.Failed && (Kind == OrderKind.PickUp || Reason == PublicPost.PostWire.Lost)));

    /// <summary>Since when the post has it in hand without a word; null: it is another's turn.</summary>
    public DateTimeOffset? SilentSince => EndedAt is null && FailedAt is null && Telling != Telling.Cancel && (State is OrderState.PickedUp or OrderState.InTransit || (State == OrderState.Accepted && Kind == OrderKind.PickUp))
        ? InTransitAt ?? PickedUpAt ?? AcceptedAt : null;

    /// <summary>Whose it was is erased.</summary>
    public DateTimeOffset? ForgottenAt { get; private set; }

    public bool IsForgotten => ForgottenAt is not null;

    /// <param name="system">The system's time.</param>
    public static PostOrder Ask(DossierCard dossier, OrderKind kind, int number, byte[] person, bool payAtDoor, string by, DateTimeOffset at, DateTimeOffset system)
    {
        var waits = kind == OrderKind.Return && !dossier.HasResult;
        return new()
        {
            Id = StableId.Of("post-order", $"{dossier.Id:N}/{kind}/{number}"), Reference = "BC" + RandomNumberGenerator.GetString(Letters, 12), DossierId = dossier.Id, DossierCode = dossier.Code, Title = dossier.Title, Kind = kind, Number = number,
            UnitId = dossier.UnitId, DeskUnitId = dossier.DeskUnitId, AccountId = dossier.AccountId, NumberKey = dossier.NumberKey, Person = person, PayAtDoor = payAtDoor, AskedBy = by, AskedAt = at,
            State = waits ? OrderState.Waiting : OrderState.Ordered, Telling = waits ? Telling.Nothing : Telling.Order, TellAt = system, AskAt = system + FirstAsk,
        };
    }

    /// <summary>The result is there.</summary>
    public void Ready(DateTimeOffset system) => (State, Telling, TellAt) = (OrderState.Ordered, Telling.Order, system);

    public void Accept(string trackingNumber, long priceVnd, DateTimeOffset at)
    {
        (TrackingNumber, PriceVnd) = (trackingNumber, priceVnd);
        if (State != OrderState.Ordered) return; // what came of it was told first
        (State, AcceptedAt) = (OrderState.Accepted, at);
    }

    /// <summary>The post has heard what it was told.</summary>
    public void Told(Telling what, DateTimeOffset system)
    {
        if (Telling == what) Telling = Telling.Nothing;
        (AskAt, Asked) = (system + FirstAsk, 0);
    }

    public void Refuse(string reason, DateTimeOffset at) => (State, Telling, Reason, FailedAt) = (OrderState.Refused, Telling.Nothing, reason, at);

    public void HandOver(Guid listId, DateTimeOffset at, DateTimeOffset system)
    {
        if (Kind != OrderKind.Return || State != OrderState.Accepted || Telling == Telling.Cancel) throw Refusal.Conflict("post.not-ready", "Bưu gửi {0} không còn chờ giao. Tải lại trang để xem.", TrackingNumber ?? Reference);
        (State, ListId, PickedUpAt, Telling, TellAt) = (OrderState.PickedUp, listId, at, Telling.HandOver, system);
    }

    /// <summary>Before the post was told it is cancelled at once; else it is asked.</summary>
    public void AskCancel(string reason, DateTimeOffset at, DateTimeOffset system)
    {
        if (!MayBeCancelled) throw Refusal.Conflict("post.under-way", "Giấy tờ đã đi nên không hủy được nữa.");
        if (State == OrderState.Waiting) Cancel(reason, at);
        else (Telling, TellAt, Reason) = (Telling.Cancel, system, reason);
    }

    public void Cancel(string reason, DateTimeOffset at) => (State, Telling, Reason, EndedAt) = (OrderState.Cancelled, Telling.Nothing, reason, at);

    /// <summary>The post has it already; an order whose answer never came is told again, for its number.</summary>
    public void NotCancelled()
    {
        Telling = State == OrderState.Ordered ? Telling.Order : Telling.Nothing;
        if (State < OrderState.Failed) Reason = null;
    }

    /// <summary>What the post says is newer than all we heard; if it changes nothing it is noted all the same.</summary>
    /// <returns>False where it changes nothing.</returns>
    /// <exception cref="Refusal">409: it contradicts what was said before.</exception>
    public bool Hear(OrderState said, long sequence, string? reason, DateTimeOffset at, DateTimeOffset system)
    {
        var contradicts = State switch
        {
            OrderState.Delivered => said is OrderState.Failed or OrderState.ComingBack or OrderState.CameBack,
            OrderState.CameBack => said == OrderState.Delivered,
            OrderState.Waiting or OrderState.Cancelled or OrderState.Refused => said != OrderState.Accepted,
            _ => false,
        };
        if (contradicts) throw Refusal.Conflict("post.contradiction", "Tin này trái với tin trước của cùng bưu gửi.");
        (Heard, AskAt, Asked) = (sequence, system + FirstAsk, 0);
        if (State is OrderState.Waiting or OrderState.Cancelled or OrderState.Refused or OrderState.Delivered || (said != OrderState.Delivered && said <= State)) return false;
        State = said;
        switch (said)
        {
            case OrderState.Accepted: AcceptedAt = at; break;
            case OrderState.PickedUp: PickedUpAt ??= at; break;
            case OrderState.InTransit: InTransitAt = at; break;
            case OrderState.Delivered: (DeliveredAt, EndedAt, Reason) = (at, EndedAt ?? at, null); break;
            case OrderState.Failed or OrderState.ComingBack: (FailedAt, Reason) = (FailedAt ?? at, reason ?? Reason); break;
            case OrderState.CameBack: (FailedAt, CameBackAt, Reason) = (FailedAt ?? at, at, reason ?? Reason); break;
        }
        return true;
    }

    /// <summary>Nobody says where it is. What was never fetched is not lost.</summary>
    public void GiveUp(DateTimeOffset at) => (State, FailedAt, Reason) = (OrderState.Failed, at, State == OrderState.Accepted ? null : PublicPost.PostWire.Lost);

    public void Collect(long amountVnd, DateOnly on) => (CollectedVnd, CollectedOn) = (amountVnd, on);

    public void Settle(long amountVnd, DateOnly day) => (SettledVnd, SettledOn) = (amountVnd, day);

    /// <summary>It is sent anew, kept for the applicant, or not needed any more.</summary>
    public void Close(DateTimeOffset at)
    {
        if (!NeedsDecision) throw Refusal.Conflict("post.not-failed", "Bưu gửi này không chờ quyết định nào. Tải lại trang để xem.");
        EndedAt = at;
    }

    /// <summary>Nothing new: asked again after twice the time.</summary>
    public void AskAgain(DateTimeOffset system)
    {
        Asked++;
        AskAt = system + TimeSpan.FromTicks(Math.Min(LastAsk.Ticks, FirstAsk.Ticks << Math.Min(Asked, 6)));
    }

    public void Forget(DateTimeOffset at) => (Person, ForgottenAt) = ([], at);

    public void MoveTo(Guid unitId, Guid deskUnitId) => (UnitId, DeskUnitId) = (unitId, deskUnitId);
}

/// <summary>Where the papers are fetched, or the result is brought.</summary>
/// <param name="UnitCode">Code of the commune.</param>
public sealed record PostPerson(string Name, string Phone, string UnitCode, string UnitName, string Detail)
{
    public string Address => Detail.Length > 0 ? Detail + ", " + UnitName : UnitName;
}
