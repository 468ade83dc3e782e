using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Identity.OpenId;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Scim;

/// <summary>
/// Tells other systems of our officers by SCIM, on one node at a time. Each system has a breaker of its own and is told beside the others, so
/// that one that is down holds up nobody; what it did not hear is said again, with growing distance, until it does.
/// </summary>
public sealed partial class PushSender(IServiceScopeFactory scopes, Database database, DirectoryCache directory, Clients clients, RemoteUsers remote, PushSignal signal, TimeProvider time, ILogger<PushSender> log) : Rounds(signal, time)
{
    const int RowsAtOnce = 100;

    static readonly Backoff backoff = new(First: TimeSpan.FromSeconds(4), Longest: TimeSpan.FromMinutes(30));

    readonly ConcurrentDictionary<Guid, Partner> partners = new();

    protected override Task<int> Round(CancellationToken ct) => SendOnce(ct);

    protected override void Log(Exception failed) => LogRoundFailed(log, failed);

    /// <summary>One round; also called by tests. Returns how many were told or failed.</summary>
    public async Task<int> SendOnce(CancellationToken ct)
    {
        List<(Push Row, Systems.SystemLink Link)> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var (db, now) = (scope.ServiceProvider.GetRequiredService<IdentityDb>(), Time.GetUtcNow());
            var found = await (
                from p in db.Pushes.AsNoTracking()
                join l in db.SystemLinks.AsNoTracking() on p.ClientId equals l.ClientId
                where p.Wanted > p.Done && p.NextTryAt <= now && l.ScimAddress != null && db.Clients.Any(c => c.Id == p.ClientId && c.Active)
                orderby p.NextTryAt, p.AccountId
                select new { Push = p, Link = l }).Take(RowsAtOnce).ToListAsync(ct);
            due = found.ConvertAll(f => (f.Push, f.Link));
        }
        if (due.Count == 0) return 0;
        await using var alone = await database.TryLock((long)InstallationLock.PushAccounts, ct);
        if (alone is null) return 0;
        await directory.Confirm(ct); // what is due is newer than what this node may know: who has just come would look like somebody who has left
        await Parallel.ForEachAsync(due.GroupBy(d => d.Row.ClientId), ct, async (system, token) =>
        {
            if (await clients.Find(system.Key, token) is not { } client) return;
            foreach (var (row, link) in system)
            {
                if (await Tell(client, link, row, token)) continue;
                await Postpone(client.Id, token);
                break; // it is down or hangs: the others do not wait for it
            }
        });
        return due.Count;
    }

    /// <returns>False: it is away, and there is no use in going on.</returns>
    async Task<bool> Tell(KnownClient client, Systems.SystemLink link, Push row, CancellationToken ct)
    {
        var partner = partners.GetOrAdd(client.Id, _ => new Partner($"SCIM of {client.ClientId}", RemoteUsers.Patience, Time));
        try
        {
            if (await Current(row, ct) is not { } now) return true; // told by another node a moment ago
            var id = now.Push.RemoteId;
            if (id is not null || now.User.Active) await partner.Ask(async token => id = await Hand(link, id, now.User, token), ct); // who left before the system ever heard of them stays unknown to it
            await Note(now.Push, id, told: id is not null, error: null, ct);
            return true;
        }
        catch (PartnerRests e)
        {
            await Note(row, row.RemoteId, told: false, row.LastError ?? e.Message, ct);
            return false;
        }
        catch (Exception e) when (e is PartnerIsAway or RefusedByPartner)
        {
            LogNotTold(log, client.ClientId, row.AccountId, row.Attempts + 1, e.Message);
            await Note(row, row.RemoteId, told: false, e.Message, ct);
            return e is RefusedByPartner;
        }
    }

    /// <summary>What nobody foresaw is the trouble of this one system, and ends no node.</summary>
    async Task<string> Hand(Systems.SystemLink link, string? id, ScimUser user, CancellationToken ct)
    {
        try { return await remote.Tell(link, id, user, ct); }
        catch (Exception e) when (e is not (PartnerIsAway or RefusedByPartner or OperationCanceledException)) { throw new PartnerIsAway($"{e.GetType().Name}: {e.Message}", e); }
    }

    /// <summary>What waits for a system that is away makes room for what waits for others.</summary>
    Task Postpone(Guid clientId, CancellationToken ct) => database.Write(batch =>
    {
        var now = LegalTime.Cut(Time.GetUtcNow());
        batch.Add($"UPDATE identity_pushes SET next_try_at = {LegalTime.Cut(now + backoff.After(1))} WHERE client_id = {clientId} AND wanted > done AND next_try_at <= {now}");
        return batch.Run(ct);
    }, ct);

    async Task<(Push Push, ScimUser User)?> Current(Push row, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        var push = await db.Pushes.AsNoTracking().SingleOrDefaultAsync(p => p.ClientId == row.ClientId && p.AccountId == row.AccountId && p.Wanted > p.Done, ct);
        if (push is null || await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == row.AccountId, ct) is not { } account) return null;
        return (push, (await scope.ServiceProvider.GetRequiredService<ScimReader>().Say([new() { Account = account, ExternalId = null }], ct))[0]);
    }

    Task Note(Push row, string? id, bool told, string? error, CancellationToken ct) => database.Write(batch =>
    {
        var now = LegalTime.Cut(Time.GetUtcNow());
        if (error is null) batch.Add($"UPDATE identity_pushes SET remote_id = {id}, done = {row.Wanted}, attempts = 0, pushed_at = COALESCE({(told ? now : (DateTimeOffset?)null)}, pushed_at), last_error = NULL WHERE client_id = {row.ClientId} AND account_id = {row.AccountId}");
        else batch.Add($"UPDATE identity_pushes SET attempts = attempts + 1, next_try_at = {LegalTime.Cut(now + backoff.After(row.Attempts + 1))}, last_error = {ErrorText.Of(error)} WHERE client_id = {row.ClientId} AND account_id = {row.AccountId}");
        return batch.Run(ct);
    }, ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of SCIM failed")]
    static partial void LogRoundFailed(ILogger logger, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Client} was not told of account {Account}, attempt {Attempt}: {Why}")]
    static partial void LogNotTold(ILogger logger, string client, Guid account, int attempt, string why);
}
