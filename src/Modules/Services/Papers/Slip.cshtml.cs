using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Papers;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Tracking;

namespace NhatLe.Services.Papers;

/// <summary>
/// Paper 01, acceptance and appointment slip (giấy tiếp nhận hồ sơ và hẹn trả kết quả, TT 01/2018), for the desk and for the applicant, on
/// A4 or A5. It says what was said at acceptance, whatever happened since.
/// </summary>
public sealed class SlipModel(ServicesDb db, OpenPaper open, LegalClock clock, ColumnCipher cipher, ICharges charges) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";

    /// <summary>"A5" for the small paper of slip printers.</summary>
    [FromQuery(Name = "kho")] public string? Size { get; set; }

    public bool IsSmall => Size == "A5";
    public PaperSheet Sheet { get; private set; } = null!;
    public Dossier Dossier => Sheet.Dossier;
    public Deadline Deadline { get; private set; } = null!;
    public DateTimeOffset DueAt { get; private set; }
    public IReadOnlyList<Paper> Papers { get; private set; } = [];

    /// <summary>What is to be paid, and the text that makes it less.</summary>
    public long Fee { get; private set; }

    public string? FeeBasis { get; private set; }

    /// <summary>Opens the tracking page with everything, for whoever holds the slip.</summary>
    public QrDrawing Tracking { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        Sheet = await open.Slip(Code, ct);
        var accepted = Dossier.AcceptedAt!.Value;
        Deadline = clock.Evaluate(clock.Start(Dossier.TimeLimit, accepted));
        DueAt = Sheet.Said<DossierAccepted>().DueAt;
        Papers = await db.Papers.AsNoTracking().Where(p => p.DossierId == Dossier.Id && p.Role != PaperRole.Result && p.AddedAt <= accepted).OrderBy(p => p.AddedAt).ThenBy(p => p.Id).ToListAsync(ct);
        var charge = await charges.Of(Dossier.Id, ct); // a moment after the acceptance; until then what was reckoned at the filing
        (Fee, FeeBasis) = charge is null ? (Dossier.Fee, FiledRule()) : (charge.AmountVnd, charge.Basis);
        Tracking = QrDrawing.Of(Request.Absolute($"/tra-cuu/{Dossier.Code}?t={cipher.Token(TrackDossier.TokenPurpose, Dossier.Id)}"));
    }

    /// <summary>Whoever files online pays what the rules give them.</summary>
    string? FiledRule() => Dossier.Channel != Channel.Online ? null
        : FeeRules.Due(long.MaxValue, Sheet.Procedure.FeeRules, new HashSet<FeeSubject> { FeeSubject.OnlineFiling }, Dossier.FiledOn).Rule?.LegalBasis;
}
