using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Filters;

namespace NhatLe.Platform.Web;

/// <summary>A page asked by a method, or for an act, that it has not would be shown without what it shows: it is refused instead.</summary>
public sealed class OnlyKnownHandlers : IAsyncPageFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    /// <exception cref="Refusal">405.</exception>
    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var (method, features) = (context.HttpContext.Request.Method, context.HttpContext.Features);
        var isError = features.Get<IExceptionHandlerFeature>() is not null || features.Get<IStatusCodeReExecuteFeature>() is not null; // keeps the method of what went wrong
        if (context.HandlerMethod is null && !isError && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method))
            throw new Refusal(StatusCodes.Status405MethodNotAllowed, "method", "Trang này không nhận yêu cầu ấy. Hãy quay lại và thử lại.");
        return next();
    }
}
