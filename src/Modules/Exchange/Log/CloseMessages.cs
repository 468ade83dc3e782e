using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;

namespace NhatLe.Exchange.Log;

/// <summary>Closes what has ended under roots that the journal names, so that the seal of the journal stands over every message too.</summary>
public sealed class CloseMessages(IServiceScopeFactory scopes, TimeProvider time) : IScheduledJob
{
    public const string Name = "exchange.close";

    const int Most = 2_000;

    /// <summary>What has no answer by then gets none any more: its node has ended.</summary>
    public static readonly TimeSpan Lost = TimeSpan.FromMinutes(30);

    public async Task<int> Run(CancellationToken ct)
    {
        var done = 0;
        while (await CloseSome(ct) is > 0 and var some)
        {
            done += some;
            if (some < Most) break;
        }
        return done;
    }

    /// <summary>One batch in one transaction: killed in between, nothing is closed, and the next run begins anew.</summary>
    async Task<int> CloseSome(CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<ExchangeDb>();
        var now = LegalTime.Cut(time.GetUtcNow());
        var lost = now - Lost;
        var messages = await db.Messages.AsNoTracking().Where(m => m.BatchId == null && (m.Outcome != Outcome.Open || m.At < lost)).OrderBy(m => m.At).ThenBy(m => m.Id).Take(Most)
            .Select(LoggedMessage.Outside).ToListAsync(ct);
        if (messages.Count == 0) return 0;
        var number = (await db.Batches.MaxAsync(b => (long?)b.Number, ct) ?? 0) + 1;
        var closed = MessageBatch.Close(Guid.CreateVersion7(now), number, now, messages);
        db.Batches.Add(closed);
        db.Record(closed, new MessagesClosed(closed.Id, number, closed.Count, Convert.ToHexStringLower(closed.Root)));
        db.Also(batch =>
        {
            foreach (var (place, message) in messages.Index()) batch.Add($"UPDATE exchange_messages SET batch_id = {closed.Id}, place = {place}, leaf_hash = {message.Leaf()} WHERE id = {message.Id} AND outcome = {message.Outcome} AND batch_id IS NULL", One);
        });
        await db.SaveChangesAsync(ct);
        return messages.Count;
    }

    /// <summary>An answer that came in this moment changed the row under its leaf: nothing is closed, and the next run takes it as it is then.</summary>
    static void One(int rows)
    {
        if (rows != 1) throw new InvalidOperationException("A message changed while it was closed.");
    }
}

/// <summary>Empties heads and bodies after the days the installation sets, and drops batches, whole, after the years the schema promises.</summary>
public sealed class EmptyMessages(Database database, ExchangeSettings settings, TimeProvider time) : IScheduledJob
{
    public const string Name = "exchange.sweep";

    public const int KeptYears = 10;

    const int AtOnce = 200;

    public async Task<int> Run(CancellationToken ct)
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        return await Pieces((batch, rows) => batch.Add($"""
                UPDATE exchange_messages SET kept = {false}, request_head = NULL, request_body = NULL, answer_head = NULL, answer_body = NULL, error = NULL
                WHERE id IN (SELECT id FROM exchange_messages WHERE kept AND at < {now.AddDays(-settings.KeptDays)} ORDER BY at LIMIT {AtOnce})
                """, rows), ct)
            + await Pieces((batch, rows) => batch.Add($"""
                DELETE FROM exchange_messages WHERE batch_id IN (SELECT id FROM exchange_batches WHERE at < {now.AddYears(-KeptYears)} AND EXISTS (SELECT 1 FROM exchange_messages m WHERE m.batch_id = exchange_batches.id) ORDER BY number LIMIT 1)
                """, rows), ct);
    }

    /// <summary>Again and again, each time a little in a transaction of its own, until there is no more.</summary>
    async Task<int> Pieces(Action<Batch, Action<int>> add, CancellationToken ct)
    {
        for (var gone = 0; ;)
        {
            var some = 0;
            await database.Write(batch =>
            {
                add(batch, rows => some = rows);
                return batch.Run(ct);
            }, ct);
            if (some == 0) return gone;
            gone += some;
        }
    }
}
