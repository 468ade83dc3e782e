using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Passkeys;

public sealed class MyPasskeysModel(MyPasskeys.Handler look, OfferPasskey.Handler offer, AddPasskey.Handler add, RenamePasskey.Handler rename, RemovePasskey.Handler remove, RelyingParty party) : FormPage
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

    /// <summary>What was typed for one of the keys, and was refused.</summary>
    public (Guid Id, string Name)? Renaming { get; private set; }

    /// <summary>Of the field for a new name: one for each key of the page.</summary>
    public static string NameOf(Guid passkey) => $"name-{passkey:N}";

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

    public Task<IActionResult> OnPostRename(Guid id, CancellationToken ct) => Act(async () =>
    {
        Renaming = (id, SentForm[NameOf(id)].ToString());
        try { await rename.Run(new() { Id = id, Name = Renaming.Value.Name }, ct); }
        catch (Refusal refusal) when (refusal.Fields.Count > 0) { throw Refusal.Invalid([.. refusal.Fields.Select(f => f with { Field = NameOf(id) })]); }
        return See(Address);
    }, ct);

    public Task<IActionResult> OnPostRemove(Guid id, CancellationToken ct) => Act(async () =>
    {
        await remove.Run(id, ct);
        return See(Address);
    }, ct);
}
