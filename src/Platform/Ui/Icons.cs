using System.Collections.Frozen;
using Microsoft.AspNetCore.Html;

namespace NhatLe.Platform.Ui;

/// <summary>The drawings of the platform: 24 by 24, stroke 1.75, no fill. Never alone: the control around them has a name.</summary>
public static class Icons
{
    static readonly FrozenDictionary<string, IHtmlContent> Drawings = new Dictionary<string, string>
    {
        ["inbox"] = """<path d="M4 13 6.5 5h11L20 13v6H4zM4 13h5a3 3 0 0 0 6 0h5"/>""",
        ["folder"] = """<path d="M3 6h7l2 2.5h9V19H3z"/>""",
        ["clock"] = """<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>""",
        ["database"] = """<ellipse cx="12" cy="6" rx="7.5" ry="3"/><path d="M4.5 6v12c0 1.7 3.4 3 7.5 3s7.5-1.3 7.5-3V6M4.5 12c0 1.7 3.4 3 7.5 3s7.5-1.3 7.5-3"/>""",
        ["document"] = """<path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6"/>""",
        ["bolt"] = """<path d="M13 3 5 14h6l-1 7 8-11h-6z"/>""",
        ["message"] = """<path d="M4 5h16v11h-9l-5 4v-4H4z"/>""",
        ["task"] = """<rect x="4" y="4" width="16" height="16" rx="3"/><path d="m8 12 3 3 5-6"/>""",
        ["chart"] = """<path d="M4 20V4M4 20h16M8.5 16v-4M13 16V8M17.5 16v-6"/>""",
        ["scales"] = """<path d="M12 4v16M7 20h10M5 7h14M5 7l-2.5 6h5zM19 7l-2.5 6h5z"/>""",
        ["search"] = """<circle cx="11" cy="11" r="7"/><path d="m20 20-4-4"/>""",
        ["pen"] = """<path d="m4 20 1-4L16.5 4.5l3 3L8 19z"/>""",
        ["calendar"] = """<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8 3v4M16 3v4"/>""",
        ["grid"] = """<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h6v6h-6z"/>""",
        ["bell"] = """<path d="M6 10a6 6 0 1 1 12 0c0 5 2 6 2 7H4c0-1 2-2 2-7M10 20.5a2 2 0 0 0 4 0"/>""",
        ["check"] = """<path d="m5 12.5 4.5 4.5L19 7.5"/>""",
        ["star"] = """<path d="m12 3.5 2.6 5.5 6 .8-4.4 4.2 1.1 6-5.3-2.9L6.7 20l1.1-6L3.4 9.8l6-.8z"/>""",
        ["globe"] = """<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c3 3 3 14 0 17M12 3.5c-3 3-3 14 0 17"/>""",
        ["menu"] = """<path d="M4 6.5h16M4 12h16M4 17.5h16"/>""",
        ["right"] = """<path d="m9 5 7 7-7 7"/>""",
        ["left"] = """<path d="m15 5-7 7 7 7"/>""",
        ["down"] = """<path d="m6 9 6 6 6-6"/>""",
        ["warning"] = """<path d="M12 4 2.5 20h19zM12 10v4.5M12 17.3v.2"/>""",
        ["print"] = """<path d="M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z"/>""",
        ["send"] = """<path d="M21 3 3 10.5l7 3 3 7z"/>""",
        ["qr"] = """<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2"/>""",
        ["id-card"] = """<rect x="3" y="5" width="18" height="14" rx="2"/><circle cx="8.5" cy="11" r="2"/><path d="M5.5 16c.5-2 5.5-2 6 0M14 10h4M14 14h4"/>""",
        ["home"] = """<path d="M3.5 11.5 12 4l8.5 7.5M6 10v10h12V10M10 20v-5h4v5"/>""",
        ["lock"] = """<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3"/>""",
        ["close"] = """<path d="M6 6l12 12M18 6 6 18"/>""",
        ["download"] = """<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>""",
        ["upload"] = """<path d="M12 16V5M7 9l5-5 5 5M5 20h14"/>""",
        ["plus"] = """<path d="M12 5v14M5 12h14"/>""",
        ["open"] = """<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>""",
        ["shield"] = """<path d="M12 3 5 6v6c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6z"/><path d="m9 12 2.2 2.2L15.5 10"/>""",
        ["microphone"] = """<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 12a6.5 6.5 0 0 0 13 0M12 18.5V21"/>""",
        ["child"] = """<circle cx="12" cy="12" r="8.5"/><path d="M9 11v.5M15 11v.5M9.5 15c1.5 1.3 3.5 1.3 5 0M12 3.5c-1.5 1-1.5 2.5 0 3"/>""",
        ["rings"] = """<circle cx="9" cy="14" r="5.5"/><circle cx="15" cy="14" r="5.5"/><path d="m7.5 5 1.5 2 1.5-2"/>""",
        ["shop"] = """<path d="M4 9 5.5 4h13L20 9M4 9a2.7 2.7 0 0 0 5.3 0 2.7 2.7 0 0 0 5.4 0A2.7 2.7 0 0 0 20 9M5.5 12v8h13v-8M10 20v-4h4v4"/>""",
        ["boat"] = """<path d="M12 3v10M12 4l5 7h-5M3.5 14h17l-2.5 5h-12zM3 21.5c2-1.3 4-1.3 6 0s4 1.3 6 0 4-1.3 6 0"/>""",
        ["heart"] = """<path d="M12 20C5 15 3.5 11.5 4.5 8.5 5.8 5 10 4.8 12 8c2-3.2 6.2-3 7.5.5C20.5 11.5 19 15 12 20"/>""",
        ["leaf"] = """<path d="M12 21V10M12 14c-5 0-7-3-7-8 5 0 7 3 7 8M12 12c0-4 2-6 7-6 0 4-2 6-7 6"/>""",
        ["coin"] = """<circle cx="12" cy="12" r="8.5"/><path d="M14.5 9.5c-.5-1-4.5-1.3-4.5.7 0 2.3 4.5 1.3 4.5 3.6 0 2-4.5 1.7-5 .5M12 7v10"/>""",
        ["place"] = """<path d="M12 21c-5-5.5-7-8.5-7-11.5a7 7 0 0 1 14 0c0 3-2 6-7 11.5"/><circle cx="12" cy="9.5" r="2.5"/>""",
        ["arrow"] = """<path d="M4 12h15M13 6l6 6-6 6"/>""",
        ["pause"] = """<path d="M9 6v12M15 6v12"/>""",
        ["transfer"] = """<path d="M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4"/>""",
        ["camera"] = """<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z"/><circle cx="12" cy="13" r="3.5"/>""",
        ["sign"] = """<path d="M3 19h18M4 15c3-8 6-11 7-9 1.5 3-4 8-2 9 1.5.8 3-3 4.5-3s0 2.5 1.5 2.5S18 13 20 13"/>""",
        ["video"] = """<rect x="3" y="6.5" width="12" height="11" rx="2"/><path d="m15 11 6-3.5v9L15 13"/>""",
        ["map"] = """<path d="m4 6 5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14M15 6v14"/>""",
        ["water"] = """<path d="M2.5 10c3-3 6-3 9.5 0s6.5 3 9.5 0M2.5 16c3-3 6-3 9.5 0s6.5 3 9.5 0"/>""",
        ["people"] = """<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-3.5 3-6 6.5-6s6.5 2.5 6.5 6M16 4.5a3.5 3.5 0 0 1 0 7M18 14.5c2.2.8 3.5 2.8 3.5 5.5"/>""",
        ["person"] = """<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c0-4 3.4-6.5 7.5-6.5s7.5 2.5 7.5 6.5"/>""",
        ["eye"] = """<path d="M2.5 12C5 7.5 8.2 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.7 6.5-9.5 6.5S5 16.5 2.5 12"/><circle cx="12" cy="12" r="2.8"/>""",
        ["key"] = """<circle cx="8" cy="15" r="4"/><path d="m11 12 8-8M16 7l2.5 2.5"/>""",
        ["sign-out"] = """<path d="M14 4H5v16h9M10 12h10M16 8l4 4-4 4"/>""",
        ["phone"] = """<path d="M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4c0 .6-.4 1-1 1C11 20 4 13 4 5c0-.6.4-1 1-1z"/>""",
        ["gear"] = """<circle cx="12" cy="12" r="3"/><path d="M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1"/>""",
        ["copy"] = """<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V4H4v12h4"/>""",
    }.ToFrozenDictionary(d => d.Key, d => (IHtmlContent)new HtmlString($"""<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{d.Value}</svg>"""));

