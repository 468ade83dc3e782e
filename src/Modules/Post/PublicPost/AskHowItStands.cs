using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;
using NhatLe.Post.Orders;

namespace NhatLe.Post.PublicPost;

/// <summary>A call-back that never came: orders under way are asked for, ever more seldom, and given up where the
/// post has nothing to say for weeks. What waits for a result that is there already goes on.</summary>
public sealed class AskHowItStands(IServiceScopeFactory scopes, PostClient post, TimeProvider time) : IScheduledJob
{
    /// <summary>Of what is decided already and never arrived: some two weeks.</summary>
    const int MostForEnded = 60;

    const int AtOnce = 100;

    static readonly List<OrderState> open = [OrderState.Waiting, OrderState.Accepted, OrderState.PickedUp, OrderState.InTransit, OrderState.Failed, OrderState.ComingBack];

    public async Task<int> Run(CancellationToken ct)
    {
        if (!post.IsSetUp) return 0;
        List<Guid> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var (db, now) = (scope.ServiceProvider.GetRequiredService<PostDb>(), time.GetUtcNow());
            due = await db.Orders.AsNoTracking().Where(o => open.Contains(o.State) && o.AskAt <= now && (o.EndedAt == null || o.Asked < MostForEnded)).OrderBy(o => o.AskAt).Select(o => o.Id).Take(AtOnce).ToListAsync(ct);
        }
        var found = 0;
        try
        {
            foreach (var id in due) if (await Ask(id, ct)) found++;
        }
        catch (Exception e) when (e is PartnerIsAway or PartnerRests) { /* the rest is asked in the next round */ }
        return found;
    }

    async Task<bool> Ask(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var (db, book) = (scope.ServiceProvider.GetRequiredService<PostDb>(), scope.ServiceProvider.GetRequiredService<OrderBook>());
        var order = await db.Orders.SingleAsync(o => o.Id == id, ct);
        order.AskAgain(time.GetUtcNow());
        try
        {
            var goesOn = order.State == OrderState.Waiting && await GoOn(order, scope.ServiceProvider, book, ct);
            await db.SaveChangesAsync(ct);
            if (goesOn || order.State == OrderState.Waiting) return goesOn;
            return ((await post.Look(order.Reference, ct))?.Last is { } last && await book.Hear(last, ct)) || (book.IsGivenUp(order) && await book.GiveUp(id, ct));
        }
        catch (Refusal) { return false; /* changed in this moment, or it contradicts what was said before: asked again */ }
    }

    /// <summary>The event that the result is there, or never will be, came in the moment it was asked for.</summary>
    static async Task<bool> GoOn(PostOrder order, IServiceProvider services, OrderBook book, CancellationToken ct)
    {
        if (await services.GetRequiredService<IDossiers>().Find(order.DossierId, ct) is not { } dossier) return false;
        if (dossier.HasResult) book.Ready(order);
        else if (dossier.HasEnded) book.LetGo(order, "Hồ sơ đã kết thúc");
        else return false;
        return true;
    }
}
