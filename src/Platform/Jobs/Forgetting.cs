using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Platform.Jobs;

public static class Forgetting
{
    const int AtOnce = 200;

    /// <summary>Deletes every record whose time of keeping is over, each in a transaction of its own. That it was, stands in the journal.</summary>
    /// <param name="fact">What the journal says of it.</param>
    /// <param name="then">When it is gone. Killed before this, a sweep does it.</param>
    /// <returns>How many it deleted; one that changed in the moment stays until the next run.</returns>
    public static async Task<int> Forget<TDb, T>(this IServiceScopeFactory scopes, Expression<Func<T, bool>> isOver, Func<T, object> fact, CancellationToken ct, Func<T, Task>? then = null) where TDb : ModuleDb where T : Subject
    {
        for (var done = 0; ;)
        {
            List<Guid> some;
            await using (var scope = scopes.CreateAsyncScope())
                some = await scope.ServiceProvider.GetRequiredService<TDb>().Set<T>().AsNoTracking().Where(isOver).OrderBy(s => s.Id).Select(s => s.Id).Take(AtOnce).ToListAsync(ct);
            var before = done;
            foreach (var id in some) if (await scopes.ForgetOne<TDb, T>(id, fact, then, ct)) done++;
            if (some.Count < AtOnce || done == before) return done;
        }
    }

    static async Task<bool> ForgetOne<TDb, T>(this IServiceScopeFactory scopes, Guid id, Func<T, object> fact, Func<T, Task>? then, CancellationToken ct) where TDb : ModuleDb where T : Subject
    {
        await using var scope = scopes.As(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<TDb>();
        if (await db.Set<T>().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } subject) return false;
        db.Remove(subject);
        db.Record(subject, fact(subject));
        db.Forget(subject);
        try { await db.SaveChangesAsync(ct); }
        catch (Refusal refusal) when (refusal.Code == "changed") { return false; }
        if (then is not null) await then(subject);
        return true;
    }
}
