using Microsoft.AspNetCore.Mvc;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Counters;

public sealed class ListModel(ListCounters.Handler list, RegisterCounter.Handler register, EndCounter.Handler end, LegalTime time) : FormPage
{
    public const string Address = "~/quan-tri/may-quay";

    [BindProperty] public RegisterCounter.Command Input { get; set; } = new();

    public ListCounters.View View { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct)
    {
        View = await list.Run(Device.Of(HttpContext), ct);
        if (Input.Id == Guid.Empty) Input.Id = Guid.CreateVersion7(time.Now);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        var (_, token) = await register.Run(Input, ct);
        CounterCookie.Write(HttpContext, token);
        return See("/quan-tri/may-quay");
    }, ct);

    public Task<IActionResult> OnPostEnd(Guid counter, CancellationToken ct) => Act(async () =>
    {
        await end.Run(counter, ct);
        return See("/quan-tri/may-quay");
    }, ct);
}
