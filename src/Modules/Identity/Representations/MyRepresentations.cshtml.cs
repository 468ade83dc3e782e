using NhatLe.Platform.Web;

namespace NhatLe.Identity.Representations;

/// <summary>For whom a person acts, and who acts for them.</summary>
public sealed class MyRepresentationsModel(ReadRepresentations.Handler read) : FormPage
{
    public const string Address = "/dai-dien";

    public IReadOnlyList<ReadRepresentations.View> All { get; private set; } = [];

    public async Task OnGet(CancellationToken ct) => All = await read.Mine(ct);
}
