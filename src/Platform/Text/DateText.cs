using System.Globalization;
using NhatLe.Platform.Clock;

namespace NhatLe.Platform.Text;

/// <summary>Dates and times as people say them, in Vietnam time and in the language of the page.</summary>
public sealed class DateText(Texts T, LegalTime time, OfficeCalendar calendar)
{
    /// <summary>"17:00"</summary>
    public static string Time(DateTimeOffset instant) => LegalTime.ToLocal(instant).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"27/11", in English "27 Nov"</summary>
    public static string Short(DateOnly date) => date.ToString(Texts.IsEnglish ? "d MMM" : "dd/MM", CultureInfo.InvariantCulture);

    /// <summary>"27/11/2024", in English "27 Nov 2024"</summary>
    public static string Long(DateOnly date) => date.ToString(Texts.IsEnglish ? "d MMM yyyy" : "dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>"thứ Tư"</summary>
    public string Weekday(DateOnly date) => T[date.DayOfWeek switch
    {
        DayOfWeek.Monday => "thứ Hai",
        DayOfWeek.Tuesday => "thứ Ba",
        DayOfWeek.Wednesday => "thứ Tư",
        DayOfWeek.Thursday => "thứ Năm",
        DayOfWeek.Friday => "thứ Sáu",
        DayOfWeek.Saturday => "thứ Bảy",
        _ => "Chủ nhật",
    }];

    /// <summary>"thứ Tư 27/11"; with the year when it is not this year.</summary>
    public string Day(DateOnly date) => $"{Weekday(date)} {Near(date)}";

    /// <summary>"thứ Tư 27/11, trước 17:00"</summary>
    public string Before(DateTimeOffset due) => T["{0}, trước {1}", Day(LegalTime.DateOf(due)), Time(due)];

    /// <summary>"17:00 thứ Tư 27/11/2024"</summary>
    public string Full(DateTimeOffset instant) => $"{Time(instant)} {Weekday(LegalTime.DateOf(instant))} {Long(LegalTime.DateOf(instant))}";

    /// <summary>What a row of the inbox says: "Trễ 1 ngày", "17:00 hôm nay", "09:30 mai", "21/10", "14/01/2025".</summary>
    public string Due(DateTimeOffset due)
    {
        var (now, date) = (time.Now, LegalTime.DateOf(due));
        if (due < now) return Late(due, now);
        var days = date.DayNumber - LegalTime.DateOf(now).DayNumber;
        return days switch { 0 => T["{0} hôm nay", Time(due)], 1 => T["{0} mai", Time(due)], _ => Near(date) };
    }

    /// <summary>Office time in hours and minutes: "2 giờ 30 phút", "8 giờ", "20 phút".</summary>
    public string Hours(TimeSpan officeTime)
    {
        var (hours, minutes) = ((int)officeTime.TotalHours, officeTime.Minutes);
        return (hours, minutes) switch
        {
            (0, _) => T["{0} phút", minutes],
            (_, 0) => T["{0} giờ", hours],
            _ => T["{0} giờ {1} phút", hours, minutes],
        };
    }

    /// <summary>Lateness in office time, whole working days first; in the night after the due instant it is not yet a minute.</summary>
    string Late(DateTimeOffset due, DateTimeOffset now)
    {
        var late = calendar.OfficeTimeBetween(due, now);
        var day = calendar.Hours(calendar.WorkingDayFrom(LegalTime.DateOf(due))).Aggregate(TimeSpan.Zero, (sum, h) => sum + (h.Close - h.Open));
        if (late < TimeSpan.FromMinutes(1)) return T["Trễ hạn"];
        if (late < TimeSpan.FromHours(1)) return T["Trễ {0} phút", late.Minutes];
        return late < day ? T["Trễ {0} giờ", (int)late.TotalHours] : T["Trễ {0} ngày", (int)(late / day)];
    }

    string Near(DateOnly date) => date.Year == time.Today.Year ? Short(date) : Long(date);
}
