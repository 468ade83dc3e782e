using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Receipts;

/// <summary>A receipt to print, A5.</summary>
public sealed class ReceiptModel(OpenReceipt open, CancelReceipt.Handler cancel) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public OpenReceipt.Sheet Sheet { get; private set; } = null!;

    public bool MayCancel => Sheet.Receipt.CancelledAt is null && Actor.HoldsPost(Permits.Refund, Sheet.Receipt.UnitId);

    /// <summary>The day below 10 and the months 1 and 2 take a zero (NĐ 30/2020).</summary>
    public string PlaceAndDate => LegalTime.ToLocal(Sheet.Receipt.IssuedAt) is var d ? $"{Sheet.Unit.Name}, ngày {d:dd} tháng {(d.Month < 3 ? d.ToString("MM") : d.Month.ToString())} năm {d.Year}" : "";

    protected override async Task Load(CancellationToken ct) => Sheet = await open.Run(Id, ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(CancellationToken ct) => Act(async () =>
    {
        await cancel.Run(new() { Id = Id, Reason = Reason }, ct);
        return See($"/bien-lai/{Id}");
    }, ct);
}
