using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Parcels;

public sealed class ParcelSignal() : Signal;

/// <summary>
/// Sends what must arrive, on one node at a time, in order per record; several records side by side. While a partner is away its parcels wait,
/// however long; what it refuses for good holds up its own record only.
/// </summary>
public sealed partial class ParcelSender(IServiceScopeFactory scopes, Database database, ParcelSignal signal, TimeProvider time, ILogger<ParcelSender> log) : Rounds(signal, time)
{
    const int RowsAtOnce = 100, SideBySide = 4;

    /// <summary>So many failures in a row say that a partner is away, and not that one parcel is at fault.</summary>
    const int Away = 5;

    static readonly Backoff backoff = new(First: TimeSpan.FromSeconds(2), Longest: TimeSpan.FromMinutes(10));

    /// <summary>Failures in a row by carrier; after a start nothing is known, as if it had been away.</summary>
    readonly ConcurrentDictionary<string, int> failures = new(StringComparer.Ordinal);

    /// <summary>When what waits for a carrier was hastened last.</summary>
    readonly ConcurrentDictionary<string, DateTimeOffset> hastenings = new(StringComparer.Ordinal);

    protected override Task<int> Round(CancellationToken ct) => SendOnce(ct);

    protected override void Log(Exception failed) => LogRoundFailed(log, failed);

    /// <summary>One round; also called by tests. Returns how many were sent or failed.</summary>
    public async Task<int> SendOnce(CancellationToken ct)
    {
        var due = await Due(ct);
        if (due.Count == 0) return 0;
        await using var alone = await database.TryLock((long)InstallationLock.SendParcels, ct);
        if (alone is null) return 0;
        due = await Due(ct); // what another node has sent until it let go is not sent again
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (parcel, token) => await Send(parcel, token));
        return due.Count;
    }

    /// <summary>The first of every line that is neither sent nor left out, where it is due.</summary>
    async Task<List<Parcel>> Due(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, now) = (scope.ServiceProvider.GetRequiredService<ExchangeDb>(), Time.GetUtcNow());
        return await db.Parcels.AsNoTracking().Where(p => p.State == ParcelState.Waiting && p.NextTryAt <= now
            && !db.Parcels.Any(before => before.Carrier == p.Carrier && before.SubjectId == p.SubjectId && before.Seq < p.Seq && (before.State == ParcelState.Waiting || before.State == ParcelState.Stuck)))
            .OrderBy(p => p.NextTryAt).ThenBy(p => p.Id).Take(RowsAtOnce).ToListAsync(ct);
    }

    async Task Send(Parcel parcel, CancellationToken ct)
    {
        try
        {
            await Carry(parcel, ct);
            await Note(parcel, ParcelState.Sent, parcel.Attempts + 1, TimeSpan.Zero, error: null, ct);
            if (failures.GetValueOrDefault(parcel.Carrier, Away) >= Away) await Hasten(parcel.Carrier, ct);
            failures[parcel.Carrier] = 0;
        }
        catch (PartnerRests e) { await Note(parcel, ParcelState.Waiting, parcel.Attempts, Backoff.Shifted(Partner.Rest), parcel.LastError ?? e.Message, ct); }
        catch (RefusedByPartner e)
        {
            LogRefused(log, parcel.Id, parcel.Code, e.Message);
            await Note(parcel, ParcelState.Stuck, parcel.Attempts + 1, TimeSpan.Zero, e.Message, ct);
        }
        catch (PartnerIsAway e)
        {
            failures.AddOrUpdate(parcel.Carrier, Away + 1, (_, n) => n + 1);
            LogAway(log, parcel.Id, parcel.Code, parcel.Attempts + 1, e.Message);
            await Note(parcel, ParcelState.Waiting, parcel.Attempts + 1, backoff.After(parcel.Attempts + 1), e.Message, ct);
        }
    }

    /// <summary>A partner is back: what waited for it goes now, and not when its time would have come. Seldom, or a few that fail again and again would hasten all.</summary>
    async Task Hasten(string carrier, CancellationToken ct)
    {
        var (now, hastened) = (LegalTime.Cut(Time.GetUtcNow()), 0);
        var last = hastenings.GetOrAdd(carrier, DateTimeOffset.MinValue);
        if (now - last < backoff.Longest || !hastenings.TryUpdate(carrier, now, last)) return; // another beside this one does it
        await database.Write(batch =>
        {
            batch.Add($"UPDATE exchange_parcels SET next_try_at = {now} WHERE carrier = {carrier} AND state = {ParcelState.Waiting} AND next_try_at > {now}", rows => hastened = rows);
            return batch.Run(ct);
        }, ct);
        if (hastened > 0) signal.Raise();
        else hastenings.TryUpdate(carrier, last, now); // nothing waited: that was none
    }

    /// <summary>What nobody foresaw is the trouble of this one parcel, and ends no node.</summary>
    async Task Carry(Parcel parcel, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var carrier = scope.ServiceProvider.GetServices<IParcelCarrier>().FirstOrDefault(c => c.Name == parcel.Carrier && c.IsSetUp) ?? throw new PartnerIsAway($"{parcel.Carrier} is not set up.");
        try { await carrier.Carry(parcel, ct); }
        catch (Exception e) when (e is not (PartnerRests or RefusedByPartner or PartnerIsAway) && !ct.IsCancellationRequested) { throw new PartnerIsAway($"{e.GetType().Name}: {e.Message}", e); }
    }

    Task Note(Parcel parcel, ParcelState state, int attempts, TimeSpan wait, string? error, CancellationToken ct) => database.Write(batch =>
    {
        var now = LegalTime.Cut(Time.GetUtcNow());
        DateTimeOffset? sent = state == ParcelState.Sent ? now : null;
        var said = error is null ? null : ErrorText.Of(error);
        batch.Add($"UPDATE exchange_parcels SET state = {state}, attempts = {attempts}, next_try_at = {LegalTime.Cut(now + wait)}, sent_at = {sent}, last_error = {said} WHERE id = {parcel.Id} AND state = {ParcelState.Waiting}");
        return batch.Run(ct);
    }, ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of parcels failed")]
    static partial void LogRoundFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Parcel {Parcel} of {Code} was not sent, attempt {Attempt}: {Why}")]
    static partial void LogAway(ILogger logger, Guid parcel, string code, int attempt, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "Parcel {Parcel} of {Code} was refused for good: {Why}")]
    static partial void LogRefused(ILogger logger, Guid parcel, string code, string why);
}
