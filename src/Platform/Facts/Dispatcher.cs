using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Facts;

/// <summary>
/// Makes the outbox's deliveries: in order per (reaction, subject); a failing one holds back only its own subject and reaction, is
/// tried again with growing delay, and after <see cref="MostAttempts"/> is a dead letter. On PostgreSQL a node claims a partition
/// by advisory lock, so that several nodes share the work and keep the order.
/// </summary>
public sealed partial class Dispatcher(IServiceScopeFactory scopes, Database database, Reactions reactions, DispatchSignal signal, TimeProvider time, ILogger<Dispatcher> log)
    : Rounds(signal, time)
{
    public const int MostAttempts = 8;
    const int RowsAtOnce = 500, SideBySide = 4;
    const long LockSpace = 0x4E4C_0000; // advisory locks of this platform: + partition

    protected override Task<int> Round(CancellationToken ct) => DeliverOnce(ct);

    protected override void Log(Exception failed) => LogRoundFailed(log, failed);

    /// <summary>One round over the oldest rows that are due; also called by tests. Returns how many deliveries were made or failed.</summary>
    public async Task<int> DeliverOnce(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var rows = await Next(db).OrderBy(o => o.At).ThenBy(o => o.EntryId).Take(RowsAtOnce).ToListAsync(ct);
        if (rows.Count == 0) return 0;
        var ids = rows.Select(r => r.EntryId).Distinct().ToList();
        var entries = await db.Entries.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var payloads = await db.Payloads.AsNoTracking().Where(p => ids.Contains(p.EntryId)).ToDictionaryAsync(p => p.EntryId, ct);
        var done = 0;
        await Parallel.ForEachAsync(rows.GroupBy(r => r.Partition), new ParallelOptions { MaxDegreeOfParallelism = database.IsPostgres ? SideBySide : 1, CancellationToken = ct }, async (partition, token) =>
        {
            await using var claim = await Claim(partition.Key, token);
            if (claim is null) return; // another node has it
            foreach (var row in partition) // what that node did between our reading and our claim is known by its outbox row being gone
            {
                await Deliver(row, entries.GetValueOrDefault(row.EntryId), payloads.GetValueOrDefault(row.EntryId), token);
                Interlocked.Increment(ref done);
            }
        });
        return done;
    }

    /// <summary>The first row of every line (reaction, subject), where it is due: behind a dead or a waiting one nothing is read.</summary>
    IQueryable<OutboxRow> Next(PlatformDb db)
    {
        var now = Time.GetUtcNow();
        return db.Outbox.AsNoTracking().Where(o => !o.Dead && o.NextTryAt <= now
            && !db.Outbox.Any(before => before.SubjectId == o.SubjectId && before.Reaction == o.Reaction && before.Seq < o.Seq));
    }

    async Task Deliver(OutboxRow row, Entry? entry, EntryPayload? payload, CancellationToken ct)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Texts.Vietnamese; // not that of the machine; ends with this method
        await using var scope = scopes.As(Actor.System);
        var delivery = scope.ServiceProvider.GetRequiredService<CurrentDelivery>();
        delivery.Delivery = (row.EntryId, row.Reaction);
        try
        {
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            if (entry is null) throw new InvalidOperationException("Its entry is not in the journal.");
            var reaction = reactions.Find(row.Reaction, entry.Event) ?? throw new UnknownReaction(row.Reaction);
            await reaction.Run(scope.ServiceProvider, entry, payload?.Read().Event ?? default(JsonElement), ct);
            if (delivery.Delivery is not null) await db.SaveChangesAsync(ct); // it wrote nothing of its own: mark it as done
        }
        catch (AlreadyDelivered) { /* by another node */ }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogDeliveryFailed(log, row.Reaction, row.EntryId, row.Attempts + 1, e);
            await Postpone(row, e, ct);
        }
    }

    Task Postpone(OutboxRow row, Exception e, CancellationToken ct) => database.Write(batch =>
    {
        var attempts = e is UnknownReaction ? 1 : row.Attempts + 1; // a newer node knows it: it waits, and never dies of this
        var wait = TimeSpan.FromSeconds(Math.Min(300, Math.Pow(2, attempts)));
        batch.Add($"""
            UPDATE outbox SET attempts = {attempts}, dead = {attempts >= MostAttempts}, next_try_at = {Time.GetUtcNow() + wait}, last_error = {ErrorText.Of(e)}
            WHERE entry_id = {row.EntryId} AND reaction = {row.Reaction}
            """);
        return batch.Run(ct);
    }, ct);

    /// <summary>Null when another node holds the partition.</summary>
    async Task<IAsyncDisposable?> Claim(int partition, CancellationToken ct) =>
        database.IsPostgres ? await database.TryLock(LockSpace + partition, ct) : NoClaim.Instance;

    sealed class NoClaim : IAsyncDisposable
    {
        public static readonly NoClaim Instance = new();
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Reaction {Reaction} to entry {EntryId} failed, attempt {Attempt}")]
    static partial void LogDeliveryFailed(ILogger logger, string reaction, Guid entryId, int attempt, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of deliveries failed")]
    static partial void LogRoundFailed(ILogger logger, Exception e);
}

/// <summary>Written by a node of another version: this one leaves it to those that know it.</summary>
sealed class UnknownReaction(string name) : Exception($"No reaction is called {name} in this version.");
