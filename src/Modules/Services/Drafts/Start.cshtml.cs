using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Drafts;

/// <summary>Before the first question: what it will take, and the drafts that wait.</summary>
public sealed class StartModel(DraftBook drafts, IAssurance assurance) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    public PublishedProcedure Procedure { get; private set; } = null!;

    /// <summary>The representation by which it is for somebody else; empty: for oneself.</summary>
    [BindProperty] public string? For { get; set; } = "";

    Guid? Representation => string.IsNullOrEmpty(For) ? null : Guid.TryParse(For, out var id) ? id : throw FileDossier.NotRepresented();

    public IReadOnlyList<Represented> Represented { get; private set; } = [];
    public IReadOnlyList<Draft> Waiting { get; private set; } = [];

    protected override async Task Load(CancellationToken ct)
    {
        Procedure = await drafts.Procedure(Code, ct);
        Represented = await drafts.Represented(ct);
        Waiting = [.. (await drafts.Unfiled(ct)).Where(d => d.ProcedureCode == Procedure.Code)];
    }

    /// <summary>The way to be sure enough of the person for filing; null where it is so already.</summary>
    public string? Way => assurance.Now < Procedure.OnlineAssurance ? assurance.Way(Procedure.OnlineAssurance, $"/dich-vu-cong/{Procedure.Code}/nop") : null;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () => See($"/dich-vu-cong/nop/{(await drafts.Begin(Code, ct, representation: Representation)).Id}/1"), ct);
}
