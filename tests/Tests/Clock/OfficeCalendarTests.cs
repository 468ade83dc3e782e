using FsCheck;
using FsCheck.Fluent;
using NhatLe.Platform.Clock;
using static NhatLe.Tests.Clock.Calendars;

namespace NhatLe.Tests.Clock;

[Trait("Run", "Once")]
public sealed class OfficeCalendarTests
{
    [Theory]
    [InlineData(2024, "01-01 02-08 02-09 02-10 02-11 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03")]
    [InlineData(2025, "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02")]
    [InlineData(2026, "01-01 02-16 02-17 02-18 02-19 02-20 04-26 04-27 04-30 05-01 08-31 09-01 09-02 11-24")]
    public void The_days_off_of_a_year_are_those_the_government_announced(int year, string announced)
    {
        var off = Days(year).Where(d => Office.WhyOff(d) is not (null or "Thứ Bảy" or "Chủ nhật"));
        Assert.Equal(announced, string.Join(' ', off.Select(d => $"{d:MM-dd}")));
    }

    [Theory]
    [InlineData("2024-11-23", "Thứ Bảy")]
    [InlineData("2024-11-24", "Chủ nhật")]
    [InlineData("2024-02-10", "Tết Nguyên đán")]
    [InlineData("2024-02-13", "Nghỉ bù Tết Nguyên đán")]
    [InlineData("2024-04-18", "Giỗ Tổ Hùng Vương")]
    [InlineData("2024-04-29", "Nghỉ hoán đổi ngày làm việc")]
    [InlineData("2024-09-03", "Quốc khánh")]
    [InlineData("2026-04-27", "Nghỉ bù Giỗ Tổ Hùng Vương")]
    [InlineData("2026-11-24", "Ngày Văn hóa Việt Nam")]
    [InlineData("2025-11-24", null)]
    [InlineData("2024-05-04", null)] // a Saturday worked for 29 April
    [InlineData("2025-04-26", null)]
    [InlineData("2026-08-22", null)]
    public void A_day_off_says_why(string date, string? why) => Assert.Equal(why, Office.WhyOff(Day(date)));

    [Fact]
    public void Every_reason_for_a_day_off_has_an_English_translation()
    {
        var texts = new NhatLe.Platform.Text.TextCatalog([typeof(OfficeCalendar).Assembly]);
        var reasons = Enumerable.Range(2019, 31).SelectMany(Days).Select(Office.WhyOff).OfType<string>().ToHashSet();
        Assert.True(reasons.Count > 10);
        Assert.DoesNotContain(reasons, r => !texts.Has("en", r));
    }

    [Fact]
    public void Two_holidays_on_one_weekend_are_made_up_on_two_days()
    {
        // 30 April and 1 May 2022: Saturday and Sunday
        Assert.Equal("Nghỉ bù Ngày Chiến thắng", Office.WhyOff(Day("2022-05-02")));
        Assert.Equal("Nghỉ bù Quốc tế Lao động", Office.WhyOff(Day("2022-05-03")));
        Assert.True(Office.IsWorkingDay(Day("2022-05-04")));
    }

    [Theory]
    [InlineData("2024-11-22 08:00", "2024-11-22 08:00")]
    [InlineData("2024-11-22 05:00", "2024-11-22 07:00")]
    [InlineData("2024-11-22 11:30", "2024-11-22 13:30")]
    [InlineData("2024-11-22 17:00", "2024-11-25 07:00")]
    [InlineData("2024-11-23 09:00", "2024-11-25 07:00")]
    [InlineData("2024-02-07 20:00", "2024-02-15 07:00")]
    public void The_next_opening_is_now_or_when_the_doors_open_again(string at, string opening)
    {
        Assert.Equal(At(opening), Office.NextOpening(At(at)));
        Assert.Equal(at == opening, Office.IsOpen(At(at)));
    }

    [Fact]
    public void A_worked_Saturday_is_open_and_a_plain_Saturday_is_not()
    {
        Assert.True(Office.IsOpen(At("2024-05-04 09:00")));
        Assert.Empty(Office.Hours(Day("2024-05-11")));
    }

    [Fact]
    public void Office_hours_follow_the_season_also_over_New_Year()
    {
        OfficeHoursRule winter = new([new(new(7, 30), new(11, 30)), new(new(13, 0), new(16, 30))], "test", "10-16", "04-15", ValidFrom: Day("2024-01-01"));
        var calendar = new OfficeCalendar(Rules with { OfficeHours = [winter, .. Rules.OfficeHours] });
        Assert.Equal(At("2024-10-16 16:30"), calendar.Closing(Day("2024-10-16")));
        Assert.Equal(At("2024-01-05 16:30"), calendar.Closing(Day("2024-01-05")));
        Assert.Equal(At("2024-10-15 17:00"), calendar.Closing(Day("2024-10-15")));
        Assert.Equal(At("2023-12-05 17:00"), calendar.Closing(Day("2023-12-05")));
    }

    [Fact]
    public void Rules_that_contradict_themselves_are_refused_at_start() =>
        Assert.Throws<ArgumentException>(() => new OfficeCalendar(Rules with { Swaps = [new(Day("2024-11-23"), Day("2024-11-30"), "test")] }));

    [Fact]
    public void Office_time_skips_the_lunch_break_and_the_weekend()
    {
        Assert.Equal(TimeSpan.FromHours(18.5), Office.OfficeTimeBetween(At("2024-10-14 09:30"), At("2024-10-16 14:00")));
        Assert.Equal(-TimeSpan.FromHours(1), Office.OfficeTimeBetween(At("2024-11-25 07:30"), At("2024-11-22 16:30")));
        Assert.Equal(At("2024-11-25 07:30"), Office.AddOfficeTime(At("2024-11-22 16:30"), TimeSpan.FromHours(1)));
        Assert.Equal(At("2024-11-22 17:00"), Office.AddOfficeTime(At("2024-11-22 16:30"), TimeSpan.FromMinutes(30)));
    }

    [Fact]
    public void Office_time_between_instants_adds_up() =>
        Prop.ForAll(Any.Instant, Any.Instant, Any.Instant, (a, b, c) =>
            Office.OfficeTimeBetween(a, b) + Office.OfficeTimeBetween(b, c) == Office.OfficeTimeBetween(a, c)).QuickCheckThrowOnFailure();

    [Fact]
    public void Adding_office_time_then_counting_gives_it_back() =>
        Prop.ForAll(Any.Instant, Any.OfficeTime, (start, time) =>
            Office.OfficeTimeBetween(start, Office.AddOfficeTime(start, time)) == time).QuickCheckThrowOnFailure();

    [Fact]
    public void Adding_office_time_twice_is_adding_the_sum() =>
        Prop.ForAll(Any.Instant, Any.OfficeTime, Any.OfficeTime, (start, a, b) =>
            Office.AddOfficeTime(Office.AddOfficeTime(start, a), b) == Office.AddOfficeTime(start, a + b)).QuickCheckThrowOnFailure();

    static IEnumerable<DateOnly> Days(int year) =>
        Enumerable.Range(0, 366).Select(new DateOnly(year, 1, 1).AddDays).Where(d => d.Year == year);
}
