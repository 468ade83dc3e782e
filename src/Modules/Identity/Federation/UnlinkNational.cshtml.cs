using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.OpenId.Registry;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Federation;

public sealed class UnlinkNationalModel(UnlinkNational.Handler unlink) : FormPage
{
    public const string Address = "~/quan-tri/dinh-danh";

    [BindProperty] public UnlinkNational.Command Input { get; set; } = new();

    /// <summary>What was found by what was typed.</summary>
    public UnlinkNational.View? Found { get; private set; }

    public UnlinkNational.Done? Done { get; private set; }

    protected override Task Load(CancellationToken ct)
    {
        Actor.MustAdministerClients();
        return Task.CompletedTask;
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostFind(CancellationToken ct) => Act(async () =>
    {
        Found = await unlink.Find(Input.Login, ct);
        ModelState.Clear(); // the reason was not asked yet
        return Page();
    }, ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        Done = await unlink.Run(Input, ct);
        Input = new();
        ModelState.Clear();
        return Page();
    }, ct);
}
