using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace NhatLe.Platform.Clock;

/// <summary>
/// Which days offices work and when they are open, in Vietnam time. A desk open on Saturday morning does not make Saturday a working day.
/// Office time is time inside office hours on working days.
/// </summary>
public sealed class OfficeCalendar
{
    readonly CalendarRules rules;
    readonly FrozenSet<DateOnly> workedInstead;
    readonly ConcurrentDictionary<int, FrozenDictionary<DateOnly, string>> holidaysByYear = new();

    /// <exception cref="ArgumentException">The rules contradict themselves.</exception>
    public OfficeCalendar(CalendarRules rules)
    {
        if (rules.OfficeHours.Any(r => r.Hours.Count == 0 || r.Hours.Any(h => h.Open >= h.Close)))
            throw new ArgumentException("Office hours are empty or close before they open.", nameof(rules));
        if (rules.Swaps.FirstOrDefault(s => IsWeekend(s.Off) || !IsWeekend(s.Worked)) is { } wrong)
            throw new ArgumentException($"The swap of {wrong.Off:O} must give a weekday off for a weekend day worked.", nameof(rules));
        this.rules = rules;
        workedInstead = rules.Swaps.Select(s => s.Worked).ToFrozenSet();
    }

    public bool IsWorkingDay(DateOnly date) => WhyOff(date) is null;

    /// <summary>Why offices are closed that day, in Vietnamese: "Thứ Bảy", "Quốc khánh", "Nghỉ bù Quốc khánh"; null on a working day.</summary>
    public string? WhyOff(DateOnly date)
    {
        if (holidaysByYear.GetOrAdd(date.Year, HolidaysOf).TryGetValue(date, out var holiday)) return holiday;
        if (workedInstead.Contains(date)) return null;
        return date.DayOfWeek switch { DayOfWeek.Saturday => "Thứ Bảy", DayOfWeek.Sunday => "Chủ nhật", _ => null };
    }

    /// <summary>The hours offices are open that day; none on a day off.</summary>
    public IReadOnlyList<OpenHours> Hours(DateOnly date) => IsWorkingDay(date) ? RuleFor(date).Hours : [];

    /// <summary>The end of office hours on a working day.</summary>
    public DateTimeOffset Closing(DateOnly workingDay) => LegalTime.At(workingDay, RuleFor(workingDay).Hours[^1].Close);

    public bool IsOpen(DateTimeOffset instant) => NextOpening(instant) == instant;

    /// <summary>The instant itself while offices are open, otherwise the next opening (13:30 at noon, Monday 07:00 on a Saturday).</summary>
    public DateTimeOffset NextOpening(DateTimeOffset instant)
    {
        for (var date = LegalTime.DateOf(instant); ; date = date.AddDays(1))
        foreach (var (open, close) in Stretches(date))
        {
            if (instant < open) return open;
            if (instant < close) return instant.ToUniversalTime();
        }
    }

    /// <summary>The date itself if it is a working day, otherwise the next one.</summary>
    public DateOnly WorkingDayFrom(DateOnly date)
    {
        while (!IsWorkingDay(date)) date = date.AddDays(1);
        return date;
    }

    /// <summary>The n-th working day after the date; before it when negative; the date itself for none.</summary>
    public DateOnly AddWorkingDays(DateOnly date, int days)
    {
        var step = Math.Sign(days);
        for (var left = Math.Abs(days); left > 0;)
        {
            date = date.AddDays(step);
            if (IsWorkingDay(date)) left--;
        }
        return date;
    }

    /// <summary>How many working days lie after the first date, up to and with the second.</summary>
    public int WorkingDaysBetween(DateOnly after, DateOnly upTo)
    {
        var days = 0;
        for (var date = after.AddDays(1); date <= upTo; date = date.AddDays(1))
            if (IsWorkingDay(date)) days++;
        return days;
    }

    /// <summary>The office time from one instant to another; negative when the second is earlier.</summary>
    public TimeSpan OfficeTimeBetween(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from) return -OfficeTimeBetween(to, from);
        var (total, last) = (TimeSpan.Zero, LegalTime.DateOf(to));
        for (var date = LegalTime.DateOf(from); date <= last; date = date.AddDays(1))
        foreach (var (open, close) in Stretches(date))
        {
            var (begin, end) = (open > from ? open : from, close < to ? close : to);
            if (begin < end) total += end - begin;
        }
        return total;
    }

    /// <summary>The earliest instant with so much office time after the start: an end of office hours, never the opening that follows it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The office time is negative.</exception>
    public DateTimeOffset AddOfficeTime(DateTimeOffset start, TimeSpan officeTime)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(officeTime, TimeSpan.Zero);
        if (officeTime == TimeSpan.Zero) return start.ToUniversalTime();
        for (var date = LegalTime.DateOf(start); ; date = date.AddDays(1))
        foreach (var (open, close) in Stretches(date))
        {
            var begin = open > start ? open : start;
            if (begin >= close) continue;
            if (close - begin >= officeTime) return (begin + officeTime).ToUniversalTime();
            officeTime -= close - begin;
        }
    }

    IEnumerable<(DateTimeOffset Open, DateTimeOffset Close)> Stretches(DateOnly date) =>
        Hours(date).Select(h => (LegalTime.At(date, h.Open), LegalTime.At(date, h.Close)));

    OfficeHoursRule RuleFor(DateOnly date) =>
        rules.OfficeHours.FirstOrDefault(r => r.Fits(date))
        ?? throw new InvalidOperationException($"The calendar has no office hours for {date:O}.");

    FrozenDictionary<DateOnly, string> HolidaysOf(int year)
    {
        var off = new SortedDictionary<DateOnly, string>();
        foreach (var rule in rules.Holidays)
        foreach (var day in rule.DaysIn(year))
            off.TryAdd(day, rule.Name);
        var madeUp = off.Where(d => IsWeekend(d.Key)).ToList();
        foreach (var day in rules.DaysOff.Where(d => d.Date.Year == year)) off.TryAdd(day.Date, day.Name);
        foreach (var swap in rules.Swaps.Where(s => s.Off.Year == year)) off.TryAdd(swap.Off, "Nghỉ hoán đổi ngày làm việc");
        foreach (var (holiday, name) in madeUp)
        {
            var day = holiday;
            while (IsWeekend(day) || off.ContainsKey(day)) day = day.AddDays(1);
            off.Add(day, $"Nghỉ bù {name}");
        }
        return off.ToFrozenDictionary();
    }

    static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
