using System.Text.Json;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Payments.Counter;

/// <summary>A cashier's shift (ca thu): what was in the drawer at first, what should be in it, what was counted.</summary>
public sealed class Shift : Subject, IUnitOwned
{
    /// <summary>The notes that are money, the largest first.</summary>
    public static readonly IReadOnlyList<int> Notes = [500_000, 200_000, 100_000, 50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200];

    public const long MostOpening = 100_000_000;

    Shift() { } // EF

    public Guid UnitId { get; private set; }
    public Guid DeskUnitId { get; private init; }
    public Guid OfficerId { get; private init; }
    public string OfficerName { get; private init; } = "";
    public long OpeningVnd { get; private init; }
    public DateTimeOffset OpenedAt { get; private init; }
    public DateOnly OpenedOn { get; private init; }
    public DateTimeOffset? ClosedAt { get; private set; }
    public long? ExpectedVnd { get; private set; }
    public long? CountedVnd { get; private set; }

    /// <summary>How many of each note, JSON.</summary>
    public string? Counts { get; private set; }

    /// <summary>Why it differs.</summary>
    public string? Reason { get; private set; }

    public long DifferenceVnd => (CountedVnd ?? 0) - (ExpectedVnd ?? 0);

    public IReadOnlyDictionary<int, int> Counted => Counts is null ? new Dictionary<int, int>() : JsonSerializer.Deserialize<Dictionary<int, int>>(Counts)!;

    public static Shift Open(Guid id, Guid unitId, Guid deskUnitId, Guid officerId, string officerName, long openingVnd, DateTimeOffset at) => new()
    {
        Id = id, UnitId = unitId, DeskUnitId = deskUnitId, OfficerId = officerId, OfficerName = officerName, OpeningVnd = openingVnd, OpenedAt = at, OpenedOn = LegalTime.DateOf(at),
    };

    public void Close(long expectedVnd, IReadOnlyDictionary<int, int> counts, string? reason, DateTimeOffset at)
    {
        if (ClosedAt is not null) throw Refusal.Conflict("shift.closed", "Ca thu này đã chốt lúc {0:HH:mm dd/MM}.", LegalTime.ToLocal(ClosedAt.Value));
        var counted = counts.Sum(c => (long)c.Key * c.Value);
        if (counted != expectedVnd && string.IsNullOrWhiteSpace(reason)) throw Refusal.Invalid("Reason", "Đếm được {0:N0} đồng, đáng lẽ {1:N0} đồng. Hãy đếm lại, hoặc ghi lý do lệch.", counted, expectedVnd);
        (ClosedAt, ExpectedVnd, CountedVnd, Counts, Reason) = (at, expectedVnd, counted, JsonSerializer.Serialize(counts), string.IsNullOrWhiteSpace(reason) ? null : reason);
    }

    public void MoveTo(Guid unitId) => UnitId = unitId;
}
