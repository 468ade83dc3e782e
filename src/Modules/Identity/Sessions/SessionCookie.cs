using Microsoft.AspNetCore.Http;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Sessions;

/// <summary>The session token in the browser.</summary>
public static class SessionCookie
{
    static readonly HostCookie cookie = new("nhatle");

    public static string? Read(HttpRequest request) => cookie.Read(request);

    public static void Write(HttpContext context, string token, TimeSpan span) => cookie.Write(context, token, span);

    /// <summary>Takes away the cookie and, over HTTPS, what the browser kept of our pages: shared computers keep nothing.</summary>
    public static void Clear(HttpContext context)
    {
        cookie.Clear(context);
        if (context.Request.IsHttps) context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
    }
}

/// <summary>The sign-in that awaits its code, in the browser: for minutes, and good for nothing else.</summary>
public static class HalfCookie
{
    static readonly HostCookie cookie = new("nhatle-half");

    public static string? Read(HttpRequest request) => cookie.Read(request);

    public static void Write(HttpContext context, string token) => cookie.Write(context, token, SecondFactors.HalfSignIn.Life);

    public static void Clear(HttpContext context) => cookie.Clear(context);
}
