using Microsoft.AspNetCore.Http;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Papers;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Papers;

/// <summary>A paper as its page prints it: the dossier, who issued it, and the code that lets anybody check it.</summary>
/// <param name="Paper">Null on the control slip, which prints the whole journal.</param>
/// <param name="Address">Where the QR code leads.</param>
public sealed record PaperSheet(
    Dossier Dossier, PublishedProcedure Procedure, Unit Unit, Unit Desk, Unit? Above, string Phone, IssuedPaper? Paper, IReadOnlyList<JournalLine> Journal, string Address)
{
    public QrDrawing Qr => QrDrawing.Of(Address);
    public EntryContent? Content => Paper?.Line.Content;

    /// <summary>The first lines on the left (cơ quan chủ quản, cơ quan ban hành).</summary>
    public string Over => Unit.Kind == UnitKind.Department && Above is not null ? Above.Authority.ToUpper() : "ỦY BAN NHÂN DÂN";

    public string Agency => Unit.FullName.ToUpper();

    public string DeskName => Desk.Kind == UnitKind.OneStopDesk ? "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ" : Desk.FullName.ToUpper();

    /// <summary>"CHỦ TỊCH"; of who acted for the holder of the post "TUQ. CHỦ TỊCH" (thừa ủy quyền, NĐ 30/2020).</summary>
    public string SignerTitle => Content is { Title: { } title } said ? (said.OnBehalfOf is null ? "" : "TUQ. ") + title.ToUpper() : "";

    /// <summary>Who did it, and for whom where it was by delegation.</summary>
    public string Signer => NameOf(Content);

    public static string NameOf(EntryContent? content) => content?.OnBehalfOf is { } other ? $"{content.Name} (thay {other})" : content?.Name ?? "";

    /// <summary>What the act said: the fields of its event.</summary>
    public T Said<T>() => System.Text.Json.JsonSerializer.Deserialize<T>(Content!.Event, EntryContent.Json)!;

    /// <summary>"Trọng Hóa, ngày 05 tháng 11 năm 2024"; the day below 10 and the months 1 and 2 take a zero (NĐ 30/2020).</summary>
    public string PlaceAndDate(DateTimeOffset at) => $"{Unit.Name}, {DateOf(at)}";

    public static string DateOf(DateTimeOffset at) => LegalTime.ToLocal(at) is var d ? $"ngày {d:dd} tháng {(d.Month < 3 ? d.ToString("MM") : d.Month.ToString())} năm {d.Year}" : "";

    /// <summary>"17 giờ 00, ngày 18 tháng 11 năm 2024"</summary>
    public static string TimeOf(DateTimeOffset at) => $"{LegalTime.ToLocal(at):HH} giờ {LegalTime.ToLocal(at):mm}, {DateOf(at)}";
}

/// <summary>Opens a paper for the applicant and for officials who may read the dossier; whoever of them reads it is noted.</summary>
public sealed class OpenPaper(
    ServicesDb db, Actor actor, OwnDossiers own, ICatalogue catalogue, DirectoryCache directory, ColumnCipher cipher, JournalReader journal, AccessLog accesses, VerificationCodes codes, IHttpContextAccessor http)
{
    /// <exception cref="Refusal">401, 404, or 409 while the dossier is not accepted.</exception>
    public async Task<PaperSheet> Slip(string code, CancellationToken ct)
    {
        var dossier = await db.PaperOf(actor, own, code, ct);
        if (dossier.ClockState is null) throw Refusal.Conflict("dossier.not-accepted", "Hồ sơ chưa được tiếp nhận nên chưa có giấy hẹn.");
        return await Open(dossier, papers => papers.LastOrDefault(p => p.Form == OfficialForm.AppointmentSlip), AccessKind.Slip, ct);
    }

    /// <summary>The paper that the entry with this number is.</summary>
    public async Task<PaperSheet> Issued(string code, long seq, CancellationToken ct) =>
        await Open(await db.PaperOf(actor, own, code, ct), papers => papers.FirstOrDefault(p => p.Seq == seq), AccessKind.IssuedPaper, ct);

    public async Task<PaperSheet> ControlSlip(string code, CancellationToken ct)
    {
        var dossier = await db.PaperOf(actor, own, code, ct);
        accesses.Note(actor, dossier, AccessKind.IssuedPaper);
        return await Sheet(dossier, paper: null, await journal.Of(dossier.Id, ct), OfficialForm.ControlSlip, dossier.Version, ct);
    }

    async Task<PaperSheet> Open(Dossier dossier, Func<IReadOnlyList<IssuedPaper>, IssuedPaper?> which, AccessKind kind, CancellationToken ct)
    {
        var lines = await journal.Of(dossier.Id, ct);
        var paper = which(IssuedPaper.In(dossier.Code, lines)) ?? throw Refusal.Missing("paper", "Hồ sơ này không có giấy tờ đó. Xem danh sách giấy tờ đã phát hành.");
        if (paper.Line.Content is null) throw Refusal.Conflict("paper.gone", "Nội dung giấy này đã xóa, hoặc không còn khớp nhật ký, nên không in lại được.");
        accesses.Note(actor, dossier, kind);
        return await Sheet(dossier, paper, lines, paper.Form, paper.Seq, ct);
    }

    async Task<PaperSheet> Sheet(Dossier dossier, IssuedPaper? paper, IReadOnlyList<JournalLine> lines, OfficialForm form, long seq, CancellationToken ct)
    {
        var snapshot = await directory.Get(ct);
        var day = LegalTime.DateOf(paper?.Line.Entry.At ?? dossier.FiledAt);
        var unit = snapshot.On(paper?.Line.Entry.UnitId ?? dossier.UnitId, day); // who issued it, under the name of then
        return new(dossier, await catalogue.Version(dossier.ProcedureVersionId, ct), unit, snapshot.On(dossier.ReceivedUnitId, day), unit.ParentId is { } above ? snapshot.FindUnit(above) : null,
            cipher.Decrypt(dossier.ApplicantPhone), paper, lines, http.HttpContext!.Request.Absolute($"/xac-minh/{codes.Of(dossier, form, seq)}"));
    }
}
