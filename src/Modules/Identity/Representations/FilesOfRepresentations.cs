using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Files;

namespace NhatLe.Identity.Representations;

/// <summary>The evidence that representations name.</summary>
sealed class FilesOfRepresentations(IdentityDb db) : IFileUse
{
    public async Task<IEnumerable<string>> Used(IReadOnlyCollection<string> hashes, CancellationToken ct) =>
        await db.Representations.Where(r => r.FileHash != null && hashes.Contains(r.FileHash)).Select(r => r.FileHash!).ToListAsync(ct);
}
