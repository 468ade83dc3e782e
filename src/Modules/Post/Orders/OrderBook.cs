using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Post;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.Orders;

/// <summary>The single acts on an order: rule, entry, duty, notice. The slices find it; what the post says is taken here, by whichever way it comes.</summary>
public sealed class OrderBook(PostDb db, IDossiers dossiers, PostNotices notices, ColumnCipher cipher, Actor actor, AccessLog accesses, PostSettings settings, LegalClock clock, LegalTime time, TimeProvider system) : IPostOrders
{
    static readonly TimeLimit DecideLimit = new(1, TimeLimitUnit.WorkingDays), SilenceLimit = new(15, TimeLimitUnit.WorkingDays);

    /// <summary>What is sealed of a person, to be read by the desk and by themselves.</summary>
    public byte[] Seal(PostPerson person) => cipher.Encrypt(JsonSerializer.Serialize(person, EntryContent.Json));

    /// <summary>Null once forgotten.</summary>
    public PostPerson? PersonOf(PostOrder order) => order.IsForgotten ? null : JsonSerializer.Deserialize<PostPerson>(cipher.Decrypt(order.Person), EntryContent.Json);

    /// <summary>The dossier of a citizen who acts for themselves, or of the desk that acts for one.</summary>
    /// <exception cref="Refusal">401, 403, 404.</exception>
    public async Task<DossierCard> Dossier(string code, string permit, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        var typed = code.Trim().ToUpperInvariant();
        var dossier = await dossiers.Find(typed, ct);
        if (dossier is null || !(actor.IsCitizen ? await dossiers.IsOwn(dossier.Id, ct) : actor.Can(permit, dossier.UnitId))) throw Refusal.Missing("dossier", "Không thấy hồ sơ mã này. Kiểm tra mã, hoặc hỏi một cửa.");
        accesses.Note(actor, new(AccessKind.Record, permit, dossier.UnitId, new(dossier.AccountId, dossier.NumberKey), nameof(PostOrder), dossier.Id, dossier.Code));
        return dossier;
    }

    public Task<List<PostOrder>> Of(Guid dossierId, CancellationToken ct) => db.Orders.AsNoTracking().Where(o => o.DossierId == dossierId).OrderByDescending(o => o.AskedAt).ThenByDescending(o => o.Number).ToListAsync(ct);

    /// <summary>An order that officials of the unit may see.</summary>
    /// <exception cref="Refusal">401, 403, 404.</exception>
    public async Task<PostOrder> Visible(Guid id, string permit, CancellationToken ct)
    {
        actor.MustBeOfficer();
        var order = await db.Orders.Visible(db, actor, permit).SingleOrDefaultAsync(o => o.Id == id, ct) ?? throw Refusal.Missing("post-order", "Không thấy bưu gửi này trong phạm vi của anh/chị.");
        Note(order, AccessKind.Record, permit);
        return order;
    }

    public void Note(PostOrder order, AccessKind kind, string permit) => accesses.Note(actor, new(kind, permit, order.UnitId, new(order.AccountId, order.NumberKey), nameof(PostOrder), order.Id, order.DossierCode));

    /// <summary>Nothing of it will be sent; a failed one is decided. The caller saves.</summary>
    public void LetGo(PostOrder order, string reason)
    {
        if (order.NeedsDecision) Close(order, keptAtDesk: false, reason, post: null);
        else if (order.MayBeCancelled) Cancel(order, reason, post: null);
    }

    public void Cancel(PostOrder order, string reason, Platform.Directory.Post? post)
    {
        order.AskCancel(reason, time.Now, system.GetUtcNow());
        db.Record(order, order.State == OrderState.Cancelled ? (object)new PostCancelled(order.Id, order.DossierCode, reason) : new PostCancelAsked(order.Id, order.DossierCode, reason), note: null, post);
    }

