using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NhatLe.Platform;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Tracking;

/// <summary>For everybody with a code in hand; the applicant's own page is <see cref="Dossiers.OwnModel"/>.</summary>
public sealed class TrackModel(TrackDossier.Handler track, TrackingLimits limits) : FormPage
{
    /// <summary>The code, from the address or from the form.</summary>
    [FromRoute] public string? Code { get; set; }
    [FromQuery(Name = "ma")] public string? Typed { get; set; }
    [FromQuery(Name = "t")] public string? Token { get; set; }
    [BindProperty] public string? LastDigits { get; set; }

    public TrackingView? View { get; private set; }

    protected override async Task Load(CancellationToken ct)
    {
        if (Code is not null) View = await track.Run(new(Code, Token), ct);
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (Code is null && !string.IsNullOrWhiteSpace(Typed)) return See($"/tra-cuu/{Uri.EscapeDataString(Typed.Trim())}");
        if (Code is null) return Page();
        limits.Spend(HttpContext);
        try
        {
            await Load(ct);
            return View!.IsOwner ? See($"/ho-so/{View.Code}") : Page();
        }
        catch (Refusal refusal) when (refusal.Status == 404)
        {
            ModelState.AddModelError("ma", refusal.In(T));
            (Typed, Code) = (Code, null);
            return new PageResult { StatusCode = 404 };
        }
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        if (Code is null) return See("/tra-cuu");
        limits.Spend(HttpContext, isGuess: !string.IsNullOrWhiteSpace(LastDigits));
        if (string.IsNullOrWhiteSpace(LastDigits)) throw Refusal.Invalid("LastDigits", "Hãy nhập 4 số cuối trên thẻ căn cước của người nộp.");
        var view = await track.Run(new(Code, Token, LastDigits), ct);
        return See($"/tra-cuu/{view.Code}?t={view.Token}");
    }, ct);
}
