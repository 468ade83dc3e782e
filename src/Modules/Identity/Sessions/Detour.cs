using Microsoft.AspNetCore.Http;
using NhatLe.Identity.OpenId;
using NhatLe.Platform;

namespace NhatLe.Identity.Sessions;

/// <summary>Somebody must do something first: pages lead there and back, everything else is refused in words.</summary>
static class Detour
{
    /// <summary>What stays open all the same: signing in as somebody else, locking, and the way out.</summary>
    public static readonly IReadOnlyList<PathString> Always = [SignInModel.Address, Counters.LockModel.Address, "/api/identity/sessions", "/dang-xuat", EndSessionModel.Address, Discovery.EndSession, "/loi"];

    public static bool Leads(this IReadOnlyList<PathString> open, HttpRequest request) => open.Any(path => request.Path.StartsWithSegments(path));

    /// <param name="address">Of the page, without the language prefix.</param>
    /// <param name="refusal">What programs and forms are told.</param>
    public static void To(HttpContext context, string address, Refusal refusal)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/live")) throw refusal;
        context.SeeOther(request.PathBase + address + QueryString.Create("returnUrl", request.Path + request.QueryString));
    }
}
