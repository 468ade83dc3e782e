using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// The single acts of officials on a dossier: rule, entry, duties. The slices find the dossier, put one act or several together and
/// save once; so where one person holds consecutive steps they are one transaction, each still journalled.
/// </summary>
public sealed class DossierActs(ServicesDb db, ApplicantNotices applicant, ICharges charges, Actor actor, LegalClock clock, LegalTime time)
{
    /// <summary>An online filing is answered within 8 office hours.</summary>
    public static readonly TimeLimit AnswerLimit = new(8, TimeLimitUnit.OfficeHours);

    /// <summary>How many working days the citizen has to bring what is missing, unless the official gives another time.</summary>
    public const int SupplementDays = 10;

    /// <summary>Finds a dossier the actor may see and may do this step of.</summary>
    /// <param name="seen">The version the person saw; an older one means somebody else was faster.</param>
    /// <exception cref="Refusal">401, 403, 404, or 409 saying who was faster.</exception>
    public Task<Dossier> Find(string code, StepKind kind, long? seen, CancellationToken ct) => Find(code, [kind], seen, ct);

    /// <param name="kinds">Any of these steps will do.</param>
    /// <inheritdoc cref="Find(string, StepKind, long?, CancellationToken)"/>
    public async Task<Dossier> Find(string code, StepKind[] kinds, long? seen, CancellationToken ct)
    {
        var dossier = await Visible(code, ct);
        if ((seen is { } version && version != dossier.Version) || dossier.CurrentStep is not { } step || !kinds.Contains(step.Kind)) throw await db.Changed(dossier, ct);
        Demand(step.Permit, dossier);
        return dossier;
    }

    public async Task<Dossier> Visible(string code, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        return await db.Dossiers.Visible(db, actor, Permits.Read).SingleOrDefaultAsync(d => d.Code == code, ct)
            ?? throw Refusal.Missing("dossier", "Không thấy hồ sơ mã này trong phạm vi của anh/chị. Kiểm tra mã, hoặc hỏi Trung tâm hành chính công.");
    }

    /// <summary>A step is done by whoever holds the post in the deciding unit itself: a district does not sign for its communes.</summary>
    public void Demand(string permit, Dossier dossier)
    {
        if (!actor.HoldsPost(permit, dossier.UnitId)) throw NotYours();
    }

    public static Refusal NotYours() => Refusal.Forbidden("dossier.permit", "Việc này thuộc người khác trong đơn vị. Anh/chị xem được hồ sơ nhưng không làm bước này.");

    public async Task<Deadline> Accept(Dossier dossier, string? note, CancellationToken ct)
    {
        var post = PostFor(dossier);
        var state = clock.Start(dossier.TimeLimit, time.Now);
        var deadline = clock.Evaluate(state);
        dossier.Accept(state, deadline, time.Now);
        await Tell(dossier, new DossierAccepted(dossier.Id, dossier.Code, deadline.DueAt!.Value), note, post, ct);
        db.Discharge(dossier, Duties.Accept);
        OweCurrentStep(dossier);
        return deadline;
    }

    public void Forward(Dossier dossier, string? note)
    {
        var (post, step) = (PostFor(dossier), dossier.CurrentStep!);
        var next = dossier.Forward(actor.OfficerId);
        db.Record(dossier, new DossierForwarded(dossier.Id, dossier.Code, step.Name, next.Name), note, post);
        db.Discharge(dossier, Duties.Process);
        OweCurrentStep(dossier);
    }

    public async Task Approve(Dossier dossier, string? note, CancellationToken ct)
    {
        var post = PostFor(dossier);
        dossier.Approve(actor.OfficerId, time.Now);
        await Tell(dossier, new DossierApproved(dossier.Id, dossier.Code), note, post, ct);
        db.Discharge(dossier, Duties.Approve);
        OweCurrentStep(dossier);
    }

    public void SendBack(Dossier dossier, string reason)
    {
        var post = PostFor(dossier);
        var again = dossier.SendBack();
        db.Record(dossier, new DossierSentBack(dossier.Id, dossier.Code, again.Name, reason), reason, post);
        db.Discharge(dossier, Duties.Approve);
        OweCurrentStep(dossier);
    }

