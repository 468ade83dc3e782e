using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Passkeys;

public sealed class MyPasskeysModel(MyPasskeys.Handler look, OfferPasskey.Handler offer, AddPasskey.Handler add, RemovePasskey.Handler remove, RelyingParty party) : FormPage
{
    public const string Address = "/tai-khoan/khoa-truy-cap";

    [BindProperty] public string? Password { get; set; }
    [BindProperty] public string? Code { get; set; }
    [BindProperty] public string? Name { get; set; }

    /// <summary>Where the person was going, without the language prefix.</summary>
    [BindProperty(SupportsGet = true)] public string? ReturnUrl { get; set; }

    public MyPasskeys.View View { get; private set; } = null!;

    /// <summary>The person has shown who they are, and the device may make a key now.</summary>
    public Challenges.Made? Offer { get; private set; }

    public string Origin => party.Origin;

    public string Suggested => Device.Describe(Device.Of(HttpContext).UserAgent);

    public string GoOn => OurAddress.Of(ReturnUrl) ?? Address;

    protected override async Task Load(CancellationToken ct) => View = await look.Run(ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostOffer(CancellationToken ct) => Act(async () =>
    {
        Offer = await offer.Run(new() { Password = Password, Code = Code }, Device.Of(HttpContext), ct);
        await Load(ct);
        return Page();
    }, ct);

    public Task<IActionResult> OnPostAdd(string? credential, string? challenge, CancellationToken ct) => Act(async () =>
    {
        var (_, begun) = await add.Run(new() { Credential = credential ?? "", Challenge = challenge ?? "", Name = Name }, Device.Of(HttpContext), ct);
        begun.Write(HttpContext);
        return See(GoOn);
    }, ct);

    public Task<IActionResult> OnPostRemove(Guid id, CancellationToken ct) => Act(async () =>
    {
        await remove.Run(id, ct);
        return See(Address);
    }, ct);
}
