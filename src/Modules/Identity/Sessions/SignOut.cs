using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.OpenId;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Sessions;

/// <summary>A person signs out (đăng xuất): of this browser, or of every other one. The session ends here, not only in the cookie.</summary>
public static class SignOut
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/dang-xuat", async (Handler handler, HttpContext context, CancellationToken ct) =>
        {
            await handler.Run(Device.Of(context), ct);
            SessionCookie.Clear(context);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = context.Request.PathBase + "/";
        });
        routes.MapDelete("/api/identity/sessions/current", async (Handler handler, HttpContext context, CancellationToken ct) =>
        {
            await handler.Run(Device.Of(context), ct);
            SessionCookie.Clear(context);
            return TypedResults.NoContent();
        });
        routes.MapDelete("/api/identity/sessions", async (Handler handler, HttpContext context, CancellationToken ct) =>
        {
            await handler.Everywhere(ct);
            SessionCookie.Clear(context);
            return TypedResults.NoContent();
        });
        routes.MapDelete("/api/identity/sessions/others", async (Handler handler, HttpContext context, CancellationToken ct) =>
        {
            await handler.Others(Device.Of(context), ct);
            return TypedResults.NoContent();
        });
    }

    public sealed class Handler(IdentityDb db, Actor actor, TimeProvider time)
    {
        /// <summary>Whoever is signed out already stays so: pressing twice is no error.</summary>
        public Task Run(Device device, CancellationToken ct)
        {
            var hash = device.Token is null ? "" : Session.HashOf(device.Token);
            return End(s => s.Where(one => one.TokenHash == hash), ct);
        }

        /// <exception cref="Refusal">401 for somebody who is not signed in.</exception>
        public Task Others(Device device, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var hash = device.Token is null ? "" : Session.HashOf(device.Token);
            return End(s => s.Where(one => one.TokenHash != hash), ct);
        }

        /// <summary>Of every browser, this one too, and of every system, also where access was given for longer than a session.</summary>
        /// <exception cref="Refusal">401 for somebody who is not signed in.</exception>
        public Task Everywhere(CancellationToken ct) => actor.IsSignedIn ? db.Again(async () =>
        {
            var now = LegalTime.Cut(time.GetUtcNow());
            var ended = await db.EndEverywhere(actor.AccountId, now, ct);
            await db.CounterPins.Where(p => p.AccountId == actor.AccountId).ExecuteDeleteAsync(ct);
            db.Record(await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), new SignedOut(ended));
            return await db.SaveChangesAsync(ct);
        }) : throw Refusal.SignIn();

        Task<int> End(Func<IQueryable<Session>, IQueryable<Session>> chosen, CancellationToken ct) => db.Again(async () =>
        {
            var now = LegalTime.Cut(time.GetUtcNow());
            var open = await chosen(db.OpenSessions(actor.AccountId, now)).ToListAsync(ct);
            if (open.Count == 0) return 0;
            await db.End(open, now, ct);
            db.Record(await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), new SignedOut(open.Count));
            return await db.SaveChangesAsync(ct);
        });
    }
}
