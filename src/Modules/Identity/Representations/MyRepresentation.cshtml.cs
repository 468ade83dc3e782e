using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Representations;

/// <summary>One representation, for the representative and the other side.</summary>
public sealed class MyRepresentationModel(ReadRepresentations.Handler read, EndRepresentation.Handler end) : FormPage
{
    [FromRoute] public Guid Id { get; set; }

    /// <summary>Just asked: say so.</summary>
    [FromQuery(Name = "moi")] public string? New { get; set; }

    [BindProperty] public string? Reason { get; set; }

    public ReadRepresentations.View View { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct)
    {
        if (Actor.IsOfficer) throw Refusal.Forbidden("representation.citizens-only", "Chỉ tài khoản người dân yêu cầu đại diện tại đây.");
        View = await read.One(Id, ct);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        await end.Run(new() { Id = Id, Reason = Reason ?? "" }, ct);
        return See($"{MyRepresentationsModel.Address}/{Id}");
    }, ct);
}
