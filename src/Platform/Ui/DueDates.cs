using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Clock;

namespace NhatLe.Platform.Ui;

/// <summary>How much time is left: late, today, this week, later. The word carries the meaning, colour and shape repeat it.</summary>
[HtmlTargetElement("nl-due")]
public sealed class DueHelper : UiTagHelper
{
    public DateTimeOffset? At { get; set; }

    /// <summary>The legal time; the system's when it is not given.</summary>
    public DateTimeOffset? Now { get; set; }
    public bool Done { get; set; }
    public bool Paused { get; set; }

    /// <summary>Says something else than the date, for example "Đã trả 16/10".</summary>
    public string? Text { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is null && !Done && !Paused && Text is null)
        {
            output.SuppressOutput();
            return;
        }
        var (color, icon, text) = State();
        Become(output, "span", "nl-due");
        output.Attributes.SetAttribute("data-color", color);
        output.Content.SetHtmlContent(Html($"{Icon(icon)}{Text ?? text}"));
    }

    (string Color, string? Icon, string Text) State()
    {
        if (Done) return ("success", "check", T["Xong"]);
        if (Paused || At is null) return ("neutral", "pause", T["Đang dừng"]);
        var now = Now ?? Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var (at, due, today) = (At.Value, WrittenTime.DateOf(At.Value), WrittenTime.DateOf(now));
        var days = due.DayNumber - today.DayNumber;
        if (at < now) return ("danger", "warning", Late(now - at, -days));
        return days switch
        {
            0 => ("warning", "clock", T["{0} hôm nay", WrittenTime.Clock(at)]),
            1 => ("accent", "clock", T["{0} mai", WrittenTime.Clock(at)]),
            <= 7 => ("accent", "clock", WrittenTime.Date(due, today)),
            _ => ("neutral", null, WrittenTime.Date(due, today)),
        };
    }

    string Late(TimeSpan by, int days) =>
        days > 0 ? T["Trễ {0} ngày", days]
        : by.TotalHours >= 1 ? T["Trễ {0} giờ", (int)by.TotalHours]
        : T["Trễ {0} phút", Math.Max(1, (int)by.TotalMinutes)];
}

/// <summary>The term, day by day, as the law counts it: nobody has to take our word for the date.</summary>
[HtmlTargetElement("nl-clock")]
public sealed class ClockHelper : UiTagHelper
{
    public IReadOnlyList<ClockDay> Days { get; set; } = [];
    public DateOnly? Today { get; set; }
    public DateTimeOffset? DueAt { get; set; }
    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Days.Count == 0)
        {
            output.SuppressOutput();
            return;
        }
        var written = new WrittenTime(T);
        var items = new HtmlContentBuilder();
        foreach (var day in Days)
        {
            var isToday = day.Date == Today;
            var name = isToday ? T["Hôm nay"] : Capital(written.DayName(day.Date));
            items.AppendHtml(Html($"""
                <li{When(Kind(day) is not null, $""" data-kind="{Kind(day)}" """)}{When(isToday, $""" aria-current="date" """)}>{name}<b>{WrittenTime.Fixed(day.Date, "dd/MM")}</b><span class="{(day.Kind == ClockDayKind.Off ? "" : "state")}">{State(day)}</span></li>
                """));
        }
        Become(output, "ol", "nl-clock");
        output.Attributes.SetAttribute("tabindex", "0");
        output.Attributes.SetAttribute("aria-label", Label ?? T["Cách tính thời hạn, từng ngày"]);
        output.Content.SetHtmlContent(items);
    }

    string? Kind(ClockDay day) => day.Kind switch
    {
        ClockDayKind.Start => "start",
        ClockDayKind.Off => "off",
        ClockDayKind.Pause => "pause",
        ClockDayKind.Due => "due",
        _ => day.Date >= Today ? "left" : null,
    };

    string State(ClockDay day) => day switch
    {
        { Kind: ClockDayKind.Due } when DueAt is { } at => T["Trả {0}", new WrittenTime(T).Hour(at)],
        { Reason: { } reason } => T[reason],
        { Kind: ClockDayKind.Start } => T["Nhận hồ sơ"],
        { Kind: ClockDayKind.Off } => T["Nghỉ"],
        { Kind: ClockDayKind.Pause } => T["Dừng"],
        { Kind: ClockDayKind.Due } => T["Đến hạn"],
        _ => T["Ngày thứ {0}", day.Number],
    };

    static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
