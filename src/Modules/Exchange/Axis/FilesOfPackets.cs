using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Files;

namespace NhatLe.Exchange.Axis;

/// <summary>The packets as they were sent and came, and the files in them.</summary>
sealed class FilesOfPackets(ExchangeDb db) : IFileUse
{
    public async Task<IEnumerable<string>> Used(IReadOnlyCollection<string> hashes, CancellationToken ct)
    {
        var packets = await db.Packets.Where(p => hashes.Contains(p.Hash)).Select(p => p.Hash).ToListAsync(ct);
        return packets.Concat(await db.PacketFiles.Where(f => hashes.Contains(f.Hash)).Select(f => f.Hash).ToListAsync(ct));
    }
}
