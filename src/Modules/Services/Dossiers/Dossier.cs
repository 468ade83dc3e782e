using System.Text.Json;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>The national status of a dossier (trạng thái hồ sơ); the numbers are those of the national portal.</summary>
public enum DossierStatus
{
    Filed = 1, Accepted = 2, Refused = 3, InProcess = 4, SupplementRequested = 5, FeeRequested = 6, WithdrawalRequested = 7, Stopped = 8, Finished = 9, Returned = 10,
}

/// <summary>Kênh nộp.</summary>
public enum Channel { Counter = 1, Online = 2, Post = 3 }

/// <summary>One applicant's request under one procedure version (hồ sơ). Only this class changes its Status.</summary>
public sealed class Dossier : Subject, IUnitOwned
{
    Dossier() { } // EF

    public string Code { get; private init; } = "";
    public string ProcedureCode { get; private init; } = "";
    public Guid ProcedureVersionId { get; private init; }

    /// <summary>The everyday name of the procedure as of filing.</summary>
    public string Title { get; private init; } = "";

    /// <summary>Whom it is about, for lists: the child, the deceased, else the applicant.</summary>
    public string Person { get; private init; } = "";

    /// <summary>The unit that decides.</summary>
    public Guid UnitId { get; private set; }

    /// <summary>The unit it was filed with, where a reform of units moved it since (DossiersInReform); null where it was not moved.</summary>
    public Guid? FiledUnitId { get; private init; }

    /// <summary>The desk where it was received.</summary>
    public Guid ReceivedUnitId { get; private init; }

    /// <summary>The unit where somebody helped the citizen to file, if any.</summary>
    public Guid? HelpedUnitId { get; private init; }

    public Channel Channel { get; private init; }
    public DossierStatus Status { get; private set; }

    /// <summary>Key of the step of <see cref="Flow"/> that is to be done; null when it has ended.</summary>
    public string? Step { get; private set; }

    public Guid? ApplicantAccountId { get; private init; }
    public string ApplicantName { get; private init; } = "";
    public byte[] ApplicantNumber { get; private init; } = [];
    public string ApplicantNumberKey { get; private init; } = "";

    /// <summary>The applicant is a child or an enterprise, and somebody filed for them: the key by which those who represent them find it.</summary>
    public string? RepresentedKey { get; private init; }

    /// <summary>Who filed for the applicant; null where that was the applicant.</summary>
    public Guid? FiledByAccountId { get; private init; }

    public string? FiledByName { get; private init; }
    public byte[] ApplicantPhone { get; private init; } = [];

    /// <summary>The answers, encrypted JSON.</summary>
    public byte[] Form { get; private init; } = [];

    public string Flow { get; private init; } = "";
    public int LimitValue { get; private init; }
    public TimeLimitUnit LimitUnit { get; private init; }

    /// <summary>Đồng.</summary>
    public long Fee { get; private init; }

    /// <summary>Whom the law lets pay less, as the applicant said when filing; the desk decides with the charge.</summary>
    public FeeSubject? Relief { get; private init; }

    /// <summary>The paper that shows it, encrypted.</summary>
    public byte[]? ReliefPaper { get; private init; }

    public DateTimeOffset FiledAt { get; private init; }
    public DateOnly FiledOn { get; private init; }

    /// <summary>Until when the desk answers a filing; null for a dossier of before this was kept.</summary>
    public DateTimeOffset? AnswerDueAt { get; private init; }

    /// <summary>The first answer: accepted, more papers asked for, or refused.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Every paper given is an electronic document or the picture of an original: none a mere copy (số hóa, NĐ 45/2020).</summary>
    public bool Digitised { get; private set; }

    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>The legal clock's state, JSON; null before acceptance.</summary>
    public string? Clock { get; private set; }

    public DateTimeOffset? DueAt { get; private set; }

    /// <summary>What the citizen has to add, while it is awaited.</summary>
    public string? SupplementAsked { get; private set; }

    /// <summary>By when they may add it; null for what was asked before this was kept.</summary>
    public DateTimeOffset? SupplementBy { get; private set; }

    /// <summary>How often a supplement was asked for; more than once counts as late.</summary>
    public int Supplements { get; private set; }

    /// <summary>The apology with a new appointment came less than a day before the due day: late, whatever follows.</summary>
    public bool ApologisedLate { get; private set; }

