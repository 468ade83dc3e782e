using System.Globalization;
using NhatLe.Contracts.Catalogue;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Payments.Receipts;

/// <summary>The payer's proof (biên lai). Numbered without gaps in its desk and year; a cancelled one keeps its number.</summary>
public sealed class Receipt : Subject, IUnitOwned
{
    Receipt() { } // EF

    public Guid UnitId { get; private set; }
    public Guid DeskUnitId { get; private init; }
    public int Year { get; private init; }

    /// <summary>Given by the database as the last thing of the transaction; null until it is read again.</summary>
    public long? Number { get; private init; }

    public Guid PaymentId { get; private init; }
    public Guid ChargeId { get; private init; }
    public string DossierCode { get; private init; } = "";
    public string Payer { get; private init; } = "";
    public string Title { get; private init; } = "";
    public long AmountVnd { get; private init; }

    /// <summary>The fee without relief.</summary>
    public long FullVnd { get; private init; }

    public FeeSubject? RuleSubject { get; private init; }
    public string? Basis { get; private init; }
    public PaymentWay Way { get; private init; }
    public DateTimeOffset IssuedAt { get; private init; }
    public string IssuedBy { get; private init; } = "";
    public DateTimeOffset? CancelledAt { get; private set; }
    public string? CancelledBy { get; private set; }
    public string? CancelReason { get; private set; }

    /// <summary>"0000012/2024"</summary>
    public string Code => string.Create(CultureInfo.InvariantCulture, $"{Number:0000000}/{Year}");

    public static Receipt For(Payment payment, Charge charge, string issuedBy, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), UnitId = charge.UnitId, DeskUnitId = charge.DeskUnitId, Year = LegalTime.DateOf(at).Year, PaymentId = payment.Id, ChargeId = charge.Id, DossierCode = charge.DossierCode,
        Payer = charge.Payer, Title = charge.Title, AmountVnd = payment.AppliedVnd, FullVnd = charge.FullVnd, RuleSubject = charge.RuleSubject, Basis = charge.Basis, Way = payment.Way, IssuedAt = at, IssuedBy = issuedBy,
    };

    public void Cancel(string reason, string by, DateTimeOffset at)
    {
        if (CancelledAt is not null) throw Refusal.Conflict("receipt.cancelled", "Biên lai này đã hủy rồi.");
        (CancelledAt, CancelledBy, CancelReason) = (at, by, reason);
    }

    public void MoveTo(Guid unitId) => UnitId = unitId;
}
