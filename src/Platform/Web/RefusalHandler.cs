using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Web;

/// <summary>A refusal of the API becomes ProblemDetails with its code and fields (RFC 9457); pages go on to the error page, or to sign-in.</summary>
public sealed class RefusalHandler(Texts texts) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var refusal = exception as Refusal ?? Unreadable(exception as BadHttpRequestException);
        httpContext.Response.StatusCode = refusal?.Status ?? StatusCodes.Status500InternalServerError;
        if (refusal?.Challenge is { } challenge) httpContext.Response.Headers.WWWAuthenticate = challenge;
        if (refusal is not null) httpContext.Response.TellWhen(refusal);
        PathString asked = httpContext.Features.Get<IExceptionHandlerPathFeature>()?.Path; // the path of the request is the error page's by now
        if (!asked.StartsWithSegments("/api") && refusal?.Code == StepUp.Code) return SendToConfirm(httpContext, asked);
        if (!asked.StartsWithSegments("/api")) return refusal?.Status == StatusCodes.Status401Unauthorized && SendToSignIn(httpContext, asked);
        var problem = new ProblemDetails
        {
            Status = httpContext.Response.StatusCode,
            Title = refusal?.In(texts) ?? texts["Có lỗi ở phía chúng tôi. Việc đang làm chưa được ghi nhận."],
            Detail = refusal?.Fields.Count > 0 ? string.Join(' ', refusal.Fields.Select(f => f.In(texts))) : null,
            Extensions = { ["code"] = refusal?.Code ?? "internal", ["traceId"] = httpContext.TraceIdentifier },
        };
        if (refusal?.Fields.Count > 0) problem.Extensions["fields"] = refusal.Fields.Select(f => new { field = f.Field, message = f.In(texts) }).ToList();
        await httpContext.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", cancellationToken);
        return true;
    }

    static Refusal? Unreadable(BadHttpRequestException? bad) => bad?.StatusCode switch
    {
        null => null,
        StatusCodes.Status413PayloadTooLarge => new(StatusCodes.Status413PayloadTooLarge, "too-large", "Tệp này lớn hơn {0} MB. Hãy chụp lại với ảnh nhỏ hơn. Phần đã điền vẫn còn.", 20),
        var status => new(status.Value, "bad-request", "Yêu cầu này không đọc được."),
    };

    /// <summary>
    /// What was to be seen is asked for again after the confirmation. A form that was sent is answered by the page of the confirmation in its
    /// place, which has all that was sent, and sends it once more.
    /// </summary>
    static bool SendToConfirm(HttpContext context, PathString asked)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Path = StepUp.Address;
            return false;
        }
        context.Response.Headers.Remove("WWW-Authenticate");
        return SendTo(context, StepUp.Address, asked);
    }

    /// <summary>A page that only shows something is asked for again after signing in; an address without the language prefix.</summary>
    static bool SendToSignIn(HttpContext context, PathString asked) =>
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) && SendTo(context, "/dang-nhap", asked);

    static bool SendTo(HttpContext context, string page, PathString asked)
    {
        var back = asked.ToUriComponent() + context.Request.QueryString.ToUriComponent();
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{context.Request.PathBase}{page}?returnUrl={Uri.EscapeDataString(back)}";
        return true;
    }
}

public static class RetryHeader
{
    /// <summary>In whole seconds (RFC 9110 section 10.2.3).</summary>
    public static void TellWhen(this HttpResponse response, Refusal refusal)
    {
        if (refusal.RetryAfter is { } wait) response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
