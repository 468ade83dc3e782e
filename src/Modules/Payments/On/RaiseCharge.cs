using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Services;
using NhatLe.Payments.Charges;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;

namespace NhatLe.Payments.On;

/// <summary>The charge arises when the procedure takes its fee, and ends with a dossier that ends without a result.</summary>
public sealed class RaiseCharge(PaymentsDb db, ChargeBook book, IDossiers dossiers, ICatalogue catalogue, LegalTime time) :
    IReaction<DossierAccepted>, IReaction<SupplementRequested>, IReaction<DossierApproved>, IReaction<DossierStopped>, IReaction<DossierRefused>
{
    public Task On(DossierAccepted happened, Entry entry, CancellationToken ct) => Raise(happened.DossierId, FeeMoment.Acceptance, ct);
    public Task On(SupplementRequested happened, Entry entry, CancellationToken ct) => Raise(happened.DossierId, FeeMoment.Supplement, ct);
    public Task On(DossierApproved happened, Entry entry, CancellationToken ct) => Raise(happened.DossierId, FeeMoment.Return, ct);
    public Task On(DossierStopped happened, Entry entry, CancellationToken ct) => Cancel(happened.DossierId, happened.Reason, ct);
    public Task On(DossierRefused happened, Entry entry, CancellationToken ct) => Cancel(happened.DossierId, happened.Reason, ct);

    async Task Raise(Guid dossierId, FeeMoment moment, CancellationToken ct)
    {
        if (await dossiers.Find(dossierId, ct) is not { } dossier || (await catalogue.Version(dossier.ProcedureVersionId, ct)).FeeTakenAt != moment) return;
        await book.Raise(dossier, ct);
        await db.SaveChangesAsync(ct);
    }

    async Task Cancel(Guid dossierId, string reason, CancellationToken ct)
    {
        if (await db.Charges.SingleOrDefaultAsync(c => c.DossierId == dossierId && c.Status == ChargeStatus.Due, ct) is not { } charge) return;
        var claimed = charge.Claimed is not null;
        charge.Cancel(time.Now);
        db.Record(charge, new ChargeCancelled(charge.Id, charge.DossierId, charge.DossierCode, reason));
        if (claimed) db.Release(charge, Duties.Relief, ifAny: true);
        if (charge.OverdueAt is not null) db.Discharge(charge, Duties.Unpaid, ifAny: true);
        await db.SaveChangesAsync(ct);
    }
}
