using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace NhatLe.Contracts.Exchange;

public enum ReportPeriodKind { Month = 1, Quarter = 2, HalfYear = 3, NineMonths = 4, Year = 5 }

/// <summary>The first and the last day whose data a report covers.</summary>
public readonly record struct ReportWindow(DateOnly First, DateOnly Last)
{
    public bool Contains(DateOnly day) => First <= day && day <= Last;
}

/// <summary>A period of periodic reports (kỳ báo cáo, NĐ 09/2019): its data window closes in its last month, some days before the calendar does.</summary>
/// <param name="Number">Of the month 1 to 12, of the quarter 1 to 4; else 1.</param>
public readonly partial record struct ReportPeriod(ReportPeriodKind Kind, int Year, int Number)
{
    const int FirstYear = 2000, LastYear = 2099;

    /// <summary>"2024-11", "2024-Q4", "2024-6T", "2024-9T", "2024": in addresses and on the wire.</summary>
    public string Code => Kind switch
    {
        ReportPeriodKind.Month => string.Create(CultureInfo.InvariantCulture, $"{Year}-{Number:00}"),
        ReportPeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{Year}-Q{Number}"),
        ReportPeriodKind.HalfYear => string.Create(CultureInfo.InvariantCulture, $"{Year}-6T"),
        ReportPeriodKind.NineMonths => string.Create(CultureInfo.InvariantCulture, $"{Year}-9T"),
        _ => Year.ToString(CultureInfo.InvariantCulture),
    };

    /// <returns>Null for what is the code of no period.</returns>
    public static ReportPeriod? Parse(string? code)
    {
        if (code is null || Codes().Match(code) is not { Success: true } read) return null;
        var (year, rest) = (int.Parse(read.Groups[1].ValueSpan, CultureInfo.InvariantCulture), read.Groups[2].Value);
        if (year is < FirstYear or > LastYear) return null;
        return rest switch
        {
            "" => new(ReportPeriodKind.Year, year, 1),
            "6T" => new(ReportPeriodKind.HalfYear, year, 1),
            "9T" => new(ReportPeriodKind.NineMonths, year, 1),
            ['Q', var quarter] => new(ReportPeriodKind.Quarter, year, quarter - '0'),
            _ => int.Parse(rest, CultureInfo.InvariantCulture) is >= 1 and <= 12 and var month ? new(ReportPeriodKind.Month, year, month) : null,
        };
    }

    /// <summary>The month in which the window closes.</summary>
    [JsonIgnore]
    public int LastMonth => Kind switch
    {
        ReportPeriodKind.Month => Number,
        ReportPeriodKind.Quarter => Number * 3,
        ReportPeriodKind.HalfYear => 6,
        ReportPeriodKind.NineMonths => 9,
        _ => 12,
    };

    int Months => Kind switch { ReportPeriodKind.Month => 1, ReportPeriodKind.Quarter => 3, _ => LastMonth };

    /// <summary>From the day after the close of the month before the first one, to the close of the last month: 15/10 to 14/11 for November.</summary>
    /// <param name="closeDay">14 by NĐ 09/2019.</param>
    public ReportWindow Window(int closeDay)
    {
        var last = new DateOnly(Year, LastMonth, closeDay);
        return new(last.AddMonths(-Months).AddDays(1), last);
    }

    [JsonIgnore]
    public ReportPeriod Next => Kind switch
    {
        ReportPeriodKind.Month when Number < 12 => this with { Number = Number + 1 },
        ReportPeriodKind.Quarter when Number < 4 => this with { Number = Number + 1 },
        _ => this with { Year = Year + 1, Number = 1 },
    };

    [JsonIgnore]
    public ReportPeriod Previous => Kind switch
    {
        _ when Number > 1 => this with { Number = Number - 1 },
        ReportPeriodKind.Month => new(Kind, Year - 1, 12),
        ReportPeriodKind.Quarter => new(Kind, Year - 1, 4),
        _ => this with { Year = Year - 1 },
    };

    /// <summary>The newest period of a kind whose window has closed before the day.</summary>
    public static ReportPeriod LastClosed(ReportPeriodKind kind, DateOnly day, int closeDay)
    {
        var period = new ReportPeriod(kind, day.Year + 1, 1);
        while (period.Window(closeDay).Last >= day) period = period.Previous;
        return period;
    }

    [GeneratedRegex(@"\A([0-9]{4})(?:-([0-9]{2}|Q[1-4]|6T|9T))?\z")]
    private static partial Regex Codes();
}
