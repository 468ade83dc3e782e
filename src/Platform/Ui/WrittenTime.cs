using NhatLe.Platform.Text;

namespace NhatLe.Platform.Ui;

/// <summary>Dates and times as people here say them, in Vietnam time; "thứ Sáu 18/10", "9 giờ 30, thứ Sáu 18/10/2024".</summary>
public sealed class WrittenTime(Texts t)
{
    static readonly TimeSpan Vietnam = TimeSpan.FromHours(7);
    static readonly string[] Days = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];

    public static DateTimeOffset Local(DateTimeOffset at) => at.ToOffset(Vietnam);

    public static DateOnly DateOf(DateTimeOffset at) => DateOnly.FromDateTime(Local(at).DateTime);

    public string DayName(DateOnly on) => t[Days[(int)on.DayOfWeek]];

    /// <summary>"thứ Sáu 18/10"; the year only when it is not the one of <paramref name="near"/>.</summary>
    public string Day(DateOnly on, DateOnly? near = null) => $"{DayName(on)} {Date(on, near ?? on)}";

    public static string Date(DateOnly on, DateOnly near) => on.Year == near.Year ? Fixed(on, "dd/MM") : Fixed(on, "dd/MM/yyyy");

    /// <summary>"09:30"</summary>
    public static string Clock(DateTimeOffset at) => Local(at).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>"9 giờ 30, thứ Sáu 18/10/2024", as citizens plan by dates and read hours in words.</summary>
    public string Long(DateTimeOffset at)
    {
        var (local, on) = (Local(at), DateOf(at));
        return t["{0}, {1} {2}", Hour(local), DayName(on), Fixed(on, "dd/MM/yyyy")];
    }

    /// <summary>"16/10 15:20"</summary>
    public static string Short(DateTimeOffset at) => Local(at).ToString("dd/MM HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    public string Hour(DateTimeOffset at)
    {
        var local = Local(at);
        return local.Minute == 0 ? t["{0} giờ", local.Hour] : t["{0} giờ {1:00}", local.Hour, local.Minute];
    }

    public static string Fixed(DateOnly on, string format) => on.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
