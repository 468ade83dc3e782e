namespace NhatLe.Platform.Clock;

/// <summary>
/// The only code that does arithmetic on deadlines. Pure: the state is the caller's, the answer depends on nothing else.
/// <list type="bullet">
/// <item>The start day is the day of acceptance; out of hours, the day of the next opening. Day 1 is the day after it (law profile).</item>
/// <item>Working days: due at the end of office hours on the n-th. Same day: at the end of the start day, or of the next working day after the cut-off.</item>
/// <item>Office hours: that much office time after the start or the next opening.</item>
/// <item>Calendar days and months: the n-th day, or the same day number (clipped to the month); on a day off the next working day; at the end of office hours.</item>
/// <item>A pause, in every unit, moves the due instant on by exactly the office time it lasted, wherever in the limit it lies.</item>
/// </list>
/// </summary>
public sealed class LegalClock(OfficeCalendar calendar, LawProfiles profiles)
{
    /// <exception cref="ArgumentOutOfRangeException">The limit is not one the law can state, or no law profile is in force.</exception>
    public ClockState Start(TimeLimit limit, DateTimeOffset at)
    {
        if (!limit.IsPossible) throw new ArgumentOutOfRangeException(nameof(limit), limit, $"A time limit is 1 to {TimeLimit.Longest} of a known unit, or 0 days for the same day.");
        return new(LegalTime.Cut(at), limit, profiles.On(LegalTime.DateOf(at)).Name);
    }

    /// <summary>When a limit ends that begins now and is never paused.</summary>
    public DateTimeOffset DueAt(TimeLimit limit, DateTimeOffset at) => DueAt(Start(limit, at));

    /// <summary>A clock that is due at the end of office hours of a given day (hạn ấn định), counted in the working days up to it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Nothing that starts at the instant can be due on that day: it is a day off, is over, or lies too far away.</exception>
    public ClockState StartUntil(DateOnly day, DateTimeOffset at)
    {
        var (profile, start) = (profiles.On(LegalTime.DateOf(at)), LegalTime.DateOf(calendar.NextOpening(at)));
        if (day >= start && day.DayNumber - start.DayNumber <= TimeLimit.Longest && calendar.IsWorkingDay(day))
        {
            var limit = new TimeLimit(Math.Max(0, calendar.WorkingDaysBetween(start, day) - (profile.FirstDay - 1)), TimeLimitUnit.WorkingDays);
            var state = Start(limit, at);
            if (LegalTime.DateOf(DueAt(state)) == day) return state;
        }
        throw new ArgumentOutOfRangeException(nameof(day), day, $"Nothing that starts at {at:O} can be due on this day.");
    }

    /// <exception cref="InvalidOperationException">The clock stands still already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies before the start or the last resumption.</exception>
    public ClockState Pause(ClockState state, DateTimeOffset at, string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        if (state.IsPaused) throw new InvalidOperationException($"The clock is paused since {state.Pauses[^1].From:O} and cannot be paused again.");
        var from = LegalTime.Cut(at);
        var earliest = state.Pauses.Count > 0 ? state.Pauses[^1].To!.Value : state.StartedAt;
        if (from < earliest) throw new ArgumentOutOfRangeException(nameof(at), at, $"The clock ran from {earliest:O}; it cannot be paused before.");
        return state with { Pauses = [.. state.Pauses, new(from, null, reason)] };
    }

    /// <exception cref="InvalidOperationException">The clock is running.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies before the pause.</exception>
    public ClockState Resume(ClockState state, DateTimeOffset at)
    {
        if (!state.IsPaused) throw new InvalidOperationException("The clock is not paused and cannot be resumed.");
        var (pause, to) = (state.Pauses[^1], LegalTime.Cut(at));
        if (to < pause.From) throw new ArgumentOutOfRangeException(nameof(at), at, $"The clock was paused at {pause.From:O}; it cannot be resumed before.");
        return state with { Pauses = [.. state.Pauses.SkipLast(1), pause with { To = to }] };
    }

