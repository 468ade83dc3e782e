using Microsoft.AspNetCore.Http;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Credentials;

/// <summary>Who came in by a temporary password chooses their own first: every other page leads there.</summary>
sealed class MustChangePassword(RequestDelegate next)
{
    /// <summary>The way there, and the way out.</summary>
    static readonly PathString[] Always = [ChangeModel.Address, "/api/identity/password", SignInModel.Address, Counters.LockModel.Address, Passkeys.AskForPasskey.Route, "/api/identity/sessions", "/dang-xuat", OpenId.EndSessionModel.Address, OpenId.Discovery.EndSession, "/loi"];

    public Task Invoke(HttpContext context, ActorHolder holder, SignedInAccount signedIn)
    {
        if (signedIn.Account?.MustChangePassword != true || !holder.Current.IsSignedIn || Array.Exists(Always, path => context.Request.Path.StartsWithSegments(path))) return next(context);
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/live"))
            throw Refusal.Forbidden("password.must-change", "Hãy đặt mật khẩu của riêng mình trước, ở trang Đổi mật khẩu.");
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = request.PathBase + ChangeModel.Address + QueryString.Create("returnUrl", request.Path + request.QueryString);
        return Task.CompletedTask;
    }
}
