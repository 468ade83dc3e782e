using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Passkeys;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.SecondFactors;

/// <summary>Where a code is typed: to finish a sign-in, or within one. Who has nothing to finish is sent to the beginning.</summary>
public sealed class SignInCodeModel(SignInCode.Handler finish, EnterCode.Handler enter, CodeCheck codes, PasskeyCheck passkeys, SecondByPasskey.Handler byPasskey, OpenId.Clients clients) : FormPage
{
    public const string Address = "/dang-nhap/ma";

    [BindProperty] public string? Code { get; set; }

    /// <summary>Where the person was going, without the language prefix.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public OpenId.KnownClient? OnTheWayTo { get; private set; }

    /// <summary>A password was right in this browser, minutes ago.</summary>
    public bool IsHalf { get; private set; }

    /// <summary>The person has an app that shows codes; else only keys.</summary>
    public bool AsksCode { get; private set; }

    public bool HasPasskeys { get; private set; }

    protected override async Task Load(CancellationToken ct)
    {
        if (await OpenId.AuthorizationRequest.In(OurAddress.Of(ReturnUrl), clients, ct) is not { } request) return;
        OnTheWayTo = request.Client;
        OpenId.Authorize.AllowFormTo(Response, request.RedirectUri);
    }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!await MayType(ct)) return ToBeginning();
        await Load(ct);
        return Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct) => !await MayType(ct) ? ToBeginning() : await Act(async () =>
    {
        if (IsHalf)
        {
            var begun = await finish.Run(new() { Code = Code }, HalfCookie.Read(Request), Device.Of(HttpContext), ct);
            SessionCookie.Write(HttpContext, begun.Token, begun.Span);
            HalfCookie.Clear(HttpContext);
            return See(OurAddress.Of(ReturnUrl) ?? SignInModel.HomeOf(begun.Actor));
        }
        (await enter.Run(new() { Code = Code }, Device.Of(HttpContext), ct)).Write(HttpContext);
        return See(OurAddress.Of(ReturnUrl) ?? SignInModel.HomeOf(Actor));
    }, ct);

    public async Task<IActionResult> OnPostPasskey(string? credential, string? challenge, CancellationToken ct) => !await MayType(ct) ? ToBeginning() : await Act(async () =>
    {
        var begun = await byPasskey.Run(new() { Credential = credential ?? "", Challenge = challenge ?? "" }, HalfCookie.Read(Request), Device.Of(HttpContext), ct);
        begun.Write(HttpContext);
        return See(OurAddress.Of(ReturnUrl) ?? SignInModel.HomeOf(begun.Actor));
    }, ct);

    async Task<bool> MayType(CancellationToken ct)
    {
        var half = await finish.AccountOf(HalfCookie.Read(Request), ct);
        IsHalf = half is not null;
        if ((half?.Id ?? (Actor.IsSignedIn ? Actor.AccountId : (Guid?)null)) is not { } account) return false;
        (AsksCode, HasPasskeys) = (IsHalf || await codes.AreAsked(account, ct), await passkeys.Has(account, ct));
        return AsksCode || HasPasskeys;
    }

    IActionResult ToBeginning() => See(Actor.IsSignedIn ? TwoStepsModel.Address : SignInModel.Address + QueryString.Create("returnUrl", OurAddress.Of(ReturnUrl) ?? ""));
}
