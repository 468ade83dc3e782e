using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Papers;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.SecondFactors;

public sealed class TwoStepsModel(TwoSteps.Handler look, OfferSecondFactor.Handler offer, AddSecondFactor.Handler add, RemoveSecondFactor.Handler remove, RenewRecoveryCodes.Handler renew) : FormPage
{
    public const string Address = "/tai-khoan/hai-buoc";

    [BindProperty] public string? Code { get; set; }
    [BindProperty] public string? Password { get; set; }

    /// <summary>Where the person was going, without the language prefix.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    /// <summary>Another phone was begun with, and is not wanted after all.</summary>
    [FromQuery(Name = "giu")] public string? Keep { get; set; }

    public bool KeepsOld => Keep is not null && View.Since is not null;

    public TwoSteps.View View { get; private set; } = null!;

    /// <summary>Made just now, and shown this once.</summary>
    public IReadOnlyList<string>? NewCodes { get; private set; }

    public string GoOn => "~" + (OurAddress.Of(ReturnUrl) ?? "/tai-khoan");

    public IHtmlContent Picture(OfferSecondFactor.Offer offer) => QrDrawing.Of(offer.Address).Svg(T["Mã QR cho ứng dụng xác thực"], 216, "lg");

    protected override async Task Load(CancellationToken ct) => View = await look.Run(ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostOffer(CancellationToken ct) => Act(async () =>
    {
        await offer.Run(new() { Password = Password, Code = Code }, Device.Of(HttpContext), ct);
        return See(Address + QueryString.Create(nameof(ReturnUrl), OurAddress.Of(ReturnUrl) ?? ""));
    }, ct);

    public Task<IActionResult> OnPostAdd(CancellationToken ct) => Act(async () =>
    {
        var (added, session) = await add.Run(new() { Code = Code ?? "" }, ct);
        session.Write(HttpContext);
        return await Show(added, ct);
    }, ct);

    public Task<IActionResult> OnPostRenew(CancellationToken ct) => Act(async () => await Show(await renew.Run(new() { Code = Code }, Device.Of(HttpContext), ct), ct), ct);

    public Task<IActionResult> OnPostRemove(CancellationToken ct) => Act(async () =>
    {
        await remove.Run(new() { Code = Code }, Device.Of(HttpContext), ct);
        return See("/tai-khoan");
    }, ct);

    /// <summary>In this answer, and in no other: a second look at the page does not have them.</summary>
    async Task<IActionResult> Show(AddSecondFactor.Added made, CancellationToken ct)
    {
        NewCodes = made.RecoveryCodes;
        await Load(ct);
        return Page();
    }
}
