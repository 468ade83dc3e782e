using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Credentials;

public sealed class ChangeModel(ChangePassword.Handler change, SignedInAccount signedIn) : FormPage
{
    public const string Address = "/tai-khoan/mat-khau";

    [BindProperty] public ChangePassword.Command Input { get; set; } = new();

    /// <summary>Where the person was going, without the language prefix.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public ChangePassword.Done? Done { get; private set; }

    /// <summary>They came in by a temporary password.</summary>
    public bool Must => signedIn.Account?.MustChangePassword == true;

    public string Login => signedIn.Account?.Login ?? "";

    public string GoOn => "~" + (OurAddress.Of(ReturnUrl) ?? "/tai-khoan");

    protected override Task Load(CancellationToken ct) => Actor.IsSignedIn ? Task.CompletedTask : throw Refusal.SignIn();

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        var must = Must;
        Done = await change.Run(Input, Device.Of(HttpContext), ct);
        return must ? See(OurAddress.Of(ReturnUrl) ?? SignInModel.HomeOf(Actor)) : Page();
    }, ct);
}
