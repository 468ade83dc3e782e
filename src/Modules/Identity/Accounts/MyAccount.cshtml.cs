using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Accounts;

public sealed class MyAccountModel(MyAccount.Handler account, SignOut.Handler signOut, ChooseWays.Handler choose, GiveMailAddress.Handler give, ConfirmMailAddress.Handler confirm, ForgetMailAddress.Handler forget, AgreeToClient.Handler agreement) : FormPage
{
    const string Place = "/tai-khoan";

    public MyAccount.View View { get; private set; } = null!;

    public ChooseWays.Command Ways { get; private set; } = new();

    /// <summary>As typed, where it was refused.</summary>
    public string? Address { get; private set; }

    public string? Code { get; private set; }

    protected override async Task Load(CancellationToken ct)
    {
        View = await account.Run(Device.Of(HttpContext), ct);
        if (View.Ways is { } ways) Ways = new() { Sms = ways.Sms, Mail = ways.MailOn, Language = ways.English ? "en" : "vi" };
        Address ??= View.Ways?.Awaiting ?? View.Ways?.Suggested;
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await signOut.Others(Device.Of(HttpContext), ct);
        return See(Place);
    }

    public Task<IActionResult> OnPostWays(bool sms, bool mail, string? language, CancellationToken ct) => Act(async () =>
    {
        await choose.Run(new() { Sms = sms, Mail = mail, Language = language ?? "vi" }, ct);
        return See(Place);
    }, ct);

    public Task<IActionResult> OnPostMail(string? address, CancellationToken ct) => Act(async () =>
    {
        Address = address;
        await give.Run(new() { Address = address ?? "" }, ct);
        return See(Place + "#ma-thu");
    }, ct);

    public Task<IActionResult> OnPostConfirm(string? code, CancellationToken ct) => Act(async () =>
    {
        Code = code;
        await confirm.Run(new() { Code = code ?? "" }, ct);
        return See(Place);
    }, ct);

    public Task<IActionResult> OnPostTakeBack(Guid client, CancellationToken ct) => Act(async () =>
    {
        await agreement.TakeBack(client, ct);
        return See(Place);
    }, ct);

    public async Task<IActionResult> OnPostEverywhere(CancellationToken ct)
    {
        await signOut.Everywhere(ct);
        SessionCookie.Clear(HttpContext);
        return See(EndSessionModel.Address);
    }

    public Task<IActionResult> OnPostForget(CancellationToken ct) => Act(async () =>
    {
        await forget.Run(ct);
        return See(Place);
    }, ct);
}
