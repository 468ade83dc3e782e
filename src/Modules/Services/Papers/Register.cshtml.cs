using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Papers;

/// <summary>The register of a desk to print: what <see cref="ReadRegister"/> says, with the choice of desk and days above it.</summary>
public sealed class RegisterModel(ReadRegister.Handler register, VerificationCodes codes, LegalTime time) : FormPage
{
    [FromQuery(Name = "donVi")] public string? UnitCode { get; set; }
    [FromQuery(Name = "tu")] public string? FromText { get; set; }
    [FromQuery(Name = "den")] public string? ToText { get; set; }

    public ReadRegister.Scope Scope { get; private set; } = null!;
    public IReadOnlyList<ReadRegister.Line> Lines { get; private set; } = [];
    public int Count { get; private set; }
    public DateTimeOffset Now { get; private set; }
    public string Address { get; private set; } = "";

    /// <summary>The same desk and days as a spreadsheet.</summary>
    public string Spreadsheet => "~/quay/so-theo-doi.xlsx" + QueryString.Create("donVi", Scope.Unit.Code).Add("tu", DayInAddress.Write(Scope.From)).Add("den", DayInAddress.Write(Scope.To));

    public Task<IActionResult> OnGet(CancellationToken ct) => Act(async () =>
    {
        await Read(new(UnitCode, DayInAddress.Read(FromText, "tu"), DayInAddress.Read(ToText, "den")), ct);
        return Page();
    }, ct);

    /// <summary>After a period that is none: this month, with what was typed.</summary>
    protected override Task Load(CancellationToken ct) => Read(new(UnitCode, null, null), ct);

    async Task Read(ReadRegister.Query query, CancellationToken ct)
    {
        Scope = await register.Look(query, ct);
        Count = await register.Count(Scope, ct);
        Lines = await register.Lines(Scope, ReadRegister.MostPrinted, ct).ToListAsync(ct);
        Now = time.Now;
        Address = Request.Absolute($"/xac-minh/{codes.Of(Scope.Desk.Id, new(Scope.Desk.Code, Scope.From, Scope.To, Count, Now))}");
    }
}
