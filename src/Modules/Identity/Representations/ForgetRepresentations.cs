using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Files;
using NhatLe.Platform.Jobs;

namespace NhatLe.Identity.Representations;

/// <summary>A representation is deleted 10 years after it has ended or was refused, with its evidence, as the schema promises. That it was, stands in the journal. What waits to be checked stays.</summary>
public sealed class ForgetRepresentations(IServiceScopeFactory scopes, FileSweep files, LegalTime time) : IScheduledJob
{
    public const int KeptYears = 10;

    const int AtOnce = 200;

    /// <returns>How many it deleted.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var (at, day) = (time.Now.AddYears(-KeptYears), time.Today.AddYears(-KeptYears));
        for (var done = 0; ;)
        {
            List<Guid> some;
            await using (var scope = scopes.CreateAsyncScope())
                some = await scope.ServiceProvider.GetRequiredService<IdentityDb>().Representations.AsNoTracking()
                    .Where(r => (r.State == RepresentationState.Ended && r.EndedAt < at) || (r.State == RepresentationState.Refused && r.DecidedAt < at) || (r.State == RepresentationState.Approved && r.EndsOn < day))
                    .OrderBy(r => r.Id).Select(r => r.Id).Take(AtOnce).ToListAsync(ct);
            var before = done;
            foreach (var id in some) if (await Forget(id, ct)) done++;
            if (some.Count < AtOnce || done == before) return done;
        }
    }

    async Task<bool> Forget(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActorHolder>().Current = Actor.System;
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        if (await db.Representations.SingleOrDefaultAsync(r => r.Id == id, ct) is not { } representation) return false;
        db.Representations.Remove(representation);
        db.Record(representation, new RepresentationForgotten(id));
        db.Forget(representation);
        try { await db.SaveChangesAsync(ct); }
        catch (Refusal refusal) when (refusal.Code == "changed") { return false; }
        if (representation.FileHash is { } paper) await files.Release([paper], ct); // killed before this, the sweep finds it
        return true;
    }
}
