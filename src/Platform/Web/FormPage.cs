using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Web;

/// <summary>
/// The base of pages that act: an act that succeeds answers 303, one that is refused shows the page again with 422 or 409, the error
/// summary, and everything typed.
/// </summary>
[IgnoreAntiforgeryToken] // cross-site requests are refused by RequestRules; tokens would break offline filing and expired sessions
public abstract class FormPage : PageModel
{
    public Texts T => HttpContext.RequestServices.GetRequiredService<Texts>();
    public Actor Actor => HttpContext.RequestServices.GetRequiredService<Actor>();

    /// <summary>Reads what the page shows; called again before a refused form is shown.</summary>
    protected virtual Task Load(CancellationToken ct) => Task.CompletedTask;

    protected async Task<IActionResult> Act(Func<Task<IActionResult>> act, CancellationToken ct)
    {
        try
        {
            return await act();
        }
        catch (Refusal refusal) when (refusal.Status is StatusCodes.Status422UnprocessableEntity or StatusCodes.Status409Conflict or StatusCodes.Status429TooManyRequests || refusal.Code == "busy")
        {
            Response.TellWhen(refusal);
            if (refusal.Fields.Count == 0) ModelState.AddModelError("", refusal.In(T));
            foreach (var field in refusal.Fields) Show(field);
            await Load(ct);
            return new PageResult { StatusCode = refusal.Status };
        }
    }

    /// <summary>The form that was sent.</summary>
    /// <exception cref="Refusal">400, it is none: nobody using the page sends such a thing.</exception>
    protected IFormCollection SentForm
    {
        get
        {
            try { return Request.HasFormContentType ? Request.Form : throw Unreadable(); }
            catch (InvalidDataException) { throw Unreadable(); } // a broken multipart
        }
    }

    static Refusal Unreadable() => new(StatusCodes.Status400BadRequest, "bad-request", "Yêu cầu này không đọc được.");

    /// <summary>Beside the field as the page names it: a command is usually bound as Input. The handler's words stand for the binder's.</summary>
    void Show(FieldError field)
    {
        var key = ModelState.ContainsKey("Input." + field.Field) ? "Input." + field.Field : field.Field;
        if (ModelState.TryGetValue(key, out var entry)) entry.Errors.Clear();
        ModelState.AddModelError(key, field.In(T));
    }

    /// <summary>303 See Other to an address of ours, written without the language prefix.</summary>
    protected IActionResult See(string path) => new SeeOther(Request.PathBase + path);

    sealed class SeeOther(string location) : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context)
        {
            context.HttpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.HttpContext.Response.Headers.Location = location;
            return Task.CompletedTask;
        }
    }
}
