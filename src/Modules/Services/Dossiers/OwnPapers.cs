using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Clock;

namespace NhatLe.Services.Dossiers;

/// <summary>The papers of a citizen's own dossiers of the last year, that an official has accepted.</summary>
public sealed class OwnPapers(ServicesDb db, LegalTime time) : IOwnPapers
{
    const int Months = 12;

    public async Task<IReadOnlyList<OwnPaper>> Of(Guid accountId, CancellationToken ct)
    {
        var since = time.Now.AddMonths(-Months);
        var found = await (
            from dossier in db.Dossiers
            where dossier.ApplicantAccountId == accountId && dossier.AcceptedAt != null && dossier.AcceptedAt >= since
            join paper in db.Papers on dossier.Id equals paper.DossierId
            where paper.Role != PaperRole.Result
            select new { paper.Id, paper.Key, paper.Name, paper.AddedAt, dossier.Code }).AsNoTracking().ToListAsync(ct);
        return [.. found.GroupBy(p => (p.Code, p.Key, p.Name))
            .Select(g => new OwnPaper(g.Key.Name, [.. g.OrderBy(p => p.AddedAt).ThenBy(p => p.Id).Select(p => p.Id)], g.Max(p => p.AddedAt), g.Key.Code))
            .OrderByDescending(p => p.At).ThenByDescending(p => p.DossierCode, StringComparer.Ordinal).DistinctBy(p => p.Name)];
    }
}
