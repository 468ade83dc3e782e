using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Assisted;

/// <summary>With the slip in hand: number, code, and a password of one's own.</summary>
public sealed class ActivateModel(Activate.Handler activate) : FormPage
{
    public const string Address = "/kich-hoat";

    [BindProperty] public Activate.Command Input { get; set; } = new();
    [BindProperty] public string? Repeat { get; set; }

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        if (Repeat != Input.Password) throw Refusal.Invalid(nameof(Repeat), "Hai lần gõ mật khẩu chưa giống nhau. Hãy gõ lại.");
        var begun = await activate.Run(Input, Device.Of(HttpContext), ct);
        SessionCookie.Write(HttpContext, begun.Token, begun.Span);
        return See(SignInModel.HomeOf(begun.Actor));
    }, ct);
}
