using System.Globalization;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Text;

namespace NhatLe.Tests.Clock;

/// <summary>The shipped calendar, and short ways to name its days and instants.</summary>
static class Calendars
{
    public static readonly CalendarRules Rules = CalendarRules.Load();
    public static readonly OfficeCalendar Office = new(Rules);
    public static readonly LegalClock Legal = new(Office, new LawProfiles(Rules));

    public static LegalClock ClockOver(CalendarRules rules) => new(new OfficeCalendar(rules), new LawProfiles(rules));

    public static readonly Texts Words = new(new TextCatalog([typeof(Texts).Assembly]));

    /// <summary>"2024-11-27"</summary>
    public static DateOnly Day(string date) => DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>"2024-11-27 17:00", Vietnam time</summary>
    public static DateTimeOffset At(string local) =>
        new(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), LegalTime.VietnamOffset);

    public static TimeLimit Working(int days) => new(days, TimeLimitUnit.WorkingDays);
    public static TimeLimit Hours(int hours) => new(hours, TimeLimitUnit.OfficeHours);

    public static DateTimeOffset? Due(TimeLimit limit, string at) => Legal.Evaluate(Legal.Start(limit, At(at))).DueAt;
}

/// <summary>A system clock the test holds in its hand.</summary>
sealed class HeldTime(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Instant { get; set; } = now;
    public override DateTimeOffset GetUtcNow() => Instant.ToUniversalTime();
}

/// <summary>The language of the page while a test looks at it.</summary>
sealed class Language : IDisposable
{
    readonly CultureInfo before = CultureInfo.CurrentUICulture;
    public Language(string name) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(name);
    public void Dispose() => CultureInfo.CurrentUICulture = before;
}
