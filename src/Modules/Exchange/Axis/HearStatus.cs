using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Axis;

/// <summary>A receiver of ours says how far it has come: kept with the packet, in order, once. What is about no packet of ours, or from nobody it went to, is passed over.</summary>
public sealed partial class HearStatus(ExchangeDb db, LegalTime time, TimeProvider system, ILogger<HearStatus> log)
{
    const int LongestSaid = 1000;

    /// <returns>True: it is new.</returns>
    public Task<bool> Run(AxisWire.StatusMessage message, CancellationToken ct) => db.Again(() => Hear(message, ct));

    async Task<bool> Hear(AxisWire.StatusMessage m, CancellationToken ct)
    {
        var packet = await db.Packets.SingleOrDefaultAsync(p => p.Direction == PacketDirection.Sent && p.DocumentId == m.ResponseFor.DocumentId && p.FromId == m.ResponseFor.OrganId, ct);
        var receivers = packet is null ? [] : await db.Receivers.Where(r => r.PacketId == packet.Id).ToListAsync(ct);
        if (packet is null || receivers.Find(r => r.OrganId == m.From) is not { } receiver || AxisWire.StatusOf(m.StatusCode) is not { } status)
        {
            LogPassedOver(log, m.DocId, m.StatusCode);
            return false;
        }
        var known = await db.Statuses.AsNoTracking().Where(s => s.PacketId == packet.Id).Select(s => s.MessageId).ToListAsync(ct);
        if (known.Contains(m.DocId)) return false;
        var (now, wall, said) = (time.Now, system.GetUtcNow(), Cut(m.Description));
        wall = wall.AddTicks(-(wall.Ticks % TimeSpan.TicksPerSecond)); // as statuses say it
        var at = AxisWire.InstantOf(m.Timestamp) is { } then && then <= wall ? then : wall; // a clock that is ahead would stand over all that comes after
        receiver.Say(status, at);
        packet.Count(receivers);
        db.Statuses.Add(new() { PacketId = packet.Id, MessageId = m.DocId, Place = known.Count + 1, OrganId = m.From, Status = status, Said = said, Staff = Cut(m.StaffInfo?.Staff), At = now, SaidAt = at });
        db.Record(packet, new PacketStatusCame(packet.Id, packet.DocumentId, m.From, status), said.Length == 0 ? $"{m.From}: {m.StatusCode}" : $"{m.From}: {m.StatusCode}, {said}");
        await db.SaveChangesAsync(ct);
        return true;
    }

    static string Cut(string? text) => Nfc.Clean(text ?? "") is var clean && clean.Length > LongestSaid ? clean[..(char.IsHighSurrogate(clean[LongestSaid - 1]) ? LongestSaid - 1 : LongestSaid)] : clean;

    [LoggerMessage(Level = LogLevel.Warning, Message = "Status {DocId} ({Code}) is about no packet of ours, or not from whom it went to")]
    static partial void LogPassedOver(ILogger logger, string docId, string code);
}
