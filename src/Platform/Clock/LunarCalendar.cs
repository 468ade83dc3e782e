using static System.Math;

namespace NhatLe.Platform.Clock;

/// <summary>A day of the Vietnamese lunar calendar (âm lịch); a leap month (tháng nhuận) bears the number of the month before it.</summary>
public readonly record struct LunarDate(int Day, int Month, int Year, bool IsLeapMonth = false);

/// <summary>
/// The Vietnamese lunar calendar, computed from new moons and the sun's longitude as seen at UTC+7 (the method of Hồ Ngọc Đức).
/// It is not the Chinese calendar, which looks from UTC+8: Tết 2030 is 2 February here and 3 February there.
/// </summary>
public static class LunarCalendar
{
    const double TimeZone = 7.0 / 24;
    const double SynodicMonth = 29.530588853;
    const double FirstNewMoon = 2415021.076998695; // new moon number 0, at the beginning of 1900
    const int JulianDayOfDayZero = 1721426;        // the Julian day of DateOnly.DayNumber 0

    /// <exception cref="ArgumentOutOfRangeException">The year is outside 1800–2199, the years the method is made for.</exception>
    public static LunarDate FromSolar(DateOnly date)
    {
        if (date.Year is < 1800 or > 2199)
            throw new ArgumentOutOfRangeException(nameof(date), date, "The lunar calendar is computed for the years 1800 to 2199.");
        var day = date.DayNumber + JulianDayOfDayZero;
        var k = (int)Floor((day - FirstNewMoon) / SynodicMonth);
        var monthStart = NewMoonDay(k + 1);
        while (monthStart > day) monthStart = NewMoonDay(k--); // the mean moon may run a day ahead of the true one

        var year = date.Year;
        var (from, to) = (Month11(year), Month11(year));
        if (from >= monthStart) from = Month11(year - 1);
        else (year, to) = (year + 1, Month11(year + 1));

        var passed = (monthStart - from) / 29;
        var (month, isLeap) = (passed + 11, false);
        if (to - from > 365 && LeapMonthOffset(from) is var leap && passed >= leap)
            (month, isLeap) = (passed + 10, passed == leap);
        if (month > 12) month -= 12;
        if (month >= 11 && passed < 4) year--;
        return new(day - monthStart + 1, month, year, isLeap);
    }

    /// <exception cref="ArgumentOutOfRangeException">The calendar has no such day: day 30 of a short month, or a leap month of a year without it.</exception>
    public static DateOnly ToSolar(int lunarDay, int lunarMonth, int lunarYear, bool leapMonth = false)
    {
        var (from, to) = lunarMonth < 11
            ? (Month11(lunarYear - 1), Month11(lunarYear))
            : (Month11(lunarYear), Month11(lunarYear + 1));
        var offset = lunarMonth < 11 ? lunarMonth + 1 : lunarMonth - 11;
        if (to - from > 365 && (offset >= LeapMonthOffset(from) || leapMonth)) offset++;

        var k = (int)Floor(0.5 + ((from - FirstNewMoon) / SynodicMonth));
        var date = DateOnly.FromDayNumber(NewMoonDay(k + offset) + lunarDay - 1 - JulianDayOfDayZero);
        var asked = new LunarDate(lunarDay, lunarMonth, lunarYear, leapMonth);
        return FromSolar(date) == asked
            ? date
            : throw new ArgumentOutOfRangeException(nameof(lunarDay), asked, "The lunar calendar has no such day.");
    }

    /// <summary>The day of the new moon that opens month 11, the month of the winter solstice.</summary>
    static int Month11(int year)
    {
        var k = (int)Floor((new DateOnly(year, 12, 31).DayNumber + JulianDayOfDayZero - 2415021) / SynodicMonth);
        var newMoon = NewMoonDay(k);
        return SunSector(newMoon) >= 9 ? NewMoonDay(k - 1) : newMoon;
    }

    /// <summary>The leap month is the first one after month 11 in which the sun enters no new sector (no principal term).</summary>
    static int LeapMonthOffset(int month11)
    {
        var k = (int)Floor(((month11 - FirstNewMoon) / SynodicMonth) + 0.5);
        var months = 1;
        var sector = SunSector(NewMoonDay(k + months));
        int last;
        do
        {
            last = sector;
            months++;
            sector = SunSector(NewMoonDay(k + months));
        }
        while (sector != last && months < 14);
        return months - 1;
    }

    /// <summary>The Julian day, at UTC+7, of the k-th new moon after the one of 1 January 1900 (Meeus, Astronomical Algorithms).</summary>
    static int NewMoonDay(int k)
    {
        var t = k / 1236.85;
        var t2 = t * t;
        var t3 = t2 * t;
        var mean = 2415020.75933 + (29.53058868 * k) + (0.0001178 * t2) - (0.000000155 * t3) + (0.00033 * Sine(166.56 + (132.87 * t) - (0.009173 * t2)));
        var sun = 359.2242 + (29.10535608 * k) - (0.0000333 * t2) - (0.00000347 * t3);
        var moon = 306.0253 + (385.81691806 * k) + (0.0107306 * t2) + (0.00001236 * t3);
        var node = 21.2964 + (390.67050646 * k) - (0.0016528 * t2) - (0.00000239 * t3);
        var correction = ((0.1734 - (0.000393 * t)) * Sine(sun)) + (0.0021 * Sine(2 * sun))
            - (0.4068 * Sine(moon)) + (0.0161 * Sine(2 * moon)) - (0.0004 * Sine(3 * moon))
            + (0.0104 * Sine(2 * node)) - (0.0051 * Sine(sun + moon))
            - (0.0074 * Sine(sun - moon)) + (0.0004 * Sine((2 * node) + sun))
            - (0.0004 * Sine((2 * node) - sun)) - (0.0006 * Sine((2 * node) + moon))
            + (0.0010 * Sine((2 * node) - moon)) + (0.0005 * Sine((2 * moon) + sun));
        var deltaT = t < -11
            ? 0.001 + (0.000839 * t) + (0.0002261 * t2) - (0.00000845 * t3) - (0.000000081 * t * t3)
            : -0.000278 + (0.000265 * t) + (0.000262 * t2);
        return (int)Floor(mean + correction - deltaT + 0.5 + TimeZone);
    }

    /// <summary>Which twelfth of its path the sun is in at midnight (UTC+7) that begins the day: 0 from the spring equinox, 9 from the winter solstice.</summary>
    static int SunSector(int day)
    {
        var t = (day - 2451545.5 - TimeZone) / 36525;
        var t2 = t * t;
        var anomaly = 357.52910 + (35999.05030 * t) - (0.0001559 * t2) - (0.00000048 * t * t2);
        var longitude = 280.46645 + (36000.76983 * t) + (0.0003032 * t2)
            + ((1.914600 - (0.004817 * t) - (0.000014 * t2)) * Sine(anomaly))
            + ((0.019993 - (0.000101 * t)) * Sine(2 * anomaly)) + (0.000290 * Sine(3 * anomaly));
        return (int)Floor((longitude - (360 * Floor(longitude / 360))) / 30);
    }

    static double Sine(double degrees) => Sin(degrees * PI / 180);
}
