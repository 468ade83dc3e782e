using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Axis;

/// <summary>The axis as other modules know it.</summary>
sealed class DocumentAxisApi(AxisSettings settings, ExchangeDb db, SendPackets send, PacketActs acts) : IDocumentAxis
{
    public bool IsSetUp => settings.IsSetUp;

    public async Task<IReadOnlyList<AxisAgency>> Find(string? words, CancellationToken ct)
    {
        var all = await db.Agencies.AsNoTracking().OrderBy(a => a.IsOurs).ThenBy(a => a.Id).Select(a => new AxisAgency(a.Id, a.Name, a.IsOurs)).ToListAsync(ct);
        var asked = Fold.Index(words ?? "");
        return asked.Length == 0 ? all : all.FindAll(a => a.Id.Equals(words!.Trim(), StringComparison.OrdinalIgnoreCase) || $" {Fold.Index(a.Name)} ".Contains($" {asked} ", StringComparison.Ordinal));
    }

    public Task<SentPacket> Send(PacketToSend packet, CancellationToken ct) => send.Send(packet, ct);

    public async Task<HeldPacket?> Read(Guid packetId, CancellationToken ct)
    {
        if (await db.Packets.AsNoTracking().SingleOrDefaultAsync(p => p.Id == packetId, ct) is not { } p) return null;
        var files = await db.PacketFiles.AsNoTracking().Where(f => f.PacketId == packetId).OrderBy(f => f.Place).Select(f => new HeldFile(f.Id, f.Name, f.MediaType, f.Size, f.Hash)).ToListAsync(ct);
        return new(p.Id, p.UnitId, p.DocumentId, p.FromId, p.FromName, p.Business, p.AboutId, p.Number, p.Notation, p.TypeName, p.IssuedOn, p.Subject, files);
    }

    public Task Tell(Guid packetId, PacketStatus status, string reason, CancellationToken ct) => acts.Tell(packetId, status, reason, ct);
}
