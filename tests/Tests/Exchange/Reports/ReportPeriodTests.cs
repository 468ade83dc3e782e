using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Reports;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Tests.Exchange.Reports;

/// <summary>Periods, windows, due dates and numbers: pure reckoning.</summary>
[Trait("Run", "Once")]
public sealed class ReportPeriodTests
{
    const int Close = 14;

    static ReportPeriod Of(string code) => ReportPeriod.Parse(code)!.Value;

    static readonly ReportIndicators Shipped = new(new ReferenceData(Path.Combine(House.Repo.Root, "data")));

    [Theory] // NĐ 09/2019, Article 12
    [InlineData("2024-11", "2024-10-15", "2024-11-14")]
    [InlineData("2024-01", "2023-12-15", "2024-01-14")]
    [InlineData("2024-03", "2024-02-15", "2024-03-14")]
    [InlineData("2024-Q1", "2023-12-15", "2024-03-14")]
    [InlineData("2024-Q4", "2024-09-15", "2024-12-14")]
    [InlineData("2024-6T", "2023-12-15", "2024-06-14")]
    [InlineData("2024-9T", "2023-12-15", "2024-09-14")]
    [InlineData("2024", "2023-12-15", "2024-12-14")]
    public void The_window_of_a_period_is_that_of_the_decree(string code, string first, string last) =>
        Assert.Equal(new ReportWindow(DateOnly.Parse(first, null), DateOnly.Parse(last, null)), Of(code).Window(Close));

    [Theory]
    [InlineData("2024-11")]
    [InlineData("2024-Q3")]
    [InlineData("2024-6T")]
    [InlineData("2024-9T")]
    [InlineData("2024")]
    public void One_period_follows_another_without_a_gap_and_back(string code)
    {
        var period = Of(code);
        Assert.Equal(code, period.Code);
        for (var i = 0; i < 30; i++, period = period.Next)
        {
            Assert.Equal(period, period.Next.Previous);
            Assert.Equal(period, Of(period.Code));
            if (period.Kind is ReportPeriodKind.Month or ReportPeriodKind.Quarter or ReportPeriodKind.Year) Assert.Equal(period.Window(Close).Last.AddDays(1), period.Next.Window(Close).First);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024-13")]
    [InlineData("2024-00")]
    [InlineData("2024-Q5")]
    [InlineData("1999-01")]
    [InlineData("2024-11\n")]
    [InlineData("٢٠٢٤-11")]
    [InlineData("2024-11-14")]
    public void What_is_no_period_is_none(string code) => Assert.Null(ReportPeriod.Parse(code));

    [Theory]
    [InlineData(ReportPeriodKind.Month, "2024-11-14", "2024-10")]
    [InlineData(ReportPeriodKind.Month, "2024-11-15", "2024-11")]
    [InlineData(ReportPeriodKind.Month, "2024-12-31", "2024-12")]
    [InlineData(ReportPeriodKind.Month, "2025-01-14", "2024-12")]
    [InlineData(ReportPeriodKind.Quarter, "2024-12-14", "2024-Q3")]
    [InlineData(ReportPeriodKind.Quarter, "2024-12-15", "2024-Q4")]
    [InlineData(ReportPeriodKind.HalfYear, "2024-06-15", "2024-6T")]
    [InlineData(ReportPeriodKind.Year, "2024-12-14", "2023")]
    [InlineData(ReportPeriodKind.Year, "2024-12-15", "2024")]
    public void A_period_has_closed_on_the_day_after_its_window(ReportPeriodKind kind, string day, string code) => Assert.Equal(code, ReportPeriod.LastClosed(kind, DateOnly.Parse(day, null), Close).Code);

    [Theory]
    [InlineData("2024-11", "2024-11-20T17:00")] // closed on a Thursday: Friday is the start, then Monday, Tuesday, Wednesday
    [InlineData("2024-09", "2024-09-19T17:00")] // on a Saturday: it starts on Monday
    [InlineData("2024-08", "2024-08-20T17:00")]
    public void The_report_is_due_by_the_legal_clock(string code, string due)
    {
        var calendar = CalendarRules.Load();
        var clock = new LegalClock(new(calendar), new(calendar));
        Assert.Equal(DateTime.Parse(due, null), LegalTime.ToLocal(Shipped.Rule(Of(code).Kind, new(2024, 8, 1))!.DueAt(Of(code), clock)).DateTime);
    }

    [Fact]
    public void Eight_indicators_are_shared_each_under_one_code_and_from_a_unit_that_there_is()
    {
        var asked = Shipped.Of(Of("2024-11"));
        Assert.Equal(8, asked.Count);
        Assert.Equal(8, asked.Select(i => i.Code).Distinct().Count());
        var units = new ReferenceData(Path.Combine(House.Repo.Root, "data")).Rows("units.csv").Select(r => r["code"]).ToHashSet();
        Assert.All(asked, i => Assert.True(i.Min < i.Max && units.Contains(i.SourceUnit) && i is { Vi.Length: > 0, En.Length: > 0, Unit.Length: > 0, UnitEn.Length: > 0 }, i.Code));
        Assert.Empty(Shipped.Of(Of("2020-11"))); // before they were valid
    }

    [Theory]
    [InlineData("1.234,5", "1234.5")]
    [InlineData("1234,5", "1234.5")]
    [InlineData("1 234,50", "1234.50")]
    [InlineData("1.234", "1234")]
    [InlineData("-2,25", "-2.25")]
    [InlineData("\u22123", "-3")]
    [InlineData("12.345.678", "12345678")]
    [InlineData("0", "0")]
    public void A_number_is_read_as_it_is_written_here(string text, string value) => Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), ReportNumber.Read(text));

    [Theory]
    [InlineData("1234.5", "1234,5")]
    [InlineData("1,234.5", "1234,5")]
    [InlineData("1.23", "1,23")]
    [InlineData("12.34.567", null)]
    [InlineData("mười", null)]
    [InlineData("1,2,3", null)]
    [InlineData("5%", null)]
    [InlineData("1e5", null)]
    [InlineData("١٢", null)]
    public void What_could_be_read_in_two_ways_is_not_guessed(string text, string? meant)
    {
        Assert.Null(ReportNumber.Read(text));
        Assert.Equal(meant, ReportNumber.Meant(text));
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        foreach (var value in (decimal[])[0, 0.5m, 1234.5m, 1234567.89m, -42.1m, 999, 1000]) Assert.Equal(value, ReportNumber.Read(ReportNumber.Write(value, 2)));
        Assert.Equal((0, 1, 2), (ReportNumber.Decimals(5.00m), ReportNumber.Decimals(5.10m), ReportNumber.Decimals(5.12m)));
    }
}
