using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.SecondFactors;

/// <summary>The second step of a sign-in (bước hai): after the right password, a code of the app on the person's phone, or a recovery code.</summary>
public static class SignInCode
{
    public const string Route = "/api/identity/sessions/code";

    public sealed record Command
    {
        public string? Code { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Route, async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var begun = await handler.Run(command, HalfCookie.Read(context.Request), Device.Of(context), ct);
            SessionCookie.Write(context, begun.Token, begun.Span);
            HalfCookie.Clear(context);
            return TypedResults.Created("/api/identity/sessions/current", new SignIn.Answer(begun.Actor.Kind, begun.Actor.Name, begun.ExpiresAt));
        });

    public sealed class Handler(IdentityDb db, OpenSessions sessions, NewSession newSession, CodeCheck codes, TimeProvider time)
    {
        /// <param name="half">What the first step left in the browser.</param>
        /// <exception cref="Refusal">401 no first step, or too long ago; 422 wrong code; 429 too many.</exception>
        public async Task<SignIn.Begun> Run(Command command, string? half, Device device, CancellationToken ct)
        {
            if (await AccountOf(half, ct) is not { } account) throw Refusal.SignIn();
            var actor = await sessions.ActorOf(account, ct);
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var hash = Session.HashOf(half!);
            return await codes.Take(account.Id, actor, command.Code, device, async person =>
            {
                var first = await db.HalfSignIns.SingleOrDefaultAsync(h => h.TokenHash == hash, ct) ?? throw Refusal.SignIn(); // finished by another request
                db.HalfSignIns.Remove(first);
                return await newSession.Begin(person, actor, Acr.TwoFactors, device, ct, first.Assurance);
            }, ct);
        }

        /// <summary>Whose code is awaited; null when nobody's, or the ten minutes are over.</summary>
        public async Task<Account?> AccountOf(string? half, CancellationToken ct)
        {
            if (half is null) return null;
            var (hash, now) = (Session.HashOf(half), time.GetUtcNow());
            return await (
                from h in db.HalfSignIns.AsNoTracking()
                join a in db.Accounts.AsNoTracking() on h.AccountId equals a.Id
                where h.TokenHash == hash && h.ExpiresAt > now
                select a).SingleOrDefaultAsync(ct);
        }
    }
}

/// <summary>Who is signed in enters a code once more (nhập mã): a system, or an act of weight, wants to be surer of the person.</summary>
public static class EnterCode
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/sessions/current/code", async (SignInCode.Command command, Handler handler, HttpContext context, CancellationToken ct) => (await handler.Run(command, Device.Of(context), ct)).Write(context));

    public sealed class Handler(IdentityDb db, SignedInAccount signedIn, Actor actor, CodeCheck codes, NewSession sessions)
    {
        /// <exception cref="Refusal">401 not signed in; 409 without a second factor; 422 wrong code; 429 too many.</exception>
        public async Task<Raised> Run(SignInCode.Command command, Device device, CancellationToken ct)
        {
            if (!actor.IsSignedIn || signedIn.Session is not { } session) throw Refusal.SignIn();
            if (!await codes.AreAsked(actor.AccountId, ct)) throw Refusal.Conflict("second-factor.none", "Tài khoản này chưa bật xác thực hai bước. Hãy bật ở trang Tài khoản của tôi.");
            return await codes.Take(actor.AccountId, actor, command.Code, device, async account =>
            {
                var raised = await sessions.Raise(session, account.Kind, byFactor: true, ct);
                db.Record(account, new CodeEntered(Device.Describe(device.UserAgent), device.Address));
                await db.SaveChangesAsync(ct);
                return raised;
            }, ct);
        }
    }
}
