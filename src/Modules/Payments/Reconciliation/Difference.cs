using NhatLe.Platform;
using NhatLe.Platform.Data;

namespace NhatLe.Payments.Reconciliation;

public enum DifferenceKind { MissingHere = 1, MissingThere = 2, Amount = 3 }

/// <summary>A day of the platform that was compared (đối soát).</summary>
/// <param name="Hash">SHA-256 of the file.</param>
public sealed record ReconciledDay(DateOnly Day, DateTimeOffset ReadAt, string Hash, int Ours, long OursVnd, int Theirs, long TheirsVnd);

/// <summary>One payment on which our books and the platform's differ; mended by somebody, with a reason.</summary>
public sealed class Difference : Subject, IUnitOwned
{
    Difference() { } // EF

    public Guid UnitId { get; private set; }
    public DateOnly Day { get; private init; }
    public DifferenceKind Kind { get; private init; }
    public string PlatformId { get; private init; } = "";
    public string Reference { get; private init; } = "";
    public string Method { get; private init; } = "";
    public long? OursVnd { get; private init; }
    public long? TheirsVnd { get; private init; }
    public DateTimeOffset PaidAt { get; private init; }
    public DateTimeOffset FoundAt { get; private init; }
    public DateTimeOffset? MendedAt { get; private set; }
    public string? MendedBy { get; private set; }
    public string? Reason { get; private set; }

    /// <summary>The same difference of the same payment is found once in a day's file. Older ones have ids without the day.</summary>
    static Guid IdOf(string platformId, DifferenceKind kind, DateOnly day) => StableId.Of("payment-difference", $"{kind}/{day:yyyyMMdd}/{platformId}");

    public sealed record Found(Guid UnitId, DateOnly Day, DifferenceKind Kind, string PlatformId, string Reference, string Method, long? OursVnd, long? TheirsVnd, DateTimeOffset PaidAt);

    public static Difference Find(Found f, DateTimeOffset at) => new()
    {
        Id = IdOf(f.PlatformId, f.Kind, f.Day), UnitId = f.UnitId, Day = f.Day, Kind = f.Kind, PlatformId = f.PlatformId, Reference = f.Reference, Method = f.Method, OursVnd = f.OursVnd, TheirsVnd = f.TheirsVnd, PaidAt = f.PaidAt.ToUniversalTime(), FoundAt = at,
    };

    public void Mend(string reason, string by, DateTimeOffset at)
    {
        if (MendedAt is not null) throw Refusal.Conflict("difference.mended", "Chênh lệch này đã xử lý rồi.");
        (MendedAt, MendedBy, Reason) = (at, by, reason);
    }

    public void MoveTo(Guid unitId) => UnitId = unitId;
}
