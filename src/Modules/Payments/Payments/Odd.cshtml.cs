using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Charges;
using NhatLe.Platform.Data;
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
        Actor.MustBeReader();
        Payments = await db.Payments.AsNoTracking().Visible(db, Actor, Permits.Read).Where(p => !p.Settled).OrderBy(p => p.TakenAt).ThenBy(p => p.Id).Take(Most).ToListAsync(ct);
        var ids = Payments.Select(p => p.ChargeId).ToList();
        foreach (var c in await db.Charges.AsNoTracking().Where(c => ids.Contains(c.Id)).ToListAsync(ct))
            accesses.Note(Actor, c, AccessKind.List, Permits.Read);
    }
}