    public async Task Return(Dossier dossier, string? note, CancellationToken ct)
    {
        var post = PostFor(dossier);
        dossier.Return(time.Now);
        await Tell(dossier, new ResultReturned(dossier.Id, dossier.Code, !dossier.IsLate(time.Now)), note, post, ct);
        db.Discharge(dossier, Duties.Return);
    }

    public async Task RequestSupplement(Dossier dossier, string what, int days, CancellationToken ct)
    {
        var (post, kind) = (PostFor(dossier), dossier.CurrentStep!.Kind);
        var until = SupplementUntil(time.Now, days);
        dossier.RequestSupplement(what, until, time.Now);
        var deadline = Turn(dossier, running => clock.Pause(running, time.Now, "chờ bổ sung giấy tờ"));
        await Tell(dossier, new SupplementRequested(dossier.Id, dossier.Code, what, until), what, post, ct);
        if (deadline is null) db.Discharge(dossier, Duties.Accept); // the filing has its answer
        else db.Reschedule(dossier, Words.DutyOf(kind), deadline);
    }

    /// <summary>The citizen has added what was missing: the clock runs again, or the desk owes a new answer.</summary>
    public void Supplement(Dossier dossier, int papers, bool digitised)
    {
        dossier.Supplement(digitised);
        var deadline = Turn(dossier, paused => clock.Resume(paused, time.Now));
        db.Record(dossier, new DossierSupplemented(dossier.Id, dossier.Code, papers, deadline?.DueAt));
        if (deadline is null) OweCurrentStep(dossier);
        else db.Reschedule(dossier, Words.DutyOf(dossier.CurrentStep!.Kind), deadline);
    }

    /// <summary>The unit does not go on until the fee is paid: the clock stands still meanwhile.</summary>
    public async Task WaitForFee(Dossier dossier, long amountVnd, DateTimeOffset? until, CancellationToken ct)
    {
        dossier.WaitForFee();
        var deadline = Turn(dossier, running => clock.Pause(running, time.Now, "chờ nộp phí"));
        await Tell(dossier, new FeeRequested(dossier.Id, dossier.Code, amountVnd, until), note: null, PostFor(dossier), ct);
        db.Reschedule(dossier, Words.DutyOf(dossier.CurrentStep!.Kind), deadline!);
    }

    public async Task FeePaid(Dossier dossier, CancellationToken ct)
    {
        dossier.FeePaid();
        var deadline = Turn(dossier, paused => clock.Resume(paused, time.Now));
        await Tell(dossier, new FeePaid(dossier.Id, dossier.Code, deadline!.DueAt), note: null, PostFor(dossier), ct);
        db.Reschedule(dossier, Words.DutyOf(dossier.CurrentStep!.Kind), deadline);
    }

    DateTimeOffset SupplementUntil(DateTimeOffset asked, int days) => clock.DueAt(new(days, TimeLimitUnit.WorkingDays), asked);

    /// <summary>By when the citizen may bring what is awaited; what was asked before the time was kept has the usual one.</summary>
    public DateTimeOffset SupplementBy(Dossier dossier) =>
        dossier.SupplementBy ?? SupplementUntil((dossier.ClockState is { Pauses: [.., var pause] } ? pause.From : dossier.AnsweredAt) ?? dossier.FiledAt, SupplementDays);

    /// <summary>By when what is awaited has to come, papers or the fee: after it the dossier may be stopped.</summary>
    /// <exception cref="Refusal">409 when nothing is to be paid any more, and the news is on its way.</exception>
    public async Task<DateTimeOffset> StopsAfter(Dossier dossier, CancellationToken ct) => dossier.Status != DossierStatus.FeeRequested ? SupplementBy(dossier)
        : await charges.Of(dossier.Id, ct) is { RemainingVnd: > 0, PayBy: { } by } ? by
        : throw Refusal.Conflict("dossier.fee-paid", "Hồ sơ {0} không còn phí phải nộp nên không dừng được. Tải lại trang để làm tiếp.", dossier.Code);

