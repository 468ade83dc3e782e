using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Post;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;

namespace NhatLe.Post.Orders;

/// <summary>A year after the end nobody needs to know any more where it went: name, phone and address are erased, tracking number and money stay.</summary>
public sealed class ForgetAddresses(IServiceScopeFactory scopes, LegalTime time) : IScheduledJob
{
    const int AtOnce = 100;

    public async Task<int> Run(CancellationToken ct)
    {
        var before = time.Now.AddYears(-1);
        for (var done = 0; ;)
        {
            await using var scope = scopes.As(Actor.System);
            var db = scope.ServiceProvider.GetRequiredService<PostDb>();
            var some = await db.Orders.Where(o => o.EndedAt != null && o.EndedAt < before && o.ForgottenAt == null).OrderBy(o => o.EndedAt).Take(AtOnce).ToListAsync(ct);
            foreach (var order in some)
            {
                order.Forget(time.Now);
                db.Record(order, new PostAddressForgotten(order.Id));
            }
            try { await db.SaveChangesAsync(ct); }
            catch (Refusal refusal) when (refusal.Code == "changed") { return done; }
            done += some.Count;
            if (some.Count < AtOnce) return done;
        }
    }
}
