using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Ui;

/// <summary>What every component needs: the words, the addresses, and HTML with encoded holes.</summary>
public abstract class UiTagHelper : TagHelper
{
    [HtmlAttributeNotBound, ViewContext] public ViewContext ViewContext { get; set; } = null!;

    protected HttpContext Http => ViewContext.HttpContext;
    protected Texts T => Http.RequestServices.GetRequiredService<Texts>();

    /// <summary>Resolves "~/…" against PathBase, which carries the language.</summary>
    protected string Url(string href) => href.StartsWith("~/", StringComparison.Ordinal) ? Http.Request.PathBase.ToUriComponent() + href[1..] : href;

    /// <summary>An id no other component of the page has; the same each time the page is rendered.</summary>
    protected string NextId()
    {
        var next = Http.Items["nl-ids"] is int last ? last + 1 : 1;
        Http.Items["nl-ids"] = next;
        return $"n{next}";
    }

    protected static IHtmlContent Nothing => HtmlString.Empty;

    /// <summary>HTML whose holes are encoded, unless they are HTML themselves.</summary>
    protected static IHtmlContent Html(FormattableString html) => new HtmlFormattableString(html.Format, html.GetArguments());

    protected static IHtmlContent When(bool shown, FormattableString html) => shown ? Html(html) : Nothing;

    protected static IHtmlContent Icon(string? name) => name is null ? Nothing : Icons.Svg(name);

    /// <summary>Makes the output an element with a class, keeping the classes and attributes the page gave.</summary>
    protected static void Become(TagHelperOutput output, string tag, string? cssClass = null)
    {
        output.TagName = tag;
        output.TagMode = TagMode.StartTagAndEndTag;
        if (cssClass is null) return;
        var given = output.Attributes["class"]?.Value?.ToString();
        output.Attributes.SetAttribute("class", string.IsNullOrEmpty(given) ? cssClass : $"{cssClass} {given}");
    }

    protected static void Flag(TagHelperOutput output, string name, bool on)
    {
        if (on) output.Attributes.SetAttribute(new TagHelperAttribute(name, null, HtmlAttributeValueStyle.Minimized));
    }

    protected static void Set(TagHelperOutput output, string name, string? value)
    {
        if (value is not null) output.Attributes.SetAttribute(name, value);
    }
}
