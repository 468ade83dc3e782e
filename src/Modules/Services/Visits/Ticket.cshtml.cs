using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Papers;
using NhatLe.Platform.Web;
using NhatLe.Services.Papers;

namespace NhatLe.Services.Visits;

/// <summary>The ticket of a visit: number, time, place; with a QR code that the desk scans, and the way to cancel.</summary>
public sealed class TicketModel(EndVisit.Handler visits, DirectoryCache directory) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [FromQuery(Name = "t")] public string? Token { get; set; }
    [FromQuery(Name = "moi")] public bool IsNew { get; set; }

    public Visit Visit { get; private set; } = null!;
    public Unit Desk { get; private set; } = null!;
    public QrDrawing Qr { get; private set; } = null!;

    protected override async Task Load(CancellationToken ct)
    {
        Visit = await visits.Find(Code, Token, ct);
        Desk = (await directory.Get(ct)).Unit(Visit.DeskUnitId);
        Qr = QrDrawing.Of(Request.Absolute($"/lich-hen/{Visit.Code}?t={Token}"));
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostCancel(CancellationToken ct) => Act(async () =>
    {
        await visits.Cancel(new() { Code = Code, Token = Token }, ct);
        return See($"/lich-hen/{Code}?t={Uri.EscapeDataString(Token ?? "")}");
    }, ct);
}
