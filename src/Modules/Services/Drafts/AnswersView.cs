using Microsoft.AspNetCore.Mvc.Rendering;
using NhatLe.Platform.Forms;

namespace NhatLe.Services.Drafts;

/// <summary>Questions and answers one below the other, warnings beside them.</summary>
public sealed record AnswersView(IReadOnlyList<SummaryLine> Lines, ILookup<string, string> Warnings, bool ShowsEmpty)
{
    /// <summary>The lines in their order: single answers together, each group alone.</summary>
    public static IEnumerable<(bool IsGroup, IReadOnlyList<SummaryLine> Lines)> Runs(IReadOnlyList<SummaryLine> lines)
    {
        List<SummaryLine> run = [];
        foreach (var line in lines)
        {
            if (line.Rows is null)
            {
                run.Add(line);
                continue;
            }
            if (run.Count > 0) yield return (false, run);
            run = [];
            yield return (true, [line]);
        }
        if (run.Count > 0) yield return (false, run);
    }

    public static string IdOf(SummaryLine line) => TagBuilder.CreateSanitizedId(line.Key, "_");
}
