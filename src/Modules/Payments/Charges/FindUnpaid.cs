using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;

namespace NhatLe.Payments.Charges;

/// <summary>
/// A dossier must not wait for ever: when the time to pay is over, the desk owes a decision, to remind or to end it. Each charge is a transaction of
/// its own; two nodes may both try.
/// </summary>
public sealed class FindUnpaid(IServiceScopeFactory scopes, PayTime payTime, LegalClock clock, LegalTime time) : IScheduledJob
{
    public const string Name = "payments.unpaid";

    const int AtOnce = 200;

    static readonly TimeLimit decide = new(3, TimeLimitUnit.WorkingDays);

    /// <summary>One round; says how many charges it found.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var (db, dossiers, now) = (scope.ServiceProvider.GetRequiredService<PaymentsDb>(), scope.ServiceProvider.GetRequiredService<IDossiers>(), time.Now);
        var found = 0;
        foreach (var id in await db.Charges.AsNoTracking().Where(Awaits(now)).OrderBy(c => c.PayBy).Select(c => c.Id).Take(AtOnce).ToListAsync(ct))
        {
            if (await db.Charges.Where(Awaits(now)).SingleOrDefaultAsync(c => c.Id == id, ct) is not { } charge) continue;
            if (payTime.Of(charge) is not { } by) continue;
            if (by >= now) charge.PayUntil(by); // asked for before the day was kept
            else
            {
                charge.FindOverdue(by, now);
                db.Record(charge, new PaymentOverdue(charge.Id, charge.DossierId, charge.DossierCode, charge.RemainingVnd));
                if (await dossiers.Find(charge.DossierId, ct) is { AwaitsFee: true })
                    db.Owe(charge, Duties.Unpaid, charge.UnitId, Permits.Collect, clock.DueAt(decide, now), new DutyCard(charge.Title, charge.Payer, charge.DossierCode, $"/quay/thu-tien/{charge.DossierCode}", AnswersCitizen: true));
            }
            try
            {
                await db.SaveChangesAsync(ct);
                found++;
            }
            catch (Refusal) // it was paid, or another node was faster
            {
                db.ChangeTracker.Clear();
            }
        }
        return found;
    }

    static Expression<Func<Charge, bool>> Awaits(DateTimeOffset now) => c => c.Status == ChargeStatus.Due && c.RequestedAt != null && c.OverdueAt == null && (c.PayBy == null || c.PayBy < now);
}
