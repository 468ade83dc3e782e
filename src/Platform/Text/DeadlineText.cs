using NhatLe.Platform.Clock;

namespace NhatLe.Platform.Text;

/// <summary>A deadline and the reasons for it, in sentences a citizen can read and check.</summary>
public sealed class DeadlineText(Texts T, DateText dates)
{
    const int NamedDaysOff = 4; // a longer list is counted, not named: the days stand beside the sentence anyway

    /// <summary>"3 ngày làm việc", "8 giờ làm việc", "trong ngày"</summary>
    public string Limit(TimeLimit limit) => limit switch
    {
        { IsSameDay: true } => T["trong ngày"],
        { Unit: TimeLimitUnit.WorkingDays } => Counted("{0} ngày làm việc", limit.Value),
        { Unit: TimeLimitUnit.OfficeHours } => Counted("{0} giờ làm việc", limit.Value),
        { Unit: TimeLimitUnit.CalendarDays } => Counted("{0} ngày", limit.Value),
        { Unit: TimeLimitUnit.CalendarMonths } => Counted("{0} tháng", limit.Value),
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "A time limit has a unit."),
    };

    /// <summary>"Thời hạn 3 ngày làm việc. Ngày thứ 1 là thứ Hai 25/11. Không tính thứ Bảy 23/11, Chủ nhật 24/11. Hạn là 17:00 thứ Tư 27/11/2024."</summary>
    public string Why(TimeLimit limit, Deadline deadline) => string.Join(' ', Sentences(limit, deadline));

    /// <summary>What stands under a day of the clock: "Ngày thứ 1", "2 giờ 30 phút, rồi dừng", "Chạy lại 14:00", or the reason.</summary>
    public string State(ClockDay day) => day switch
    {
        { Kind: ClockDayKind.Pause, PausedAt: null, ResumedAt: { } resumed } => T["Chạy lại {0}", Clock(resumed)],
        { Kind: ClockDayKind.Pause, PausedAt: { } paused, ResumedAt: { } resumed } => T["Dừng {0}–{1}", Clock(paused), Clock(resumed)],
        { Kind: ClockDayKind.Pause, PausedAt: not null } => day.Ran > TimeSpan.Zero ? T["{0}, rồi dừng", dates.Hours(day.Ran)] : T["Dừng"],
        { Kind: ClockDayKind.Pause } => T["Dừng"],
        { Kind: ClockDayKind.Counted, Number: { } number } => T["Ngày thứ {0}", number],
        { Reason: { } reason } => T[reason],
        { Kind: ClockDayKind.Due } => T["Hạn"],
        _ => dates.Hours(day.Ran),
    };

    IEnumerable<string> Sentences(TimeLimit limit, Deadline deadline)
    {
        yield return T["Thời hạn {0}.", Limit(limit)];
        if (deadline.Days.FirstOrDefault(d => d.Number == 1) is { } first)
            yield return T["Ngày thứ 1 là {0}.", dates.Day(first.Date)];
        var off = deadline.Days.Where(d => d.Kind == ClockDayKind.Off).ToList();
        if (off.Count is > 0 and <= NamedDaysOff)
            yield return T["Không tính {0}.", string.Join(", ", off.Select(Named))];
        if (off.Count > NamedDaysOff)
            yield return T["Không tính {0} ngày nghỉ.", off.Count];
        if (deadline.Days.Any(d => d.Kind == ClockDayKind.Pause))
            yield return T["Thời gian chờ không tính vào hạn."];
        yield return deadline.DueAt is { } due
            ? T["Hạn là {0}.", dates.Full(due)]
            : T["Đồng hồ đang dừng, hạn mới có khi chạy lại."];
    }

    /// <summary>One has its own sentence, because other languages have a singular.</summary>
    string Counted(string vietnamese, int number) =>
        number == 1 ? T[vietnamese.Replace("{0}", "1", StringComparison.Ordinal)] : T[vietnamese, number];

    /// <summary>"thứ Bảy 23/11", "thứ Hai 02/09 (Quốc khánh)"</summary>
    string Named(ClockDay day)
    {
        var plain = day.Reason is "Thứ Bảy" or "Chủ nhật" or null;
        return plain ? dates.Day(day.Date) : $"{dates.Day(day.Date)} ({T[day.Reason!]})";
    }

    static string Clock(TimeOnly time) => time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture);
}
