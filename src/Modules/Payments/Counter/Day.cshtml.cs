using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Payments.Counter;

/// <summary>The list of a day to print: what <see cref="ReadDay"/> says, with the choice of unit and day above it.</summary>
public sealed class DayModel(ReadDay.Handler read) : FormPage
{
    [FromQuery(Name = "donVi")] public string? UnitCode { get; set; }
    [FromQuery(Name = "ngay")] public string? DayText { get; set; }

    public ReadDay.Answer Answer { get; private set; } = null!;

    public string Spreadsheet => "~/thu-tien/ngay.xlsx" + QueryString.Create("donVi", Answer.Unit.Code).Add("ngay", DayInAddress.Write(Answer.Day));

    protected override async Task Load(CancellationToken ct) => Answer = await read.Run(new(UnitCode, null), ct);

    public Task<IActionResult> OnGet(CancellationToken ct) => Act(async () =>
    {
        Answer = await read.Run(new(UnitCode, DayInAddress.Read(DayText, "ngay")), ct);
        return Page();
    }, ct);
}
