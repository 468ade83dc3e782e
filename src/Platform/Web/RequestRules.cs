using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Web;

/// <summary>What holds for every request: language by address, security headers, and no unsafe request from another site.</summary>
public static class RequestRules
{
    static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>English lives under /en: the prefix moves to PathBase, so that links written with ~ keep it.</summary>
    public static IApplicationBuilder UseLanguage(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var culture = Texts.Vietnamese;
        if (context.Request.Path.StartsWithSegments("/en", out var rest))
        {
            culture = English;
            context.Request.PathBase = context.Request.PathBase.Add("/en");
            context.Request.Path = rest.HasValue ? rest : "/";
        }
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = culture;
        return next(context);
    });

    /// <summary>Set as the answer starts, because an error throws away what was set before it; what a page sets itself stays.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.TryAdd("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
            headers.TryAdd("X-Content-Type-Options", "nosniff");
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers.TryAdd("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)");
            headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
            return Task.CompletedTask;
        });
        return next(context);
    });

    /// <summary>What routing itself refuses under /api (no such address, method or media type) is told like every other refusal.</summary>
    public static IApplicationBuilder UseApiProblems(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        var answer = context.Response;
        if (answer.StatusCode < 400 || answer.HasStarted || answer.ContentType is not null || !context.Request.Path.StartsWithSegments("/api")) return;
        throw answer.StatusCode == StatusCodes.Status404NotFound
            ? Refusal.Missing("address", "API không có địa chỉ này.")
            : new Refusal(answer.StatusCode, "bad-request", "Yêu cầu này không đọc được.");
    });

    /// <summary>
    /// Against cross-site request forgery: sessions are SameSite=Lax, and an unsafe method must come from our own pages. A browser
    /// always sends Sec-Fetch-Site or Origin with a POST; a client that sends neither has no cookies of a victim to abuse.
    /// </summary>
    public static IApplicationBuilder UseSameSiteOnly(this IApplicationBuilder app)
    {
        var open = app.ApplicationServices.GetServices<OpenToOtherSites>().Select(o => o.Path).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return app.Use((context, next) => SameSiteOnly(context, next, open));
    }

    static Task SameSiteOnly(HttpContext context, RequestDelegate next, HashSet<string> open)
    {
        var request = context.Request;
        if (context.Features.Get<IExceptionHandlerFeature>() is not null) return next(context); // the error page of a request refused already
        if (open.Contains(request.Path.Value ?? "")) return next(context);
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return next(context);
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        var ours = site.Length > 0 ? site is "same-origin" or "none"
            : origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
        if (!ours) throw Refusal.Forbidden("cross-site", "Yêu cầu này đến từ một trang khác nên không được nhận. Mở lại trang này rồi làm lại.");
        return next(context);
    }
}

/// <summary>An address that other sites and systems may POST to. What answers there acts on what the request itself carries, never on the session of a browser.</summary>
public sealed record OpenToOtherSites(string Path);
