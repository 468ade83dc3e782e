using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace NhatLe.Browser;

/// <summary>What holds for every page of the site.</summary>
public static class Checks
{
    static readonly string[] Rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

    static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    const string Findings =
        """
        async rules => {
            const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
            return violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
                .flatMap(v => [`${v.impact}: ${v.help} (${v.id})`, ...v.nodes.map(n => `  ${n.target}  ${n.html}`)]);
        }
        """;

    /// <summary>
    /// The page has loaded. The library looks at the state and then listens, and an event between the two is missed for good;
    /// so it is asked again every other second instead of once for thirty.
    /// </summary>
    public static async Task MustBeLoaded(this IPage page)
    {
        for (var left = 15; ; left--)
        {
            try
            {
                await page.WaitForLoadStateAsync(LoadState.Load, new() { Timeout = 2000 });
                return;
            }
            catch (TimeoutException) when (left > 1) { }
        }
    }

    /// <summary>
    /// No serious or critical finding of axe (WCAG 2.2 AA and good practice). Asked in the page itself, which has no frames: the library's
    /// way, in parts that are put together on another page opened for it, took longer than the looking.
    /// </summary>
    public static async Task MustBeAccessible(this IPage page)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Axe);
        var found = await page.EvaluateAsync<string[]>(Findings, Rules).WaitAsync(TimeSpan.FromSeconds(30));
        if (found.Length > 0) Assert.Fail($"{page.Url} is not accessible:{string.Concat(found.Select(line => $"\n  {(line.StartsWith(' ') ? "  " : "")}{OneLine(line)}"))}");
    }

    /// <summary>The document does not scroll sideways; names the elements that stick out.</summary>
    public static async Task MustFit(this IPage page)
    {
        var tooWide = await page.EvaluateAsync<string[]>(
            """
            () => {
                const width = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth <= width) return [];
                const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > width + 0.5);
                return [`${document.documentElement.scrollWidth} px on ${width}`, ...out.slice(0, 8).map(e => e.outerHTML.slice(0, 160))];
            }
            """);
        if (tooWide.Length > 0) Assert.Fail($"{page.Url} scrolls sideways: {string.Join("\n  ", tooWide.Select(OneLine))}");
    }

    static string OneLine(string html)
    {
        var line = string.Join(' ', html.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length > 160 ? line[..160] + "…" : line;
    }
}
