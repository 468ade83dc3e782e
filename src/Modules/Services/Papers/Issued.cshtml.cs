using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Papers;

/// <summary>Papers 02, 03 and 04 (yêu cầu bổ sung, từ chối hoặc dừng, xin lỗi và hẹn lại): what was asked, refused or promised, as it was written then. Always in Vietnamese.</summary>
public sealed class IssuedModel(OpenPaper open) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    [FromRoute] public long Seq { get; set; }
    public PaperSheet Sheet { get; private set; } = null!;

    /// <summary>Stopped on the way; otherwise not accepted at all.</summary>
    public bool IsStop => Sheet.Paper!.Line.Entry.Event == EventNames.Of(typeof(DossierStopped));

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        Sheet = await open.Issued(Code, Seq, ct);
        return Sheet.Paper!.Form == OfficialForm.AppointmentSlip ? See(Sheet.Paper.Path) : Page();
    }
}
