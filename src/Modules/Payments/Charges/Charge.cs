using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Payments.Charges;

public enum ChargeStatus { Due = 1, Paid = 2, Waived = 3, Cancelled = 4 }

/// <summary>What is to be paid for one dossier (khoản phải thu), with the rule that makes it less. Only this class changes its Status.</summary>
public sealed class Charge : Subject, IUnitOwned
{
    Charge() { } // EF

    public Guid DossierId { get; private init; }
    public string DossierCode { get; private init; } = "";

    /// <summary>What it is for: the everyday name of the procedure as of then.</summary>
    public string Title { get; private init; } = "";

    public Guid ProcedureVersionId { get; private init; }
    public Guid UnitId { get; private set; }

    /// <summary>The desk whose receipts it gets.</summary>
    public Guid DeskUnitId { get; private set; }

    public string Payer { get; private init; } = "";
    public Guid? PayerAccountId { get; private init; }
    public string PayerKey { get; private init; } = "";
    public bool IsOnline { get; private init; }

    /// <summary>Before any relief, đồng.</summary>
    public long FullVnd { get; private init; }

    public long AmountVnd { get; private set; }
    public long PaidVnd { get; private set; }

    /// <summary>What the payer is, as far as it bears on the fee: names of <see cref="FeeSubject"/>, separated by commas.</summary>
    public string Subjects { get; private set; } = "";

    /// <summary>Whom the rule is for that was applied.</summary>
    public FeeSubject? RuleSubject { get; private set; }

    /// <summary>The text of that rule.</summary>
    public string? Basis { get; private set; }

    /// <summary>The paper by which an official knows what the payer is.</summary>
    public string? Evidence { get; private set; }

    /// <summary>What the payer says they are, until an official has looked.</summary>
    public FeeSubject? Claimed { get; private set; }

    public string? ClaimedNote { get; private set; }
    public ChargeStatus Status { get; private set; }
    public DateTimeOffset RaisedAt { get; private init; }

    /// <summary>The day whose rules hold.</summary>
    public DateOnly RaisedOn { get; private init; }

    /// <summary>An official does not go on until it is paid.</summary>
    public DateTimeOffset? RequestedAt { get; private set; }

    /// <summary>Until when it is awaited; null for what was asked for before this was kept.</summary>
    public DateTimeOffset? PayBy { get; private set; }

    /// <summary>The payer was given another day, once.</summary>
    public DateTimeOffset? RemindedAt { get; private set; }

    /// <summary>When it was found unpaid after its day; a reminder takes it back.</summary>
    public DateTimeOffset? OverdueAt { get; private set; }

    public DateTimeOffset? SettledAt { get; private set; }

    public long RemainingVnd => Status == ChargeStatus.Due ? AmountVnd - PaidVnd : 0;

    /// <summary>The one charge of a dossier has the id that follows from it.</summary>
    public static Guid IdOf(Guid dossierId) => StableId.Of("charge", dossierId.ToString("N"));

    public static Charge Raise(DossierCard dossier, DateTimeOffset at) => new()
    {
        Id = IdOf(dossier.Id), DossierId = dossier.Id, DossierCode = dossier.Code, Title = dossier.Title, ProcedureVersionId = dossier.ProcedureVersionId, UnitId = dossier.UnitId, DeskUnitId = dossier.DeskUnitId,
        Payer = dossier.Applicant, PayerAccountId = dossier.AccountId, PayerKey = dossier.NumberKey, IsOnline = dossier.IsOnline, FullVnd = dossier.FullFeeVnd, AmountVnd = dossier.FullFeeVnd,
        Status = ChargeStatus.Due, RaisedAt = at, RaisedOn = LegalTime.DateOf(at),
    };

    /// <summary>What the payer is, as the law counts it: what was set, and that it was filed online.</summary>
    public IReadOnlySet<FeeSubject> SubjectsWith(IEnumerable<FeeSubject> set) => new HashSet<FeeSubject>(IsOnline ? set.Append(FeeSubject.OnlineFiling) : set);

