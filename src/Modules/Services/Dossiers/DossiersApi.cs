using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;

namespace NhatLe.Services.Dossiers;

/// <summary>Dossiers for other modules.</summary>
public sealed class DossiersApi(ServicesDb db, OwnDossiers own, ICatalogue catalogue, FormLibrary forms, ColumnCipher cipher, DirectoryCache directory) : IDossiers
{
    public async Task<DossierCard?> Find(Guid dossierId, CancellationToken ct) => await Card(await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Id == dossierId, ct), ct);

    public async Task<DossierCard?> Find(string code, CancellationToken ct) => await Card(await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Code == code, ct), ct);

    public async Task<bool> IsOwn(Guid dossierId, CancellationToken ct) => await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Id == dossierId, ct) is { } dossier && await own.Include(dossier, ct);

    public async Task<DossierRecord?> Record(Guid dossierId, CancellationToken ct)
    {
        if (await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(x => x.Id == dossierId, ct) is not { } d) return null;
        var papers = await db.Papers.AsNoTracking().Where(p => p.DossierId == dossierId).OrderBy(p => p.AddedAt).ThenBy(p => p.Id).Select(p => new PaperRecord(p.Name, p.FileName, p.Hash, p.MediaType, p.Size, (int)p.Role)).ToListAsync(ct);
        var unit = (await directory.Get(ct)).Unit(d.UnitId);
        return new(d.Id, d.Code, d.ProcedureCode, d.Title, unit.Code, unit.FullName, (int)d.Channel, d.ApplicantName, cipher.Decrypt(d.ApplicantNumber), d.FiledAt, d.AcceptedAt, d.DueAt, papers);
    }

    async Task<DossierCard?> Card(Dossier? d, CancellationToken ct) => d is null ? null : new(
        d.Id, d.Code, d.Title, d.ApplicantName, d.ApplicantAccountId ?? d.FiledByAccountId, d.ApplicantNumberKey, d.UnitId, d.ReceivedUnitId, d.ProcedureCode, d.ProcedureVersionId, d.Channel == Channel.Online, d.HasEnded, d.Status == DossierStatus.FeeRequested, await FullFee(d, ct), d.Relief is { } relief ? new(relief.ToString(), cipher.Decrypt(d.ReliefPaper!)) : null, d.Status == DossierStatus.Finished, d.MayWaitForFee);

    /// <summary>Before any relief; the dossier keeps what was known when it was filed.</summary>
    async Task<long> FullFee(Dossier d, CancellationToken ct)
    {
        var procedure = await catalogue.Version(d.ProcedureVersionId, ct);
        if (forms.Find(procedure.FormKey)?.FeeField is not { } field) return procedure.FeeVnd;
        var answers = JsonSerializer.Deserialize<Dictionary<string, string>>(cipher.Decrypt(d.Form))!;
        return FormNumber.Read(answers.GetValueOrDefault(field)) ?? procedure.FeeVnd;
    }
}
