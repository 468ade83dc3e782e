using System.Text;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace NhatLe.Browser;

/// <summary>What holds for every page of the site.</summary>
public static class Checks
{
    static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new() { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    };

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

    /// <summary>No serious or critical finding of axe (WCAG 2.2 AA and good practice).</summary>
    public static async Task MustBeAccessible(this IPage page)
    {
        var found = (await page.RunAxe(Rules).WaitAsync(TimeSpan.FromSeconds(30))).Violations.Where(v => v.Impact is "serious" or "critical").ToList();
        if (found.Count == 0) return;
        var list = new StringBuilder($"{page.Url} is not accessible:");
        foreach (var violation in found)
        {
            list.Append($"\n  {violation.Impact}: {violation.Help} ({violation.Id})");
            foreach (var node in violation.Nodes) list.Append($"\n    {node.Target}  {OneLine(node.Html)}");
        }
        Assert.Fail(list.ToString());
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
