using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Outbound;

namespace NhatLe.Identity.OpenId;

/// <summary>
/// When a session ends here, every system it opened is told, server to server (OpenID Connect Back-Channel Logout 1.0): by its sid, or by
/// sub where the person leaves everywhere at once. The entry of the end is written with the end; telling hangs on the outbox, each system
/// in a line of its own, and is tried again until it is heard or an administrator gives it up.
/// </summary>
public static class BackChannelLogout
{
    /// <summary>In the transaction that ends the sessions.</summary>
    public static async Task SignOutOfClients(this IdentityDb db, IReadOnlyCollection<string> sids, DateTimeOffset now, CancellationToken ct)
    {
        if (sids.Count == 0) return;
        foreach (var one in await db.ClientSessions.Where(s => sids.Contains(s.Sid) && s.EndedAt == null).ToListAsync(ct)) db.End(one, everywhere: false, now);
    }

    /// <summary>All sessions of an account end, and whatever was given for longer than a session: each system is told once, of the person (section 2.4, "sub" without "sid").</summary>
    public static async Task SignOutOfClients(this IdentityDb db, Guid accountId, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var client in (await db.ClientSessions.Where(s => s.AccountId == accountId && s.EndedAt == null).ToListAsync(ct)).GroupBy(s => s.ClientId))
        {
            db.End(client.First(), everywhere: true, now);
            foreach (var other in client.Skip(1)) other.End(now);
        }
    }

    static void End(this IdentityDb db, ClientSession one, bool everywhere, DateTimeOffset now)
    {
        one.End(now);
        db.Record(one, new ClientSignedOut(one.ClientId, one.AccountId, one.Sid, everywhere));
    }
}

/// <summary>Sends the logout token (section 2.5). The system may hear it twice; the token's jti is the entry's, so it can know.</summary>
public sealed class SendLogoutToken(Clients clients, LogoutPost post) : IReaction<ClientSignedOut>
{
    public async Task On(ClientSignedOut happened, Entry entry, CancellationToken ct)
    {
        if (await clients.Find(happened.ClientId, ct) is { BackChannelUri: not null } client) await post.Send(client, happened, entry.Id, ct);
    }
}

/// <summary>Makes the token and carries it to a system; each has a breaker of its own.</summary>
public sealed class LogoutPost(SigningKeys keys, Issuer issuer, TimeProvider time) : IDisposable
{
    /// <summary>Section 2.4 recommends two minutes at most.</summary>
    static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(2);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan };
    readonly ConcurrentDictionary<Guid, Partner> partners = new();

    /// <exception cref="PartnerIsAway">Not heard: the outbox comes again.</exception>
    public Task Send(KnownClient client, ClientSignedOut happened, Guid entryId, CancellationToken ct) =>
        partners.GetOrAdd(client.Id, _ => new Partner($"Back-channel logout of {client.ClientId}", Patience, time)).Ask(async token =>
        {
            using var form = new FormUrlEncodedContent([new("logout_token", await Token(client, happened, entryId, token))]);
            try
            {
                using var answer = await http.PostAsync(new Uri(client.BackChannelUri!), form, token);
                if (!answer.IsSuccessStatusCode) throw new PartnerIsAway($"{client.ClientId} answered {(int)answer.StatusCode} to the logout token.");
            }
            catch (HttpRequestException e)
            {
                throw PartnerHttp.Unreached(client.ClientId, e);
            }
        }, ct);

    /// <summary>Section 2.4. It carries no nonce, so that it is never taken for an ID token.</summary>
    async Task<string> Token(KnownClient client, ClientSignedOut happened, Guid entryId, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return Jwt.Sign(await keys.Current(client.SigningAlg, ct), Jwt.Logout, json =>
        {
            json.WriteString("iss", issuer.Name);
            json.WriteString("aud", client.ClientId);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + TokenLife).ToUnixTimeSeconds());
            json.WriteString("jti", entryId.ToString("N"));
            json.WriteStartObject("events");
            json.WriteStartObject("http://schemas.openid.net/event/backchannel-logout");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("sub", Claims.Subject(happened.AccountId));
            if (!happened.Everywhere) json.WriteString("sid", happened.Sid);
        });
    }

    public void Dispose() => http.Dispose();
}
