using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Services;
using NhatLe.Payments.Platform;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Payments.Charges;

/// <summary>The single acts on a charge: rule and entry. The slices find it, and save once.</summary>
public sealed class ChargeBook(PaymentsDb db, ICatalogue catalogue, IDossiers dossiers, PayTime payTime, Actor actor, AccessLog accesses, LegalClock clock, LegalTime time) : ICharges
{
    static readonly TimeLimit reliefAnswer = new(1, TimeLimitUnit.WorkingDays);

    /// <summary>A charge that officials of the unit may see.</summary>
    /// <exception cref="Refusal">401, 403, 404.</exception>
    public async Task<Charge> Visible(string code, string permit, CancellationToken ct)
    {
        actor.MustBeOfficer();
        var typed = code.Trim().ToUpperInvariant();
        var charge = await db.Charges.Visible(db, actor, permit).SingleOrDefaultAsync(c => c.DossierCode == typed, ct) ?? throw Missing();
        accesses.Note(actor, charge, AccessKind.Record, permit);
        return charge;
    }

    /// <summary>The charge of a citizen's own dossier.</summary>
    public async Task<Charge> Own(string code, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        var typed = code.Trim().ToUpperInvariant();
        var charge = await db.Charges.SingleOrDefaultAsync(c => c.DossierCode == typed, ct);
        return charge is not null && await dossiers.IsOwn(charge.DossierId, ct) ? charge : throw Missing();
    }

    public static Refusal Missing() => Refusal.Missing("charge", "Không thấy khoản phải nộp của hồ sơ này. Kiểm tra mã hồ sơ, hoặc hỏi một cửa.");

    /// <summary>Nothing for a dossier that costs nothing.</summary>
    public async Task Raise(DossierCard dossier, CancellationToken ct)
    {
        if (dossier.FullFeeVnd == 0 || await db.Charges.AnyAsync(c => c.DossierId == dossier.Id, ct)) return;
        var charge = Charge.Raise(dossier, time.Now);
        var due = await Due(charge, [], ct);
        if (due.AmountVnd == 0) return;
        charge.Reckon(due, [], evidence: null, time.Now);
        db.Charges.Add(charge);
        db.Record(charge, new ChargeRaised(charge.Id, charge.DossierId, charge.DossierCode, charge.AmountVnd, charge.Basis));
        if (dossier.Relief is { } said && Enum.TryParse<FeeSubject>(said.Subject, out var subject) && (await Offered(charge, ct)).Contains(subject)) Claim(charge, subject, said.Paper);
    }

    /// <summary>The payer says what they are; the desk looks at the paper and decides within a working day.</summary>
    public void Claim(Charge charge, FeeSubject subject, string paper)
    {
        var isOpen = charge.Claimed is not null;
        charge.Claim(subject, paper);
        db.Record(charge, new ReliefClaimed(charge.Id, charge.DossierCode, subject.ToString()), paper);
        if (!isOpen) db.Owe(charge, Duties.Relief, charge.UnitId, Permits.Collect, clock.DueAt(reliefAnswer, time.Now), new DutyCard(charge.Title, charge.Payer, charge.DossierCode, $"/quay/thu-tien/{charge.DossierCode}", AnswersCitizen: true));
    }

    public async Task<FeeDue> Due(Charge charge, IReadOnlyCollection<FeeSubject> subjects, CancellationToken ct) =>
        FeeRules.Due(charge.FullVnd, (await catalogue.Version(charge.ProcedureVersionId, ct)).FeeRules, charge.SubjectsWith(subjects), charge.RaisedOn);

    public async Task<IReadOnlyList<FeeSubject>> Offered(Charge charge, CancellationToken ct) => FeeRules.Offered((await catalogue.Version(charge.ProcedureVersionId, ct)).FeeRules, charge.RaisedOn);

    /// <summary>Tells whoever waits for it that nothing more is to be paid.</summary>
    public void SayIfSettled(Charge charge, Post? post = null)
    {
        object? fact = charge.Status switch
        {
            ChargeStatus.Paid => new ChargeSettled(charge.Id, charge.DossierId, charge.DossierCode, charge.AmountVnd),
            ChargeStatus.Waived => new ChargeWaived(charge.Id, charge.DossierId, charge.DossierCode, charge.Basis),
            _ => null,
        };
        if (fact is null) return;
        db.Record(charge, fact, note: null, post);
        if (charge.OverdueAt is not null) db.Release(charge, Duties.Unpaid, ifAny: true);
    }

    public async Task CloseOrders(Guid chargeId, CancellationToken ct)
    {
        foreach (var order in await db.Orders.Where(o => o.ChargeId == chargeId && o.State == OrderState.Open).ToListAsync(ct)) order.Supersede();
    }

    public async Task<ChargeLine?> Of(Guid dossierId, CancellationToken ct) =>
        await db.Charges.AsNoTracking().SingleOrDefaultAsync(c => c.DossierId == dossierId, ct) is { } c ? new(c.FullVnd, c.AmountVnd, c.RemainingVnd, c.Basis, $"/nop-phi/{c.DossierCode}", payTime.Of(c)) : null;

    public async Task<ChargeLine?> DueAtReturn(Guid dossierId, CancellationToken ct)
    {
        var line = await Of(dossierId, ct) ?? await db.Again(() => RaiseLate(dossierId, ct)); // the reaction may lay it down at the same moment
        return line is { RemainingVnd: > 0 } ? line : null;
    }

    /// <summary>What is taken with a supplement is due only where one was asked for, and that is known already.</summary>
    async Task<ChargeLine?> RaiseLate(Guid dossierId, CancellationToken ct)
    {
        if (await dossiers.Find(dossierId, ct) is not { } dossier || (await catalogue.Version(dossier.ProcedureVersionId, ct)).FeeTakenAt == FeeMoment.Supplement) return null;
        await Raise(dossier, ct);
        await db.SaveChangesAsync(ct);
        return await Of(dossierId, ct);
    }
}
