using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Sessions;

public sealed class SignInModel(SignIn.Handler signIn, OpenId.Clients clients, DemonstrationMode demonstration, DemonstrationAccounts demonstrationAccounts) : FormPage
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
        var begun = await signIn.Run(Input, Device.Of(HttpContext), ct);
        SessionCookie.Write(HttpContext, begun.Token, begun.Span);
        return See(Ours(ReturnUrl) ?? (begun.Actor.IsOfficer ? "/viec" : "/ho-so-cua-toi"));
    }, ct);

    protected override async Task Load(CancellationToken ct)
    {
        if (await OpenId.AuthorizationRequest.In(Ours(ReturnUrl), clients, ct) is { } request)
        {
            OnTheWayTo = request.Client;
            OpenId.Authorize.AllowFormTo(Response, request.RedirectUri);
        }
        if (demonstration.IsOn) Demonstration = await demonstrationAccounts.Read(ct);
    }

    /// <summary>An address of this site; anything else would make us a stepping stone to another.</summary>
    string? Ours(string? address) => address is ['/', ..] && Url.IsLocalUrl(address) && address.All(char.IsAscii) ? address : null;
}
