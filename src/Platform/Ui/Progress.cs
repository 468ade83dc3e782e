using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace NhatLe.Platform.Ui;

/// <summary>What happened and what comes, oldest first.</summary>
[HtmlTargetElement("nl-timeline")]
public sealed class TimelineHelper : UiTagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => Become(output, "ol", "nl-timeline");
}

[HtmlTargetElement("nl-timeline-item")]
public sealed class TimelineItemHelper : UiTagHelper
{
    /// <summary>done, paused, current, next</summary>
    public string State { get; set; } = "done";
    public string Title { get; set; } = "";
    public DateTimeOffset? At { get; set; }
    public string? By { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "li");
        if (State == "paused") output.Attributes.SetAttribute("data-color", "warning");
        if (State == "current") output.Attributes.SetAttribute("aria-current", "step");
        Flag(output, "data-next", State == "next");
        var icon = State switch { "done" => "check", "paused" => "pause", _ => null };
        var when = At is { } at ? Html($"""<time datetime="{WrittenTime.Local(at):yyyy-MM-ddTHH:mmzzz}">{new WrittenTime(T).Long(at)}{When(By is not null, $" · {By}")}</time>""")
            : When(By is not null, $"<small>{By}</small>");
        output.Content.SetHtmlContent(Html($"""<span class="mark">{Icon(icon)}</span>{(State == "next" ? Html($"{Title}") : Html($"<b>{Title}</b>"))}{when}{inside}"""));
    }
}

/// <summary>The journal of a record, newest first; says whether its chain of hashes verifies.</summary>
[HtmlTargetElement("nl-journal")]
public sealed class JournalHelper : UiTagHelper
{
    public bool? Verified { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "ol", "nl-journal");
        if (Verified is null) return;
        output.PreElement.SetHtmlContent(Verified.Value
            ? Html($"""<p><span class="nl-source">{Icon("shield")}<span>{T["Chuỗi khớp"]}</span></span></p>""")
            : Html($"""<p><span class="ds-tag" data-color="danger">{Icon("warning")}{T["Chuỗi không khớp"]}</span></p>"""));
    }
}

[HtmlTargetElement("nl-entry")]
public sealed class EntryHelper : UiTagHelper
{
    public DateTimeOffset At { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "li");
        output.Content.SetHtmlContent(Html($"""<time datetime="{WrittenTime.Local(At):yyyy-MM-ddTHH:mm:sszzz}">{WrittenTime.Short(At)}</time><span>{inside}</span>"""));
    }
}

/// <summary>The way of a procedure, or where a dossier is on it.</summary>
[HtmlTargetElement("nl-process")]
public sealed class ProcessHelper : UiTagHelper
{
    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "ol", "nl-process");
        output.Attributes.SetAttribute("tabindex", "0");
        output.Attributes.SetAttribute("aria-label", Label ?? T["Các bước"]);
    }
}

[HtmlTargetElement("nl-process-step")]
public sealed class ProcessStepHelper : UiTagHelper
{
    /// <summary>done, current, next</summary>
    public string State { get; set; } = "next";
    public string Title { get; set; } = "";
    public string? By { get; set; }
    public string? Note { get; set; }

    /// <summary>A consultation beside the way.</summary>
    public bool Side { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "li");
        Flag(output, "data-done", State == "done");
        Flag(output, "data-side", Side);
        if (State == "current") output.Attributes.SetAttribute("aria-current", "step");
        var done = When(State == "done", $"""<span class="sr"> ({T["xong"]})</span>""");
        output.Content.SetHtmlContent(Html($"""<span class="box"><b>{Title}{done}</b>{By}{When(Note is not null, $"<small>{Note}</small>")}{inside}</span>"""));
    }
}

/// <summary>"Bước 2 trên 5", drawn and said.</summary>
[HtmlTargetElement("nl-steps")]
public sealed class StepsHelper : UiTagHelper
{
    public int Current { get; set; }
    public int Total { get; set; }
    public string? Title { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        var said = T["Bước {0} trên {1}", Current, Total];
        var bars = new HtmlContentBuilder();
        for (var n = 1; n <= Total; n++)
            bars.AppendHtml(n < Current ? "<li data-done></li>" : n == Current ? """<li aria-current="step"></li>""" : "<li></li>");
        Become(output, "div", "stack");
        output.Attributes.SetAttribute("data-gap", "2");
        output.Content.SetHtmlContent(Html($"""
            <ol class="nl-steps" aria-label="{said}">{bars}</ol><p class="row nl-mute t-sm"><span>{said}{When(Title is not null, $" · {Title}")}</span><span class="push nl-saved">{inside}</span></p>
            """));
    }
}
