using Microsoft.AspNetCore.Http;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Sessions;

/// <summary>Sets who acts in this request from its session cookie. A request without one, or with one that ended, acts as nobody.</summary>
sealed class SessionMiddleware(RequestDelegate next)
{
    public async Task Invoke(HttpContext context, ActorHolder holder, OpenSessions sessions)
    {
        // The error page runs the pipeline a second time, with the actor set already.
        if (!holder.Current.IsSignedIn && SessionCookie.Read(context.Request) is { } token && await sessions.Open(token, context.RequestAborted) is { } opened)
        {
            holder.Current = opened.Actor;
            if (opened.Extend is { } span) SessionCookie.Write(context, token, span);
        }
        if (holder.Current.IsSignedIn) context.Response.Headers.CacheControl = "no-store"; // "back" after signing out shows nothing
        await next(context);
    }
}
