using NhatLe.Platform;
using NhatLe.Platform.Data;

namespace NhatLe.Post.Settlement;

public enum SettlementKind { MissingHere = 1, MissingThere = 2, Amount = 3 }

/// <summary>A day of the post's settlement that was compared (đối soát tiền thu hộ).</summary>
public sealed record SettledDay(DateOnly Day, DateTimeOffset ReadAt, long OursVnd, long TheirsVnd, int Orders);

/// <summary>One order on whose money our books and the post's differ; mended by somebody, with a reason.</summary>
public sealed class SettlementDifference : Subject, IUnitOwned
{
    SettlementDifference() { } // EF

    public Guid UnitId { get; private set; }
    public DateOnly Day { get; private init; }
    public SettlementKind Kind { get; private init; }
    public string Reference { get; private init; } = "";
    public string TrackingNumber { get; private init; } = "";
    public string? DossierCode { get; private init; }
    public long? OursVnd { get; private init; }
    public long? TheirsVnd { get; private init; }
    public DateTimeOffset FoundAt { get; private init; }
    public DateTimeOffset? MendedAt { get; private set; }
    public string? MendedBy { get; private set; }
    public string? Reason { get; private set; }

    /// <summary>The same difference of the same order is found once in a day's list. Older ones have ids without the day.</summary>
    static Guid IdOf(string reference, SettlementKind kind, DateOnly day) => StableId.Of("post-difference", $"{kind}/{day:yyyyMMdd}/{reference}");

    public sealed record Found(Guid UnitId, DateOnly Day, SettlementKind Kind, string Reference, string TrackingNumber, string? DossierCode, long? OursVnd, long? TheirsVnd);

    public static SettlementDifference Find(Found f, DateTimeOffset at) => new()
    {
        Id = IdOf(f.Reference, f.Kind, f.Day), UnitId = f.UnitId, Day = f.Day, Kind = f.Kind, Reference = f.Reference, TrackingNumber = f.TrackingNumber, DossierCode = f.DossierCode, OursVnd = f.OursVnd, TheirsVnd = f.TheirsVnd, FoundAt = at,
    };

    public void Mend(string reason, string by, DateTimeOffset at)
    {
        if (MendedAt is not null) throw Refusal.Conflict("difference.mended", "Chênh lệch này đã xử lý rồi.");
        (MendedAt, MendedBy, Reason) = (at, by, reason);
    }

    public void MoveTo(Guid unitId) => UnitId = unitId;
}
