namespace NhatLe.Platform.Clock;

/// <summary>The unit a time limit (thời hạn giải quyết) is counted in. Never guessed: a limit without a unit is not publishable.</summary>
public enum TimeLimitUnit { WorkingDays = 1, OfficeHours = 2, CalendarDays = 3, CalendarMonths = 4 }

/// <summary>A time limit as the law states it, for example 3 working days or 8 office hours.</summary>
public readonly record struct TimeLimit(int Value, TimeLimitUnit Unit);

/// <summary>A stretch in which the clock stands still (supplement, fee, another agency's reply). <see cref="To"/> is null while it lasts.</summary>
public sealed record ClockPause(DateTimeOffset From, DateTimeOffset? To, string Reason);

/// <summary>
/// All a legal clock needs to be computed again at any time: what a module stores with its record (as JSON).
/// The law profile is the one of the start day and stays with the record.
/// </summary>
public sealed record ClockState(DateTimeOffset StartedAt, TimeLimit Limit, string Profile)
{
    public IReadOnlyList<ClockPause> Pauses { get; init; } = [];

    /// <summary>A new appointment given with reasons (hẹn lại); replaces the computed due instant.</summary>
    public DateTimeOffset? ExtendedTo { get; init; }

    public bool IsPaused => Pauses.Count > 0 && Pauses[^1].To is null;
}

/// <summary>What a day is in the explanation of a deadline; the names match the kinds of the nl-clock component.</summary>
public enum ClockDayKind { Start = 1, Counted = 2, Off = 3, Pause = 4, Due = 5 }

/// <summary>One calendar day of the explanation a citizen can read. <see cref="Number"/> is the ordinal of a counted day (day 1 is …).</summary>
/// <param name="Reason">Why a day is off or paused, or what happened on it, in Vietnamese; null on a plainly counted day.</param>
public sealed record ClockDay(DateOnly Date, ClockDayKind Kind, int? Number, string? Reason);

/// <summary>The result of the legal clock: when it is due, and why.</summary>
/// <param name="DueAt">Null while paused: the clock stands still and nobody can know the day.</param>
/// <param name="Days">Every calendar day from the start to the due day, none left out.</param>
public sealed record Deadline(DateTimeOffset? DueAt, bool IsPaused, IReadOnlyList<ClockDay> Days);
