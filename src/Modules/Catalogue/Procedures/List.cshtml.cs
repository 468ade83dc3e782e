using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NhatLe.Catalogue.Curated;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;

namespace NhatLe.Catalogue.Procedures;

/// <summary>Search and list of procedures, for citizens.</summary>
public sealed class ListModel(BrowseProcedures.Handler handler, CatalogueIndex index, CuratedFile curated, ProcedureWords words) : PageModel
{
    const int Suggestions = 6;

    static readonly Dictionary<string, ProcedureLevel> Levels = new() { ["xa"] = ProcedureLevel.Commune, ["huyen"] = ProcedureLevel.District, ["tinh"] = ProcedureLevel.Province };

    [FromQuery(Name = "q")] public string? Text { get; set; }
    [FromQuery(Name = "linh-vuc")] public string? Field { get; set; }
    [FromQuery(Name = "cap")] public string? Level { get; set; }
    [FromQuery(Name = "chuyen")] public string? LifeEvent { get; set; }

    /// <summary>Those whose information is still being completed.</summary>
    [FromQuery(Name = "chua-du")] public bool Unfinished { get; set; }

    [FromQuery(Name = "trang")] public int PageNumber { get; set; } = 1;

    public BrowseProcedures.Answer Found { get; private set; } = new(0, [], []);
    public IReadOnlyList<Choice> Fields { get; private set; } = [];
    public IReadOnlyList<Choice> LevelChoices { get; private set; } = [];
    public LifeEvent? Occasion { get; private set; }
    public int Pages => Math.Max(1, (Found.Total + BrowseProcedures.PageSize - 1) / BrowseProcedures.PageSize);
    public bool IsSearch => !string.IsNullOrWhiteSpace(Text);
    public bool IsNarrowed => IsSearch || !string.IsNullOrEmpty(Field) || !string.IsNullOrEmpty(Level) || Occasion is not null;

    public async Task OnGet(CancellationToken ct)
    {
        PageNumber = Math.Max(1, PageNumber);
        Occasion = curated.LifeEvents.FirstOrDefault(e => e.Key == LifeEvent);
        Fields = [.. (await index.Get(ct)).Fields.Select(f => new Choice(f, f))];
        LevelChoices = [.. Levels.Select(l => new Choice(l.Key, words.LevelName(l.Value)))];
        Found = await handler.Run(new(Text, Field, Levels.TryGetValue(Level ?? "", out var level) ? level : null, Occasion?.Key, Unfinished, PageNumber), ct);
    }

    /// <summary>The first few while it is still being typed; the same for everybody, so that a shared cache may keep them.</summary>
    public async Task<IActionResult> OnGetSuggest(CancellationToken ct)
    {
        Found = await handler.Run(new(Text, null, null, null, Unfinished: false, Page: 1), ct);
        Response.Headers.CacheControl = "public, max-age=300";
        return Found.Total == 0 || !IsSearch ? new StatusCodeResult(StatusCodes.Status204NoContent) : Partial("/Catalogue/Procedures/_Suggestions.cshtml", Found.Procedures.Take(Suggestions).ToList());
    }

    public string PageLink(int page)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in new[] { ("q", Text), ("linh-vuc", Field), ("cap", Level), ("chuyen", LifeEvent), ("chua-du", Unfinished ? "true" : null) })
            if (!string.IsNullOrEmpty(value)) query.Add(name, value);
        query.Add("trang", page.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return "~/thu-tuc" + query.ToQueryString();
    }
}
