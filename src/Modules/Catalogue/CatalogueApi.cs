using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;

namespace NhatLe.Catalogue;

/// <summary>The catalogue for other modules, from memory; versions a running dossier keeps are read when they are asked for.</summary>
public sealed class CatalogueApi(CatalogueIndex index, CatalogueDb db) : ICatalogue
{
    public async Task<PublishedProcedure?> Current(string code, CancellationToken ct) => (await index.Get(ct)).Find(code)?.Published;

    public async Task<IReadOnlyList<PublishedProcedure>> WithForms(CancellationToken ct) =>
        [.. (await index.Get(ct)).All.Select(p => p.Published).OfType<PublishedProcedure>().Where(p => p.FormKey is not null)];

    public async Task<PublishedProcedure> Version(Guid versionId, CancellationToken ct)
    {
        if ((await index.Get(ct)).Find(versionId)?.Published is { } current) return current;
        var found = await (
            from version in db.Versions.AsNoTracking()
            join procedure in db.Procedures.AsNoTracking() on version.ProcedureId equals procedure.Id
            where version.Id == versionId && version.PublishedOn != null
            select new { version, procedure.Code }).SingleOrDefaultAsync(ct)
            ?? throw new KeyNotFoundException($"No published version {versionId} of a procedure.");
        return found.version.Read().Publish(versionId, found.Code, found.version.Number);
    }
}
