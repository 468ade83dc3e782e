namespace NhatLe.Platform.Clock;

/// <summary>Explains a deadline day by day: which day counts, which does not and why. It decides nothing; <see cref="LegalClock"/> did.</summary>
sealed class DeadlineDays(OfficeCalendar calendar, ClockState state, DateOnly startDay, DateOnly lastNumbered, DateTimeOffset? due)
{
    readonly DateOnly? dueDay = due is null ? null : LegalTime.DateOf(due.Value);
    int number;

    public IReadOnlyList<ClockDay> All()
    {
        var first = LegalTime.DateOf(state.StartedAt);
        var last = dueDay ?? Later(startDay, LegalTime.DateOf(state.Pauses[^1].From));
        var days = new List<ClockDay>();
        for (var date = first; date <= last; date = date.AddDays(1)) days.Add(Explain(date));
        return days;
    }

    ClockDay Explain(DateOnly date)
    {
        var pauses = state.Pauses.Where(p => TouchesOfficeTime(p, date)).ToList();
        var day = date < startDay ? new(date, ClockDayKind.Off, null, WhyBeforeStart(date))
            : date == dueDay ? Due(date)
            : date == startDay ? new(date, ClockDayKind.Start, null, pauses.Count > 0 ? Reasons(pauses) : WhyStart())
            : pauses.Count > 0 ? new(date, ClockDayKind.Pause, null, Reasons(pauses))
            : calendar.WhyOff(date) is { } off ? Off(date, off)
            : Counted(date, state.ExtendedTo is not null && number >= Total ? "Hẹn lại" : null);
        return day with
        {
            Ran = Ran(date),
            PausedAt = TimeOn(date, pauses.Select(p => (DateTimeOffset?)p.From)),
            ResumedAt = TimeOn(date, pauses.Select(p => p.To)),
        };
    }

    /// <summary>How many days of the limit bear a number. Hours have none, the same day has none.</summary>
    int Total => state.Limit.Unit switch
    {
        TimeLimitUnit.OfficeHours => 0,
        TimeLimitUnit.CalendarMonths => lastNumbered.DayNumber - startDay.DayNumber,
        _ => state.Limit.Value,
    };

    /// <summary>The last day of a calendar limit is a day off, and the due day is the working day after it.</summary>
    bool IsMoved => state.Limit.IsCalendar && dueDay > lastNumbered && dueDay == calendar.WorkingDayFrom(lastNumbered);

    bool DueHasLastNumber => dueDay is not null && Total > 0 && state.ExtendedTo is null && !IsMoved;

    /// <summary>A pause of a few hours spreads the limit over more days than it has: the due day alone is the last, the days too many have no number.</summary>
    int NumbersBeforeDue => DueHasLastNumber ? Total - 1 : Total;

    int? NextNumber() => number < NumbersBeforeDue ? ++number : null;

    ClockDay Due(DateOnly date) => new(date, ClockDayKind.Due, DueHasLastNumber ? Total : null,
        date == startDay ? "Nhận và trả trong ngày"
        : state.ExtendedTo is not null ? "Hẹn lại"
        : IsMoved ? "Ngày cuối là ngày nghỉ, lùi sang ngày làm việc"
        : null);

    /// <summary>A day off counts in a calendar limit while it runs; the last one shows its number, but is not the due day.</summary>
    ClockDay Off(DateOnly date, string why)
    {
        var paused = state.Pauses.Any(p => p.From <= LegalTime.StartOf(date) && !(p.To < LegalTime.StartOf(date.AddDays(1))));
        var counts = state.Limit.IsCalendar && !paused && number < NumbersBeforeDue;
        return new(date, counts && !(IsMoved && date == lastNumbered) ? ClockDayKind.Counted : ClockDayKind.Off, counts ? NextNumber() : null, why);
    }

    ClockDay Counted(DateOnly date, string? beyond)
    {
        var makesUp = beyond is null && Total > 0 && number >= NumbersBeforeDue;
        return new(date, ClockDayKind.Counted, NextNumber(), makesUp ? "Bù thời gian dừng" : beyond);
    }

    string WhyBeforeStart(DateOnly date) =>
        date == LegalTime.DateOf(state.StartedAt) ? "Nhận ngoài giờ làm việc" : calendar.WhyOff(date) ?? "Nhận ngoài giờ làm việc";

    string WhyStart() => state.Limit switch
    {
        { Unit: TimeLimitUnit.OfficeHours } => "Bắt đầu tính giờ",
        { IsSameDay: true } when state.ExtendedTo is not null => "Ngày nhận",
        { IsSameDay: true } => "Nhận sau giờ chốt, trả ngày làm việc kế tiếp",
        _ => "Ngày nhận, tính từ ngày hôm sau",
    };

    TimeSpan Ran(DateOnly date)
    {
        var counted = state.Limit.Unit == TimeLimitUnit.OfficeHours || state.Limit.IsSameDay ? date >= startDay : date > startDay;
        if (!counted) return TimeSpan.Zero;
        var (from, to) = (Later(LegalTime.StartOf(date), state.StartedAt), Earlier(LegalTime.StartOf(date.AddDays(1)), due ?? DateTimeOffset.MaxValue));
        return calendar.OfficeTimeBetween(from, to) - state.Pauses.Aggregate(TimeSpan.Zero, (sum, p) => sum + Overlap(p, from, to));
    }

    bool TouchesOfficeTime(ClockPause pause, DateOnly date) =>
        Overlap(pause, LegalTime.StartOf(date), LegalTime.StartOf(date.AddDays(1))) > TimeSpan.Zero || (pause.To is null && LegalTime.DateOf(pause.From) == date);

    TimeSpan Overlap(ClockPause pause, DateTimeOffset from, DateTimeOffset to)
    {
        var (begin, end) = (Later(from, pause.From), Earlier(to, pause.To ?? DateTimeOffset.MaxValue));
        return begin < end ? calendar.OfficeTimeBetween(begin, end) : TimeSpan.Zero;
    }

    static string Reasons(IEnumerable<ClockPause> pauses) => string.Join("; ", pauses.Select(p => p.Reason).Distinct());

    static TimeOnly? TimeOn(DateOnly date, IEnumerable<DateTimeOffset?> instants) =>
        instants.LastOrDefault(i => i is not null && LegalTime.DateOf(i.Value) == date) is { } instant
            ? TimeOnly.FromDateTime(LegalTime.ToLocal(instant).DateTime)
            : null;

    static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
    static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
    static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
