using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.OpenId.Registry;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.SecondFactors;

public sealed class ResetSecondFactorModel(ResetSecondFactor.Handler reset) : FormPage
{
    public const string Address = "~/quan-tri/hai-buoc";

    [BindProperty] public ResetSecondFactor.Command Input { get; set; } = new();

    public ResetSecondFactor.Done? Done { get; private set; }

    protected override Task Load(CancellationToken ct)
    {
        Actor.MustAdministerClients();
        return Task.CompletedTask;
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        Done = await reset.Run(Input, ct);
        Input = new();
        ModelState.Clear();
        return Page();
    }, ct);
}
