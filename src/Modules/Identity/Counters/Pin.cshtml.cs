using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Counters;

public sealed class PinModel(SetPin.Handler set, CounterHere here) : FormPage
{
    public const string Address = "/tai-khoan/ma-pin";

    [BindProperty] public SetPin.Command Input { get; set; } = new();

    /// <summary>The name of this computer; null: it is no counter.</summary>
    public string? Counter { get; private set; }

    public bool IsDone { get; private set; }

    protected override async Task Load(CancellationToken ct)
    {
        Actor.MustBeOfficer();
        Counter = (await here.Find(Device.Of(HttpContext), ct))?.Name;
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        await set.Run(Input, Device.Of(HttpContext), ct);
        IsDone = true;
        await Load(ct);
        return Page();
    }, ct);
}
