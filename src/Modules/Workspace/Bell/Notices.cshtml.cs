using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Live;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Bell;

/// <summary>What a person has been told (thông báo): citizens and officials each their own, newest first.</summary>
public sealed class NoticesModel(Notices notices) : FormPage
{
    const int MostShown = 100;

    public IReadOnlyList<Notice> Shown { get; private set; } = [];
    public int Unread => Shown.Count(n => n.ReadAt is null);

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        Shown = await notices.Mine(MostShown, ct);
    }

    /// <summary>All read.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        await notices.MarkRead(ct);
        return See("/thong-bao");
    }
}
