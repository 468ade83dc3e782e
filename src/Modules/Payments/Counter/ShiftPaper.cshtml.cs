using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Counter;

/// <summary>The record of a shift, to print.</summary>
public sealed class ShiftPaperModel(Shifts shifts, DirectoryCache directory) : FormPage
{
    [FromRoute] public Guid Id { get; set; }

    public Shift Shift { get; private set; } = null!;
    public Shifts.Sums Sums { get; private set; } = null!;
    public Unit Unit { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        Shift = await shifts.Find(Id, ct);
        Sums = await shifts.Of(Id, ct);
        Unit = (await directory.Get(ct)).On(Shift.UnitId, Shift.OpenedOn);
    }
}
