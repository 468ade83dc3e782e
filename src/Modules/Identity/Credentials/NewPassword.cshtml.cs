using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Credentials;

public sealed class NewPasswordModel(SetForgottenPassword.Handler set) : FormPage
{
    public const string Address = "/quen-mat-khau/ma";

    [BindProperty] public SetForgottenPassword.Command Input { get; set; } = new();

    public bool IsDone { get; private set; }

    public void OnGet() { /* the same for everybody, whether they asked before or not */ }

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        await set.Run(Input, ResetCookie.Read(Request), ct);
        ResetCookie.Clear(HttpContext);
        IsDone = true;
        return Page();
    }, ct);
}
