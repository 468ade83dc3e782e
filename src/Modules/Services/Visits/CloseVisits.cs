using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;

namespace NhatLe.Services.Visits;

/// <summary>
/// What the desk did not close on the day counts as absent the day after, and what is older than the law's purpose goes: nobody owes
/// yesterday's appointment for ever, and a phone gets its slots back. Each visit is a transaction of its own; two nodes may both try.
/// </summary>
public sealed class CloseVisits(IServiceScopeFactory scopes, LegalTime time) : IScheduledJob
{
    const int AtOnce = 200;
    const int KeptDays = 90; // as the schema promises

    /// <summary>One round; says how many visits it closed.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var today = LegalTime.StartOf(time.Today);
        await using var scope = scopes.As(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var closed = 0;
        foreach (var visit in await db.Visits.Where(v => v.Status == VisitStatus.Booked && v.At < today).OrderBy(v => v.At).Take(AtOnce).ToListAsync(ct))
        {
            visit.Miss(time.Now);
            db.Record(visit, new VisitMissed(visit.Id, visit.Code));
            db.Release(visit, Duties.Receive, ifAny: true);
            try
            {
                await db.SaveChangesAsync(ct);
                closed++;
            }
            catch (Refusal) // the desk was faster, or another node
            {
                db.Entry(visit).State = EntityState.Detached;
            }
        }
        var old = today.AddDays(-KeptDays);
        var ids = await db.Visits.Where(v => v.At < old && v.Status != VisitStatus.Booked).OrderBy(v => v.At).Select(v => v.Id).Take(AtOnce).ToListAsync(ct);
        if (ids.Count > 0) await db.Visits.Where(v => ids.Contains(v.Id)).ExecuteDeleteAsync(ct);
        return closed;
    }
}
