using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Files;

namespace NhatLe.Exchange.Axis;

/// <summary>Writes a packet, signs it, and lays it down for the axis: row, files, entry and parcel in one transaction. Who calls has checked that the actor may.</summary>
public sealed class SendPackets(ExchangeDb db, AxisSettings settings, Lazy<AxisCertificates> certificates, FileStore files, DirectoryCache directory, Codes codes, ParcelBook parcels, ParcelSignal signal, Actor actor, LegalTime time)
{
    public const int MostReceivers = 200, MostFiles = 20, LongestFiles = 30 * 1024 * 1024;

    public async Task<SentPacket> Send(PacketToSend p, CancellationToken ct)
    {
        if (!settings.IsSetUp) throw Refusal.Conflict("axis.not-set-up", "Hệ thống chưa nối trục liên thông văn bản. Anh/chị báo người quản trị.");
        if (await First(p.Id, ct) is { } first) return first;
        var unit = (await directory.Get(ct)).FindUnit(p.UnitId) is { HasEnded: false, ShortCode.Length: > 0 } living ? living : throw Refusal.Invalid("Unit", "Hãy chọn đơn vị gửi.");
        var about = p.AboutId is { } id ? await About(id, p, ct) : null;
        if (p.Business != PacketBusiness.New && about is null) throw Refusal.Invalid("AboutId", "Hãy mở văn bản đã gửi rồi thu hồi, cập nhật hoặc thay thế từ đó.");
        var to = await Receivers(p.To, about, unit, ct);
        var kept = await Files(p, ct);
        var number = await codes.Next(string.Create(CultureInfo.InvariantCulture, $"axis/{unit.ShortCode}/{time.Today.Year}"), ct);
        var now = time.Now;
        var packet = new Packet(string.Create(CultureInfo.InvariantCulture, $"{unit.ShortCode}.{time.Today.Year}.{number:000000}"), new(unit.ShortCode, unit.FullName, InCharge: unit.Authority == unit.FullName ? "" : unit.Authority), to, p.Number.Trim(), p.Notation.Trim(),
            p.Place, p.IssuedOn, "1", p.TypeName, p.Subject.Trim(), p.SignerPosition.Trim(), p.SignerName.Trim())
        {
            Priority = p.Priority, DueOn = p.DueOn, Business = p.Business, Reason = p.Reason.Trim(), About = about?.DocumentId ?? "", Traces = [(unit.ShortCode, now)], Files = kept.ConvertAll(f => f.File),
        };
        var xml = PacketXml.Write(packet, certificates.Value.Own);
        var stored = await files.Save(target => target.WriteAsync(xml, ct).AsTask(), AxisWire.PacketType, ct);
        var isNew = await db.Again(() => Lay(p, packet, unit, new(stored.Hash, stored.Size), kept, now, ct));
        signal.Raise();
        return isNew ? new(p.Id, packet.DocumentId) : (await First(p.Id, ct))!;
    }

    async Task<SentPacket?> First(Guid id, CancellationToken ct) =>
        await db.Packets.AsNoTracking().Where(x => x.Id == id && x.Direction == PacketDirection.Sent).Select(x => new SentPacket(x.Id, x.DocumentId)).SingleOrDefaultAsync(ct);

    async Task<DocumentPacket> About(Guid id, PacketToSend p, CancellationToken ct)
    {
        var own = (await directory.Get(ct)).Former(p.UnitId);
        var about = await db.Packets.AsNoTracking().SingleOrDefaultAsync(x => x.Id == id && x.Direction == PacketDirection.Sent, ct);
        return about is not null && (about.UnitId == p.UnitId || own.Contains(about.UnitId)) ? about : throw Refusal.Missing("packet", "Không thấy văn bản này trong phạm vi của anh/chị.");
    }

