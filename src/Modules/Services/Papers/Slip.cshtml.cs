using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Tracking;

namespace NhatLe.Services.Papers;

/// <summary>Paper 01, acceptance and appointment slip (giấy tiếp nhận hồ sơ và hẹn trả kết quả, TT 01/2018), for the desk and for the applicant.</summary>
public sealed class SlipModel(ServicesDb db, ICatalogue catalogue, DirectoryCache directory, LegalClock clock, ColumnCipher cipher, JournalReader journal, AccessLog accesses) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";
    public Dossier Dossier { get; private set; } = null!;
    public PublishedProcedure Procedure { get; private set; } = null!;
    public Unit Unit { get; private set; } = null!;
    public Unit Desk { get; private set; } = null!;
    public Deadline Deadline { get; private set; } = null!;
    public IReadOnlyList<Paper> Papers { get; private set; } = [];
    public string Phone { get; private set; } = "";
    public string? AcceptedBy { get; private set; }

    /// <summary>Opens the tracking page with everything, for whoever holds the slip.</summary>
    public string Address { get; private set; } = "";

    public QrDrawing Qr { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        Dossier = await db.PaperOf(Actor, Code, ct);
        if (Dossier.ClockState is not { } state) throw Refusal.Conflict("dossier.not-accepted", "Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn.");
        accesses.Note(Actor, Dossier, AccessKind.Slip);
        var snapshot = await directory.Get(ct);
        (Unit, Desk) = (snapshot.Unit(Dossier.UnitId), snapshot.Unit(Dossier.ReceivedUnitId));
        Procedure = await catalogue.Version(Dossier.ProcedureVersionId, ct);
        Deadline = clock.Evaluate(state);
        Papers = await db.Papers.AsNoTracking().Where(p => p.DossierId == Dossier.Id && p.Role != PaperRole.Result).OrderBy(p => p.AddedAt).ThenBy(p => p.Id).ToListAsync(ct);
        Phone = cipher.Decrypt(Dossier.ApplicantPhone);
        Address = $"{Request.Scheme}://{Request.Host}/tra-cuu/{Dossier.Code}?t={cipher.Token(TrackDossier.TokenPurpose, Dossier.Id)}";
        AcceptedBy = (await journal.Of(Dossier.Id, ct)).LastOrDefault(l => l.Entry.Event == EventNames.Of(typeof(DossierAccepted)))?.Content?.Name;
        Qr = QrDrawing.Of(Address);
    }
}
