using NhatLe.Contracts.Identity;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Launcher;

/// <summary>One account, all systems: what the person may open, on one page.</summary>
public sealed class SystemsModel(ListSystems.Handler systems) : FormPage
{
    public const string Address = "~/he-thong";

    public IReadOnlyList<OpenSystem> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => All = await systems.Run(ct);
}
