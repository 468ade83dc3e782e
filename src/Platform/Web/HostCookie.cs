using Microsoft.AspNetCore.Http;

namespace NhatLe.Platform.Web;

/// <summary>A cookie of ours, which no script reads. Over HTTPS under a name that binds it to this host; plain HTTP is for demonstrations.</summary>
public sealed class HostCookie(string name, SameSiteMode sameSite = SameSiteMode.Lax)
{
    string NameFor(HttpRequest request) => request.IsHttps ? "__Host-" + name : name;

    /// <summary>Null where the browser has none.</summary>
    public string? Read(HttpRequest request) => request.Cookies.TryGetValue(NameFor(request), out var value) && value.Length > 0 ? value : null;

    public void Write(HttpContext context, string value, TimeSpan span) => context.Response.Cookies.Append(NameFor(context.Request), value, Options(context.Request, span));

    public void Clear(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request, span: null));

    CookieOptions Options(HttpRequest request, TimeSpan? span) => new() { HttpOnly = true, Secure = request.IsHttps, SameSite = sameSite, Path = "/", MaxAge = span, IsEssential = true };
}
