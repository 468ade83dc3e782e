using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.OpenId;

/// <summary>
/// Takes and gives what an authorization holds. Each exchange is one statement, true for one caller only, so that a code or token that
/// comes twice at one instant is taken once. It counts only while its session is open (or it was given for longer), its account is
/// active and its officer in office: what is withdrawn ends here, whoever withdrew it and where.
/// </summary>
public sealed class Authorizations(IdentityDb db, Database database, DirectoryCache directory, Handles handles, TimeProvider time)
{
    /// <exception cref="OAuthError">invalid_grant. A code that comes a second time ends what the first gave (RFC 6749 section 4.1.2).</exception>
    public async Task<Authorization> TakeCode(KnownClient client, string code, string redirectUri, string challenge, CancellationToken ct)
    {
        if (handles.Read(Handles.Code, code) is not var (id, _)) throw OAuthError.InvalidGrant("There is no such code.");
        var now = Now;
        var taken = await Change($"""
            UPDATE identity_authorizations SET code_used_at = {now}, refresh_number = 1
            WHERE id = {id} AND client_id = {client.Id} AND redirect_uri = {redirectUri} AND code_challenge = {challenge} AND code_used_at IS NULL AND code_expires_at > {now} AND ended_at IS NULL
            """, now, ct);
        if (taken is not null) return await InOffice(taken, ct);
        var kept = await Find(id, ct);
        if (kept is null || kept.ClientId != client.Id) throw OAuthError.InvalidGrant("The code was given to another client.");
        if (kept.CodeUsedAt is not null)
        {
            await Misused(kept, client, ct);
            throw OAuthError.InvalidGrant("The code was used before. What it gave has ended.");
        }
        if (kept.RedirectUri != redirectUri) throw OAuthError.InvalidGrant("redirect_uri is another one than in the authorization request.");
        if (kept.CodeChallenge != challenge) throw OAuthError.InvalidGrant("code_verifier does not fit the code_challenge.");
        throw OAuthError.InvalidGrant("The code has expired, or its session has ended. Ask the person to sign in again.");
    }

    /// <exception cref="OAuthError">invalid_grant. A refresh token that comes a second time ends the whole family (RFC 9700 section 4.14.2): one of the two who hold it stole it.</exception>
    public async Task<Authorization> TakeRefresh(KnownClient client, string token, CancellationToken ct)
    {
        if (handles.Read(Handles.Refresh, token) is not var (id, number)) throw OAuthError.InvalidGrant("There is no such refresh token.");
        var now = Now;
        var taken = await Change($"""
            UPDATE identity_authorizations SET refresh_number = refresh_number + 1
            WHERE id = {id} AND client_id = {client.Id} AND refresh_number = {number} AND refresh_expires_at > {now} AND ended_at IS NULL
            """, now, ct);
        if (taken is not null) return await InOffice(taken, ct);
        var kept = await Find(id, ct);
        if (kept is null || kept.ClientId != client.Id) throw OAuthError.InvalidGrant("The refresh token was given to another client.");
        if (number < kept.RefreshNumber && kept.EndedAt is null)
        {
            await Misused(kept, client, ct);
            throw OAuthError.InvalidGrant("The refresh token was used before. All tokens that follow from it have ended.");
        }
        throw OAuthError.InvalidGrant("The refresh token has expired, was called back, or its session has ended. Ask the person to sign in again.");
    }

    /// <summary>The refresh token that is good now; null for any other.</summary>
    public async Task<Authorization?> FindRefresh(string token, CancellationToken ct) =>
        handles.Read(Handles.Refresh, token) is var (id, number) && await FindAlive(id, ct) is { } kept && kept.RefreshNumber == number && kept.RefreshExpiresAt > time.GetUtcNow() ? kept : null;

    /// <summary>Null where it has ended, in whichever way.</summary>
    public async Task<Authorization?> FindAlive(Guid id, CancellationToken ct)
    {
        var now = Now;
        var kept = await db.Authorizations.AsNoTracking().Where(a => a.Id == id && a.EndedAt == null
            && db.Accounts.Any(p => p.Id == a.AccountId && p.Active)
            && (a.Offline || db.Sessions.Any(s => s.Sid == a.Sid && s.AccountId == a.AccountId && s.EndedAt == null && s.ExpiresAt > now))).SingleOrDefaultAsync(ct);
        return kept is not null && await IsInOffice(kept, ct) ? kept : null;
    }

    public Task<Authorization?> Find(Guid id, CancellationToken ct) => db.Authorizations.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);

    public Task<int> End(Guid id, CancellationToken ct) => database.Write(async batch =>
    {
        var ended = 0;
        batch.Add($"UPDATE identity_authorizations SET ended_at = {Now} WHERE id = {id} AND ended_at IS NULL", rows => ended = rows);
        await batch.Run(ct);
        return ended;
    }, ct);

    /// <summary>It ends, and the journal of the sign-in says why.</summary>
    async Task Misused(Authorization kept, KnownClient client, CancellationToken ct)
    {
        if (await End(kept.Id, ct) == 0) return; // said already
        await db.Again(async () =>
        {
            db.Record(await db.ClientSessions.SingleAsync(s => s.Id == kept.ClientSessionId, ct), new TokenUsedTwice(client.ClientId));
            return await db.SaveChangesAsync(ct);
        });
    }

    async Task<Authorization> InOffice(Authorization taken, CancellationToken ct) =>
        await IsInOffice(taken, ct) ? taken : throw OAuthError.InvalidGrant("The officer is no longer in office.");

    async ValueTask<bool> IsInOffice(Authorization kept, CancellationToken ct) => kept.OfficerId is not { } officer || (await directory.Get(ct)).FindOfficer(officer) is { Active: true };

    /// <summary>The statement, in its turn, with what must hold of account and session.</summary>
    async Task<Authorization?> Change(FormattableString change, DateTimeOffset now, CancellationToken ct)
    {
        var (yes, at) = (change.ArgumentCount, change.ArgumentCount + 1);
        var sql = $$"""
            {{change.Format}}
            AND EXISTS (SELECT 1 FROM identity_accounts p WHERE p.id = identity_authorizations.account_id AND p.active = {{{yes}}})
            AND (offline = {{{yes}}} OR EXISTS (SELECT 1 FROM identity_sessions s WHERE s.sid = identity_authorizations.sid AND s.account_id = identity_authorizations.account_id AND s.ended_at IS NULL AND s.expires_at > {{{at}}}))
            RETURNING *
            """;
        object[] values = [.. change.GetArguments().Append(true).Append(now).Select(database.ToStored)];
        using var turn = await database.Writers.Enter(ct);
        return (await db.Authorizations.FromSqlRaw(sql, values).AsNoTracking().ToListAsync(ct)).SingleOrDefault();
    }

    DateTimeOffset Now => LegalTime.Cut(time.GetUtcNow());
}
