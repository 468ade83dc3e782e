using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.Parcels;

/// <summary>What waits for partners, what is stuck, and how far each is in step.</summary>
public sealed class ParcelsModel(ReadParcels.Handler parcels) : FormPage
{
    public const string Address = "~/van-hanh/thong-diep-di";

    public IReadOnlyList<CarrierLine> Carriers { get; private set; } = [];
    public IReadOnlyList<ParcelLine> Shown { get; private set; } = [];

    protected override async Task Load(CancellationToken ct) => (Carriers, Shown) = (await parcels.Carriers(ct), await parcels.Read(ct));

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(Guid id, string? reason, bool leaveOut, CancellationToken ct) => Act(async () =>
    {
        await parcels.Run(new() { Id = id, LeaveOut = leaveOut, Reason = reason ?? "" }, ct);
        return See(Address[1..]);
    }, ct);
}
