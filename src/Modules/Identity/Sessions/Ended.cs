using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.OpenId;

namespace NhatLe.Identity.Sessions;

/// <summary>What ends with a session, with all of them, and with the password. The caller saves.</summary>
static class Ended
{
    public static IQueryable<Session> OpenSessions(this IdentityDb db, Guid accountId, DateTimeOffset now) => db.Sessions.Where(s => s.AccountId == accountId && s.EndedAt == null && s.ExpiresAt > now);

    /// <summary>These sessions end, and in the systems they opened.</summary>
    public static Task End(this IdentityDb db, IReadOnlyCollection<Session> sessions, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var session in sessions) session.End(now);
        return db.SignOutOfClients([.. sessions.Select(s => s.Sid)], now, ct);
    }

    /// <summary>Everywhere, and what systems were given, also for longer than a session.</summary>
    /// <returns>How many sessions.</returns>
    public static async Task<int> EndEverywhere(this IdentityDb db, Guid accountId, DateTimeOffset now, CancellationToken ct)
    {
        var open = await db.OpenSessions(accountId, now).ToListAsync(ct);
        foreach (var session in open) session.End(now);
        await db.SignOutOfClients(accountId, now, ct);
        await db.Authorizations.Where(a => a.AccountId == accountId && a.EndedAt == null).ExecuteUpdateAsync(a => a.SetProperty(x => x.EndedAt, now), ct);
        return open.Count;
    }

    /// <summary>What was opened by the password that was good before, but for the session of <paramref name="exceptToken"/>.</summary>
    /// <returns>How many sessions.</returns>
    public static async Task<int> EndOpened(this IdentityDb db, Guid accountId, DateTimeOffset now, string? exceptToken, CancellationToken ct)
    {
        var hash = exceptToken is null ? "" : Session.HashOf(exceptToken);
        var here = await db.OpenSessions(accountId, now).SingleOrDefaultAsync(s => s.TokenHash == hash, ct);
        var ended = here is null ? await db.EndEverywhere(accountId, now, ct) : await db.EndElsewhere(here, now, ct);
        await db.HalfSignIns.Where(h => h.AccountId == accountId).ExecuteDeleteAsync(ct);
        await db.Activations.Where(a => a.AccountId == accountId).ExecuteDeleteAsync(ct); // the person has a password of their own: the slip of the desk opens nothing any more
        await db.CounterPins.Where(p => p.AccountId == accountId).ExecuteDeleteAsync(ct);
        return ended;
    }

    static async Task<int> EndElsewhere(this IdentityDb db, Session here, DateTimeOffset now, CancellationToken ct)
    {
        var others = await db.OpenSessions(here.AccountId, now).Where(s => s.TokenHash != here.TokenHash).ToListAsync(ct);
        await db.End(others, now, ct);
        await db.Authorizations.Where(a => a.AccountId == here.AccountId && a.Sid != here.Sid && a.EndedAt == null).ExecuteUpdateAsync(a => a.SetProperty(x => x.EndedAt, now), ct);
        return others.Count;
    }
}
