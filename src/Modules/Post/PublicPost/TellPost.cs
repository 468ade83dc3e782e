using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Contracts.Payments;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;
using NhatLe.Post.Orders;

namespace NhatLe.Post.PublicPost;

public sealed class PostSignal() : Signal;

/// <summary>
/// Tells the post what it has to know, on one node at a time: a new order, that it was handed over, that it is not wanted any more. While the post
/// is away the orders wait in their own rows, however long.
/// </summary>
public sealed partial class TellPost(IServiceScopeFactory scopes, Database database, PostClient post, PostSignal signal, TimeProvider time, ILogger<TellPost> log) : Rounds(signal, time)
{
    const int RowsAtOnce = 50, SideBySide = 4;

    static readonly Backoff backoff = new(First: TimeSpan.FromSeconds(2), Longest: TimeSpan.FromMinutes(10));

    protected override Task<int> Round(CancellationToken ct) => SendOnce(ct);

    protected override void Log(Exception failed) => LogRoundFailed(log, failed);

    /// <summary>One round; also called by tests. Returns how many were told or failed.</summary>
    public async Task<int> SendOnce(CancellationToken ct)
    {
        if (!post.IsSetUp || (await Due(ct)).Count == 0) return 0;
        await using var alone = await database.TryLock((long)InstallationLock.TellPost, ct);
        if (alone is null) return 0;
        var due = await Due(ct); // what another node has told until it let go is not told again
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (order, token) => await Tell(order, token));
        return due.Count;
    }

    async Task<List<PostOrder>> Due(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<PostDb>(), Time.GetUtcNow());
        return await db.Orders.AsNoTracking().Where(o => o.Telling > Telling.Nothing && o.TellAt <= now).OrderBy(o => o.TellAt).ThenBy(o => o.Id).Take(RowsAtOnce).ToListAsync(ct);
    }

    async Task Tell(PostOrder order, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var services = scope.ServiceProvider;
        var book = services.GetRequiredService<OrderBook>();
        try
        {
            switch (order.Telling)
            {
                case Telling.Order:
                    if (await Request(order, services, ct) is not { } request) return; // taken back in this moment
                    await book.Accepted(order.Id, await post.Place(request, ct), ct);
                    break;
                case Telling.HandOver:
                    try { await post.HandOver(order.Reference, new(order.ListId!.Value.ToString(), Time.GetUtcNow()), ct); }
                    catch (RefusedByPartner) { /* it knows already, or thinks otherwise: what it says of the order counts */ }
                    await book.Told(order.Id, Telling.HandOver, ct);
                    break;
                case Telling.Cancel:
                    var wasTold = order.State != OrderState.Ordered || order.Tries > 0;
                    await book.Cancelled(order.Id, !wasTold || await post.Cancel(order.Reference, ct), ct);
                    break;
            }
        }
        catch (RefusedByPartner e)
        {
            LogRefused(log, order.Reference, e.Message);
            await book.Refused(order.Id, PostWire.Unserved, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && !Database.IsAway(e))
        {
            if (e is not (PartnerIsAway or PartnerRests)) LogUnforeseen(log, e, order.Reference); // the trouble of this one order, and ends no node
            else LogAway(log, order.Reference, order.Tries + 1, e.Message);
            await Again(order, e.Message, ct);
        }
    }

    /// <summary>What is asked for the first time stays so: the fee the post collects is what is due now, and is kept before the post hears of it.</summary>
    async Task<PostWire.OrderRequest?> Request(PostOrder order, IServiceProvider services, CancellationToken ct)
    {
        var cod = order.CodVnd;
        if (order.Tries == 0 && order.PayAtDoor) cod = (await services.GetRequiredService<ICharges>().DueAtReturn(order.DossierId, ct))?.RemainingVnd ?? 0;
        var touched = 0;
        await database.Write(batch =>
        {
            batch.Add($"UPDATE post_orders SET cod_vnd = {cod}, tries = {order.Tries + 1} WHERE id = {order.Id} AND telling = {Telling.Order}", rows => touched = rows);
            return batch.Run(ct);
        }, ct);
        if (touched == 0) return null;
        var desk = (await services.GetRequiredService<DirectoryCache>().Get(ct)).Unit(order.UnitId);
        var person = services.GetRequiredService<OrderBook>().PersonOf(order)!;
        PostWire.Party ours = new(desk.FullName, "1022", desk.Code, desk.FullName, desk.FullName), theirs = new(person.Name, person.Phone, person.UnitCode, person.UnitName, person.Detail);
        return order.Kind == OrderKind.PickUp ? new(order.Reference, PostWire.PickUp, theirs, ours, PostWire.WeightGrams, cod) : new(order.Reference, PostWire.Return, ours, theirs, PostWire.WeightGrams, cod);
    }

    /// <summary>The attempt for an order was counted before it was made, or not at all where the fee could not be asked for: it is asked for again.</summary>
    Task Again(PostOrder order, string error, CancellationToken ct) => database.Write(batch =>
    {
        var tries = order.Tries + 1;
        batch.Add($"UPDATE post_orders SET tries = CASE WHEN telling = {Telling.Order} THEN tries ELSE {tries} END, tell_at = {LegalTime.Cut(Time.GetUtcNow() + backoff.After(tries))}, last_error = {ErrorText.Of(error)} WHERE id = {order.Id} AND telling = {order.Telling}");
        return batch.Run(ct);
    }, ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of telling the post failed")]
    static partial void LogRoundFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The post was not told of {Reference}, attempt {Attempt}: {Why}")]
    static partial void LogAway(ILogger logger, string reference, int attempt, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The post refused {Reference} for good: {Why}")]
    static partial void LogRefused(ILogger logger, string reference, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Telling the post of {Reference} failed")]
    static partial void LogUnforeseen(ILogger logger, Exception e, string reference);
}
