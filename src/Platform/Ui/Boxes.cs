using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace NhatLe.Platform.Ui;

/// <summary>The one box.</summary>
[HtmlTargetElement("nl-panel")]
public sealed class PanelHelper : UiTagHelper
{
    public string? Title { get; set; }
    public string? Href { get; set; }
    public string? More { get; set; }
    public bool Flush { get; set; }
    public bool Lift { get; set; }
    public bool Stack { get; set; }
    public int Level { get; set; } = 2;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "section", Stack ? "nl-panel stack" : "nl-panel");
        Flag(output, "data-flush", Flush);
        Flag(output, "data-lift", Lift);
        if (Title is null)
        {
            output.Content.SetHtmlContent(inside);
            return;
        }
        var id = NextId();
        output.Attributes.SetAttribute("aria-labelledby", id);
        var heading = Level == 3 ? Html($"""<h3 id="{id}">{Title}</h3>""") : Html($"""<h2 id="{id}">{Title}</h2>""");
        output.Content.SetHtmlContent(Html($"""<header>{heading}{When(Href is not null, $"""<a href="{Url(Href ?? "")}">{More ?? T["Xem tất cả"]}</a>""")}</header>{inside}"""));
    }
}

[HtmlTargetElement("nl-facts")]
public sealed class FactsHelper : UiTagHelper
{
    public bool Ruled { get; set; }
    public bool Key { get; set; }

    public override void Init(TagHelperContext context) => context.Items[typeof(FactsHelper)] = Key;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "dl", Key ? "nl-keyfacts" : "nl-facts");
        Flag(output, "data-ruled", Ruled);
    }
}

/// <summary>One label and its value; a given but empty value leaves the row out.</summary>
[HtmlTargetElement("nl-fact")]
public sealed class FactHelper : UiTagHelper
{
    public string Label { get; set; } = "";
    public string? Value { get; set; }
    public string? Note { get; set; }
    [HtmlAttributeName("icon")] public string? IconName { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        if (inside.IsEmptyOrWhiteSpace && string.IsNullOrWhiteSpace(Value))
        {
            output.SuppressOutput();
            return;
        }
        var pair = Html($"<dt>{Icon(IconName)}{Label}</dt><dd>{Value}{inside}{When(Note is not null, $"<small>{Note}</small>")}</dd>");
        output.TagName = null;
        output.Content.SetHtmlContent(context.Items.TryGetValue(typeof(FactsHelper), out var key) && key is true ? Html($"<div>{pair}</div>") : pair);
    }
}

/// <summary>One number with its meaning; it leads to what it counts.</summary>
[HtmlTargetElement("nl-figure")]
public sealed class FigureHelper : UiTagHelper
{
    public string Label { get; set; } = "";
    public string Value { get; set; } = "";
    public string? Unit { get; set; }
    public string? Note { get; set; }
    public string? Href { get; set; }
    public string Color { get; set; } = "accent";
    public double? Meter { get; set; }
    public double? Goal { get; set; }
    public IEnumerable<double>? Points { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "div", "nl-figure");
        output.Attributes.SetAttribute("data-color", Color);
        var label = Href is null ? Html($"{Label}") : Html($"""<a href="{Url(Href)}">{Label}</a>""");
        output.Content.SetHtmlContent(Html($"""
            <span class="k">{label}</span><span class="v">{Value}{When(Unit is not null, $"<small> {Unit}</small>")}</span>{(Meter is { } meter ? Drawings.Meter(meter, Goal) : Nothing)}{When(Note is not null, $"""<span class="d">{Note}</span>""")}{inside}{(Points is null ? Nothing : Drawings.Spark([.. Points]))}
            """));
    }
}

[HtmlTargetElement("nl-meter")]
public sealed class MeterHelper : UiTagHelper
{
    public double Value { get; set; }
    public double? Goal { get; set; }
    public string? Label { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Html($"{Drawings.Meter(Value, Goal)}{When(Label is not null, $"""<span class="sr">{Label}</span>""")}"));
    }
}

[HtmlTargetElement("nl-bars")]
public sealed class BarsHelper : UiTagHelper
{
    public string Color { get; set; } = "accent";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "ol", "nl-bars");
        output.Attributes.SetAttribute("data-color", Color);
    }
}

[HtmlTargetElement("nl-bar")]
public sealed class BarHelper : UiTagHelper
{
    public string Label { get; set; } = "";
    public string? Href { get; set; }
    public double Value { get; set; }
    public double Max { get; set; } = 100;
    public string? Text { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "li");
        var label = Href is null ? Html($"<span>{Label}</span>") : Html($"""<a href="{Url(Href)}">{Label}</a>""");
        output.Content.SetHtmlContent(Html($"""{label}{Drawings.Bar(Max > 0 ? 100 * Value / Max : 0)}<span class="n">{Text ?? Value.ToString("0.##", CultureInfo.CurrentCulture)}</span>"""));
    }
}

/// <summary>SVG in place of inline styles: widths in per cent are attributes.</summary>
static class Drawings
{
    static string Percent(double value) => Math.Clamp(value, 0, 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";

    public static IHtmlContent Meter(double value, double? goal) => new HtmlString(
        $"""<svg class="nl-meter" aria-hidden="true"><rect class="track" y="3" width="100%" height="8" rx="4"/><rect class="fill" y="3" width="{Percent(value)}" height="8" rx="4"/>{(goal is { } g ? $"""<rect class="goal" x="{Percent(g)}" width="2" height="14"/>""" : "")}</svg>""");

    public static IHtmlContent Bar(double percent) => new HtmlString($"""<svg class="bar" aria-hidden="true"><rect width="{Percent(Math.Max(percent, 0.5))}" height="100%" rx="4"/></svg>""");

    public static IHtmlContent Spark(double[] points)
    {
        if (points.Length < 2) return HtmlString.Empty;
        var (min, max) = (points.Min(), points.Max());
        var line = string.Join('L', points.Select((p, i) => string.Create(CultureInfo.InvariantCulture,
            $"{100.0 * i / (points.Length - 1):0.#} {(max > min ? 32.7 - 29.9 * (p - min) / (max - min) : 18):0.#}")));
        return new HtmlString($"""<svg class="nl-spark" viewBox="0 0 100 36" preserveAspectRatio="none" aria-hidden="true"><path class="area" d="M{line}L100 36L0 36z"/><path d="M{line}"/></svg>""");
    }
}
