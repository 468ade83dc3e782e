using System.Text.Json.Serialization;

namespace NhatLe.Platform.Clock;

/// <summary>The unit a time limit (thời hạn giải quyết) is counted in. Never guessed: a limit without a unit is not publishable.</summary>
public enum TimeLimitUnit { WorkingDays = 1, OfficeHours = 2, CalendarDays = 3, CalendarMonths = 4 }

/// <summary>A time limit as the law states it, for example 3 working days or 8 office hours.</summary>
public readonly record struct TimeLimit(int Value, TimeLimitUnit Unit)
{
    /// <summary>Due on the day it is accepted (trong ngày): no working days.</summary>
    public static readonly TimeLimit SameDay = new(0, TimeLimitUnit.WorkingDays);

    /// <summary>The most of any unit; beyond it the value is a slip of the keyboard.</summary>
    public const int Longest = 1000;

    /// <summary>One that the law can state, and the clock can run on.</summary>
    [JsonIgnore]
    public bool IsPossible => Enum.IsDefined(Unit) && Value <= Longest && (Value >= 1 || IsSameDay);

    [JsonIgnore]
    public bool IsSameDay => Value == 0 && Unit is (TimeLimitUnit.WorkingDays or TimeLimitUnit.CalendarDays);

    /// <summary>Counted in days of the calendar, not in office time: a Saturday counts, but nothing is due on it.</summary>
    [JsonIgnore]
    public bool IsCalendar => Unit is TimeLimitUnit.CalendarDays or TimeLimitUnit.CalendarMonths;
}

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

    /// <summary>How many new appointments were given; the law profile limits them.</summary>
    public int Extensions { get; init; }

    /// <summary>The pauses that ended before the latest new appointment: it already reckons with them.</summary>
    public int PausesBeforeExtension { get; init; }

    [JsonIgnore]
    public bool IsPaused => Pauses.Count > 0 && Pauses[^1].To is null;
}

/// <summary>What a day is in the explanation of a deadline; the names match the kinds of the nl-clock component.</summary>
public enum ClockDayKind { Start = 1, Counted = 2, Off = 3, Pause = 4, Due = 5 }

/// <summary>One calendar day of the explanation a citizen can read. <see cref="Number"/> is the ordinal of a counted day (day 1 is …).</summary>
/// <param name="Reason">Why a day is off or paused, or what happened on it, in Vietnamese; null on a plainly counted day.</param>
public sealed record ClockDay(DateOnly Date, ClockDayKind Kind, int? Number, string? Reason)
{
    /// <summary>The office time that ran on this day.</summary>
    public TimeSpan Ran { get; init; }

    /// <summary>When the clock was stopped on this day; null if it was not.</summary>
    public TimeOnly? PausedAt { get; init; }

    /// <summary>When the clock was started again on this day; null if it was not.</summary>
    public TimeOnly? ResumedAt { get; init; }
}

/// <summary>The result of the legal clock: when it is due, and why.</summary>
/// <param name="DueAt">Null while paused: the clock stands still and nobody can know the day.</param>
/// <param name="Days">Every calendar day from the start to the due day, none left out.</param>
public sealed record Deadline(DateTimeOffset? DueAt, bool IsPaused, IReadOnlyList<ClockDay> Days);
