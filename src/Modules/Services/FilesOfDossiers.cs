using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Files;

namespace NhatLe.Services;

/// <summary>The files that drafts and papers name. Filing moves them from the first to the second, so the drafts are asked first.</summary>
public sealed class FilesOfDossiers(ServicesDb db) : IFileUse
{
    public async Task<IEnumerable<string>> Used(IReadOnlyCollection<string> hashes, CancellationToken ct)
    {
        var drafts = await db.DraftFiles.Where(f => hashes.Contains(f.Hash)).Select(f => f.Hash).ToListAsync(ct);
        return drafts.Concat(await db.Papers.Where(p => hashes.Contains(p.Hash)).Select(p => p.Hash).ToListAsync(ct));
    }
}