    public Entry Close(PostOrder order, bool keptAtDesk, string reason, Platform.Directory.Post? post)
    {
        order.Close(time.Now);
        db.Discharge(order, Duties.Failed, ifAny: true);
        return db.Record(order, new PostClosed(order.Id, order.DossierCode, keptAtDesk, reason), note: null, post);
    }

    /// <summary>The result is there: the post is told.</summary>
    public void Ready(PostOrder order)
    {
        order.Ready(system.GetUtcNow());
        db.Record(order, new PostReady(order.Id, order.DossierCode));
    }

    /// <summary>The post took the order; the call-back may have been faster than its answer.</summary>
    public Task<bool> Accepted(Guid id, PostWire.OrderAnswer answer, CancellationToken ct) => Change(id, async order =>
    {
        var isNew = order.State == OrderState.Ordered;
        order.Accept(answer.TrackingNumber, answer.Price, time.Now);
        order.Told(Telling.Order, system.GetUtcNow());
        if (isNew) await SayAccepted(order, ct);
        return isNew;
    }, ct);

    async Task SayAccepted(PostOrder order, CancellationToken ct) =>
        await notices.Tell(order, db.Record(order, new PostAccepted(order.Id, order.DossierCode, order.TrackingNumber!, order.PriceVnd ?? 0, order.CodVnd)), ct);

    /// <summary>For good: the desk is asked to mend what is wrong.</summary>
    public Task<bool> Refused(Guid id, string reason, CancellationToken ct) => Change(id, async order =>
    {
        if (order.State != OrderState.Ordered || order.Telling != Telling.Order) return false;
        order.Refuse(reason, time.Now);
        var entry = db.Record(order, new PostRefused(order.Id, order.DossierCode, reason));
        OweFailed(order);
        await notices.Tell(order, entry, ct);
        return true;
    }, ct);

    public Task<bool> Told(Guid id, Telling what, CancellationToken ct) => Change(id, order =>
    {
        order.Told(what, system.GetUtcNow());
        return Task.FromResult(true);
    }, ct);

    public Task<bool> Cancelled(Guid id, bool done, CancellationToken ct) => Change(id, async order =>
    {
        if (order.Telling != Telling.Cancel) return false;
        if (done)
        {
            order.Cancel(order.Reason ?? "", time.Now);
            db.Release(order, Duties.Failed, ifAny: true); // what failed meanwhile is not owed any more
            db.Record(order, new PostCancelled(order.Id, order.DossierCode, order.Reason!));
        }
        else
        {
            order.NotCancelled();
            await notices.Tell(order, db.Record(order, new PostNotCancelled(order.Id, order.DossierCode)), ct);
        }
        return true;
    }, ct);

    /// <summary>Takes what the post says of an order: once, in whichever order and by however many ways it comes.</summary>
    /// <returns>False where it is no news.</returns>
    /// <exception cref="Refusal">404 for an order of nobody, 409 for what contradicts what was said before, 422 for what cannot be.</exception>
    public async Task<bool> Hear(PostWire.Step said, CancellationToken ct)
    {
        var state = PostWire.StateOf(said.Status) ?? throw Refusal.Invalid("Status", "Trạng thái này không có trong giao diện.");
        var id = await db.Orders.AsNoTracking().Where(o => o.Reference == said.Reference).Select(o => (Guid?)o.Id).SingleOrDefaultAsync(ct) ?? throw Refusal.Missing("post-order", "Không có bưu gửi nào mang mã này.");
        return await Change(id, async order =>
        {
            if (said.Sequence <= order.Heard) return false;
            if (order.TrackingNumber is { } number && number != said.TrackingNumber) throw Refusal.Conflict("post.contradiction", "Tin này trái với tin trước của cùng bưu gửi.");
            var (before, failed) = (order.State, order.FailedAt is not null);
            if (before == OrderState.Ordered)
            {
                order.Accept(said.TrackingNumber, said.Price ?? order.PriceVnd ?? 0, time.Now);
                order.Told(Telling.Order, system.GetUtcNow());
                await SayAccepted(order, ct);
            }
            if (!order.Hear(state, said.Sequence, PostWire.ReasonOf(said.Reason), time.Now, system.GetUtcNow())) return before == OrderState.Ordered;
            var entry = db.Record(order, FactOf(order, said, failed));
            if (!failed && order.FailedAt is not null) OweFailed(order);
            if (order.State == OrderState.Delivered)
            {
                db.Release(order, Duties.Failed, ifAny: true);
                if (said.Collected is > 0 and var collected)
                {
                    order.Collect(collected, LegalTime.DateOf(said.At));
                    db.Record(order, new PostCollected(order.Id, order.DossierId, order.DossierCode, order.Reference, said.TrackingNumber, collected, said.At));
                }
            }
            await notices.Tell(order, entry, ct);
            return true;
        }, ct);
    }

