using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;

namespace NhatLe.Services.Desk;

/// <summary>Somebody stands at the desk, or an envelope lies on it: who, and what for.</summary>
public sealed class ArriveModel(BeginAtDesk.Handler begin, DraftBook drafts, ICatalogue catalogue, DirectoryCache directory, TimeProvider time) : FormPage
{
    [BindProperty] public BeginAtDesk.Command Input { get; set; } = new();

    /// <summary>The account of the number that was typed.</summary>
    public CitizenProfile? Known { get; private set; }

    /// <summary>Those the person who was found may file for.</summary>
    public IReadOnlyList<Represented> Represented { get; private set; } = [];

    /// <summary>Empty: for themselves; else the id of a representation.</summary>
    [BindProperty] public string? For { get; set; }

    /// <summary>Looked for, and nobody has an account with the number.</summary>
    public bool IsUnknown { get; private set; }

    public IReadOnlyList<PublishedProcedure> Procedures { get; private set; } = [];
    public IReadOnlyList<Draft> Waiting { get; private set; } = [];

    protected override async Task Load(CancellationToken ct)
    {
        BeginAtDesk.Demand(Actor);
        Procedures = BeginAtDesk.Received(await catalogue.WithForms(ct), Actor, await directory.Get(ct));
        Waiting = [.. (await drafts.Unfiled(ct)).Where(d => d.Channel != Channel.Online)];
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input.Id = Guid.CreateVersion7(time.GetUtcNow()); // pressed twice, it is one draft
    }

    public Task<IActionResult> OnPostFind(CancellationToken ct) => Act(async () =>
    {
        await Load(ct);
        await Find(ct);
        For = "";
        if (Known is not null) (Input.Name, Input.Phone) = (Known.FullName, Input.Phone is { Length: > 0 } typed ? typed : Known.Phone);
        ModelState.Clear(); // the fields show what was found
        return Page();
    }, ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        if (!string.IsNullOrEmpty(For))
        {
            Input.RepresentationId = Guid.TryParse(For, out var id) ? id : throw Refusal.Invalid(nameof(For), BeginAtDesk.NotRepresented);
            await Find(ct); // refused, the page shows the choice again
        }
        try { return See($"/quay/tiep-nhan/{(await begin.Run(Input, ct)).Id}"); }
        catch (Refusal refusal) when (refusal.Fields.Count > 0) { throw Refusal.Invalid([.. refusal.Fields.Select(f => f.Field == nameof(BeginAtDesk.Command.RepresentationId) ? f with { Field = nameof(For) } : f)]); }
    }, ct);

    async Task Find(CancellationToken ct)
    {
        Known = await begin.Find(Input.CitizenNumber, ct);
        IsUnknown = Known is null;
        Represented = Known is null ? [] : await begin.RepresentedBy(Known, ct);
    }

    public async Task<IActionResult> OnPostDiscard(Guid draft, CancellationToken ct)
    {
        BeginAtDesk.Demand(Actor);
        await drafts.Discard(draft, ct);
        return See("/quay/tiep-nhan");
    }
}
