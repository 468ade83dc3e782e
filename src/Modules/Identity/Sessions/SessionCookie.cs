using Microsoft.AspNetCore.Http;

namespace NhatLe.Identity.Sessions;

/// <summary>The session token in the browser. Over HTTPS under a name that binds it to this host; plain HTTP is for demonstrations.</summary>
public static class SessionCookie
{
    const string Secure = "__Host-nhatle";
    const string Plain = "nhatle";

    static string NameFor(HttpRequest request) => request.IsHttps ? Secure : Plain;

    public static string? Read(HttpRequest request) => request.Cookies.TryGetValue(NameFor(request), out var token) && token.Length > 0 ? token : null;

    public static void Write(HttpContext context, string token, TimeSpan span) =>
        context.Response.Cookies.Append(NameFor(context.Request), token, Options(context.Request, span));

    /// <summary>Takes away the cookie and, over HTTPS, what the browser kept of our pages: shared computers keep nothing.</summary>
    public static void Clear(HttpContext context)
    {
        context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request, span: null));
        if (context.Request.IsHttps) context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
    }

    static CookieOptions Options(HttpRequest request, TimeSpan? span) =>
        new() { HttpOnly = true, Secure = request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = span, IsEssential = true };
}

/// <summary>The sign-in that awaits its code, in the browser: for minutes, and good for nothing else.</summary>
public static class HalfCookie
{
    static string NameFor(HttpRequest request) => request.IsHttps ? "__Host-nhatle-half" : "nhatle-half";

    public static string? Read(HttpRequest request) => request.Cookies.TryGetValue(NameFor(request), out var token) && token.Length > 0 ? token : null;

    public static void Write(HttpContext context, string token) =>
        context.Response.Cookies.Append(NameFor(context.Request), token, Options(context.Request, SecondFactors.HalfSignIn.Life));

    public static void Clear(HttpContext context) => context.Response.Cookies.Delete(NameFor(context.Request), Options(context.Request, span: null));

    static CookieOptions Options(HttpRequest request, TimeSpan? span) =>
        new() { HttpOnly = true, Secure = request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", MaxAge = span, IsEssential = true };
}
