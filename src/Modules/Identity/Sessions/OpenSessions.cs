using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Sessions;

/// <summary>The account of this request and its session, as it was opened: they are not read twice.</summary>
public sealed class SignedInAccount
{
    public Account? Account { get; set; }

    public Session? Session { get; set; }
}

/// <summary>Who stands behind a session token, now. Everything is read again with each request: what is withdrawn ends at once.</summary>
public sealed class OpenSessions(IdentityDb db, SignedInAccount signedIn, Database database, DirectoryCache directory, LegalTime legal, TimeProvider time)
{
    sealed record Found(Session Session, Account Account);

    /// <summary>Asked with every request: translated once.</summary>
    static readonly Func<IdentityDb, string, DateTimeOffset, CancellationToken, Task<Found?>> Find = EF.CompileAsyncQuery((IdentityDb db, string hash, DateTimeOffset now, CancellationToken ct) => (
        from s in db.Sessions.AsNoTracking()
        join a in db.Accounts.AsNoTracking() on s.AccountId equals a.Id
        where s.TokenHash == hash && s.EndedAt == null && s.ExpiresAt > now
        select new Found(s, a)).SingleOrDefault());

    /// <param name="Extend">The cookie is due to be written again, for this span.</param>
    public sealed record Opened(Actor Actor, TimeSpan? Extend);

    /// <summary>Null when the session has ended, has expired, or its account or officer is no longer active; then it ends.</summary>
    public async Task<Opened?> Open(string token, CancellationToken ct)
    {
        var (hash, now) = (Session.HashOf(token), time.GetUtcNow());
        var found = await Find(db, hash, now, ct);
        if (found is null) return null;
        var actor = await ActorOf(signedIn.Account = found.Account, ct);
        if (!actor.IsSignedIn)
        {
            if (!found.Account.Active) await End(hash, ct); // of who has just left office all end together, and their systems are told once: see FollowOfficer
            return null;
        }
        signedIn.Session = found.Session;
        return new(actor, await Touch(found.Session, found.Account.Kind, now, ct));
    }

    /// <summary>Anonymous when the account is closed, or the directory no longer has its officer.</summary>
    public async Task<Actor> ActorOf(Account account, CancellationToken ct)
    {
        if (!account.Active) return Actor.Anonymous;
        if (account.OfficerId is { } officer) return (await directory.Get(ct)).ActorFor(account.Id, officer, legal.Now, legal.Today);
        return new Actor { Kind = ActorKind.Citizen, AccountId = account.Id, Name = account.FullName };
    }

    Task<int> End(string hash, CancellationToken ct) => db.Again(async () =>
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        if (await db.Sessions.SingleOrDefaultAsync(s => s.TokenHash == hash && s.EndedAt == null, ct) is not { } session) return 0;
        session.End(now);
        await db.SignOutOfClients([session.Sid], now, ct);
        return await db.SaveChangesAsync(ct);
    });

    /// <summary>Deletes what is kept no longer. Runs with every sign-in: there is nothing to forget to schedule.</summary>
    public Task Sweep(CancellationToken ct) => database.Write(batch =>
    {
        var now = time.GetUtcNow();
        batch.Add($"DELETE FROM identity_sessions WHERE expires_at < {now - Session.KeptAfterExpiry}");
        batch.Add($"DELETE FROM identity_half_sign_ins WHERE expires_at < {now}");
        batch.Add($"DELETE FROM identity_mail_checks WHERE sent_at < {now.AddDays(-1)}");
        batch.Add($"DELETE FROM identity_registrations WHERE sent_at < {now - Registrations.Registration.Kept}");
        batch.Add($"DELETE FROM identity_password_resets WHERE asked_at < {now - Credentials.PasswordReset.Kept}");
        batch.Add($"DELETE FROM identity_kept_forms WHERE kept_at < {now - Counters.KeptForm.Kept}");
        batch.Add($"DELETE FROM identity_counter_pins WHERE day < {Counters.CounterHere.DayOf(now).AddDays(-Counters.CounterPin.KeptDays)}");
        return batch.Run(ct);
    }, ct);

    async Task<TimeSpan?> Touch(Session session, AccountKind kind, DateTimeOffset now, CancellationToken ct)
    {
        if (now - session.LastSeenAt < Session.TouchedEvery) return null;
        var span = Session.SpanOf(kind);
        await database.Write(batch =>
        {
            batch.Add($"UPDATE identity_sessions SET last_seen_at = {now}, expires_at = {now + span} WHERE token_hash = {session.TokenHash} AND ended_at IS NULL");
            return batch.Run(ct);
        }, ct);
        return span;
    }
}
