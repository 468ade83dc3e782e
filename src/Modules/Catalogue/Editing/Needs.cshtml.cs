using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Editing;

/// <summary>What the editors of the catalogue have before them: counts, and every procedure that lacks something.</summary>
public sealed class NeedsModel(CatalogueDb db, Actor actor) : PageModel
{
    public const int PageSize = 50;

    public sealed record Row(string Code, string Name, string Field, IReadOnlyList<Need> Needs, bool IsPublished);

    [FromQuery(Name = "ly-do")] public Need? Reason { get; set; }
    [FromQuery(Name = "trang")] public int PageNumber { get; set; } = 1;

    public int All { get; private set; }
    public int Published { get; private set; }
    public int Open { get; private set; }
    public int Matching { get; private set; }
    public IReadOnlyList<(Need Need, int Count)> Reasons { get; private set; } = [];
    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public int Pages => Math.Max(1, (Matching + PageSize - 1) / PageSize);

    public async Task OnGet(CancellationToken ct)
    {
        Editors.Require(actor);
        PageNumber = Math.Max(1, PageNumber);
        All = await db.Procedures.CountAsync(ct);
        Published = await db.Procedures.CountAsync(p => p.PublishedVersionId != null, ct);
        var open = await db.Procedures.AsNoTracking().Where(p => p.Needs != "[]").ToListAsync(ct);
        Open = open.Count;
        Reasons = [.. open.SelectMany(p => p.OpenNeeds).CountBy(n => n).OrderByDescending(n => n.Value).Select(n => (n.Key, n.Value))];
        var matching = open.Where(p => Reason is not { } reason || p.OpenNeeds.Contains(reason))
            .OrderBy(p => p.OpenNeeds.Count).ThenBy(p => SortKey.Of(p.Field), StringComparer.Ordinal).ThenBy(p => p.Code, StringComparer.Ordinal).ToList();
        Matching = matching.Count;
        Rows = [.. matching.Skip((PageNumber - 1) * PageSize).Take(PageSize).Select(p => new Row(p.Code, p.Name, p.Field, p.OpenNeeds, p.PublishedVersionId is not null))];
    }

    public string PageLink(int page) => $"~/danh-muc?{(Reason is { } reason ? $"ly-do={reason}&" : "")}trang={page}";
}
