using System.Text.Json;
using System.Text.Json.Serialization;

namespace NhatLe.Platform.Clock;

/// <summary>The rules of the office calendar and of the law profiles, as they stand in calendar.json. A new decree is a line there, not code.</summary>
public sealed record CalendarRules
{
    /// <summary>The first rule that fits a day holds.</summary>
    public required IReadOnlyList<OfficeHoursRule> OfficeHours { get; init; }
    public required IReadOnlyList<HolidayRule> Holidays { get; init; }

    /// <summary>Single days off by decree that no rule knows (state mourning, storm).</summary>
    public required IReadOnlyList<DecreedDayOff> DaysOff { get; init; }
    public required IReadOnlyList<SwappedDay> Swaps { get; init; }
    public required IReadOnlyList<LawProfile> Profiles { get; init; }

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>The rules the platform ships.</summary>
    public static CalendarRules Load()
    {
        using var stream = typeof(CalendarRules).Assembly.GetManifestResourceStream("NhatLe.Platform.Clock.calendar.json")
            ?? throw new InvalidOperationException("The platform was built without Clock/calendar.json.");
        return JsonSerializer.Deserialize<CalendarRules>(stream, Json)!;
    }
}

/// <summary>One stretch in which offices are open: from Open up to, not including, Close; Vietnam time.</summary>
public readonly record struct OpenHours(TimeOnly Open, TimeOnly Close);

/// <summary>Office hours of a season. FirstDay and LastDay are month-day ("04-16") and may run over New Year; without them the whole year.</summary>
public sealed record OfficeHoursRule(
    IReadOnlyList<OpenHours> Hours, string Source, string? FirstDay = null, string? LastDay = null, DateOnly? ValidFrom = null, DateOnly? ValidTo = null)
{
    public bool Fits(DateOnly date)
    {
        if (date < ValidFrom || date > ValidTo) return false;
        if (FirstDay is null || LastDay is null) return true;
        var day = date.ToString("MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var (afterFirst, beforeLast) = (string.CompareOrdinal(day, FirstDay) >= 0, string.CompareOrdinal(day, LastDay) <= 0);
        return string.CompareOrdinal(FirstDay, LastDay) <= 0 ? afterFirst && beforeLast : afterFirst || beforeLast;
    }
}

/// <summary>A public holiday (ngày lễ, tết) of <paramref name="Days"/> days, of which <paramref name="Before"/> lie before the named day.</summary>
/// <param name="Choices">The number of days before, by year, where the government chooses it each year.</param>
public sealed record HolidayRule(
    string Name, int Month, int Day, string Source, bool Lunar = false, int Days = 1, int Before = 0,
    IReadOnlyDictionary<int, int>? Choices = null, int FromYear = 0, int ToYear = 9999)
{
    public IEnumerable<DateOnly> DaysIn(int year)
    {
        if (year < FromYear || year > ToYear) return [];
        var named = Lunar ? LunarCalendar.ToSolar(Day, Month, year) : new DateOnly(year, Month, Day);
        var before = Choices is not null && Choices.TryGetValue(year, out var chosen) ? chosen : Before;
        return Enumerable.Range(-before, Days).Select(named.AddDays);
    }
}

public sealed record DecreedDayOff(DateOnly Date, string Name, string Source);

/// <summary>A working day given off against a Saturday or Sunday that is worked (hoán đổi ngày làm việc).</summary>
public sealed record SwappedDay(DateOnly Off, DateOnly Worked, string Source);
