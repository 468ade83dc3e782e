using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;
using NhatLe.Workspace.Inbox;

namespace NhatLe.Workspace.Search;

/// <summary>What was found. A whole code, typed or read by a scanner, opens its record at once.</summary>
public sealed class SearchModel(SearchRecords.Handler search, DutyWords words, IEnumerable<SearchKind> kinds, LegalTime time, DirectoryCache directory) : FormPage
{
    public const string Address = "/tim";
    const int Suggestions = 8;

    [FromQuery(Name = "q")] public string? Text { get; set; }

    /// <summary>Not only the first page.</summary>
    [FromQuery(Name = "nhieu")] public bool More { get; set; }

    public SearchRecords.Answer Found { get; private set; } = new([], null, IsCut: false);
    public DateTimeOffset Now => time.Now;
    /// <summary>Units of this name, of now or of before; the newer name with it.</summary>
    public IReadOnlyList<DirectorySnapshot.Named> Units { get; private set; } = [];

    /// <summary>Who goes on with a unit found by a name of before; null where it still bears the name.</summary>
    public Unit? NowOf(DirectorySnapshot.Named named) => named.Until is null ? null : snapshot.Now(named.Unit.Id);

    DirectorySnapshot snapshot = null!;

    public bool HasAsked => !string.IsNullOrWhiteSpace(Text);

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        Found = await search.Run(Text, More ? SearchIndex.Most : SearchIndex.First, ct);
        snapshot = await directory.Get(ct);
        if (Text is { Length: >= 3 and < 100 }) Units = [.. snapshot.Find(Text).Where(u => u.Unit.Kind != UnitKind.OneStopDesk).Take(Suggestions)];
        return Found.Hits is [var only] && DossierCode.TryParse(Text, out var code) && only.Document.Code == code.ToString() ? See(only.Document.Link) : Page();
    }

    /// <summary>The first few, while it is still being typed.</summary>
    public async Task<IActionResult> OnGetSuggest(CancellationToken ct)
    {
        Found = await search.Run(Text, Suggestions, ct);
        Response.Headers.CacheControl = "private, no-store";
        return Found.Hits.Count == 0 ? new StatusCodeResult(StatusCodes.Status204NoContent) : Partial("/Workspace/Search/_Suggestions.cshtml", Found);
    }

    public DutyKind WordsOf(Duty duty) => words.Of(duty.Kind);

    public string KindOf(SearchDocument document) => kinds.First(k => k.Kind == document.Kind).Words;
}
