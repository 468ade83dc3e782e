using NhatLe.Contracts.Identity;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Launcher;

/// <summary>One account, all systems: what the person may open, on one page.</summary>
public sealed class SystemsModel(ListSystems.Handler systems) : FormPage
{
    public const string Address = "~/he-thong";

    public IReadOnlyList<OpenSystem> All { get; private set; } = [];

    /// <summary>Where it is, whose, and what is wrong with it; that all is well needs no word.</summary>
    public string NoteOf(OpenSystem system)
    {
        var where = system.IsOwn ? new Uri(system.Address).Host : T["{0}, của đơn vị khác", new Uri(system.Address).Host];
        return system.Health switch
        {
            { State: SystemState.Down } health => T["{0}. Đang gián đoạn từ {1}.", where, WrittenTime.Short(health.Since)],
            { State: SystemState.Slow } health => T["{0}. Đang chạy chậm từ {1}.", where, WrittenTime.Short(health.Since)],
            _ => where,
        };
    }

    public async Task OnGetAsync(CancellationToken ct) => All = await systems.Run(ct);
}
