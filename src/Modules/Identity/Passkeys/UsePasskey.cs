using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.SecondFactors;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Passkeys;

/// <summary>A challenge for a key (Web Authentication Level 3, section 7.2, step 1): of anybody who signs in, or of a person who is known already.</summary>
public static class AskForPasskey
{
    public const string Route = "/api/identity/passkeys/challenge";

    public sealed record Command
    {
        /// <summary>To finish a sign-in whose password was right, or to be surer of who is signed in.</summary>
        public bool Second { get; set; }

        /// <summary>Who is signed in confirms that it is they, before an act of weight.</summary>
        public bool Confirm { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Route, (Command command, Handler handler, HttpContext context, CancellationToken ct) => handler.Run(command, HalfCookie.Read(context.Request), ct));

    public sealed class Handler(IdentityDb db, Actor actor, SignInCode.Handler halves, WebAuthn webAuthn, Challenges challenges)
    {
        /// <param name="half">What the first step left in the browser.</param>
        /// <exception cref="Refusal">401 nobody is known here; 409 who is known has no key.</exception>
        public async Task<Challenges.Made> Run(Command command, string? half, CancellationToken ct)
        {
            var kind = command.Confirm ? ChallengeKind.Confirm : command.Second ? ChallengeKind.Second : ChallengeKind.SignIn;
            var account = kind switch
            {
                ChallengeKind.Confirm => await SignedIn(ct) ?? throw Refusal.SignIn(),
                ChallengeKind.Second => await halves.AccountOf(half, ct) ?? await SignedIn(ct) ?? throw Refusal.SignIn(),
                _ => null,
            };
            if (account is not null && !await db.Passkeys.AnyAsync(p => p.AccountId == account.Id, ct)) throw Refusal.Conflict("passkey.none", "Tài khoản này chưa có khóa truy cập. Hãy nhập mã trong ứng dụng xác thực.");
            var (options, state) = await webAuthn.AskToUse(account);
            return challenges.Make(kind, account?.Id, options, state);
        }

        async Task<Account?> SignedIn(CancellationToken ct) => actor.IsSignedIn ? await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == actor.AccountId, ct) : null;
    }
}

/// <summary>A person signs in with a key alone: the device they hold, and what unlocks it. That makes two factors.</summary>
public static class SignInByPasskey
{
    public const string Route = "/api/identity/sessions/passkey";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Route, async (PasskeyAnswer answer, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var begun = await handler.Run(answer, Device.Of(context), ct);
            begun.Write(context);
            return TypedResults.Created("/api/identity/sessions/current", new SignIn.Answer(begun.Actor.Kind, begun.Actor.Name, begun.ExpiresAt));
        });

    /// <summary>Into the cookies of the browser. What was begun with a password is over.</summary>
    public static void Write(this SignIn.Begun begun, HttpContext context)
    {
        SessionCookie.Write(context, begun.Token, begun.Span);
        HalfCookie.Clear(context);
    }

    public sealed class Handler(PasskeyCheck passkeys, NewSession newSession, OpenSessions sessions)
    {
        /// <exception cref="Refusal">422, by name.</exception>
        public async Task<SignIn.Begun> Run(PasskeyAnswer answer, Device device, CancellationToken ct)
        {
            var begun = await passkeys.Use(answer, ChallengeKind.SignIn, accountId: null, (account, actor) => newSession.Begin(account, actor, Acr.TwoFactors, device, ct), ct);
            await sessions.Sweep(ct);
            return begun;
        }
    }
}

/// <summary>
/// A key in place of a code: to finish a sign-in whose password was right, or where somebody who is signed in has to be surer. The session
/// that began with less goes on under its name and a new token.
/// </summary>
public static class SecondByPasskey
{
    public const string Route = "/api/identity/sessions/code/passkey";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Route, async (PasskeyAnswer answer, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var begun = await handler.Run(answer, HalfCookie.Read(context.Request), Device.Of(context), ct);
            begun.Write(context);
            return TypedResults.Created("/api/identity/sessions/current", new SignIn.Answer(begun.Actor.Kind, begun.Actor.Name, begun.ExpiresAt));
        });

    public sealed class Handler(IdentityDb db, Actor actor, SignedInAccount signedIn, SignInCode.Handler halves, PasskeyCheck passkeys, NewSession newSession)
    {
        /// <param name="half">What the first step left in the browser.</param>
        /// <exception cref="Refusal">401 nothing to finish, and nobody signed in; 422, by name.</exception>
        public async Task<SignIn.Begun> Run(PasskeyAnswer answer, string? half, Device device, CancellationToken ct)
        {
            var account = await halves.AccountOf(half, ct);
            if (account is null && !actor.IsSignedIn) throw Refusal.SignIn();
            return await passkeys.Use(answer, ChallengeKind.Second, account?.Id ?? actor.AccountId, async (person, who) =>
            {
                var assurance = account is null ? signedIn.Session?.Assurance ?? AssuranceLevel.None : await Finish(Session.HashOf(half!), ct);
                return await newSession.Begin(person, who, Acr.TwoFactors, device, ct, assurance);
            }, ct);
        }

        async Task<AssuranceLevel> Finish(string half, CancellationToken ct)
        {
            var first = await db.HalfSignIns.SingleOrDefaultAsync(h => h.TokenHash == half, ct) ?? throw Refusal.SignIn(); // finished by another request
            db.HalfSignIns.Remove(first);
            return first.Assurance;
        }
    }
}
