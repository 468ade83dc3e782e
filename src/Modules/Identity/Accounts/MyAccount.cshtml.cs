using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Accounts;

public sealed class MyAccountModel(MyAccount.Handler account, SignOut.Handler signOut) : FormPage
{
    public MyAccount.View View { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => View = await account.Run(Device.Of(HttpContext), ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await signOut.Others(Device.Of(HttpContext), ct);
        return See("/tai-khoan");
    }
}
