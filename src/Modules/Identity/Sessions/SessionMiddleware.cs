using Microsoft.AspNetCore.Http;
using NhatLe.Identity.SecondFactors;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Sessions;

/// <summary>Sets who acts in this request from its session cookie. A request without one, or with one that ended, acts as nobody.</summary>
sealed class SessionMiddleware(RequestDelegate next)
{
    /// <summary>What somebody who must add a second factor first may still open: the way there, and the way out.</summary>
    static readonly IReadOnlyList<PathString> Open = [.. Detour.Always, Credentials.ChangeModel.Address, "/api/identity/password", TwoStepsModel.Address, "/api/identity/second-factor", Passkeys.MyPasskeysModel.Address, "/api/identity/passkeys"];

    public async Task Invoke(HttpContext context, ActorHolder holder, OpenSessions sessions, SignedInAccount signedIn, SecondFactorPolicy policy)
    {
        var mustAdd = false;
        // The error page runs the pipeline a second time, with the actor set already.
        if (!holder.Current.IsSignedIn && SessionCookie.Read(context.Request) is { } token && await sessions.Open(token, context.RequestAborted) is { } opened)
        {
            holder.Current = opened.Actor.Having(new(signedIn.Session!.ProvedAt, signedIn.Session.Acr));
            mustAdd = policy.MustAdd(signedIn.Account!, opened.Actor, signedIn.Session!) && !Open.Leads(context.Request);
            if (opened.Extend is { } span) SessionCookie.Write(context, token, span);
        }
        if (holder.Current.IsSignedIn) context.Response.Headers.CacheControl = "no-store"; // "back" after signing out shows nothing
        if (mustAdd) Detour.To(context, TwoStepsModel.Address, Refusal.Forbidden("second-factor.required", "Chức vụ của anh/chị cần xác thực hai bước. Hãy bật ở trang Tài khoản của tôi, rồi làm lại."));
        else await next(context);
    }
}
