using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Post;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;
using NhatLe.Post.Orders;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.Settlement;

/// <summary>
/// What the post says it collected on each finished day is compared with what we heard, the last week again and again. A delivery nobody told us
/// of is asked for; what differs still becomes a difference with a duty, and what has come right meanwhile is mended by itself.
/// </summary>
public sealed class ReadSettlements(IServiceScopeFactory scopes, PostClient post, TimeProvider time) : IScheduledJob
{
    const int Days = 7;

    public async Task<int> Run(CancellationToken ct)
    {
        if (!post.IsSetUp) return 0;
        var today = LegalTime.DateOf(time.GetUtcNow()); // the post's days are those of the system's clock
        var found = 0;
        for (var back = Days; back >= 1; back--)
        {
            try { found += await Compare(today.AddDays(-back), ct); }
            catch (Exception e) when (e is PartnerIsAway or PartnerRests) { return found; }
            catch (Refusal) { /* changed in this moment: this day is compared again in the next round, the others now */ }
        }
        return found;
    }

    /// <returns>How many differences are new.</returns>
    public async Task<int> Compare(DateOnly day, CancellationToken ct)
    {
        if (await post.Settlement(day, ct) is not { } answer) return 0;
        var lines = answer.Lines.DistinctBy(l => l.Reference).ToDictionary(l => l.Reference);
        await HearWhatIsMissing(lines.Keys, ct);
        await using var scope = scopes.As(Actor.System);
        var (db, clock, legal) = (scope.ServiceProvider.GetRequiredService<PostDb>(), scope.ServiceProvider.GetRequiredService<LegalClock>(), scope.ServiceProvider.GetRequiredService<LegalTime>());
        var references = lines.Keys.ToList();
        var (from, until) = (LegalTime.StartOf(day), LegalTime.StartOf(day.AddDays(1)));
        var ours = await db.Orders.Where(o => references.Contains(o.Reference) || o.CollectedOn == day || (o.CodVnd > 0 && o.State == OrderState.Delivered && o.CollectedOn == null && o.DeliveredAt >= from && o.DeliveredAt < until)).ToDictionaryAsync(o => o.Reference, ct);
        var province = (await scope.ServiceProvider.GetRequiredService<DirectoryCache>().Get(ct)).Province!.Id;

        List<SettlementDifference.Found> differ = [];
        foreach (var line in lines.Values)
        {
            var order = ours.GetValueOrDefault(line.Reference);
            if (order is null || order.CollectedOn is null) differ.Add(new(order?.UnitId ?? province, day, SettlementKind.MissingHere, line.Reference, line.TrackingNumber, order?.DossierCode, OursVnd: null, line.Collected));
            else if (order.CollectedVnd != line.Collected) differ.Add(new(order.UnitId, day, SettlementKind.Amount, line.Reference, line.TrackingNumber, order.DossierCode, order.CollectedVnd, line.Collected));
            else if (order.SettledVnd is null)
            {
                order.Settle(line.Collected, day);
                db.Record(order, new PostSettled(order.Id, order.DossierCode, line.Collected, day));
            }
        }
        differ.AddRange(ours.Values.Where(o => o.CollectedOn == day && !lines.ContainsKey(o.Reference)).Select(o => new SettlementDifference.Found(o.UnitId, day, SettlementKind.MissingThere, o.Reference, o.TrackingNumber ?? "", o.DossierCode, o.CollectedVnd, TheirsVnd: null)));
        differ.AddRange(ours.Values.Where(o => o.CollectedOn is null && !lines.ContainsKey(o.Reference)).Select(o => new SettlementDifference.Found(o.UnitId, day, SettlementKind.Amount, o.Reference, o.TrackingNumber ?? "", o.DossierCode, o.CodVnd, TheirsVnd: 0))); // delivered, and nothing taken for us

        var standing = await db.Differences.Where(d => d.Day == day).ToDictionaryAsync(d => (d.Reference, d.Kind), ct);
        var added = differ.Where(d => !standing.ContainsKey((d.Reference, d.Kind))).ToList();
        foreach (var one in added)
        {
            var difference = SettlementDifference.Find(one, legal.Now);
            db.Differences.Add(difference);
            db.Record(difference, new SettlementDiffers(difference.Id, difference.Reference, difference.Kind.ToString(), difference.OursVnd, difference.TheirsVnd));
            db.Owe(difference, Duties.Reconcile, difference.UnitId, Permits.Reconcile, clock.DueAt(new(1, TimeLimitUnit.WorkingDays), legal.Now), new DutyCard(Words.Of(difference.Kind), "", difference.DossierCode ?? difference.Reference, "/buu-chinh/doi-soat"));
        }
        var now = differ.Select(d => (d.Reference, d.Kind)).ToHashSet();
        foreach (var gone in standing.Values.Where(d => d.MendedAt is null && !now.Contains((d.Reference, d.Kind))))
        {
            gone.Mend("Hai bên đã khớp", Actor.System.Name, legal.Now);
            db.Record(gone, new SettlementMended(gone.Id, gone.Reason!));
            db.Release(gone, Duties.Reconcile, ifAny: true);
        }
        db.Keep(new SettledDay(day, legal.Now, ours.Values.Where(o => o.CollectedOn == day).Sum(o => o.CollectedVnd), lines.Values.Sum(l => l.Collected), lines.Count));
        await db.SaveChangesAsync(ct);
        return added.Count;
    }

    /// <summary>The list of the day is one more way to learn of a delivery.</summary>
    async Task HearWhatIsMissing(IReadOnlyCollection<string> references, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var (db, book) = (scope.ServiceProvider.GetRequiredService<PostDb>(), scope.ServiceProvider.GetRequiredService<OrderBook>());
        foreach (var reference in await db.Orders.AsNoTracking().Where(o => references.Contains(o.Reference) && o.CollectedOn == null).Select(o => o.Reference).ToListAsync(ct))
        {
            if ((await post.Look(reference, ct))?.Last is not { } last) continue;
            try { await book.Hear(last, ct); }
            catch (Refusal) { /* it contradicts what was said before: a difference says so */ }
        }
    }
}
