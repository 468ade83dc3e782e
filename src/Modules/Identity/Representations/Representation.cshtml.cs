using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Representations;

/// <summary>One representation before the official who checks it.</summary>
public sealed class RepresentationModel(ReadRepresentations.Handler read, CheckRepresentation.Handler check, EndRepresentation.Handler end) : FormPage
{
    public const string Address = "/xac-nhan-dai-dien";

    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public long? Version { get; set; }
    [BindProperty] public string? Note { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public ReadRepresentations.View View { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct)
    {
        if (!Actor.IsOfficer) throw Actor.IsSignedIn ? Refusal.Forbidden("representation.officers-only", "Trang này dành cho cán bộ xác nhận quyền đại diện của xã, phường, thị trấn.") : Refusal.SignIn();
        View = await read.One(Id, ct);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostApprove(CancellationToken ct) => Act(async () =>
    {
        await check.Approve(new() { Id = Id, Version = Version, Note = Note }, ct);
        return See($"{Address}/{Id}");
    }, ct);

    public Task<IActionResult> OnPostRefuse(CancellationToken ct) => Act(async () =>
    {
        await check.Refuse(new() { Id = Id, Version = Version, Note = Reason }, ct);
        return See($"{Address}/{Id}");
    }, ct);

    public Task<IActionResult> OnPostEnd(CancellationToken ct) => Act(async () =>
    {
        await end.Run(new() { Id = Id, Reason = Reason ?? "" }, ct);
        return See($"{Address}/{Id}");
    }, ct);
}
