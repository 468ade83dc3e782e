using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Systems;

/// <summary>How a system was at the last look.</summary>
public sealed class HealthOfSystem
{
    public Guid ClientId { get; init; }
    public SystemState State { get; init; }

    /// <summary>System time, as all here.</summary>
    public DateTimeOffset Since { get; init; }

    public DateTimeOffset CheckedAt { get; init; }

    /// <summary>Failed looks in a row.</summary>
    public int Failures { get; init; }

    public int TookMs { get; init; }

    /// <summary>What it answered, or why it did not; for administrators.</summary>
    public string Said { get; init; } = "";

    public SystemHealth Told => new(State, Since);

    /// <summary>One failure may be the net's: what was well before is down with the second in a row.</summary>
    public static (SystemState State, int Failures) After(HealthOfSystem? before, SystemState seen)
    {
        if (seen != SystemState.Down) return (seen, 0);
        var failures = (before?.Failures ?? 0) + 1;
        return (before is null || failures >= 2 ? SystemState.Down : before.State, failures);
    }
}

/// <summary>Asks every registered system that says where whether it is well. A job: one node at a time, once a minute, a few side by side.</summary>
public sealed class CheckSystems(IServiceScopeFactory scopes, Database database, TimeProvider time) : IScheduledJob, IDisposable
{
    public const string Name = "identity.systems";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Slow = TimeSpan.FromSeconds(2);

    const int SideBySide = 8;

    /// <summary>Only the registered address is asked: no redirect is followed, no cookie kept, and of the answer only its beginning counts.</summary>
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxResponseHeadersLength = 16, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };

    public async Task<int> Run(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var links = await db.SystemLinks.AsNoTracking().Where(l => l.HealthAddress != null && db.Clients.Any(c => c.Id == l.ClientId && c.Active)).ToListAsync(ct);
        var before = await db.SystemHealths.AsNoTracking().ToDictionaryAsync(h => h.ClientId, ct);
        await Parallel.ForEachAsync(links, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = ct }, async (link, token) => await Note(link.ClientId, before.GetValueOrDefault(link.ClientId), await Look(link.HealthAddress!, token), token));
        return links.Count;
    }

    sealed record Seen(SystemState State, TimeSpan Took, string Said);

    async Task<Seen> Look(string address, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        var began = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.ParseAdd("NhatLe-Health/1");
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var took = Stopwatch.GetElapsedTime(began);
            return new(!answer.IsSuccessStatusCode ? SystemState.Down : took > Slow ? SystemState.Slow : SystemState.Up, took, $"HTTP {(int)answer.StatusCode}");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(SystemState.Down, Stopwatch.GetElapsedTime(began), $"No answer within {Patience.TotalSeconds:0} s");
        }
        catch (HttpRequestException e)
        {
            return new(SystemState.Down, Stopwatch.GetElapsedTime(began), ErrorText.Of(e.InnerException?.Message ?? e.Message));
        }
    }

    Task Note(Guid client, HealthOfSystem? before, Seen seen, CancellationToken ct) => database.Write(batch =>
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        var (state, failures) = HealthOfSystem.After(before, seen.State);
        var since = before is not null && before.State == state ? before.Since : now;
        batch.Add($"""
            INSERT INTO identity_system_health (client_id, state, since, checked_at, failures, took_ms, said) VALUES ({client}, {state}, {since}, {now}, {failures}, {(int)seen.Took.TotalMilliseconds}, {seen.Said})
            ON CONFLICT (client_id) DO UPDATE SET state = excluded.state, since = excluded.since, checked_at = excluded.checked_at, failures = excluded.failures, took_ms = excluded.took_ms, said = excluded.said
            """);
        return batch.Run(ct);
    }, ct);

    public void Dispose() => http.Dispose();
}

/// <summary>What the last look found, as this node knows it; of systems that are asked.</summary>
public sealed class Healths(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan Holds = TimeSpan.FromSeconds(5);

    readonly Recent<Dictionary<Guid, SystemHealth>> known = new(Holds, time, async (_, ct) =>
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        return await (
            from h in db.SystemHealths.AsNoTracking()
            join l in db.SystemLinks.AsNoTracking() on h.ClientId equals l.ClientId
            where l.HealthAddress != null
            select h).ToDictionaryAsync(h => h.ClientId, h => h.Told, ct);
    });

    public async ValueTask<IReadOnlyDictionary<Guid, SystemHealth>> All(CancellationToken ct) => await known.Get(ct);
}
