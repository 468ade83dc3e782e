using Microsoft.AspNetCore.Mvc.RazorPages;
using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Home;

/// <summary>The public home page: say what you need, or pick the occasion.</summary>
public sealed class IndexModel(CatalogueIndex index, CuratedFile curated) : PageModel
{
    const int Examples = 4;
    const int Everyday = 6;

    public sealed record Occasion(LifeEvent Event, string Icon, string Note)
    {
        public string NameIn(bool english) => Event.NameIn(english);
    }

    public IReadOnlyList<Occasion> Occasions { get; private set; } = [];
    public IReadOnlyList<ListedProcedure> Common { get; private set; } = [];
    public IReadOnlyList<string> Asked { get; private set; } = [];
    public int Published { get; private set; }

    public async Task OnGet(CancellationToken ct)
    {
        var catalogue = await index.Get(ct);
        var everyday = catalogue.All.Where(p => p is { IsPublished: true, Content.LifeEvent: not null }).ToList();
        Occasions = [.. from occasion in curated.LifeEvents
            let names = everyday.Where(p => p.Content.LifeEvent == occasion.Key).Select(p => p.NameIn(Texts.IsEnglish)).ToList()
            where names.Count > 0
            select new Occasion(occasion, IconOf(occasion.Key), Briefly(names))];
        Common = [.. everyday.Where(p => p.Published is not null).OrderBy(p => p.CanBeFiledOnline() ? 0 : 1).ThenBy(p => p.Content.Level).Take(Everyday)];
        Asked = [.. everyday.Select(p => p.NameIn(Texts.IsEnglish)).OrderBy(n => n.Length).Take(Examples)];
        Published = catalogue.All.Count(p => p.IsPublished);
    }

    /// <summary>One or two of them: as many as stay on two lines of a tile.</summary>
    static string Briefly(List<string> names)
    {
        const int twoLines = 48;
        var shortest = names.OrderBy(n => n.Length).Take(2).ToList();
        return string.Join("; ", shortest.Sum(n => n.Length) > twoLines ? shortest.Take(1) : shortest);
    }

    static string IconOf(string lifeEvent) => lifeEvent switch
    {
        "child" => "child",
        "marriage" => "rings",
        "papers" => "id-card",
        "home" => "home",
        "business" => "shop",
        "sea" => "boat",
        "health" => "heart",
        "death" => "leaf",
        "rights" => "scales",
        _ => "document",
    };
}
