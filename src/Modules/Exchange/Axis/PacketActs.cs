using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Exchange.Axis;

/// <summary>What acts on packets have in common: who sees one, who may act on it, and how its sender is told.</summary>
public sealed class PacketActs(ExchangeDb db, Actor actor, ParcelBook parcels, ParcelSignal signal)
{
    public const int LongestReason = 500;

    /// <exception cref="Refusal">401; 404: what is not in scope is as unknown as what is not there.</exception>
    public async Task<DocumentPacket> Visible(Guid id, CancellationToken ct)
    {
        actor.MustBeOfficer();
        return await db.Packets.Visible(db, actor, Permits.ReadPackets).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Unknown();
    }

    public bool MayAct(DocumentPacket packet) => actor.HoldsPost(Permits.Packets, packet.UnitId);

    /// <exception cref="Refusal">403: it is the work of another unit.</exception>
    public void MustAct(DocumentPacket packet)
    {
        if (!MayAct(packet)) throw Refusal.Forbidden("packet.unit", "Chỉ người gửi, nhận văn bản của {0} làm được việc này.", packet.UnitName);
    }

    /// <summary>Says to the sender how far we have come: state, entry, duty and parcel.</summary>
    /// <param name="reason">Why it is refused or declined.</param>
    /// <exception cref="Refusal">409, 422.</exception>
    public async Task Tell(Guid id, PacketStatus status, string reason, CancellationToken ct)
    {
        var packet = await db.Packets.SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Unknown();
        if (status is PacketStatus.Refused or PacketStatus.Declined && reason.Length == 0) throw Refusal.Invalid("Reason", "Hãy ghi lý do, nơi gửi sẽ đọc.");
        if (reason.Length > LongestReason) throw Refusal.Invalid("Reason", "Lý do dài quá {0} chữ. Hãy rút gọn.", LongestReason);
        packet.Tell(status);
        var (post, place) = (actor.PostFor(Permits.Packets, packet.UnitId), await db.Statuses.CountAsync(s => s.PacketId == id, ct));
        var entry = db.Record(packet, new PacketStatusTold(id, packet.DocumentId, status), reason, post);
        db.Statuses.Add(new() { PacketId = id, MessageId = entry.Id.ToString(), Place = place + 1, OrganId = packet.ToId, Status = status, Said = reason, Staff = actor.Name, At = entry.At, SaidAt = entry.At });
        await parcels.LayDown(AxisCarrier.Key, entry, packet.DocumentId, ct);
        db.Discharge(packet, packet.IsRequest ? Duties.AnswerRequest : Duties.TakePacket, ifAny: true);
        if (packet.AboutId is { } about) await End(about, packet, status, reason, post, ct);
        await db.SaveChangesAsync(ct);
        signal.Raise();
    }

    /// <summary>What the earlier one becomes when its recall or update is answered, or its replacement taken in.</summary>
    async Task End(Guid aboutId, DocumentPacket by, PacketStatus status, string reason, Post? post, CancellationToken ct)
    {
        var about = await db.Packets.SingleAsync(p => p.Id == aboutId, ct);
        if (status is PacketStatus.Declined or PacketStatus.Refused)
        {
            about.Answered(by.Id);
            return;
        }
        if (status is not (PacketStatus.Agreed or PacketStatus.Received)) return;
        about.Supersede(by.Id, by.Business);
        db.Record(about, new PacketSuperseded(about.Id, about.DocumentId, by.Id, by.Business), reason, post);
        if (about.State is not (PacketState.Recalled or PacketState.Replaced)) return;
        db.Release(about, Duties.TakePacket, ifAny: true);
        db.Release(about, Duties.AnswerRequest, ifAny: true);
        if (about.AboutId is { } first) (await db.Packets.SingleAsync(p => p.Id == first, ct)).Answered(about.Id); // what it asked is asked no more
    }

    public static Refusal Unknown() => Refusal.Missing("packet", "Không thấy văn bản này trong phạm vi của anh/chị.");
}
