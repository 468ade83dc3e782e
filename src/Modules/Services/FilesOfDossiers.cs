using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Files;

namespace NhatLe.Services;

/// <summary>
/// The files that drafts and papers name. Filing moves them from the first to the second, so the drafts are asked first. A filed draft
/// names nothing: several photographs became one PDF, and what a phone wrote into them (the place) must not lie beside it for ever.
/// </summary>
public sealed class FilesOfDossiers(ServicesDb db) : IFileUse
{
    public async Task<IEnumerable<string>> Used(IReadOnlyCollection<string> hashes, CancellationToken ct)
    {
        var drafts = await db.DraftFiles.Where(f => hashes.Contains(f.Hash) && db.Drafts.Any(d => d.Id == f.DraftId && d.FiledAt == null)).Select(f => f.Hash).ToListAsync(ct);
        return drafts.Concat(await db.Papers.Where(p => hashes.Contains(p.Hash)).Select(p => p.Hash).ToListAsync(ct));
    }

    public async Task<IEnumerable<string>> GivenUp(IReadOnlyCollection<string> hashes, CancellationToken ct) =>
        await db.DraftFiles.Where(f => hashes.Contains(f.Hash) && db.Drafts.Any(d => d.Id == f.DraftId && d.FiledAt != null)).Select(f => f.Hash).ToListAsync(ct);
}
