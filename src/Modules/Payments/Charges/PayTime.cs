using NhatLe.Platform.Clock;

namespace NhatLe.Payments.Charges;

/// <summary>How long a payer has once the unit waits for the fee (hạn nộp phí).</summary>
public sealed class PayTime(PaymentSettings settings, LegalClock clock)
{
    /// <param name="days">Working days; null: the usual time.</param>
    public DateTimeOffset From(DateTimeOffset at, int? days = null) => clock.DueAt(new(days ?? settings.PayDays, TimeLimitUnit.WorkingDays), at);

    /// <summary>Until when the fee is awaited; null where nobody waits. What was asked for before the day was kept has the usual one.</summary>
    public DateTimeOffset? Of(Charge charge) => charge.PayBy ?? (charge.RequestedAt is { } asked ? From(asked) : null);
}
