using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Organization.Officers;

/// <summary>One officer, to be put out of office and back by who administers their units.</summary>
public sealed class OfficerModel(ReadOfficer.Handler read, DeactivateOfficer.Handler deactivate, ReactivateOfficer.Handler reactivate) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public ReadOfficer.View View { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct) => View = await read.Run(Id, ct);

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostDeactivateAsync(CancellationToken ct) => Act(async () =>
    {
        await deactivate.Run(new() { Id = Id, Reason = Reason ?? "" }, ct);
        return See($"/to-chuc/can-bo/{Id}");
    }, ct);

    public Task<IActionResult> OnPostReactivateAsync(CancellationToken ct) => Act(async () =>
    {
        await reactivate.Run(new() { Id = Id, Reason = Reason ?? "" }, ct);
        return See($"/to-chuc/can-bo/{Id}");
    }, ct);
}