    /// <summary>A new appointment (hẹn lại). Pauses before it are reckoned in; pauses after it move it on.</summary>
    /// <exception cref="InvalidOperationException">The clock is paused, or the law profile allows no further appointment.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The new appointment is not later than the old one, or lies on a day off.</exception>
    public ClockState Extend(ClockState state, DateTimeOffset newDue)
    {
        if (state.IsPaused) throw new InvalidOperationException("The clock is paused; resume it before a new appointment is given.");
        var allowed = profiles.Named(state.Profile).MaxNewAppointments;
        if (state.Extensions >= allowed) throw new InvalidOperationException($"The law allows {allowed} new appointment(s), and so many were given.");
        var (due, appointed) = (DueAt(state), LegalTime.Cut(newDue));
        if (appointed <= due) throw new ArgumentOutOfRangeException(nameof(newDue), newDue, $"The new appointment must be later than the present one, {due:O}.");
        if (calendar.WhyOff(LegalTime.DateOf(appointed)) is { } off) throw new ArgumentOutOfRangeException(nameof(newDue), newDue, $"Nothing is due on a day off ({off}).");
        return state with { ExtendedTo = appointed, Extensions = state.Extensions + 1, PausesBeforeExtension = state.Pauses.Count };
    }

    /// <summary>When it is due, and what every calendar day from the acceptance on is; while paused, up to the day of the pause.</summary>
    public Deadline Evaluate(ClockState state)
    {
        DateTimeOffset? due = state.IsPaused ? null : DueAt(state);
        return new(due, state.IsPaused, new DeadlineDays(calendar, state, StartDay(state), LastNumberedDay(state), due).All());
    }

    /// <summary>
    /// The office time left, negative when late; what was left at the pause while paused. Office time stands still at night, so in the
    /// night after the due instant it is still zero: late is <c>now &gt; DueAt</c>.
    /// </summary>
    public TimeSpan Remaining(ClockState state, DateTimeOffset now) =>
        calendar.OfficeTimeBetween(state.IsPaused ? state.Pauses[^1].From : now, DueAt(state));

    /// <exception cref="InvalidOperationException">The deadline is paused: only the state knows what is left.</exception>
    public TimeSpan Remaining(Deadline deadline, DateTimeOffset now) =>
        calendar.OfficeTimeBetween(now, deadline.DueAt ?? throw new InvalidOperationException("The clock is paused, so the deadline has no due instant; ask with the state."));

    /// <summary>The last instant at which an apology with a new appointment is in time (phiếu xin lỗi và hẹn lại); null while paused.</summary>
    public DateTimeOffset? ApologyBy(ClockState state) => state.IsPaused
        ? null
        : calendar.Closing(calendar.AddWorkingDays(LegalTime.DateOf(DueAt(state)), -profiles.Named(state.Profile).ApologyLeadDays));

    /// <summary>The due instant as if a pause that still lasts had not begun.</summary>
    DateTimeOffset DueAt(ClockState state)
    {
        var pauses = state.Pauses.Skip(state.PausesBeforeExtension).Where(p => p.To is not null);
        var stood = pauses.Aggregate(TimeSpan.Zero, (sum, p) => sum + calendar.OfficeTimeBetween(p.From, p.To!.Value));
        return calendar.AddOfficeTime(state.ExtendedTo ?? FirstDueAt(state), stood);
    }

    DateTimeOffset FirstDueAt(ClockState state) => state.Limit.Unit == TimeLimitUnit.OfficeHours
        ? calendar.AddOfficeTime(calendar.NextOpening(state.StartedAt), TimeSpan.FromHours(state.Limit.Value))
        : calendar.Closing(calendar.WorkingDayFrom(LastNumberedDay(state)));

    DateOnly StartDay(ClockState state) => LegalTime.DateOf(calendar.NextOpening(state.StartedAt));

    /// <summary>The n-th day of the limit, before a due day is moved off a holiday; for office hours the day they end.</summary>
    DateOnly LastNumberedDay(ClockState state)
    {
        var (profile, start, limit) = (profiles.Named(state.Profile), StartDay(state), state.Limit);
        if (limit.IsSameDay) return IsAfterCutoff(state, profile) ? calendar.AddWorkingDays(start, 1) : start;
        var wait = profile.FirstDay - 1;
        return limit.Unit switch
        {
            TimeLimitUnit.WorkingDays => calendar.AddWorkingDays(start, limit.Value + wait),
            TimeLimitUnit.CalendarDays => start.AddDays(limit.Value + wait),
            TimeLimitUnit.CalendarMonths => start.AddDays(wait).AddMonths(limit.Value),
            _ => LegalTime.DateOf(FirstDueAt(state)),
        };
    }

    bool IsAfterCutoff(ClockState state, LawProfile profile) =>
        TimeOnly.FromDateTime(LegalTime.ToLocal(calendar.NextOpening(state.StartedAt)).DateTime) > profile.SameDayCutoff;
}
