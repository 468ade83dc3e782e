using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Facts;
using NhatLe.Post.Orders;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.On;

/// <summary>The post is told when the result is there; what nobody has carried yet is not carried for a dossier that has ended.</summary>
public sealed class FollowDossier(PostDb db, OrderBook book, PostSignal signal) : IReaction<DossierApproved>, IReaction<DossierRefused>, IReaction<DossierStopped>, IReaction<ResultReturned>
{
    public async Task On(DossierApproved happened, Entry entry, CancellationToken ct)
    {
        foreach (var order in await db.Orders.Where(o => o.DossierId == happened.DossierId && o.State == OrderState.Waiting).ToListAsync(ct)) book.Ready(order);
        await db.SaveChangesAsync(ct);
        signal.Raise();
    }

    public Task On(DossierRefused happened, Entry entry, CancellationToken ct) => LetGo(happened.DossierId, "Hồ sơ không được tiếp nhận", ct);
    public Task On(DossierStopped happened, Entry entry, CancellationToken ct) => LetGo(happened.DossierId, "Hồ sơ đã dừng", ct);
    public Task On(ResultReturned happened, Entry entry, CancellationToken ct) => LetGo(happened.DossierId, "Đã trả kết quả", ct);

    async Task LetGo(Guid dossierId, string reason, CancellationToken ct)
    {
        foreach (var order in await db.Orders.Where(o => o.DossierId == dossierId && o.EndedAt == null).ToListAsync(ct)) book.LetGo(order, reason);
        await db.SaveChangesAsync(ct);
        signal.Raise();
    }
}
