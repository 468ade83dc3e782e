using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Refunds;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;

namespace NhatLe.Payments.Platform;

/// <summary>A call-back that never came: orders that may have been paid, or paid twice, and refunds that may be done, are asked for, ever more seldom.</summary>
public sealed class AskPlatform(IServiceScopeFactory scopes, PaymentPlatform platform, TimeProvider time) : IScheduledJob
{
    const int AtOnce = 100;

    public async Task<int> Run(CancellationToken ct)
    {
        if (!platform.IsSetUp) return 0;
        var found = 0;
        try
        {
            for (var due = await Due(ct); due.Count > 0; due = due.Count == AtOnce ? await Due(ct) : [])
                foreach (var id in due) found += await AskOrder(id, ct);
            foreach (var id in await Refunds(ct)) found += await AskRefund(id, ct);
        }
        catch (Exception e) when (e is PartnerIsAway or PartnerRests) { /* the rest is asked in the next round */ }
        return found;
    }

    async Task<List<Guid>> Due(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var now = time.GetUtcNow();
        return await scope.ServiceProvider.GetRequiredService<PaymentsDb>().Orders.AsNoTracking().Where(o => o.State <= OrderState.Superseded && o.AskAt <= now).OrderBy(o => o.AskAt).Select(o => o.Id).Take(AtOnce).ToListAsync(ct);
    }

    async Task<List<Guid>> Refunds(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PaymentsDb>().Refunds.AsNoTracking().Where(r => r.State == RefundState.Sent).OrderBy(r => r.AskedAt).Select(r => r.Id).Take(AtOnce).ToListAsync(ct);
    }

    async Task<int> AskOrder(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var (db, book) = (scope.ServiceProvider.GetRequiredService<PaymentsDb>(), scope.ServiceProvider.GetRequiredService<PaymentBook>());
        var order = await db.Orders.SingleAsync(o => o.Id == id, ct);
        var answer = await platform.Look(order.Reference, ct);
        order.AskAgain(time.GetUtcNow());
        await db.SaveChangesAsync(ct);
        var found = 0;
        foreach (var paid in answer?.Payments ?? [])
            if (await book.TakeFromPlatform(order.Reference, paid, Notify.ByPlatform, ct)) found++;
        db.ChangeTracker.Clear();
        if ((await db.Orders.SingleAsync(o => o.Id == id, ct)).EndIfOver(time.GetUtcNow())) await db.SaveChangesAsync(ct);
        return found;
    }

    async Task<int> AskRefund(Guid id, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        return await platform.LookRefund(id.ToString(), ct) is { } answer && await scope.ServiceProvider.GetRequiredService<RefundBook>().Hear(answer, ct) ? 1 : 0;
    }
}
