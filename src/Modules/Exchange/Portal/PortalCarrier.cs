using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Portal;

/// <summary>
/// Tells the portal of one act on a dossier: where the act brought papers, the files by hash and the dossier with them; then the step of progress; then
/// the status. Each may be said twice: the portal knows the dossier by its code and the step by the id of the entry.
/// </summary>
public sealed class PortalCarrier(PortalSettings settings, PortalClient portal, IDossiers dossiers, PlatformDb platform) : IParcelCarrier
{
    public const string Key = "cong-quoc-gia";

    static readonly HashSet<string> bringPapers = [EventNames.Of(typeof(DossierFiled)), EventNames.Of(typeof(DossierSupplemented)), EventNames.Of(typeof(DossierApproved)), EventNames.Of(typeof(DossierAccepted))];

    public string Name => Key;
    public string Title => "Cổng dịch vụ công quốc gia";
    public bool IsSetUp => settings.IsSetUp;

    public async Task Carry(Parcel parcel, CancellationToken ct)
    {
        var record = await dossiers.Record(parcel.SubjectId, ct) ?? throw new RefusedByPartner("The dossier is not there any more.");
        if (bringPapers.Contains(parcel.Event)) await Put(record, ct);
        await portal.Put(record.Code, await Progress(parcel, record, ct), ct);
        await portal.Put(record.Code, new PortalWire.Status(PortalWire.StatusAfter(parcel.Event), parcel.Seq), ct);
    }

    async Task Put(DossierRecord d, CancellationToken ct)
    {
        var number = await portal.NumberOf(d.Code, ct);
        List<PortalWire.FileRef> files = [];
        foreach (var paper in d.Papers) files.Add(new(await portal.IdOfFile(paper.Hash, ct), paper.Hash, paper.FileName, paper.MediaType, paper.Size, paper.Role));
        await portal.Put(new PortalWire.Dossier(d.Code, number, d.ProcedureCode, d.Title, d.UnitCode, d.UnitName, d.Channel, d.Applicant, d.ApplicantNumber, d.FiledAt, d.DueAt, files), ct);
    }

    /// <summary>Who did what and when, as the journal has it; of an entry whose personal part was erased, without the name.</summary>
    async Task<PortalWire.Progress> Progress(Parcel parcel, DossierRecord record, CancellationToken ct)
    {
        var content = (await platform.Payloads.AsNoTracking().SingleOrDefaultAsync(p => p.EntryId == parcel.EntryId, ct))?.Read();
        var words = EventNames.Words(parcel.Event) + (content?.Note is { Length: > 0 } note ? ": " + note : "");
        return new(parcel.EntryId.ToString(), parcel.Seq, content?.Name ?? "", parcel.At, content?.Unit ?? record.UnitName, words, PortalWire.StatusAfter(parcel.Event), record.AcceptedAt, record.DueAt);
    }
}
