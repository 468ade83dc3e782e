using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;

namespace NhatLe.Payments.Counter;

/// <summary>An open shift goes with nobody: it is counted and closed before its cashier hands over.</summary>
public sealed class ShiftsInHand(PaymentsDb db, Shifts shifts) : IInHand
{
    public async Task<IReadOnlyList<InHand>> Of(Guid officerId, IReadOnlyCollection<Guid> units, CancellationToken ct)
    {
        List<InHand> held = [];
        foreach (var shift in await db.Shifts.AsNoTracking().Where(s => s.OfficerId == officerId && s.ClosedAt == null && units.Contains(s.UnitId)).ToListAsync(ct))
            held.Add(new("ca thu", shift.OpenedAt, await shifts.Expected(shift, ct), $"/quay/ca-thu?ca={shift.Id}"));
        return held;
    }
}
