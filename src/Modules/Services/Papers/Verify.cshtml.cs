using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NhatLe.Platform;
using NhatLe.Platform.Web;
using NhatLe.Services.Tracking;

namespace NhatLe.Services.Papers;

/// <summary>Where the QR code of a paper leads: for everybody, signed in or not.</summary>
public sealed class VerifyModel(VerifyPaper.Handler verify, TrackingLimits limits) : FormPage
{
    [FromRoute] public string? Code { get; set; }
    [FromQuery(Name = "ma")] public string? Typed { get; set; }

    public VerifyPaper.View? Paper { get; private set; }

    /// <summary>Nobody issued a paper with the code that was given.</summary>
    public bool IsUnknown { get; private set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Code is null && !string.IsNullOrWhiteSpace(Typed)) return See($"/xac-minh/{Uri.EscapeDataString(Typed.Trim())}");
        if (Code is null) return Page();
        limits.Spend(HttpContext);
        try
        {
            Paper = await verify.Run(Code, ct);
            return Page();
        }
        catch (Refusal refusal) when (refusal.Status == 404)
        {
            ModelState.AddModelError("ma", refusal.In(T));
            (Typed, IsUnknown) = (Code, true);
            return new PageResult { StatusCode = 404 };
        }
    }
}