    public IReadOnlyList<FeeSubject> SubjectList => [.. Subjects.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<FeeSubject>)];

    /// <summary>The amount by the rules; nothing left to pay settles it.</summary>
    public void Reckon(FeeDue due, IReadOnlyCollection<FeeSubject> subjects, string? evidence, DateTimeOffset at)
    {
        if (Status != ChargeStatus.Due) throw Closed();
        if (due.AmountVnd < PaidVnd) throw Refusal.Conflict("charge.paid", "Đã nộp {0:N0} đồng. Hãy hủy biên lai trước khi giảm mức thu.", PaidVnd);
        (AmountVnd, RuleSubject, Basis, Subjects, Evidence) = (due.AmountVnd, due.Rule?.Subject, due.Rule?.LegalBasis, string.Join(',', subjects.Order()), evidence);
        (Claimed, ClaimedNote) = (null, null);
        if (AmountVnd == 0) (Status, SettledAt) = (ChargeStatus.Waived, at);
        else if (PaidVnd == AmountVnd) (Status, SettledAt) = (ChargeStatus.Paid, at);
    }

    public void Claim(FeeSubject subject, string note)
    {
        if (Status != ChargeStatus.Due) throw Closed();
        (Claimed, ClaimedNote) = (subject, note);
    }

    public void Request(DateTimeOffset payBy, DateTimeOffset at)
    {
        if (Status != ChargeStatus.Due) throw Closed();
        if (RequestedAt is not null) throw Refusal.Conflict("charge.requested", "Đã yêu cầu nộp phí rồi. Hồ sơ đang chờ người dân.");
        (RequestedAt, PayBy) = (at, payBy);
    }

    /// <param name="payBy">Until when it was awaited so far; null: nobody waits for it.</param>
    public void Remind(DateTimeOffset? payBy, DateTimeOffset until, DateTimeOffset at)
    {
        if (Status != ChargeStatus.Due) throw Closed();
        if (payBy is not { } by) throw Refusal.Conflict("charge.not-requested", "Chưa yêu cầu nộp phí nên chưa nhắc được. Hãy yêu cầu nộp phí trước.");
        if (RemindedAt is not null) throw Refusal.Conflict("charge.reminded", "Đã nhắc một lần rồi. Hết hạn mà chưa nộp thì dừng hồ sơ.");
        if (at <= by) throw Refusal.Conflict("charge.pay-time", "Người dân còn thời gian nộp đến {0:HH:mm dd/MM/yyyy} nên chưa cần nhắc.", LegalTime.ToLocal(by));
        (PayBy, RemindedAt, OverdueAt) = (until, at, null);
    }

    public void PayUntil(DateTimeOffset payBy) => PayBy = payBy;

    public void FindOverdue(DateTimeOffset payBy, DateTimeOffset at) => (PayBy, OverdueAt) = (payBy, at);

    /// <summary>Takes as much of the money as is due.</summary>
    /// <returns>How much that was.</returns>
    public long Pay(long amountVnd, DateTimeOffset at)
    {
        var taken = Math.Min(amountVnd, RemainingVnd);
        PaidVnd += taken;
        if (Status == ChargeStatus.Due && PaidVnd == AmountVnd) (Status, SettledAt) = (ChargeStatus.Paid, at);
        return taken;
    }

    /// <summary>A receipt was cancelled: its money counts no more.</summary>
    public void TakeBack(long amountVnd)
    {
        PaidVnd -= amountVnd;
        if (Status != ChargeStatus.Paid) return;
        (Status, SettledAt) = (ChargeStatus.Due, null);
        (RequestedAt, PayBy, RemindedAt, OverdueAt) = (null, null, null, null); // the dossier has gone on: whoever wants it to wait asks anew
    }

    /// <summary>The dossier ended before it was paid.</summary>
    public void Cancel(DateTimeOffset at)
    {
        if (Status != ChargeStatus.Due) throw Closed();
        (Status, SettledAt, Claimed, ClaimedNote) = (ChargeStatus.Cancelled, at, null, null);
    }

    public void MoveTo(Guid unitId, Guid deskUnitId) => (UnitId, DeskUnitId) = (unitId, deskUnitId);

    static Refusal Closed() => Refusal.Conflict("charge.closed", "Khoản này không còn phải nộp, hoặc đã nộp đủ.");
}
