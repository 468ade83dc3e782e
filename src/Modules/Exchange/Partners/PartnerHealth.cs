using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Exchange.Calls;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Partners;

public enum PartnerState { Up = 1, Slow = 2, Down = 3 }

/// <summary>How a partner was at the last look (tình trạng đối tác). System time.</summary>
public sealed class PartnerHealth
{
    public string Partner { get; init; } = "";
    public PartnerState State { get; init; }
    public DateTimeOffset Since { get; init; }
    public DateTimeOffset CheckedAt { get; init; }

    /// <summary>Failed looks in a row; one may be the net's, so that the second counts.</summary>
    public int Failures { get; init; }

    public int TookMs { get; init; }

    /// <summary>Why not; empty where all is well.</summary>
    public string Said { get; init; } = "";
}

/// <summary>Asks every partner once a minute for the list of its services; not in the log, since nothing is exchanged.</summary>
public sealed class LookAtPartners(IServiceScopeFactory scopes, ExchangeSettings settings, Lazy<XRoadCalls> calls, Database database, TimeProvider time) : IScheduledJob
{
    public const string Name = "exchange.partners";

    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(2);

    public async Task<int> Run(CancellationToken ct)
    {
        if (!settings.IsSetUp) return 0;
        var partners = settings.Partners.Where(p => p.IsCalled).ToList();
        await using var scope = scopes.CreateAsyncScope();
        var before = await scope.ServiceProvider.GetRequiredService<ExchangeDb>().Health.AsNoTracking().ToDictionaryAsync(h => h.Partner, ct);
        await Parallel.ForEachAsync(partners, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (partner, token) =>
        {
            var (state, took, said) = await Look(calls.Value, partner, token);
            await Note(partner.Key, before.GetValueOrDefault(partner.Key), state, took, said, token);
        });
        return partners.Count;
    }

    async Task<(PartnerState, TimeSpan, string)> Look(XRoadCalls line, PartnerSettings partner, CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await line.Call(new(partner, "listMethods", HttpMethod.Get, "", Guid.CreateVersion7(time.GetUtcNow())) { IsLogged = false }, ct);
            var took = Stopwatch.GetElapsedTime(began);
            return (took > Slow ? PartnerState.Slow : PartnerState.Up, took, "");
        }
        catch (Exception e) when (e is PartnerIsAway or PartnerRests or RefusedByPartner) { return (PartnerState.Down, Stopwatch.GetElapsedTime(began), ErrorText.Of(e.Message)); }
    }

    Task Note(string partner, PartnerHealth? before, PartnerState seen, TimeSpan took, string said, CancellationToken ct) => database.Write(batch =>
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        var failures = seen == PartnerState.Down ? (before?.Failures ?? 0) + 1 : 0;
        var state = failures == 1 && before is { State: not PartnerState.Down } ? before.State : seen;
        var since = before is not null && before.State == state ? before.Since : now;
        batch.Add($"""
            INSERT INTO exchange_partner_health (partner, state, since, checked_at, failures, took_ms, said) VALUES ({partner}, {state}, {since}, {now}, {failures}, {(int)took.TotalMilliseconds}, {said})
            ON CONFLICT (partner) DO UPDATE SET state = excluded.state, since = excluded.since, checked_at = excluded.checked_at, failures = excluded.failures, took_ms = excluded.took_ms, said = excluded.said
            """);
        return batch.Run(ct);
    }, ct);
}
