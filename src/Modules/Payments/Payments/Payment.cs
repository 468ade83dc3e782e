using NhatLe.Payments.Charges;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Payments.Payments;

/// <summary>Hình thức nộp. Card and transfer are those of the desk, which its own terminal or bank has confirmed; Post is what the postman took at the door.</summary>
public enum PaymentWay { Cash = 1, Card = 2, Transfer = 3, Online = 4, Post = 5 }

/// <summary>How the money stands to what was due.</summary>
public enum PaymentState
{
    /// <summary>All of it went to what was due.</summary>
    Matched = 1,

    /// <summary>It was less, and something is still due.</summary>
    Partial = 2,

    /// <summary>It was more.</summary>
    Excess = 3,

    /// <summary>It had been paid already.</summary>
    Double = 4,

    /// <summary>The dossier had ended, or its payer was exempt.</summary>
    Late = 5,

    /// <summary>Nobody knows what for.</summary>
    Wrong = 6,

    /// <summary>Its receipt was cancelled.</summary>
    Released = 7,
}

/// <summary>Money that came (khoản đã nộp). What of it is not for a charge is owed back.</summary>
public sealed class Payment : Subject, IUnitOwned
{
    Payment() { } // EF

    public Guid UnitId { get; private set; }
    public Guid DeskUnitId { get; private set; }
    public Guid? ChargeId { get; private set; }
    public string? DossierCode { get; private set; }
    public string Payer { get; private set; } = "";
    public PaymentWay Way { get; private init; }

    /// <summary>As the platform says it: qr, card.</summary>
    public string Method { get; private init; } = "";

    public string Reference { get; private init; } = "";
    public string? PlatformId { get; private init; }

    /// <summary>Number of the slip of a card terminal, or of the bank's notice.</summary>
    public string? Slip { get; private init; }

    public Guid? ShiftId { get; private init; }
    public string TakenBy { get; private init; } = "";
    public long AmountVnd { get; private init; }

    /// <summary>What of it went to the charge; a receipt says so.</summary>
    public long AppliedVnd { get; private set; }

    public long RefundedVnd { get; private set; }
    public PaymentState State { get; private set; }

    /// <summary>Nothing is to be done about it any more.</summary>
    public bool Settled { get; private set; }

    /// <summary>By the clock of whoever took it.</summary>
    public DateTimeOffset PaidAt { get; private init; }

    /// <summary>The day of the platform's file it stands in.</summary>
    public DateOnly? PlatformOn { get; private init; }

    public DateTimeOffset TakenAt { get; private init; }
    public DateOnly TakenOn { get; private init; }

    public long RefundableVnd => AmountVnd - AppliedVnd - RefundedVnd;

    /// <summary>A payment of the platform has the id that follows from the platform's: told twice, it is one.</summary>
    public static Guid IdOf(string platformId) => StableId.Of("payment", platformId);

    /// <summary>Everything known when it comes.</summary>
    public sealed record Incoming(Guid Id, PaymentWay Way, string Method, long AmountVnd, string Reference, string? PlatformId, string? Slip, Guid? ShiftId, string TakenBy, DateTimeOffset PaidAt);

    /// <param name="charge">Null: nobody knows what it is for, and it lies with <paramref name="unitId"/>.</param>
    public static Payment Take(Incoming money, Charge? charge, Guid unitId, DateTimeOffset at)
    {
        var payment = new Payment
        {
            Id = money.Id, UnitId = charge?.UnitId ?? unitId, DeskUnitId = charge?.DeskUnitId ?? unitId, ChargeId = charge?.Id, DossierCode = charge?.DossierCode, Payer = charge?.Payer ?? "",
            Way = money.Way, Method = money.Method, Reference = money.Reference, PlatformId = money.PlatformId, Slip = money.Slip, ShiftId = money.ShiftId, TakenBy = money.TakenBy, AmountVnd = money.AmountVnd,
            PaidAt = money.PaidAt.ToUniversalTime(), PlatformOn = money.PlatformId is null ? null : LegalTime.DateOf(money.PaidAt), TakenAt = at, TakenOn = LegalTime.DateOf(at), State = PaymentState.Wrong,
        };
        if (charge is not null) payment.Apply(charge, at);
        return payment;
    }

    void Apply(Charge charge, DateTimeOffset at)
    {
        var before = charge.Status;
        AppliedVnd = charge.Pay(AmountVnd - RefundedVnd, at);
        State = before switch
        {
            ChargeStatus.Paid => PaymentState.Double,
            ChargeStatus.Waived or ChargeStatus.Cancelled => PaymentState.Late,
            _ when AppliedVnd < AmountVnd - RefundedVnd => PaymentState.Excess,
            _ when charge.Status == ChargeStatus.Due => PaymentState.Partial,
            _ => PaymentState.Matched,
        };
        Settled = State == PaymentState.Matched;
    }

    /// <summary>Somebody found out what it is for.</summary>
    public void AssignTo(Charge charge, DateTimeOffset at)
    {
        if (ChargeId is not null) throw Refusal.Conflict("payment.assigned", "Khoản này đã ghi vào hồ sơ {0}.", DossierCode);
        if (RefundableVnd < AmountVnd) throw Refusal.Conflict("payment.refunded", "Khoản này đã hoàn một phần nên không ghi vào hồ sơ được.");
        (ChargeId, DossierCode, Payer, UnitId, DeskUnitId) = (charge.Id, charge.DossierCode, charge.Payer, charge.UnitId, charge.DeskUnitId);
        Apply(charge, at);
    }

    /// <summary>The rest has come, or the receipt says all there is to say.</summary>
    public void Settle() => Settled = true;

    /// <summary>Its receipt was cancelled: it is owed back.</summary>
    public void Release() => (AppliedVnd, State, Settled) = (0, PaymentState.Released, false);

    public void Refund(long amountVnd)
    {
        if (amountVnd > RefundableVnd) throw Refusal.Conflict("refund.too-much", "Khoản này chỉ còn {0:N0} đồng hoàn được.", RefundableVnd);
        RefundedVnd += amountVnd;
        if (RefundableVnd == 0) Settled = true;
    }

    /// <summary>The platform refused: it is owed back still.</summary>
    public void RefundFailed(long amountVnd) => (RefundedVnd, Settled) = (RefundedVnd - amountVnd, false);

    public void MoveTo(Guid unitId, Guid deskUnitId) => (UnitId, DeskUnitId) = (unitId, deskUnitId);
}
