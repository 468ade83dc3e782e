using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform;
using NhatLe.Platform.Clock;

namespace NhatLe.Catalogue.Curated;

/// <summary>Publishes the curated procedures; a changed one gets a new version, and what an editor has changed since stays.</summary>
public sealed class CuratedSeed(CatalogueDb db, CuratedFile file, LegalTime time, CatalogueIndex index) : ISeed
{
    public int Order => 30;
    public bool DemonstrationOnly => false;
    public bool FromFilesOnly => true;

    public async Task Run(CancellationToken ct)
    {
        var codes = file.Procedures.Select(p => p.Code).ToList();
        var known = await db.Procedures.Where(p => codes.Contains(p.Code)).ToDictionaryAsync(p => p.Code, ct);
        var ids = known.Values.Select(p => p.Id).ToList();
        var before = (await db.Versions.Where(v => ids.Contains(v.ProcedureId) && v.Status != VersionStatus.Retired).ToListAsync(ct)).ToLookup(v => v.ProcedureId);
        foreach (var (code, content) in file.Procedures)
        {
            var procedure = known.GetValueOrDefault(code);
            if (procedure is { Origin: Origin.Edited } or { WorkingVersionId: not null } || (procedure is { Origin: Origin.Curated } && IsSame(procedure, content, before))) continue;
            if (procedure is null) db.Procedures.Add(procedure = Procedure.Create(code));
            var version = procedure.Take(content, Origin.Curated, sourceHash: null, before[procedure.Id], time.Now, time.Today);
            db.Versions.Add(version);
            db.RecordVersion(procedure, version, note: null);
        }
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        index.Expire();
    }

    static bool IsSame(Procedure procedure, ProcedureContent content, ILookup<Guid, ProcedureVersion> versions) =>
        versions[procedure.Id].Any(v => v.Id == procedure.LatestVersionId && v.ContentHash == ProcedureContent.HashOf(content.ToJson()));
}
