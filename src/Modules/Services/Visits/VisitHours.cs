using NhatLe.Platform.Clock;

namespace NhatLe.Services.Visits;

/// <summary>When visits can be agreed: half-hours within office hours, from the next one on, two weeks of working days ahead.</summary>
public sealed class VisitHours(OfficeCalendar calendar, LegalTime time)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(30);

    /// <summary>Visits in one half-hour; the rest of a desk's time is for who comes without an appointment.</summary>
    public const int Seats = 2;

    const int WorkingDaysAhead = 10;

    /// <summary>The days on which there is still a half-hour to come.</summary>
    public IReadOnlyList<DateOnly> Days()
    {
        var last = calendar.AddWorkingDays(time.Today, WorkingDaysAhead);
        List<DateOnly> days = [];
        for (var day = calendar.WorkingDayFrom(time.Today); day <= last; day = calendar.AddWorkingDays(day, 1))
            if (Starts(day).Any()) days.Add(day);
        return days;
    }

    /// <summary>The half-hours of a day that have not begun.</summary>
    public IEnumerable<DateTimeOffset> Starts(DateOnly day) =>
        from hours in calendar.Hours(day)
        from start in Enumerable.Range(0, (int)((hours.Close - hours.Open) / Length)).Select(n => LegalTime.At(day, hours.Open.Add(n * Length)))
        where start > time.Now
        select start;

    public bool IsOffered(DateTimeOffset at) => at > time.Now && at < time.Now.AddYears(1) && Days() is var days && days.Contains(LegalTime.DateOf(at)) && Starts(LegalTime.DateOf(at)).Contains(at);
}
