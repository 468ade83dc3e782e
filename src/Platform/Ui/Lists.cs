using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace NhatLe.Platform.Ui;

/// <summary>A table that scrolls in its own box, and turns into cards on phones when it is a `stack`.</summary>
[HtmlTargetElement("nl-table")]
public sealed class TableHelper : UiTagHelper
{
    public string Caption { get; set; } = "";
    public bool Stack { get; set; }

    /// <summary>Scrolls sideways on phones, so that the keyboard must reach it.</summary>
    public bool Wide { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "table", "ds-table nl-dense");
        Flag(output, "data-stack", Stack);
        output.PreElement.SetHtmlContent(Wide ? Html($"""<div class="nl-scroll" tabindex="0" role="region" aria-label="{Caption}">""") : new HtmlString("""<div class="nl-scroll">"""));
        output.Content.SetHtmlContent(Html($"""<caption class="sr">{Caption}</caption>{inside}"""));
        output.PostElement.SetHtmlContent("</div>");
    }
}

/// <summary>Parts of a page as links, each with its own address.</summary>
[HtmlTargetElement("nl-tabs"), HtmlTargetElement("nl-chips")]
public sealed class TabsHelper : UiTagHelper
{
    public string Label { get; set; } = "";

    public override void Init(TagHelperContext context) => context.Items[typeof(TabsHelper)] = context.TagName == "nl-chips";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "nav", context.TagName == "nl-chips" ? "nl-chips" : "nl-tabs");
        output.Attributes.SetAttribute("aria-label", Label);
    }
}

[HtmlTargetElement("nl-tab")]
public sealed class TabHelper : UiTagHelper
{
    public string Href { get; set; } = "";
    public bool Current { get; set; }
    public int? Count { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        var isChip = context.Items.TryGetValue(typeof(TabsHelper), out var chips) && chips is true;
        Become(output, "a");
        output.Attributes.SetAttribute("href", Url(Href));
        if (Current) output.Attributes.SetAttribute("aria-current", isChip ? "true" : "page");
        output.Content.SetHtmlContent(Html($"""{inside}{When(Count is not null, $""" <span class="{(isChip ? "num" : "count")}">{Count?.ToString("N0", CultureInfo.CurrentCulture)}</span>""")}"""));
    }
}

/// <summary>A row of ul.nl-list. With nothing at its right, the whole row is the link.</summary>
[HtmlTargetElement("nl-item")]
public sealed class ItemHelper : UiTagHelper
{
    public string? Href { get; set; }
    public string Title { get; set; } = "";
    public string? Note { get; set; }
    [HtmlAttributeName("icon")] public string? IconName { get; set; }
    public string Color { get; set; } = "accent";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        var icon = When(IconName is not null, $"""<span class="nl-ico sm" data-color="{Color}">{Icon(IconName)}</span>""");
        var note = When(!string.IsNullOrEmpty(Note), $"<small>{Note}</small>");
        Become(output, "li");
        output.Content.SetHtmlContent(
            Href is null ? Html($"""<div class="item">{icon}<span class="grow"><b>{Title}</b>{note}</span>{inside}</div>""")
            : inside.IsEmptyOrWhiteSpace ? Html($"""<a href="{Url(Href)}">{icon}<span class="grow"><b>{Title}</b>{note}</span>{Icon("right")}</a>""")
            : Html($"""<div class="item">{icon}<span class="grow"><b><a class="t" href="{Url(Href)}">{Title}</a></b>{note}</span>{inside}</div>"""));
    }
}

/// <summary>A row of ul.nl-files: a file with its kind, or a paper of the checklist with its tick.</summary>
[HtmlTargetElement("nl-file")]
public sealed class FileHelper : UiTagHelper
{
    public string Name { get; set; } = "";
    public string? Href { get; set; }
    public string? Kind { get; set; }
    public string? Note { get; set; }
    public bool? Ok { get; set; }

    /// <summary>Address of its small picture; where there is none, <see cref="Kind"/> stands in its place.</summary>
    public string? Thumb { get; set; }

