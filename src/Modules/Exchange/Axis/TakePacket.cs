using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;

namespace NhatLe.Exchange.Axis;

/// <summary>What became of a packet that came; a twin is here already under another name of the axis.</summary>
public enum Taken { New = 1, Known = 2, Twin = 3 }

/// <summary>
/// One packet that came: its bytes are kept first, then held against schema, signature and sender. A good one becomes a row with its files, an entry, a duty
/// of the unit it is for and the acknowledgement to the axis in one transaction; a broken one a row without files and the refusal.
/// </summary>
public sealed class TakePacket(ExchangeDb db, AxisCertificates certificates, FileStore files, DirectoryCache directory, ParcelBook parcels, LegalClock clock, LegalTime time, TimeProvider system)
{
    public Task<bool> IsKnown(AxisWire.Line line, CancellationToken ct) => db.Packets.AsNoTracking().AnyAsync(p => p.Direction == PacketDirection.Received && p.AxisId == line.DocId && p.ToId == line.To, ct);

    public async Task<Taken> Run(AxisWire.Line line, byte[] bytes, CancellationToken ct)
    {
        var xml = await files.Save(target => target.WriteAsync(bytes, ct).AsTask(), "application/octet-stream", ct);
        var stored = new StoredXml(xml.Hash, xml.Size);
        var units = await directory.Get(ct);
        var unit = units.Units.FirstOrDefault(u => u.ShortCode == line.To && u.Kind != UnitKind.OneStopDesk) is { } named ? units.Now(named.Id) : null;
        Packet packet;
        List<HeldPacketFile> kept;
        try
        {
            packet = PacketXml.Read(bytes, out var signer);
            using (signer) certificates.MustSpeakFor(signer, packet.From.Id);
            if (packet.From.Id != line.From) throw new PacketFault(PacketFault.Sender, $"The axis says it is from {line.From}, the packet {packet.From.Id}.");
            if (unit is null || packet.To.All(t => t.Id != line.To)) throw new PacketFault(PacketFault.Receiver, $"The packet is not for {line.To}.");
            if (await Earlier(packet, line, ct) is { } earlier) return earlier == stored.Hash ? Taken.Twin : throw new PacketFault(PacketFault.Twice, $"Another packet of {packet.From.Id} with this DocumentId is here already.");
            kept = await Keep(packet, ct);
        }
        catch (PacketFault fault) { return await db.Again(() => Refuse(line, unit ?? units.Province!, fault, stored, ct)); }
        return await db.Again(() => Take(line, unit, packet, stored, kept, ct));
    }

    /// <returns>The hash of the packet of this name that is here under another name of the axis.</returns>
    Task<string?> Earlier(Packet packet, AxisWire.Line line, CancellationToken ct) =>
        db.Packets.AsNoTracking().Where(p => p.Direction == PacketDirection.Received && p.State != PacketState.Broken && p.ToId == line.To && p.FromId == packet.From.Id && p.DocumentId == packet.DocumentId && p.AxisId != line.DocId).Select(p => p.Hash).FirstOrDefaultAsync(ct);

    /// <summary>Each file by the same checks as one that people send; what is neither picture nor PDF is kept to be downloaded only.</summary>
    async Task<List<HeldPacketFile>> Keep(Packet packet, CancellationToken ct)
    {
        List<HeldPacketFile> kept = [];
        foreach (var file in packet.Files)
        {
            try
            {
                using var content = new MemoryStream(file.Content.ToArray(), writable: false);
                var saved = await files.Save(content, ct, otherwise: MediaTypes.Unknown);
                kept.Add(new() { Id = Guid.CreateVersion7(system.GetUtcNow()), Place = kept.Count, Name = FileNames.Clean(file.Name), MediaType = saved.MediaType, Size = saved.Size, Hash = saved.Hash });
            }
            catch (Refusal refusal) when (refusal.Fields.Count > 0 && refusal.Code == "invalid") { throw new PacketFault(PacketFault.Attachment, $"{FileNames.Clean(file.Name)}: {refusal.Fields[0]}"); }
        }
        return kept;
    }

    async Task<Taken> Refuse(AxisWire.Line line, Unit unit, PacketFault fault, StoredXml bytes, CancellationToken ct)
    {
        if (await IsKnown(line, ct)) return Taken.Known;
        var now = time.Now;
        var packet = DocumentPacket.Break(Guid.CreateVersion7(now), unit.Id, unit.FullName, line.DocId, line.From, line.To, fault, bytes, now);
        db.Packets.Add(packet);
        await Say(packet, PacketStatus.Refused, $"{fault.Code}: {fault.Message}", db.Record(packet, new PacketBroken(packet.Id, line.DocId, fault.Code), fault.Message), ct);
        await db.SaveChangesAsync(ct);
        return Taken.New;
    }

    async Task<Taken> Take(AxisWire.Line line, Unit unit, Packet p, StoredXml xml, List<HeldPacketFile> kept, CancellationToken ct)
    {
        if (await IsKnown(line, ct)) return Taken.Known;
        var now = time.Now;
        List<Guid> own = [unit.Id, .. (await directory.Get(ct)).Former(unit.Id)]; // what had ended stays with the unit of then
        var about = p.About.Length == 0 || p.Business == PacketBusiness.New ? null
            : await db.Packets.OrderByDescending(x => x.At).FirstOrDefaultAsync(x => x.Direction == PacketDirection.Received && x.DocumentId == p.About && x.FromId == p.From.Id && own.Contains(x.UnitId) && x.State != PacketState.Broken, ct);
        var packet = DocumentPacket.Take(Guid.CreateVersion7(now), unit.Id, unit.FullName, line.DocId, line.To, p, about, xml, now);
        db.Packets.Add(packet);
        db.Receivers.AddRange(p.To.DistinctBy(t => t.Id).Select((t, place) => new PacketReceiver { PacketId = packet.Id, OrganId = t.Id, Name = t.Name, Place = place }));
        db.PacketFiles.AddRange(kept.Select(f => new HeldPacketFile { Id = f.Id, PacketId = packet.Id, Place = f.Place, Name = f.Name, MediaType = f.MediaType, Size = f.Size, Hash = f.Hash }));
        var arrived = db.Record(packet, new PacketArrived(packet.Id, unit.Id, p.DocumentId, p.From.Id, p.Business, about?.Id), p.Reason);
        await Say(packet, PacketStatus.Arrived, "", arrived, ct);
        db.Index(packet);
        db.Owe(packet, packet.IsRequest ? Duties.AnswerRequest : Duties.TakePacket, unit.Id, Permits.Packets, clock.DueAt(TimeLimit.SameDay, now), PacketCards.Duty(packet));
        if (about is not null)
        {
            about.AskAbout(packet.Id);
            db.Record(about, new PacketAskedAbout(about.Id, about.DocumentId, packet.Id, packet.Business), p.Reason);
        }
        await db.SaveChangesAsync(ct);
        return Taken.New;
    }

    /// <summary>The axis is told after the commit, by a parcel, until it has heard.</summary>
    Task Say(DocumentPacket packet, PacketStatus status, string said, Entry entry, CancellationToken ct)
    {
        db.Statuses.Add(new() { PacketId = packet.Id, MessageId = entry.Id.ToString(), Place = 1, OrganId = packet.ToId, Status = status, Said = said, Staff = "", At = entry.At, SaidAt = entry.At });
        return parcels.LayDown(AxisCarrier.Key, entry, packet.DocumentId.Length > 0 ? packet.DocumentId : packet.AxisId, ct);
    }
}
