using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Post;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Flow;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;
using NhatLe.Services.Drafts;
using NhatLe.Services.Papers;
using NhatLe.Services.Population;

namespace NhatLe.Services.Dossiers;

/// <summary>A dossier on an official's desk: the act of this step first; what may not be done says why.</summary>
public sealed class WorkModel(
    ServicesDb db, DossierActs acts, AcceptDossier.Handler accept, ProcessDossier.Handler process, ApproveDossier.Handler approve, SendBackDossier.Handler sendBack,
    ReturnResult.Handler give, RequestSupplement.Handler supplement, RefuseDossier.Handler refuse, StopDossier.Handler stop, MoveAppointment.Handler move, ListIssued.Handler issued, LookUpPerson.Handler lookUp,
    ICatalogue catalogue, FormLibrary forms, ColumnCipher cipher,
    DirectoryCache directory, JournalReader journal, DutyList duties, LegalClock clock, LegalTime time, FileStore files, AccessLog accesses, ICharges charges, IPostOrders post) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [BindProperty] public long? Version { get; set; }
    [BindProperty] public string? Note { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public string? What { get; set; }
    [BindProperty] public int Days { get; set; } = DossierActs.SupplementDays;
    [BindProperty] public string? StopReason { get; set; }
    [BindProperty] public string? Apology { get; set; }
    [BindProperty] public DateInput NewDay { get; set; } = new();
    [BindProperty] public string? NewTime { get; set; } = "16:00";
    [BindProperty] public bool AcceptFirst { get; set; }
    [BindProperty] public bool Together { get; set; }
    [BindProperty] public IFormFile? Result { get; set; }
    [BindProperty] public string? Person { get; set; }
    [BindProperty] public string? Purpose { get; set; }
    [BindProperty] public string? OtherPurpose { get; set; }

    public Dossier Dossier { get; private set; } = null!;
    public IReadOnlyList<SummaryPage> Summary { get; private set; } = [];
    public ILookup<string, string> Warnings { get; private set; } = null!;
    public IReadOnlyList<Paper> Papers { get; private set; } = [];
    public IReadOnlyList<JournalLine> Journal { get; private set; } = [];
    public IReadOnlyList<Duty> Duties { get; private set; } = [];
    public Deadline? Deadline { get; private set; }
    public TimeSpan? Remaining { get; private set; }
    public Unit Unit { get; private set; } = null!;
    public string ReliefPaper { get; private set; } = "";
    public string Phone { get; private set; } = "";
    public DateTimeOffset Now => time.Now;

    /// <summary>The actor may do the step that is to be done.</summary>
    public bool MayAct { get; private set; }

    /// <summary>The same person may accept and process: one act.</summary>
    public bool MayDoBoth { get; private set; }

    /// <summary>Whether a new appointment may be given, for who holds the post of it; null for others, and before acceptance and after the decision.</summary>
    public MoveAppointment.Standing? Moving { get; private set; }

    /// <summary>By when the citizen may bring what is awaited, or pay, for who may stop the dossier after it; null for others.</summary>
    public DateTimeOffset? StopsAfter { get; private set; }

    /// <summary>What the population database says of its people.</summary>
    public LookUpPerson.View Population { get; private set; } = LookUpPerson.View.None;

    public IReadOnlyList<ListIssued.Line> Issued { get; private set; } = [];

    /// <summary>The whole hours of an office day, for a new appointment.</summary>
    public static readonly IReadOnlyList<string> Hours = ["07:30", "08:00", "09:00", "10:00", "11:00", "14:00", "15:00", "16:00", "17:00"];

    /// <summary>The processing step that follows is the same person's too.</summary>
    public FlowStep? NextIsMine => MayAct && Dossier.CurrentStep!.Kind == StepKind.Process && Dossier.Steps.After(Dossier.Step!) is { Kind: StepKind.Process } next && Actor.HoldsPost(next.Permit, Dossier.UnitId) ? next : null;

    /// <summary>What was typed into a form that this step no longer has: a colleague was faster, and it must not be lost.</summary>
    public string? Kept
    {
        get
        {
            var step = MayAct ? Dossier.CurrentStep?.Kind : null;
            string?[] typed = [step is null ? Note : null, step is StepKind.Accept or StepKind.Approve ? null : Reason, step is StepKind.Accept or StepKind.Process ? null : What, StopsAfter is null ? StopReason : null, Moving is { Refusal: null } ? null : Apology];
            return string.Join(' ', typed.Where(t => !string.IsNullOrWhiteSpace(t))) is { Length: > 0 } text ? text : null;
        }
    }

    /// <summary>What is to be paid, where something is.</summary>
    public ChargeLine? Charge { get; private set; }
    public PostLine? Post { get; private set; }

    public Duty? OpenDuty => Duties.FirstOrDefault(d => d.EndedAt is null);

    protected override async Task Load(CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        Dossier = await acts.Visible(Code, ct);
        accesses.Note(Actor, Dossier, AccessKind.Record);
        var procedure = await catalogue.Version(Dossier.ProcedureVersionId, ct);
        Phone = cipher.Decrypt(Dossier.ApplicantPhone);
        if (Dossier.ReliefPaper is { } sealedPaper) ReliefPaper = cipher.Decrypt(sealedPaper);
        var snapshot = await directory.Get(ct);
        if (forms.Find(procedure.FormKey) is { } form)
        {
            var answers = JsonSerializer.Deserialize<Dictionary<string, string>>(cipher.Decrypt(Dossier.Form))!;
            Summary = new FormSummary(snapshot, Texts.IsEnglish).Of(form, answers);
            Warnings = new FormRules(snapshot, time.Today).Warnings(form, answers).ToLookup(w => w.Field, w => w.In(T));
        }
        Unit = snapshot.Unit(Dossier.UnitId);
        Papers = await db.Papers.AsNoTracking().Where(p => p.DossierId == Dossier.Id).OrderBy(p => p.AddedAt).ThenBy(p => p.Id).ToListAsync(ct);
        Journal = await journal.Of(Dossier.Id, ct);
        Duties = await duties.All(Dossier.Id, ct);
        Charge = await charges.Of(Dossier.Id, ct);
        Post = await post.Of(Dossier.Id, Dossier.Code, ct);
        if (Dossier.ClockState is { } state)
        {
            Deadline = clock.Evaluate(state);
            if (Deadline.DueAt is not null && Dossier.FinishedAt is null) Remaining = clock.Remaining(state, time.Now);
        }
        MayAct = Dossier.CurrentStep is { } step && Dossier.Status is not (DossierStatus.SupplementRequested or DossierStatus.FeeRequested) && Actor.HoldsPost(step.Permit, Dossier.UnitId);
        MayDoBoth = MayAct && Dossier.CurrentStep!.Kind == StepKind.Accept && Dossier.Steps.After(Dossier.Step!) is { Kind: StepKind.Process } next && Actor.HoldsPost(next.Permit, Dossier.UnitId);
        if (Dossier is { AcceptedAt: not null, CurrentStep.Kind: StepKind.Process or StepKind.Approve } && move.PostOf(Dossier) is not null) Moving = move.Look(Dossier);
        if (acts.MayStop(Dossier)) StopsAfter = Dossier.Status switch { DossierStatus.SupplementRequested => acts.SupplementBy(Dossier), DossierStatus.FeeRequested => Charge?.PayBy, _ => null };
        Issued = issued.Of(Code, Journal);
        Population = await lookUp.Read(Dossier, ct);
        Version ??= Dossier.Version;
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        return Page();
    }

    public Task<IActionResult> OnPostAccept(CancellationToken ct) => Do(async () =>
    {
        await accept.Run(new() { Code = Code, Version = Version, Note = Note }, ct);
        return See($"/ho-so/{Code}/giay-hen?in=1");
    }, ct);

    public Task<IActionResult> OnPostProcess(CancellationToken ct) => Do(async () =>
    {
        await process.Run(new() { Code = Code, Version = Version, Note = Note, AcceptFirst = AcceptFirst, Together = Together, Result = await Uploaded(ct) }, ct);
        return Again();
    }, ct);

    public Task<IActionResult> OnPostApprove(CancellationToken ct) => Do(async () =>
    {
        await approve.Run(new() { Code = Code, Version = Version, Note = Note }, ct);
        return Again();
    }, ct);

    public Task<IActionResult> OnPostSendBack(CancellationToken ct) => Do(async () =>
    {
        await sendBack.Run(new() { Code = Code, Version = Version, Reason = Reason }, ct);
        return Again();
    }, ct);

    public Task<IActionResult> OnPostReturn(CancellationToken ct) => Do(async () =>
    {
        await give.Run(new() { Code = Code, Version = Version, Note = Note }, ct);
        return Again();
    }, ct);

    public Task<IActionResult> OnPostSupplement(CancellationToken ct) => Do(async () =>
    {
        await supplement.Run(new() { Code = Code, Version = Version, What = What, Days = Days }, ct);
        return Again();
    }, ct);

    public Task<IActionResult> OnPostRefuse(CancellationToken ct) => Do(async () =>
    {
        await refuse.Run(new() { Code = Code, Version = Version, Reason = Reason }, ct);
        return Again();
    }, ct);

    public Task<IActionResult> OnPostPopulation(CancellationToken ct) => Do(async () =>
    {
        LookUpPerson.Reason? reason = Enum.TryParse<LookUpPerson.Reason>(Purpose, out var chosen) && Enum.IsDefined(chosen) ? chosen : null;
        await lookUp.Run(new() { Code = Code, Person = Person ?? "", Purpose = reason, OtherPurpose = OtherPurpose }, ct);
        return See($"/giai-quyet/{Code}#dan-cu");
    }, ct);

    public Task<IActionResult> OnPostStop(CancellationToken ct) => Do(async () =>
    {
        try { await stop.Run(new() { Code = Code, Version = Version, Reason = StopReason }, ct); }
        catch (Refusal refusal) when (refusal.Fields.Count > 0) { throw Refusal.Invalid([.. refusal.Fields.Select(f => f with { Field = nameof(StopReason) })]); }
        return Again();
    }, ct);

    public Task<IActionResult> OnPostMove(CancellationToken ct) => Do(async () =>
    {
        DateTimeOffset? due = NewDay.ToDate() is { } day && TimeOnly.TryParseExact(NewTime, "HH:mm", out var at) ? LegalTime.At(day, at) : null;
        try { await move.Run(new() { Code = Code, Version = Version, Reason = Apology, DueAt = due }, ct); }
        catch (Refusal refusal) when (refusal.Fields.Count > 0)
        {
            throw Refusal.Invalid([.. refusal.Fields.Select(f => f with { Field = f.Field == nameof(MoveAppointment.Command.Reason) ? nameof(Apology) : nameof(NewDay) })]);
        }
        return Again();
    }, ct);

    /// <summary>After a lost race the next try is made knowing the newest version.</summary>
    Task<IActionResult> Do(Func<Task<IActionResult>> act, CancellationToken ct) => Act(async () =>
    {
        await acts.Visible(Code, ct); // before a byte is stored
        try
        {
            return await act();
        }
        catch (Refusal refusal) when (refusal.Status == StatusCodes.Status409Conflict)
        {
            Version = null;
            ModelState.Remove(nameof(Version));
            throw;
        }
    }, ct);

    IActionResult Again() => See($"/giai-quyet/{Code}");

    async Task<ProcessDossier.Upload?> Uploaded(CancellationToken ct)
    {
        if (Result is null) return null;
        await using var content = Result.OpenReadStream();
        try { return new((await files.Save(content, ct)).Hash, FileNames.Clean(Result.FileName)); }
        catch (Refusal refusal) { throw Refusal.Invalid([.. refusal.Fields.Select(f => f with { Field = nameof(Result) })]); }
    }
}