    /// <summary>Whoever holds the step that waits stops the dossier; where it waits for the fee, the desk may as well.</summary>
    public bool MayStop(Dossier dossier) => dossier.CurrentStep is { } step && (actor.HoldsPost(step.Permit, dossier.UnitId) || actor.HoldsPost(StopPermit(dossier), dossier.UnitId));

    string StopPermit(Dossier dossier) =>
        dossier.Status == DossierStatus.FeeRequested && !actor.HoldsPost(dossier.CurrentStep!.Permit, dossier.UnitId) ? Permits.Accept : dossier.CurrentStep?.Permit ?? "";

    /// <exception cref="Refusal">401, 403, 404, or 409 saying who was faster.</exception>
    public async Task<Dossier> FindToStop(string code, long? seen, CancellationToken ct)
    {
        var dossier = await Visible(code, ct);
        if ((seen is { } version && version != dossier.Version) || dossier.CurrentStep is null) throw await db.Changed(dossier, ct);
        if (!MayStop(dossier)) throw NotYours();
        return dossier;
    }

    /// <summary>What was asked for never came: the dossier ends, and nobody owes anything on it any more.</summary>
    public async Task Stop(Dossier dossier, string reason, CancellationToken ct)
    {
        var post = actor.PostFor(StopPermit(dossier), dossier.UnitId);
        var kind = dossier.CurrentStep?.Kind;
        dossier.ExpectWaiting();
        if (await StopsAfter(dossier, ct) is var by && time.Now <= by)
            throw dossier.Status == DossierStatus.FeeRequested
                ? Refusal.Conflict("dossier.fee-time", "Người dân còn thời gian nộp phí đến {0:HH:mm dd/MM/yyyy} nên chưa dừng được.", LegalTime.ToLocal(by))
                : Refusal.Conflict("dossier.supplement-time", "Người dân còn thời gian bổ sung đến {0:HH:mm dd/MM/yyyy} nên chưa dừng được.", LegalTime.ToLocal(by));
        var unpaid = dossier.Status == DossierStatus.FeeRequested;
        dossier.Stop(reason, time.Now);
        await Tell(dossier, new DossierStopped(dossier.Id, dossier.Code, reason, unpaid), reason, post, ct);
        db.Release(dossier, Words.DutyOf(kind!.Value), ifAny: true); // before acceptance the request was the answer, and nothing is owed
    }

    /// <summary>Null before acceptance: there is no clock yet.</summary>
    Deadline? Turn(Dossier dossier, Func<ClockState, ClockState> turn)
    {
        if (dossier.ClockState is not { } state) return null;
        var turned = turn(state);
        var deadline = clock.Evaluate(turned);
        dossier.Keep(turned, deadline);
        return deadline;
    }

    public async Task Refuse(Dossier dossier, string reason, CancellationToken ct)
    {
        var post = PostFor(dossier);
        dossier.Refuse(reason, time.Now);
        await Tell(dossier, new DossierRefused(dossier.Id, dossier.Code, reason), reason, post, ct);
        db.Discharge(dossier, Duties.Accept);
    }

    /// <summary>An entry whose news the applicant gets, in the transaction of the act.</summary>
    public Task Tell(Dossier dossier, object fact, string? note, Post? post, CancellationToken ct) => applicant.Tell(dossier, fact, db.Record(dossier, fact, note, post), ct);

    /// <summary>Whoever holds the step's permit in the deciding unit owes it: the answer to a filing within 8 office hours, the rest by the appointment.</summary>
    public void OweCurrentStep(Dossier dossier, DateTimeOffset? at = null)
    {
        var step = dossier.CurrentStep!;
        var due = step.Kind == StepKind.Accept ? clock.DueAt(AnswerLimit, at ?? time.Now) : dossier.DueAt;
        var card = new DutyCard(dossier.Title, dossier.Person, dossier.Code, $"/giai-quyet/{dossier.Code}", AnswersCitizen: step.Kind is StepKind.Accept or StepKind.Return);
        db.Owe(dossier, Words.DutyOf(step.Kind), dossier.UnitId, step.Permit, due, card);
    }

    Post? PostFor(Dossier dossier) => dossier.CurrentStep is { } step ? actor.PostFor(step.Permit, dossier.UnitId) : actor.MainPost;
}
