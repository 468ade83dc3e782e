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
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActorHolder>().Current = Actor.System;
        var db = scope.ServiceProvider.GetRequiredService<ExchangeDb>();
        var now = LegalTime.Cut(time.GetUtcNow());
        var lost = now - Lost;
        var messages = await db.Messages.AsNoTracking().Where(m => m.BatchId == null && (m.Outcome != Outcome.Open || m.At < lost)).OrderBy(m => m.At).ThenBy(m => m.Id).Take(Most)
            .Select(m => new LoggedMessage // not what they say
            {
                Id = m.Id, At = m.At, Direction = m.Direction, Partner = m.Partner, Service = m.Service, Method = m.Method, MessageId = m.MessageId, Issue = m.Issue, SubjectId = m.SubjectId, AccountId = m.AccountId, EntryId = m.EntryId,
                Outcome = m.Outcome, Status = m.Status, TookMs = m.TookMs, RequestHash = m.RequestHash, AnswerHash = m.AnswerHash, RequestSignature = m.RequestSignature, AnswerSignature = m.AnswerSignature, KeyId = m.KeyId,
            }).ToListAsync(ct);
        if (messages.Count == 0) return 0;
        var number = (await db.Batches.MaxAsync(b => (long?)b.Number, ct) ?? 0) + 1;
        var closed = MessageBatch.Close(Guid.CreateVersion7(now), number, now, messages);
        db.Batches.Add(closed);
        db.Record(closed, new MessagesClosed(closed.Id, number, closed.Count, Convert.ToHexStringLower(closed.Root)));
        db.Also(batch =>
        {
            foreach (var (place, message) in messages.Index()) batch.Add($"UPDATE exchange_messages SET batch_id = {closed.Id}, place = {place} WHERE id = {message.Id} AND batch_id IS NULL");
        });
        await db.SaveChangesAsync(ct);
        return messages.Count;
    }
}

/// <summary>Empties heads and bodies after the days the installation sets, and drops rows after the years the schema promises.</summary>
public sealed class EmptyMessages(Database database, ExchangeSettings settings, TimeProvider time) : IScheduledJob
{
    public const string Name = "exchange.sweep";

    const int KeptYears = 10;

    public async Task<int> Run(CancellationToken ct)
    {
        var (now, gone) = (LegalTime.Cut(time.GetUtcNow()), 0);
        await database.Write(batch =>
        {
            batch.Add($"UPDATE exchange_messages SET kept = {false}, request_head = NULL, request_body = NULL, answer_head = NULL, answer_body = NULL WHERE kept AND at < {now.AddDays(-settings.KeptDays)}", rows => gone += rows);
            batch.Add($"DELETE FROM exchange_messages WHERE at < {now.AddYears(-KeptYears)}", rows => gone += rows);
            return batch.Run(ct);
        }, ct);
        return gone;
    }
}