    static object FactOf(PostOrder order, PostWire.Step said, bool failedBefore) => order.State switch
    {
        OrderState.PickedUp => new PostPickedUp(order.Id, order.DossierCode, said.At),
        OrderState.InTransit => new PostInTransit(order.Id, order.DossierCode, said.At),
        OrderState.Delivered => new PostDelivered(order.Id, order.DossierId, order.DossierCode, order.Kind.ToString(), said.TrackingNumber, said.At),
        OrderState.ComingBack when failedBefore => new PostComingBack(order.Id, order.DossierCode, said.At),
        OrderState.CameBack => new PostCameBack(order.Id, order.DossierCode, said.At),
        OrderState.Accepted => throw new InvalidOperationException("An acceptance is said by itself."),
        _ => new PostFailed(order.Id, order.DossierCode, order.Reason ?? "", said.At),
    };

    /// <summary>The post has it and is silent for fifteen working days: it counts as lost, until it says otherwise.</summary>
    public bool IsGivenUp(PostOrder order) => order.SilentSince is { } since && clock.DueAt(SilenceLimit, since) < time.Now;

    /// <summary>The desk decides, as with what the post itself says is lost.</summary>
    public Task<bool> GiveUp(Guid id, CancellationToken ct) => Change(id, async order =>
    {
        if (!IsGivenUp(order)) return false;
        order.GiveUp(time.Now);
        var entry = db.Record(order, new PostFailed(order.Id, order.DossierCode, order.Reason ?? "", time.Now));
        OweFailed(order);
        await notices.Tell(order, entry, ct);
        return true;
    }, ct);

    /// <summary>The desk calls the applicant: sent anew, or kept for them.</summary>
    void OweFailed(PostOrder order)
    {
        if (order.EndedAt is not null) return;
        db.Owe(order, Duties.Failed, order.UnitId, Permits.Send, clock.DueAt(DecideLimit, time.Now), new DutyCard(order.Title, PersonOf(order)?.Name ?? "", order.DossierCode, $"/quay/buu-chinh/{order.Id}", AnswersCitizen: true));
    }

    async Task<bool> Change(Guid id, Func<PostOrder, Task<bool>> change, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        return await db.Again(async () =>
        {
            var changed = await change(await db.Orders.SingleAsync(o => o.Id == id, ct));
            await db.SaveChangesAsync(ct);
            return changed;
        }, contenders: 8); // call-back, question, settlement, sender, desk and citizen
    }

    async Task<PostLine?> IPostOrders.Of(Guid dossierId, string dossierCode, CancellationToken ct)
    {
        var orders = await Of(dossierId, ct);
        if (orders.Count == 0 && !settings.IsSetUp) return null;
        var alive = orders.Where(o => o.State != OrderState.Cancelled).ToList();
        var shown = alive.FirstOrDefault(o => o.Kind == OrderKind.Return) ?? alive.FirstOrDefault();
        return new(shown is null ? null : Words.Short(shown), $"/ho-so/{dossierCode}/buu-chinh", $"/quay/buu-chinh/gui/{dossierCode}", alive.Exists(o => o is { Kind: OrderKind.Return, EndedAt: null }));
    }
}