    /// <summary>The officer who did the last processing step: somebody else approves.</summary>
    public Guid? ProcessedBy { get; private set; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The day of the end: approved, or refused; statistics group by it.</summary>
    public DateOnly? FinishedOn { get; private set; }

    /// <summary>Finished not after the appointment, with papers asked for once at most and no late apology; null until then.</summary>
    public bool? OnTime { get; private set; }

    public DateTimeOffset? ReturnedAt { get; private set; }
    public string? EndedReason { get; private set; }
    public int? Stars { get; private set; }
    public string? RatingComment { get; private set; }

    public TimeLimit TimeLimit => new(LimitValue, LimitUnit);
    public Flow Steps => JsonSerializer.Deserialize<Flow>(Flow, EntryContent.Json)!;
    public FlowStep? CurrentStep => Step is null ? null : Steps.Step(Step);
    public ClockState? ClockState => Clock is null ? null : JsonSerializer.Deserialize<ClockState>(Clock, EntryContent.Json);
    public static readonly IReadOnlyList<DossierStatus> Ends = [DossierStatus.Refused, DossierStatus.Stopped, DossierStatus.Returned];

    public bool HasEnded => Ends.Contains(Status);

    /// <summary>On time by the legal clock: ended, or now if still open, not after the appointment.</summary>
    public bool IsLate(DateTimeOffset now) => DueAt is { } due && (FinishedAt ?? now) > due;

    /// <summary>Everything known when it is filed.</summary>
    public sealed record Filing
    {
        public required Guid Id { get; init; }
        public required string Code { get; init; }
        public required string ProcedureCode { get; init; }
        public required Guid ProcedureVersionId { get; init; }
        public required string Title { get; init; }
        public required string Person { get; init; }
        public required Guid UnitId { get; init; }
        public required Guid ReceivedUnitId { get; init; }
        public required Channel Channel { get; init; }
        public required Guid? ApplicantAccountId { get; init; }
        public required string ApplicantName { get; init; }
        public required byte[] ApplicantNumber { get; init; }
        public required string ApplicantNumberKey { get; init; }
        public required byte[] ApplicantPhone { get; init; }
        public string? RepresentedKey { get; init; }
        public Guid? FiledByAccountId { get; init; }
        public string? FiledByName { get; init; }
        public required byte[] Form { get; init; }
        public required Flow Flow { get; init; }
        public required TimeLimit TimeLimit { get; init; }
        public required long Fee { get; init; }
        public FeeSubject? Relief { get; init; }
        public byte[]? ReliefPaper { get; init; }
        public required DateTimeOffset FiledAt { get; init; }
        public required DateOnly FiledOn { get; init; }
        public required DateTimeOffset AnswerDueAt { get; init; }
        public required bool Digitised { get; init; }
    }

    public static Dossier File(Filing f) => new()
    {
        Id = f.Id, Code = f.Code, ProcedureCode = f.ProcedureCode, ProcedureVersionId = f.ProcedureVersionId, Title = f.Title, Person = f.Person,
        UnitId = f.UnitId, ReceivedUnitId = f.ReceivedUnitId, Channel = f.Channel, Status = DossierStatus.Filed, Step = f.Flow.First.Key,
        ApplicantAccountId = f.ApplicantAccountId, ApplicantName = f.ApplicantName, ApplicantNumber = f.ApplicantNumber,
        ApplicantNumberKey = f.ApplicantNumberKey, ApplicantPhone = f.ApplicantPhone, Form = f.Form,
        RepresentedKey = f.RepresentedKey, FiledByAccountId = f.FiledByAccountId, FiledByName = f.FiledByName,
        Flow = JsonSerializer.Serialize(f.Flow, EntryContent.Json), LimitValue = f.TimeLimit.Value, LimitUnit = f.TimeLimit.Unit, Fee = f.Fee, Relief = f.Relief, ReliefPaper = f.ReliefPaper,
        FiledAt = f.FiledAt, FiledOn = f.FiledOn, AnswerDueAt = f.AnswerDueAt, Digitised = f.Digitised,
    };

    public void Accept(ClockState clock, Deadline deadline, DateTimeOffset at)
    {
        Expect(StepKind.Accept, DossierStatus.Filed);
        (Status, Step, AcceptedAt, AnsweredAt) = (DossierStatus.Accepted, NextStep().Key, at, AnsweredAt ?? at);
        Keep(clock, deadline);
    }

    /// <summary>A processing step is done; the result lies with the papers.</summary>
    public FlowStep Forward(Guid? officerId)
    {
        Expect(StepKind.Process, DossierStatus.Accepted, DossierStatus.InProcess);
        var next = NextStep();
        (Status, Step, ProcessedBy) = (DossierStatus.InProcess, next.Key, officerId);
        return next;
    }

    public FlowStep Approve(Guid? officerId, DateTimeOffset at)
    {
        Expect(StepKind.Approve, DossierStatus.InProcess);
        if (officerId is not null && officerId == ProcessedBy)
            throw Refusal.Conflict("dossier.same-person", "Anh/chị đã giải quyết hồ sơ này nên người khác phải phê duyệt.");
        var next = NextStep();
        (Status, Step, FinishedAt, FinishedOn) = (DossierStatus.Finished, next.Key, at, LegalTime.DateOf(at));
        OnTime = !IsLate(at) && Supplements <= 1 && !ApologisedLate;
        return next;
    }

    /// <summary>The approver sends it back to the step before.</summary>
    public FlowStep SendBack()
    {
        Expect(StepKind.Approve, DossierStatus.InProcess);
        var previous = Steps.Steps.TakeWhile(s => s.Key != Step).Last();
        Step = previous.Key;
        return previous;
    }

    public void Return(DateTimeOffset at)
    {
        Expect(StepKind.Return, DossierStatus.Finished);
        (Status, Step, ReturnedAt) = (DossierStatus.Returned, null, at);
    }

    /// <summary>Until the citizen has added what is missing the clock stands still: <see cref="Keep"/>.</summary>
    public void RequestSupplement(string what, DateTimeOffset until, DateTimeOffset at)
    {
        if (Status is not (DossierStatus.Filed or DossierStatus.Accepted or DossierStatus.InProcess) || CurrentStep?.Kind is not (StepKind.Accept or StepKind.Process)) throw WrongState();
        (Status, SupplementAsked, SupplementBy, Supplements, AnsweredAt) = (DossierStatus.SupplementRequested, what, until, Supplements + 1, AnsweredAt ?? at);
    }

    /// <param name="digitised">The papers added are originals or electronic documents.</param>
    public void Supplement(bool digitised)
    {
        ExpectSupplement();
        (Status, SupplementAsked, SupplementBy) = (AcceptedAt is null ? DossierStatus.Filed : DossierStatus.InProcess, null, null);
        Digitised &= digitised;
    }

    /// <exception cref="Refusal">409 when neither papers nor the fee are awaited.</exception>
    public void ExpectWaiting()
    {
        if (Status is not (DossierStatus.SupplementRequested or DossierStatus.FeeRequested)) throw WrongState();
    }

    /// <exception cref="Refusal">409 when nothing is awaited.</exception>
    public void ExpectSupplement()
    {
        if (Status != DossierStatus.SupplementRequested) throw WrongState();
    }

    /// <summary>Accepted, not finished, and not waiting for papers.</summary>
    public bool MayWaitForFee => (Status is DossierStatus.Accepted or DossierStatus.InProcess) && (CurrentStep?.Kind is StepKind.Process or StepKind.Approve);

    /// <summary>Until the fee is paid the clock stands still: <see cref="Keep"/>.</summary>
    public void WaitForFee()
    {
        if (!MayWaitForFee) throw WrongState();
        Status = DossierStatus.FeeRequested;
    }

    public void FeePaid()
    {
        if (Status != DossierStatus.FeeRequested) throw WrongState();
        Status = DossierStatus.InProcess;
    }

    public void Refuse(string reason, DateTimeOffset at)
    {
        Expect(StepKind.Accept, DossierStatus.Filed);
        (Status, Step, EndedReason, AnsweredAt, FinishedOn) = (DossierStatus.Refused, null, reason, AnsweredAt ?? at, LegalTime.DateOf(at));
    }

    /// <summary>The citizen never brought what was asked for, or never paid, and the time for it is over.</summary>
    public void Stop(string reason, DateTimeOffset at)
    {
        ExpectWaiting();
        (Status, Step, EndedReason, SupplementAsked, SupplementBy, FinishedOn) = (DossierStatus.Stopped, null, reason, null, null, LegalTime.DateOf(at));
    }

    /// <summary>An apology with a new appointment (xin lỗi và hẹn lại); the clock says how often.</summary>
    public void MoveAppointment(ClockState clock, Deadline deadline, bool inTime)
    {
        if (Status is not (DossierStatus.Accepted or DossierStatus.InProcess)) throw WrongState();
        ApologisedLate |= !inTime;
        Keep(clock, deadline);
    }

    public void Rate(int stars, string? comment)
    {
        if (Status != DossierStatus.Returned) throw Refusal.Conflict("dossier.not-returned", "Hồ sơ chưa trả kết quả nên chưa đánh giá được.");
        if (Stars is not null) throw Refusal.Conflict("dossier.rated", "Ông/bà đã đánh giá hồ sơ này rồi.");
        (Stars, RatingComment) = (stars, comment);
    }

    /// <summary>The legal clock as it runs or stands from now on.</summary>
    public void Keep(ClockState clock, Deadline deadline) => (Clock, DueAt) = (JsonSerializer.Serialize(clock, EntryContent.Json), deadline.DueAt);

    FlowStep NextStep() => Steps.After(Step!) ?? throw new InvalidOperationException($"The flow of {Code} ends at {Step} without a return.");

    void Expect(StepKind step, params ReadOnlySpan<DossierStatus> statuses)
    {
        if (CurrentStep?.Kind != step || !statuses.Contains(Status)) throw WrongState();
    }

    Refusal WrongState() => Refusal.Conflict("dossier.state", "Hồ sơ {0} đang ở trạng thái “{1}” nên chưa làm được việc này.", Code, Words.Of(Status));
}
