using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Web;

/// <summary>A refusal of the API becomes ProblemDetails with its code and fields (RFC 9457); pages go on to the error page.</summary>
public sealed class RefusalHandler(Texts texts) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var refusal = exception as Refusal ?? (exception is BadHttpRequestException bad ? new Refusal(bad.StatusCode, "bad-request", "Yêu cầu này không đọc được.") : null);
        httpContext.Response.StatusCode = refusal?.Status ?? StatusCodes.Status500InternalServerError;
        if (!httpContext.Request.Path.StartsWithSegments("/api")) return false;
        var problem = new ProblemDetails
        {
            Status = httpContext.Response.StatusCode,
            Title = refusal?.In(texts) ?? texts["Có lỗi ở phía chúng tôi. Việc đang làm chưa được ghi nhận."],
            Extensions = { ["code"] = refusal?.Code ?? "internal", ["traceId"] = httpContext.TraceIdentifier },
        };
        if (refusal?.Fields.Count > 0) problem.Extensions["fields"] = refusal.Fields.Select(f => new { field = f.Field, message = f.In(texts) }).ToList();
        await httpContext.Response.WriteAsJsonAsync(problem, options: null, contentType: "application/problem+json", cancellationToken);
        return true;
    }
}
