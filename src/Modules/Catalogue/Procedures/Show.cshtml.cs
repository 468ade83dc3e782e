using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NhatLe.Catalogue.Curated;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Procedures;

/// <summary>One procedure: how long, how much, where, with which papers, through whose hands.</summary>
public sealed class ShowModel(CatalogueIndex index, CuratedFile curated, DirectoryCache directory, IOwnPapers ownPapers, FormLibrary forms, Actor actor, LegalClock clock, LegalTime time) : PageModel
{
    static readonly Need[] AboutTime = [Need.TimeLimit, Need.TimeLimitUnit, Need.SeveralTimeLimits, Need.Unverified];
    static readonly Need[] AboutFee = [Need.Fee, Need.FeeHasNote, Need.SeveralFees, Need.Unverified];

    /// <summary>Null when the code is unknown.</summary>
    public ListedProcedure? Procedure { get; private set; }

    public string Code { get; private set; } = "";
    public LifeEvent? Occasion { get; private set; }
    public Deadline? Deadline { get; private set; }
    public DateOnly Today => time.Today;
    public string? Department { get; private set; }

    /// <summary>What is not sure is not said.</summary>
    public bool IsTimeKnown { get; private set; }

    public bool IsFeeKnown { get; private set; }

    /// <summary>What the citizen has handed in before: it is ticked on the list of papers.</summary>
    public IReadOnlyList<OwnPaper> Own { get; private set; } = [];

    /// <summary>Pages of questions of the electronic form.</summary>
    public int Questions => forms.Find(Procedure!.Content.FormKey)?.Pages.Count ?? 0;

    public bool CanFileOnline => Procedure!.CanBeFiledOnline();

    public async Task<IActionResult> OnGet(string code, CancellationToken ct)
    {
        Code = code;
        Procedure = ProcedureCode.TryParse(code, out var parsed) ? (await index.Get(ct)).Find(parsed.National) : null;
        if (Procedure is null) return new PageResult { StatusCode = StatusCodes.Status404NotFound };
        var content = Procedure.Content;
        var missing = content.Missing().ToHashSet();
        (IsTimeKnown, IsFeeKnown) = (!missing.Overlaps(AboutTime), !missing.Overlaps(AboutFee));
        Occasion = curated.LifeEvents.FirstOrDefault(e => e.Key == content.LifeEvent);
        if (content.DecidingUnitCode is { } unit) Department = (await directory.Get(ct)).FindUnit(unit)?.FullName;
        if (actor.IsCitizen) Own = await ownPapers.Of(actor.AccountId, ct);
        if (Procedure.Published is { } published) Deadline = clock.Evaluate(clock.Start(published.TimeLimit, time.Now));
        return Page();
    }
}