    public static IEnumerable<string> Names => Drawings.Keys;

    public static bool Has(string name) => Drawings.ContainsKey(name);

    /// <summary>The drawing as inline SVG; a plain document for a name nobody drew.</summary>
    public static IHtmlContent Svg(string name) => Drawings.TryGetValue(name, out var svg) ? svg : Drawings["document"];

    /// <summary>The mark: sun over river. Papers carry the motto, screens carry this.</summary>
    public static readonly IHtmlContent Mark = new HtmlString("""<svg viewBox="0 0 44 44" aria-hidden="true"><circle cx="22" cy="22" r="21" fill="#063b46"/><circle cx="22" cy="18" r="7" fill="#efa810"/><path d="M3 25c6-5 12-5 19 0s13 5 19 0a20 20 0 0 1-1 6c-6 3-12 2-18-2s-12-4-18-1a20 20 0 0 1-1-3z" fill="#8fc9d5"/><path d="M4.5 31c6-3 11.5-2.5 17.5 1s11 4 17 1.5a21 21 0 0 1-34.5-2.5z" fill="#e5f4f7"/></svg>""");

    /// <summary>The two waves under a hero.</summary>
    public static readonly IHtmlContent Wave = new HtmlString("""<svg class="wave" viewBox="0 0 1440 72" preserveAspectRatio="none" aria-hidden="true"><path d="M0 40c180-40 360-40 560-8s380 40 560 8 240-24 320-8v40H0z" fill="currentColor" opacity=".55"/><path d="M0 54c220-28 420-22 620 0s420 20 620-4 140-10 200-2v24H0z" fill="currentColor"/></svg>""");
}
