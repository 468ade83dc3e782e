using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Charges;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Payments;

/// <summary>Payments that are not simply what was due, the oldest first, each with what is to be done.</summary>
public sealed class OddModel(PaymentsDb db, AccessLog accesses) : FormPage
{
    const int Most = 200;

    public IReadOnlyList<Payment> Payments { get; private set; } = [];

    public async Task OnGet(CancellationToken ct)
    {
        Actor.MustBeOfficer();
        if (!Actor.CanAnywhere(Permits.Read)) throw Refusal.Forbidden("payments.read", "Trang này dành cho cán bộ được xem thu phí của đơn vị.");
        Payments = await db.Payments.AsNoTracking().Visible(db, Actor, Permits.Read).Where(p => !p.Settled).OrderBy(p => p.TakenAt).ThenBy(p => p.Id).Take(Most).ToListAsync(ct);
        var ids = Payments.Select(p => p.ChargeId).ToList();
        foreach (var c in await db.Charges.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(ct))
            accesses.Note(Actor, new(AccessKind.List, Permits.Read, c.UnitId, new(c.PayerAccountId, c.PayerAccountId is null ? c.PayerKey : ""), nameof(Charge), c.Id, c.DossierCode));
    }
}
