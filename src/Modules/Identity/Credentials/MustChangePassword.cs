using Microsoft.AspNetCore.Http;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Credentials;

/// <summary>Who came in by a temporary password chooses their own first: every other page leads there.</summary>
sealed class MustChangePassword(RequestDelegate next)
{
    /// <summary>The way there, and the way out.</summary>
    static readonly IReadOnlyList<PathString> Open = [.. Detour.Always, ChangeModel.Address, "/api/identity/password", Passkeys.AskForPasskey.Route];

    public Task Invoke(HttpContext context, ActorHolder holder, SignedInAccount signedIn)
    {
        if (signedIn.Account?.MustChangePassword != true || !holder.Current.IsSignedIn || Open.Leads(context.Request)) return next(context);
        Detour.To(context, ChangeModel.Address, Refusal.Forbidden("password.must-change", "Hãy đặt mật khẩu của riêng mình trước, ở trang Đổi mật khẩu."));
        return Task.CompletedTask;
    }
}
