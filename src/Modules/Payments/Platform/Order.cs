using System.Security.Cryptography;

namespace NhatLe.Payments.Platform;

public enum OrderState
{
    Open = 1,
    Paid = 2,

    /// <summary>Another order stands for it, or nothing is due any more.</summary>
    Superseded = 3,

    /// <summary>Nobody paid it in time.</summary>
    Expired = 4,

    /// <summary>The platform was asked once more when it could no longer be paid, and all it has of it is taken.</summary>
    Ended = 5,
}

/// <summary>One request to the payment platform (lệnh thanh toán), under a reference that is used once. Money that comes for an old one still finds its charge.</summary>
public sealed class Order
{
    /// <summary>No I, L, O, U: they are misread.</summary>
    const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    static readonly TimeSpan FirstAsk = TimeSpan.FromMinutes(1), LastAsk = TimeSpan.FromHours(1), Stray = TimeSpan.FromDays(2);

    Order() { } // EF

    public Guid Id { get; private init; }
    public string Reference { get; private init; } = "";
    public Guid ChargeId { get; private init; }
    public long AmountVnd { get; private init; }
    public OrderState State { get; private set; }

    /// <summary>Null until the platform has answered.</summary>
    public string? PlatformId { get; private set; }

    public string? Bin { get; private set; }
    public string? Account { get; private set; }

    /// <summary>The platform's page.</summary>
    public string? Address { get; private set; }

    /// <summary>By the system's time, as everything of an order.</summary>
    public DateTimeOffset MadeAt { get; private init; }

    public DateTimeOffset ExpiresAt { get; private set; }

    /// <summary>When we ask the platform whether it was paid, should it not have told us.</summary>
    public DateTimeOffset AskAt { get; private set; }

    public int Asked { get; private set; }

    public static Order For(Guid chargeId, long amountVnd, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), Reference = "NL" + RandomNumberGenerator.GetString(Letters, 14), ChargeId = chargeId, AmountVnd = amountVnd, State = OrderState.Open, MadeAt = at, ExpiresAt = at.AddMinutes(30), AskAt = at + FirstAsk,
    };

    public void Placed(string platformId, string bin, string account, string address, DateTimeOffset expiresAt) => (PlatformId, Bin, Account, Address, ExpiresAt) = (platformId, bin, account, address, expiresAt.ToUniversalTime());

    /// <summary>Somebody who pays twice does so while it can be paid; whether we heard of it is asked after that.</summary>
    public void Paid()
    {
        if (State != OrderState.Paid) (State, AskAt, Asked) = (OrderState.Paid, ExpiresAt + FirstAsk, 0);
    }

    /// <summary>The amount has changed, or nothing is due any more.</summary>
    public void Supersede()
    {
        if (State == OrderState.Open) State = OrderState.Superseded;
    }

    /// <summary>Asked again after twice the time.</summary>
    public void AskAgain(DateTimeOffset now)
    {
        Asked++;
        AskAt = now + TimeSpan.FromTicks(Math.Min(LastAsk.Ticks, FirstAsk.Ticks << Math.Min(Asked, 6)));
    }

    /// <summary>Everything is taken that the platform had of it: where no more can come, it is not asked for any more.</summary>
    /// <returns>True: something has changed.</returns>
    public bool EndIfOver(DateTimeOffset now)
    {
        var before = State;
        State = State switch
        {
            OrderState.Open when now > ExpiresAt + LastAsk => OrderState.Expired,
            OrderState.Superseded when now > ExpiresAt + Stray => OrderState.Ended,
            OrderState.Paid when now > ExpiresAt => OrderState.Ended,
            _ => State,
        };
        return State != before;
    }
}