    /// <summary>Opens beside the page, so that the dossier stays in sight.</summary>
    public bool NewView { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        var sign = Ok switch
        {
            true => Html($"""<span class="nl-ok" data-ok>{Icon("check")}</span>"""),
            false => Html($"""<span class="nl-ok"></span>"""),
            null when !string.IsNullOrEmpty(Thumb) => Html($"""<img class="thumb" src="{Url(Thumb)}" width="48" height="64" loading="lazy" decoding="async" alt="{T["Ảnh thu nhỏ: {0}", Name]}">"""),
            null => When(Kind is not null, $"""<span class="kind" aria-hidden="true">{Kind}</span>"""),
        };
        var said = Ok is { } ok ? Html($"""<span class="sr">{(ok ? T["Đã có"] : T["Chưa có"])}: </span>""") : Nothing;
        var name = Href is null ? Html($"{Name}") : Html($"""<a href="{Url(Href)}" data-turbo="false"{When(NewView, $""" target="_blank" rel="noopener" """)}>{Name}{When(NewView, $"""<span class="sr"> {T["(mở ở thẻ mới)"]}</span>""")}</a>""");
        Become(output, "li");
        output.Content.SetHtmlContent(Html($"""{sign}<span class="grow"><b>{said}{name}</b>{When(!string.IsNullOrEmpty(Note), $"<small>{Note}</small>")}</span>{inside}"""));
    }
}

/// <summary>A way in.</summary>
[HtmlTargetElement("nl-tile")]
public sealed class TileHelper : UiTagHelper
{
    public string Href { get; set; } = "";
    [HtmlAttributeName("icon")] public string IconName { get; set; } = "";
    public string Title { get; set; } = "";
    public string? Note { get; set; }
    public string? Count { get; set; }
    public string Color { get; set; } = "accent";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        Become(output, "a", "nl-tile");
        output.Attributes.SetAttribute("href", Url(Href));
        output.Content.SetHtmlContent(Html($"""
            <span class="nl-ico" data-color="{Color}">{Icon(IconName)}</span><span><b>{Title}</b>{When(Note is not null, $"<small>{Note}</small>")}</span>{When(!string.IsNullOrEmpty(Count), $"""<span class="count">{Count}</span>""")}
            """));
    }
}

/// <summary>An official paper with its head: the agency on the left, the national motto on the right (Nghị định 30/2020/NĐ-CP).</summary>
[HtmlTargetElement("nl-paper")]
public sealed class PaperHelper : UiTagHelper
{
    public string? Over { get; set; }
    public string Agency { get; set; } = "";
    public string? Desk { get; set; }
    public string? Title { get; set; }
    public string? Code { get; set; }

    /// <summary>Number and symbol, under the agency (số, ký hiệu).</summary>
    public string? Number { get; set; }

    /// <summary>Place and date, under the motto.</summary>
    public string? Place { get; set; }

    /// <summary>The QR code as SVG, beside the title.</summary>
    public IHtmlContent? Qr { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var inside = await output.GetChildContentAsync();
        Become(output, "article", "nl-paper stack");
        output.Attributes.SetAttribute("lang", "vi");
        output.Attributes.SetAttribute("data-gap", "4");
        var head = Html($"""<h1>{Title}</h1>{When(Code is not null, $"""<p class="motto">Mã hồ sơ: <b class="num">{Code}</b></p>""")}""");
        output.Content.SetHtmlContent(Html($"""
            <div class="slip-head"><div class="motto">{When(Over is not null, $"<p>{Over}</p>")}<p{When(Desk is null, $""" class="strong" """)}>{Agency}</p>{When(Desk is not null, $"<p><b>{Desk}</b></p>")}<hr>{When(Number is not null, $"""<p class="mt2">Số: <span class="num">{Number}</span></p>""")}</div><div class="motto"><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</b></p><p><b>Độc lập – Tự do – Hạnh phúc</b></p><hr>{When(Place is not null, $"""<p class="mt2"><i>{Place}</i></p>""")}</div></div>
            {(Title is null ? Nothing : Qr is null ? Html($"<div>{head}</div>") : Html($"""<div class="slip-title"><div>{head}</div><div class="motto">{Qr}<small>Quét để theo dõi</small></div></div>"""))}
            {inside}
            """));
    }
}
