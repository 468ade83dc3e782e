using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Credentials;

public sealed class ForgotModel(ForgotPassword.Handler forgot) : FormPage
{
    public const string Address = "/quen-mat-khau";

    [BindProperty] public ForgotPassword.Command Input { get; set; } = new();

    public void OnGet(string? login) => Input.Login = login ?? "";

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        ResetCookie.Write(HttpContext, await forgot.Run(Input, Device.Of(HttpContext), ct));
        return See(NewPasswordModel.Address);
    }, ct);
}
