using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Papers;

/// <summary>Paper 05, process-control slip (phiếu kiểm soát quá trình giải quyết hồ sơ): who held the dossier from when to when, in time or not. Always in Vietnamese.</summary>
public sealed class ControlSlipModel(OpenPaper open, DutyList duties, LegalTime time) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    public PaperSheet Sheet { get; private set; } = null!;
    public IReadOnlyList<Hand> Hands { get; private set; } = [];
    public DateTimeOffset Now => time.Now;

    public async Task OnGet(CancellationToken ct)
    {
        Sheet = await open.ControlSlip(Code, ct);
        Hands = Hand.Of(Sheet.Dossier, Sheet.Unit, Sheet.Desk, Sheet.Journal, await duties.All(Sheet.Dossier.Id, ct));
    }
}
