using FsCheck;
using FsCheck.Fluent;
using NhatLe.Platform.Clock;
using static NhatLe.Tests.Clock.Calendars;

namespace NhatLe.Tests.Clock;

[Trait("Run", "Once")]
public sealed class LunarCalendarTests
{
    [Theory]
    [InlineData(2024, "2024-02-10", "2024-04-18")]
    [InlineData(2025, "2025-01-29", "2025-04-07")]
    [InlineData(2026, "2026-02-17", "2026-04-26")]
    [InlineData(2027, "2027-02-06", "2027-04-16")]
    [InlineData(2028, "2028-01-26", "2028-04-04")]
    [InlineData(2029, "2029-02-13", "2029-04-23")]
    [InlineData(2030, "2030-02-02", "2030-04-12")]
    public void Tet_and_Gio_To_fall_on_the_days_of_the_Vietnamese_almanac(int year, string tet, string gioTo)
    {
        Assert.Equal(Day(tet), LunarCalendar.ToSolar(1, 1, year));
        Assert.Equal(Day(gioTo), LunarCalendar.ToSolar(10, 3, year));
    }

    [Theory]
    [InlineData("1985-01-21", 1, 1, 1985, false)] // the Chinese new year of 1985 was a month later
    [InlineData("2007-02-17", 1, 1, 2007, false)] // a day before the Chinese
    [InlineData("2023-03-22", 1, 2, 2023, true)]
    [InlineData("2025-07-25", 1, 6, 2025, true)]
    [InlineData("2024-02-09", 30, 12, 2023, false)]
    public void The_known_days_where_calendars_part_or_leap_are_right(string solar, int day, int month, int year, bool leap) =>
        Assert.Equal(new LunarDate(day, month, year, leap), LunarCalendar.FromSolar(Day(solar)));

    [Fact]
    public void A_day_survives_the_way_to_the_lunar_calendar_and_back() =>
        Prop.ForAll(Gen.Choose(new DateOnly(1900, 1, 1).DayNumber, new DateOnly(2199, 1, 1).DayNumber).ToArbitrary(), number =>
        {
            var date = DateOnly.FromDayNumber(number);
            var (day, month, year, leap) = LunarCalendar.FromSolar(date);
            return LunarCalendar.ToSolar(day, month, year, leap) == date;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_lunar_day_of_four_centuries_is_followed_by_the_next_or_by_the_first_of_a_month()
    {
        var today = LunarCalendar.FromSolar(new DateOnly(1800, 1, 1));
        for (var date = new DateOnly(1800, 1, 2); date.Year < 2200; date = date.AddDays(1))
        {
            var yesterday = today;
            today = LunarCalendar.FromSolar(date);
            var follows = today == yesterday with { Day = yesterday.Day + 1 } || (today.Day == 1 && yesterday.Day is (29 or 30));
            Assert.True(follows, $"{date:O} is {today} after {yesterday}");
        }
    }

    [Fact]
    public void A_lunar_day_that_does_not_exist_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LunarCalendar.ToSolar(1, 5, 2025, leapMonth: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => LunarCalendar.ToSolar(31, 1, 2024));
        Assert.Throws<ArgumentOutOfRangeException>(() => LunarCalendar.FromSolar(new DateOnly(1700, 1, 1)));
    }
}
