using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Passkeys;
using NhatLe.Identity.SecondFactors;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Sessions;

public sealed class SignInModel(SignIn.Handler signIn, SignInByPasskey.Handler byPasskey, OpenId.Clients clients, DemonstrationMode demonstration, DemonstrationAccounts demonstrationAccounts) : FormPage
{
    public const string Address = "/dang-nhap";

    [BindProperty] public SignIn.Command Input { get; set; } = new();

    /// <summary>Where the person was going, without the language prefix.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    /// <summary>Null in production.</summary>
    public DemonstrationAccounts.File? Demonstration { get; private set; }

    /// <summary>The system the person is on the way to; null: ours.</summary>
    public OpenId.KnownClient? OnTheWayTo { get; private set; }

    public async Task OnGet(string? login, CancellationToken ct)
    {
        Input.Login = login ?? "";
        await Load(ct);
    }

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        var result = await signIn.Run(Input, Device.Of(HttpContext), ct);
        return See(result.Write(HttpContext) is { } begun
            ? OurAddress.Of(ReturnUrl) ?? HomeOf(begun.Actor)
            : SignInCodeModel.Address + QueryString.Create(nameof(ReturnUrl), OurAddress.Of(ReturnUrl) ?? ""));
    }, ct);

    public Task<IActionResult> OnPostPasskey(string? credential, string? challenge, CancellationToken ct)
    {
        ModelState.Clear(); // neither login nor password is asked
        return Act(async () =>
        {
            var begun = await byPasskey.Run(new() { Credential = credential ?? "", Challenge = challenge ?? "" }, Device.Of(HttpContext), ct);
            begun.Write(HttpContext);
            return See(OurAddress.Of(ReturnUrl) ?? HomeOf(begun.Actor));
        }, ct);
    }

    protected override async Task Load(CancellationToken ct)
    {
        if (await OpenId.AuthorizationRequest.In(OurAddress.Of(ReturnUrl), clients, ct) is { } request)
        {
            OnTheWayTo = request.Client;
            OpenId.Authorize.AllowFormTo(Response, request.RedirectUri);
        }
        if (demonstration.IsOn) Demonstration = await demonstrationAccounts.Read(ct);
    }

    /// <summary>Where a person's work is.</summary>
    public static string HomeOf(Actor actor) => actor.IsOfficer ? "/viec" : "/ho-so-cua-toi";
}
