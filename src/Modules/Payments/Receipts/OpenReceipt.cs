using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Payments.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Payments.Receipts;

/// <summary>A receipt for its payer, and for officials of the unit, whose reading is noted.</summary>
public sealed class OpenReceipt(PaymentsDb db, IDossiers dossiers, DirectoryCache directory, Actor actor, AccessLog accesses)
{
    /// <param name="Above">The first line on the left of the paper.</param>
    public sealed record Sheet(Receipt Receipt, Payment Payment, Unit Unit, Unit Desk);

    public async Task<Sheet> Run(Guid id, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        var receipt = await db.Receipts.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, ct) ?? throw CancelReceipt.Missing();
        var charge = await db.Charges.AsNoTracking().SingleAsync(c => c.Id == receipt.ChargeId, ct);
        if (!(actor.IsOfficer ? actor.Can(Permits.Read, receipt.UnitId) : await dossiers.IsOwn(charge.DossierId, ct))) throw CancelReceipt.Missing();
        accesses.Note(actor, new(AccessKind.IssuedPaper, Permits.Read, receipt.UnitId, new(charge.PayerAccountId, charge.PayerKey), nameof(Receipt), receipt.Id, receipt.DossierCode));
        var snapshot = await directory.Get(ct);
        var day = NhatLe.Platform.Clock.LegalTime.DateOf(receipt.IssuedAt);
        return new(receipt, await db.Payments.AsNoTracking().SingleAsync(p => p.Id == receipt.PaymentId, ct), snapshot.On(receipt.UnitId, day), snapshot.On(receipt.DeskUnitId, day));
    }
}
