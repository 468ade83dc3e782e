using Microsoft.AspNetCore.Http;
using NhatLe.Identity.SecondFactors;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Sessions;

/// <summary>Sets who acts in this request from its session cookie. A request without one, or with one that ended, acts as nobody.</summary>
sealed class SessionMiddleware(RequestDelegate next)
{
    /// <summary>What somebody who must add a second factor first may still open: the way there, and the way out.</summary>
    static readonly PathString[] Always = [Credentials.ChangeModel.Address, "/api/identity/password", TwoStepsModel.Address, "/api/identity/second-factor", Passkeys.MyPasskeysModel.Address, "/api/identity/passkeys", SignInModel.Address, Counters.LockModel.Address, "/api/identity/sessions", "/dang-xuat", OpenId.EndSessionModel.Address, OpenId.Discovery.EndSession, "/loi"];

    public async Task Invoke(HttpContext context, ActorHolder holder, OpenSessions sessions, SignedInAccount signedIn, SecondFactorPolicy policy)
    {
        var mustAdd = false;
        // The error page runs the pipeline a second time, with the actor set already.
        if (!holder.Current.IsSignedIn && SessionCookie.Read(context.Request) is { } token && await sessions.Open(token, context.RequestAborted) is { } opened)
        {
            holder.Current = opened.Actor.Having(new(signedIn.Session!.ProvedAt, signedIn.Session.Acr));
            mustAdd = policy.MustAdd(signedIn.Account!, opened.Actor, signedIn.Session!) && !Always.Any(path => context.Request.Path.StartsWithSegments(path));
            if (opened.Extend is { } span) SessionCookie.Write(context, token, span);
        }
        if (holder.Current.IsSignedIn) context.Response.Headers.CacheControl = "no-store"; // "back" after signing out shows nothing
        if (mustAdd) SendToAdd(context);
        else await next(context);
    }

    static void SendToAdd(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/live"))
            throw Refusal.Forbidden("second-factor.required", "Chức vụ của anh/chị cần xác thực hai bước. Hãy bật ở trang Tài khoản của tôi, rồi làm lại.");
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = request.PathBase + TwoStepsModel.Address + QueryString.Create("returnUrl", request.Path + request.QueryString);
    }
}
