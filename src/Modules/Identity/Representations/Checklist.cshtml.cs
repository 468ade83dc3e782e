using NhatLe.Platform.Web;

namespace NhatLe.Identity.Representations;

/// <summary>What a commune has to check, and whom it has confirmed.</summary>
public sealed class ChecklistModel(ReadRepresentations.Handler read) : FormPage
{
    public IReadOnlyList<ReadRepresentations.View> All { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => All = await read.OfUnits(ct);
}
