using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace NhatLe.Platform.Ui;

[HtmlTargetElement("nl-icon")]
public sealed class IconHelper : UiTagHelper
{
    public string Name { get; set; } = "";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(Icon(Name));
    }
}

/// <summary>A submit button, or a link that looks like one. A blocked one says why.</summary>
[HtmlTargetElement("nl-button")]
public sealed class ButtonHelper : UiTagHelper
{
    public string? Href { get; set; }
    public string Type { get; set; } = "submit";
    public string Variant { get; set; } = "primary";
    [HtmlAttributeName("icon")] public string? IconName { get; set; }

    /// <summary>The name of a button that shows only its icon.</summary>
    public string? IconOnly { get; set; }
    public bool Full { get; set; }

    /// <summary>Why it cannot be pressed now, in a sentence; null when it can.</summary>
    public string? Blocked { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        var isBlocked = !string.IsNullOrEmpty(Blocked);
        Become(output, Href is null || isBlocked ? "button" : "a", "ds-button");
        if (output.TagName == "a") output.Attributes.SetAttribute("href", Url(Href!));
        else output.Attributes.SetAttribute("type", isBlocked ? "button" : Type);
        if (Variant != "primary") output.Attributes.SetAttribute("data-variant", Variant);
        Flag(output, "data-fullwidth", Full);
        Flag(output, "data-icon", IconOnly is not null);
        Set(output, "aria-label", IconOnly);
        output.Content.SetHtmlContent(Html($"{Icon(IconName)}{inside}"));
        if (!isBlocked) return;
        var why = NextId();
        output.Attributes.SetAttribute("aria-disabled", "true");
        output.Attributes.SetAttribute("aria-describedby", why);
        output.PreElement.SetHtmlContent("""<span class="nl-blocked">""");
        output.PostElement.SetHtmlContent(Html($"""<small id="{why}">{Blocked}</small></span>"""));
    }
}

[HtmlTargetElement("nl-alert")]
public sealed class AlertHelper : UiTagHelper
{
    public string Color { get; set; } = "info";
    public string? Title { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "div", "ds-alert");
        output.Attributes.SetAttribute("data-color", Color);
        output.Content.SetHtmlContent(Html($"{When(Title is not null, $"<h2>{Title}</h2>")}<div>{inside}</div>"));
    }
}

/// <summary>The status of a dossier, in words; the colour repeats them.</summary>
[HtmlTargetElement("nl-status")]
public sealed class StatusHelper : UiTagHelper
{
    public string Color { get; set; } = "neutral";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "span", "ds-tag");
        output.Attributes.SetAttribute("data-color", Color);
    }
}

/// <summary>Where a value comes from: a national store (green), the person's own vault or another agency (blue).</summary>
[HtmlTargetElement("nl-source")]
public sealed class SourceHelper : UiTagHelper
{
    public string Kind { get; set; } = "national";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "span", "nl-source");
        if (Kind != "national") output.Attributes.SetAttribute("data-color", "info");
        output.Content.SetHtmlContent(Html($"{Icon(Kind == "proof" ? "shield" : "database")}<span>{inside}</span>"));
    }
}

/// <summary>A value we already hold, where from, and always the way to mend it.</summary>
[HtmlTargetElement("nl-reused")]
public sealed class ReusedHelper : UiTagHelper
{
    public string Label { get; set; } = "";
    public string? Value { get; set; }
    public string Kind { get; set; } = "national";
    public string Source { get; set; } = "";

    /// <summary>The page where it is mended.</summary>
    public string? Edit { get; set; }

    /// <summary>Within a form: the address that keeps what was typed and shows the page again with the field open.</summary>
    public string? EditAction { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "div", "nl-reused");
        output.Content.SetHtmlContent(Html($"""
            <p class="k">{Label}</p><p class="v">{Value}{inside}</p><span class="nl-source"{When(Kind != "national", $""" data-color="info" """)}>{Icon("database")}<span>{Source}</span></span>{When(Edit is not null, $"""<a href="{Url(Edit ?? "")}" aria-label="{T["Sửa"]}: {Label}">{T["Sửa"]}</a>""")}{When(EditAction is not null, $"""<button class="ds-button" data-variant="tertiary" formaction="{EditAction}" formnovalidate aria-label="{T["Sửa"]}: {Label}">{T["Sửa"]}</button>""")}
            """));
    }
}

/// <summary>An empty list says what to do first.</summary>
[HtmlTargetElement("nl-empty")]
public sealed class EmptyHelper : UiTagHelper
{
    [HtmlAttributeName("icon")] public string IconName { get; set; } = "inbox";
    public string Title { get; set; } = "";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "div", "nl-empty");
        output.Content.SetHtmlContent(Html($"""<span class="nl-ico" data-color="neutral">{Icon(IconName)}</span><h2>{Title}</h2><div>{inside}</div>"""));
    }
}

/// <summary>A moment or a day, readable by people and machines.</summary>
[HtmlTargetElement("nl-time")]
public sealed class TimeHelper : UiTagHelper
{
    public DateTimeOffset? At { get; set; }
    public DateOnly? On { get; set; }

    /// <summary>short "16/10 15:20", day "thứ Sáu 18/10", date "18/10/2024", long "9 giờ 30, thứ Sáu 18/10/2024", clock "08:12"</summary>
    public string Format { get; set; } = "short";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is null && On is null)
        {
            output.SuppressOutput();
            return;
        }
        var written = new WrittenTime(T);
        var on = On ?? WrittenTime.DateOf(At!.Value);
        Become(output, "time");
        output.Attributes.SetAttribute("datetime", At is { } at ? WrittenTime.Local(at).ToString("yyyy-MM-ddTHH:mmzzz", System.Globalization.CultureInfo.InvariantCulture) : WrittenTime.Fixed(on, "yyyy-MM-dd"));
        output.Content.SetContent((Format, At) switch
        {
            ("day", _) or (_, null) when Format != "date" => written.Day(on),
            ("date", _) or (_, null) => WrittenTime.Fixed(on, "dd/MM/yyyy"),
            ("long", { } moment) => written.Long(moment),
            ("clock", { } moment) => WrittenTime.Clock(moment),
            (_, { } moment) => WrittenTime.Short(moment),
        });
    }
}
