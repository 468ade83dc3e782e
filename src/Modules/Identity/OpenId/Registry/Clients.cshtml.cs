using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.OpenId.Registry;

/// <summary>The register of systems that use the sign-in of the province (sổ hệ thống kết nối).</summary>
public sealed class ClientsModel(ListClients.Handler list, ChangeClient.Handler change) : FormPage
{
    public const string Address = "~/quan-tri/he-thong";

    public ListClients.View View { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct) => View = await list.Run(ct);

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostKeysAsync(CancellationToken ct) => Act(async () =>
    {
        await change.NewKeys(ct);
        return See(Address[1..]);
    }, ct);

    public string Who(ListClients.Line client) => client switch
    {
        { SignsIn: false } => T["Máy gọi máy"],
        { ForOfficers: true, ForCitizens: true } => T["Cán bộ và người dân"],
        { ForOfficers: true } => T["Cán bộ"],
        _ => T["Người dân"],
    };
}
