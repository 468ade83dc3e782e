using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Live;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Bell;

/// <summary>A press on a notice: it is read, and leads to what it is about.</summary>
public sealed class OpenNoticeModel(Notices notices) : FormPage
{
    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        var notice = await notices.Open(id, ct);
        return See(notice.Link.Length > 0 ? notice.Link : "/thong-bao");
    }
}
