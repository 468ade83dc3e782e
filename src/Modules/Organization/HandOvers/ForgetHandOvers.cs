using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;

namespace NhatLe.Organization.HandOvers;

/// <summary>A hand-over is deleted 10 years after both signed it, or after one that was given up was prepared, as the schema promises. That it was, stands in the journal. One that is open stays.</summary>
public sealed class ForgetHandOvers(IServiceScopeFactory scopes, LegalTime time) : IScheduledJob
{
    public const int KeptYears = 10;

    const int AtOnce = 200;

    /// <returns>How many it deleted.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var at = time.Now.AddYears(-KeptYears);
        for (var done = 0; ;)
        {
            List<Guid> some;
            await using (var scope = scopes.CreateAsyncScope())
                some = await scope.ServiceProvider.GetRequiredService<OrganizationDb>().HandOvers.AsNoTracking()
                    .Where(h => (h.Status == HandOverStatus.Taken && h.TakenAt < at) || (h.Status == HandOverStatus.Cancelled && h.MadeAt < at))
                    .OrderBy(h => h.Id).Select(h => h.Id).Take(AtOnce).ToListAsync(ct);
            var before = done;
            foreach (var id in some) if (await Forget(id, ct)) done++;
            if (some.Count < AtOnce || done == before) return done;
        }
    }

    async Task<bool> Forget(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActorHolder>().Current = Actor.System;
        var db = scope.ServiceProvider.GetRequiredService<OrganizationDb>();
        if (await db.HandOvers.SingleOrDefaultAsync(h => h.Id == id, ct) is not { } handOver) return false;
        db.HandOvers.Remove(handOver);
        db.Record(handOver, new HandOverForgotten(id));
        db.Forget(handOver);
        try { await db.SaveChangesAsync(ct); }
        catch (Refusal refusal) when (refusal.Code == "changed") { return false; }
        return true;
    }
}
