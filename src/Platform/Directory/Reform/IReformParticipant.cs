using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;

namespace NhatLe.Platform.Directory.Reform;

/// <summary>
/// A module whose records lie with units takes part in reforms by this one interface. Registered in the module's table of contents; the
/// Organization module calls it.
/// </summary>
public interface IReformParticipant
{
    /// <summary>English, lower case; stands in the steps of a reform.</summary>
    string Name { get; }

    /// <summary>In Vietnamese; the key of its translation: "Hồ sơ".</summary>
    string Words { get; }

    /// <summary>Those with lower numbers move first.</summary>
    int Order { get; }

    /// <summary>Its rehearsal counts every record that lies with a unit, moving or not: so that what is there afterwards can be held against it.</summary>
    bool CountsAll => false;

    /// <summary>What would move from where to where. Changes nothing.</summary>
    Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct);

    /// <summary>
    /// Moves some records in one transaction, in which it also writes the step (<see cref="ReformOrder.Note"/>). Called with growing
    /// numbers until it moves none; killed anywhere, it is called again.
    /// </summary>
    /// <returns>How many it moved; 0 when all lies with living units.</returns>
    Task<int> Move(ReformOrder order, long number, CancellationToken ct);
}

/// <summary>One line of a rehearsal.</summary>
/// <param name="Words">What moves, in Vietnamese; the key of its translation: "Hồ sơ đang giải quyết".</param>
/// <param name="Moves">They go to the new unit; else they stay as they are, under the old name.</param>
/// <param name="Note">In Vietnamese; the key of its translation.</param>
public sealed record ReformLine(string Words, Guid FromId, Guid ToId, long Count, bool Moves = true, string? Note = null);

/// <summary>A step that was taken.</summary>
public sealed class ReformStep
{
    public Guid ReformId { get; init; }
    public string Participant { get; init; } = "";
    public long Number { get; init; }
    public long Moved { get; init; }
    public DateTimeOffset At { get; init; }
}

/// <summary>A unit after the reform.</summary>
public sealed record UnitAfter(Guid Id, string Code, Guid? ParentId, string Kind, string Type, string Name, string FullName, string Authority, string ShortCode)
{
    public static UnitAfter Of(Unit u) => new(u.Id, u.Code, u.ParentId, u.Kind, u.Type, u.Name, u.FullName, u.Authority, u.ShortCode);
}

/// <summary>A unit that ends, and who goes on.</summary>
public sealed record UnitEnding(Guid FromId, string FromCode, string FromName, Guid ToId, string ToCode, string ToName, bool Main);

/// <summary>What becomes of a post.</summary>
/// <param name="NewId">Of the post in the new unit; null where the post ends.</param>
public sealed record PostMove(Guid PositionId, Guid OfficerId, Guid? NewId, Guid UnitId, Guid SeatUnitId, string PositionKey, string Title, string Permits, bool Subtree);

/// <summary>A plan that was checked against the directory and whose questions are answered: exactly what is done. Kept with the reform, so that it goes on after a crash.</summary>
public sealed record ReformOrder
{
    public required Guid ReformId { get; init; }
    public required string Name { get; init; }
    public required DateOnly Day { get; init; }
    public required IReadOnlyList<UnitAfter> Created { get; init; }
    public required IReadOnlyList<UnitAfter> Changed { get; init; }
    public required IReadOnlyList<UnitEnding> Ended { get; init; }
    public required IReadOnlyList<PostMove> Posts { get; init; }

    /// <summary>The unit each ended unit leaves its open work to.</summary>
    public IEnumerable<UnitEnding> Moves => Ended.Where(e => e.Main);

    /// <summary>The same by the unit that ends.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<Guid, UnitEnding> MoveOf => Moves.ToDictionary(m => m.FromId);

    /// <summary>The units that end.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> From => [.. Moves.Select(m => m.FromId)];

    /// <summary>What an entry says beside its event.</summary>
    public string NoteOf(UnitEnding move) => $"{move.FromName} → {move.ToName}. {Name}";

    /// <summary>Writes that a step was taken, in the transaction of the step.</summary>
    public void Note(Batch batch, string participant, long number, long moved, DateTimeOffset at) => batch.Add($"""
        INSERT INTO directory_reform_steps (reform_id, participant, number, moved, at) VALUES ({ReformId}, {participant}, {number}, {moved}, {at})
        """);
}

public static class ReformLines
{
    /// <summary>A line for each unit that ends, of how many records lie with it.</summary>
    /// <param name="units">The unit of each record that is meant.</param>
    public static async Task<IEnumerable<ReformLine>> Lines(this IQueryable<Guid> units, ReformOrder order, string words, CancellationToken ct, bool moves = true, string? note = null)
    {
        var (from, to) = (order.From, order.MoveOf);
        var counts = await units.Where(u => from.Contains(u)).GroupBy(u => u).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return counts.Select(c => new ReformLine(words, c.Key, to[c.Key].ToId, c.Count, moves, note));
    }
}
