using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Catalogue.Editing;

/// <summary>One procedure as editors and approvers see it: what is published, what is in hand, every version, the journal.</summary>
public sealed class RecordModel(CatalogueDb db, BeginDraft.Handler begin, JournalReader journal) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";

    public Procedure Procedure { get; private set; } = null!;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ProcedureVersion> Versions { get; private set; } = [];

    public ProcedureVersion? Working { get; private set; }
    public ProcedureVersion? Published { get; private set; }
    public ProcedureVersion Latest { get; private set; } = null!;
    public IReadOnlyList<JournalLine> Journal { get; private set; } = [];
    public bool MayEdit => Actor.CanAnywhere(Permits.Edit);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostBegin(CancellationToken ct) => Act(async () =>
    {
        await begin.Run(new(Code), ct);
        return See($"/danh-muc/{Code}/sua");
    }, ct);

    protected override async Task Load(CancellationToken ct)
    {
        Editors.RequireReader(Actor);
        db.ChangeTracker.Clear();
        Procedure = await db.Procedure(Code, ct);
        Versions = await db.Versions.AsNoTracking().Where(v => v.ProcedureId == Procedure.Id).OrderByDescending(v => v.Number).ToListAsync(ct);
        Working = Versions.FirstOrDefault(v => v.Id == Procedure.WorkingVersionId);
        Published = Versions.FirstOrDefault(v => v.Id == Procedure.PublishedVersionId);
        Latest = Versions.First(v => v.Id == Procedure.LatestVersionId);
        Journal = await journal.Of(Procedure.Id, ct);
    }
}
