using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.SecondFactors;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Sessions;

/// <summary>A session whose person proved once more who they are.</summary>
/// <param name="Token">Goes into the cookie in place of the one before, and nowhere else.</param>
public sealed record Raised(string Token, TimeSpan Span)
{
    public void Write(HttpContext context) => SessionCookie.Write(context, Token, Span);
}

/// <summary>The end of every sign-in, whatever was asked for.</summary>
public sealed class NewSession(IdentityDb db, SecondFactorPolicy policy, TimeProvider time)
{
    /// <summary>Always a new token; the session this browser had before ends. Of the same person it goes on under its name, and the systems it opened stay open.</summary>
    /// <param name="acr">How sure the sign-in was.</param>
    /// <param name="assurance">How sure the state is of the person, where it was asked.</param>
    public async Task<SignIn.Begun> Begin(Account account, Actor actor, string acr, Device device, CancellationToken ct, AssuranceLevel assurance = AssuranceLevel.None)
    {
        var (token, now) = (Session.NewToken(), LegalTime.Cut(time.GetUtcNow()));
        var sid = await EndBefore(account.Id, device, now, ct) ?? Session.NewSid();
        var session = Session.Begin(token, sid, acr, account, device, now, assurance);
        db.Sessions.Add(session);
        if (acr == Acr.Password && policy.Binds(actor)) account.AskSecond(now);
        db.Record(account, new SignedIn(Device.Describe(device.UserAgent), device.Address));
        await db.SaveChangesAsync(ct);
        return new(token, actor, Session.SpanOf(account.Kind), session.ExpiresAt);
    }

    /// <summary>The first step is done, and a code is awaited.</summary>
    /// <param name="assurance">What the first step said of the person, where it was the national identity.</param>
    /// <returns>The name of what was begun; goes into its own cookie.</returns>
    public async Task<string> AwaitCode(Guid accountId, CancellationToken ct, AssuranceLevel assurance = AssuranceLevel.None)
    {
        var (token, now) = (Session.NewToken(), LegalTime.Cut(time.GetUtcNow()));
        db.HalfSignIns.Add(new() { TokenHash = Session.HashOf(token), AccountId = accountId, ExpiresAt = now + HalfSignIn.Life, Assurance = assurance });
        await db.SaveChangesAsync(ct);
        return token;
    }

    /// <summary>The person has proved once more who they are: the session goes on under a new token.</summary>
    /// <param name="before">As it was found; read again here.</param>
    /// <exception cref="Refusal">401: it ended meanwhile.</exception>
    public async Task<Raised> Raise(Session before, AccountKind kind, bool byFactor, CancellationToken ct)
    {
        var open = await db.Sessions.SingleOrDefaultAsync(s => s.TokenHash == before.TokenHash && s.EndedAt == null, ct) ?? throw Refusal.SignIn();
        var token = Session.NewToken();
        db.Sessions.Remove(open);
        db.Sessions.Add(open.Proved(token, byFactor, LegalTime.Cut(time.GetUtcNow())));
        return new(token, Session.SpanOf(kind));
    }

    /// <returns>The name it had, where it was the same person's and open.</returns>
    async Task<string?> EndBefore(Guid accountId, Device device, DateTimeOffset now, CancellationToken ct)
    {
        if (device.Token is null || await db.Sessions.FindAsync([Session.HashOf(device.Token)], ct) is not { } before) return null;
        var goesOn = before.AccountId == accountId && before.IsOpen(now);
        before.End(now);
        if (!goesOn) await db.SignOutOfClients([before.Sid], now, ct);
        return goesOn ? before.Sid : null;
    }
}