    /// <summary>Those chosen; of what is about an earlier packet, those it went to where none are chosen.</summary>
    async Task<List<PacketOrgan>> Receivers(IReadOnlyList<string> chosen, DocumentPacket? about, Unit unit, CancellationToken ct)
    {
        var ids = chosen.Where(c => c.Length > 0).Distinct().ToList();
        if (ids.Count == 0 && about is not null) ids = await db.Receivers.AsNoTracking().Where(r => r.PacketId == about.Id).OrderBy(r => r.Place).Select(r => r.OrganId).ToListAsync(ct);
        if (ids.Count == 0) throw Refusal.Invalid("To", "Hãy chọn ít nhất một nơi nhận.");
        if (ids.Count > MostReceivers) throw Refusal.Invalid("To", "Mỗi lần gửi tối đa {0} nơi nhận. Hãy chia làm nhiều lần.", MostReceivers);
        if (ids.Contains(unit.ShortCode)) throw Refusal.Invalid("To", "Nơi nhận trùng nơi gửi. Hãy bỏ đơn vị của anh/chị khỏi danh sách.");
        var known = await db.Agencies.AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        if (ids.Find(i => !known.ContainsKey(i)) is { } unknown) throw Refusal.Invalid("To", "Trục chưa có cơ quan mã {0}. Hãy chọn trong danh sách.", unknown);
        return ids.ConvertAll(i => new PacketOrgan(i, known[i].Name));
    }

    sealed record Kept(StoredFile Stored, PacketFile File);

    async Task<List<Kept>> Files(PacketToSend p, CancellationToken ct)
    {
        if (p.Files.Count == 0 && p.Business != PacketBusiness.Recall) throw Refusal.Invalid("Files", "Hãy đính kèm tệp văn bản.");
        if (p.Files.Count > MostFiles) throw Refusal.Invalid("Files", "Tối đa {0} tệp.", MostFiles);
        List<Kept> kept = [];
        foreach (var file in p.Files)
        {
            var stored = await files.Find(file.Hash, ct) ?? throw Refusal.Invalid("Files", "Tệp đã gửi không còn. Hãy đính kèm lại.");
            if (kept.Sum(k => k.Stored.Size) + stored.Size > LongestFiles) throw Refusal.Invalid("Files", "Các tệp cộng lại lớn hơn {0} MB. Hãy bớt tệp.", LongestFiles / 1024 / 1024);
            using var content = new MemoryStream();
            await using (var open = files.Open(stored.Hash)) await open.CopyToAsync(content, ct);
            kept.Add(new(stored, new(FileNames.Clean(file.Name), stored.MediaType, content.ToArray())));
        }
        return kept;
    }

    /// <summary>What is about an earlier packet goes in the line of the first one, under an entry of it: never before it.</summary>
    async Task<bool> Lay(PacketToSend p, Packet packet, Unit unit, StoredXml xml, List<Kept> kept, DateTimeOffset now, CancellationToken ct)
    {
        if (await First(p.Id, ct) is not null) return false; // the same act once more, at once
        var about = p.AboutId is { } id ? await db.Packets.SingleAsync(x => x.Id == id, ct) : null;
        var root = about is null || about.RootId == about.Id ? about : await db.Packets.SingleAsync(x => x.Id == about.RootId, ct);
        about?.Follow(packet.Business);
        var (row, post) = (DocumentPacket.Send(p.Id, unit.Id, packet, about, xml, now), actor.PostFor(Permits.Packets, unit.Id));
        db.Packets.Add(row);
        db.Receivers.AddRange(packet.To.Select((t, place) => new PacketReceiver { PacketId = row.Id, OrganId = t.Id, Name = t.Name, Place = place }));
        db.PacketFiles.AddRange(kept.Select((k, place) => new HeldPacketFile { Id = Guid.CreateVersion7(now), PacketId = row.Id, Place = place, Name = k.File.Name, MediaType = k.Stored.MediaType, Size = k.Stored.Size, Hash = k.Stored.Hash }));
        var own = db.Record(row, new PacketSent(row.Id, unit.Id, row.DocumentId, [.. packet.To.Select(t => t.Id)], row.Business), packet.Reason, post);
        db.Index(row, packet.To.Select(t => t.Name));
        var followed = about is null ? null : db.Record(about, new PacketFollowed(about.Id, about.DocumentId, row.Id, row.Business), packet.Reason, post);
        var line = root is null ? own : root == about ? followed! : db.Record(root, new PacketFollowed(root.Id, root.DocumentId, row.Id, row.Business), packet.Reason, post);
        row.GoesUnder(line.Id);
        await parcels.LayDown(AxisCarrier.Key, line, row.DocumentId, ct);
        await db.SaveChangesAsync(ct);
        return true;
    }
}
