using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Axis;

/// <summary>
/// Brings the axis what we send and what we say of what we received, in the order of each document's entries. The axis knows a packet by its DocumentId
/// and a status by the id of our entry: both may be said twice.
/// </summary>
public sealed class AxisCarrier(AxisSettings settings, AxisClient axis, ExchangeDb db) : IParcelCarrier
{
    public const string Key = "truc-van-ban";

    public string Name => Key;
    public string Title => "Trục liên thông văn bản";
    public bool IsSetUp => settings.IsSetUp;

    public async Task Carry(Parcel parcel, CancellationToken ct)
    {
        var message = parcel.EntryId.ToString();
        if (await db.Statuses.AsNoTracking().SingleOrDefaultAsync(s => s.PacketId == parcel.SubjectId && s.MessageId == message, ct) is { } status) await Tell(status, ct);
        else await Send(parcel, ct);
    }

    async Task Tell(SaidStatus s, CancellationToken ct)
    {
        var packet = await db.Packets.AsNoTracking().SingleAsync(p => p.Id == s.PacketId, ct);
        await axis.Tell(new(packet.AxisId, s.MessageId, new(packet.FromId, packet.DocumentId, packet.Code, AxisWire.TextOf(packet.IssuedOn)), s.OrganId, AxisWire.CodeOf(s.Status), s.Said, AxisWire.TextOf(s.At), new(packet.UnitName, s.Staff)), ct);
    }

    async Task Send(Parcel parcel, CancellationToken ct)
    {
        var sent = await db.Packets.AsNoTracking().SingleOrDefaultAsync(p => p.SentEntryId == parcel.EntryId, ct) ?? throw new RefusedByPartner("The packet of this parcel is not there.");
        var axisId = await axis.Send(sent.FromId, sent.Hash, ct);
        await db.Again(async () =>
        {
            var packet = await db.Packets.SingleAsync(p => p.Id == sent.Id, ct);
            if (!packet.Reach(axisId)) return false; // the axis has said so before
            db.Record(packet, new PacketReachedAxis(packet.Id, packet.DocumentId, axisId));
            await db.SaveChangesAsync(ct);
            return true;
        });
    }
}
