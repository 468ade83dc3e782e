using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;

namespace NhatLe.Catalogue.Editing;

/// <summary>Two versions side by side; where the newer waits for approval, the approver decides here, having seen what changes.</summary>
public sealed class CompareModel(
    CatalogueDb db, ApproveVersion.Handler approve, ReturnVersion.Handler giveBack, DirectoryCache directory, CuratedFile curated, ProcedureWords words, LegalTime time) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [FromQuery(Name = "truoc")] public int? BeforeNumber { get; set; }
    [FromQuery(Name = "sau")] public int? AfterNumber { get; set; }
    [FromQuery(Name = "tat-ca")] public bool ShowsAll { get; set; }

    [BindProperty] public int Seen { get; set; }
    [BindProperty, DateParts] public DateOnly? PublishOn { get; set; }
    [BindProperty] public string? Note { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public Procedure Procedure { get; private set; } = null!;
    public IReadOnlyList<ProcedureVersion> Versions { get; private set; } = [];

    /// <summary>Null where there is nothing older.</summary>
    public ProcedureVersion? Before { get; private set; }

    public ProcedureVersion After { get; private set; } = null!;
    public IReadOnlyList<ComparedSection> Sections { get; private set; } = [];
    public DateOnly Today => time.Today;

    /// <summary>The version shown is the one in hand, and the actor may take it on.</summary>
    public bool MayApprove => After.Id == Procedure.WorkingVersionId && Actor.MayApprove(After);

    public bool MayReturn => After.Id == Procedure.WorkingVersionId && Actor.CanAnywhere(Permits.Approve) && After.Status is VersionStatus.Submitted or VersionStatus.Approved;

    /// <summary>Why who could approve others may not approve this one.</summary>
    public bool IsOwnWork => After.Status == VersionStatus.Submitted && Actor.CanAnywhere(Permits.Approve) && !MayApprove;

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        PublishOn = Today;
    }

    public Task<IActionResult> OnPostApprove(CancellationToken ct) => Decide(async () =>
    {
        await approve.Run(new() { Code = Code, Seen = Seen, PublishOn = PublishOn, Note = Note }, ct);
        return See($"/danh-muc/{Code}");
    }, ct);

    public Task<IActionResult> OnPostReturn(CancellationToken ct) => Decide(async () =>
    {
        await giveBack.Run(new() { Code = Code, Seen = Seen, Reason = Reason }, ct);
        return See($"/danh-muc/{Code}");
    }, ct);

    Task<IActionResult> Decide(Func<Task<IActionResult>> act, CancellationToken ct)
    {
        foreach (var (_, entry) in ModelState) entry!.Errors.Clear(); // a date that is none arrives as null: the handler says so
        return Act(act, ct);
    }

    protected override async Task Load(CancellationToken ct)
    {
        Editors.RequireReader(Actor);
        db.ChangeTracker.Clear();
        Procedure = await db.Procedure(Code, ct);
        Versions = await db.Versions.AsNoTracking().Where(v => v.ProcedureId == Procedure.Id).OrderByDescending(v => v.Number).ToListAsync(ct);
        After = (AfterNumber is { } after ? Numbered(after) : Versions.FirstOrDefault(v => v.Id == Procedure.WorkingVersionId))
            ?? Versions.First(v => v.Id == Procedure.LatestVersionId);
        Before = BeforeNumber is { } before ? Numbered(before) : Default();
        var units = await directory.Get(ct);
        Sections = new Comparison(T, words, c => units.FindUnit(c)?.FullName, key => curated.LifeEvents.FirstOrDefault(e => e.Key == key)?.NameIn(Texts.IsEnglish))
            .Of(Before?.Read(), After.Read());
    }

    ProcedureVersion Numbered(int number) =>
        Versions.FirstOrDefault(v => v.Number == number) ?? throw Refusal.Missing("version", "Thủ tục {0} không có bản {1}.", Procedure.Code, number);

    /// <summary>What is published; else what it began from.</summary>
    ProcedureVersion? Default() =>
        Versions.FirstOrDefault(v => v.Id == Procedure.PublishedVersionId && v.Id != After.Id)
        ?? Versions.FirstOrDefault(v => v.Number == (After.BasedOn ?? After.Number - 1) && v.Id != After.Id);
}
