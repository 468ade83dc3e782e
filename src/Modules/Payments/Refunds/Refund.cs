using NhatLe.Platform;
using NhatLe.Platform.Data;

namespace NhatLe.Payments.Refunds;

public enum RefundState { Asked = 1, Sent = 2, Done = 3, Refused = 4 }

public enum RefundWay { Platform = 1, Cash = 2 }

/// <summary>Money given back (hoàn tiền): by the platform, which confirms it later, or in cash by a cashier, out of a shift.</summary>
public sealed class Refund : Subject, IUnitOwned
{
    Refund() { } // EF

    public Guid UnitId { get; private set; }
    public Guid PaymentId { get; private init; }
    public long AmountVnd { get; private init; }
    public RefundWay Way { get; private init; }
    public RefundState State { get; private set; }
    public string Reason { get; private init; } = "";
    /// <summary>The shift that paid it out in cash.</summary>
    public Guid? ShiftId { get; private set; }
    public string AskedBy { get; private init; } = "";
    public DateTimeOffset AskedAt { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why the platform refused.</summary>
    public string? Said { get; private set; }

    public static Refund Ask(Guid id, Guid unitId, Guid paymentId, long amountVnd, RefundWay way, string reason, string by, DateTimeOffset at) => new()
    {
        Id = id, UnitId = unitId, PaymentId = paymentId, AmountVnd = amountVnd, Way = way, State = RefundState.Asked, Reason = reason, AskedBy = by, AskedAt = at,
    };

    public bool IsOpen => State is RefundState.Asked or RefundState.Sent;

    public void Sent() => State = RefundState.Sent;

    /// <summary>A cashier has handed it over.</summary>
    public void PaidOut(Guid shiftId, DateTimeOffset at)
    {
        if (Way != RefundWay.Cash || State != RefundState.Asked) throw Refusal.Conflict("refund.paid-out", "Khoản hoàn này đã chi, hoặc không chi tại quầy.");
        (State, ShiftId, EndedAt) = (RefundState.Done, shiftId, at);
    }

    public void End(RefundState state, string? said, DateTimeOffset at) => (State, Said, EndedAt) = (state, said, at);

    public void MoveTo(Guid unitId) => UnitId = unitId;
}
