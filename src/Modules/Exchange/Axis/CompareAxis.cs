using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Jobs;

namespace NhatLe.Exchange.Axis;

/// <summary>Each day the axis is asked what it has of us; what we sent lately and it lacks is sent again.</summary>
public sealed partial class CompareAxis(IServiceScopeFactory scopes, AxisSettings settings, AxisClient axis, Database database, ParcelSignal signal, TimeProvider time, ILogger<CompareAxis> log) : IScheduledJob
{
    public const string Name = "exchange.compare-axis";

    /// <summary>What was sent since; longer than from one run to the next, so that a missed one is made up for.</summary>
    static readonly TimeSpan lately = TimeSpan.FromDays(3);

    public async Task<int> Run(CancellationToken ct)
    {
        if (!settings.IsSetUp) return 0;
        HashSet<string> there = [];
        for (var after = ""; ;)
        {
            var lines = await axis.Sent(after, ct);
            there.UnionWith(lines.Select(l => l.DocumentId));
            if (lines.Count == 0 || lines[^1].DocId == after) break;
            after = lines[^1].DocId;
        }
        var missing = (await Ours(ct)).FindAll(o => !there.Contains(o.DocumentId));
        if (missing.Count == 0) return 0;
        var now = LegalTime.Cut(time.GetUtcNow());
        await database.Write(batch =>
        {
            foreach (var (documentId, entry) in missing)
            {
                LogLacks(log, documentId);
                batch.Add($"UPDATE exchange_parcels SET state = {ParcelState.Waiting}, attempts = {0}, next_try_at = {now} WHERE carrier = {AxisCarrier.Key} AND entry_id = {entry} AND state = {ParcelState.Sent}");
            }
            return batch.Run(ct);
        }, ct);
        signal.Raise();
        return missing.Count;
    }

    async Task<List<(string DocumentId, Guid Entry)>> Ours(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ExchangeDb>();
        var since = LegalTime.Cut(time.GetUtcNow() - lately);
        var rows = await (from packet in db.Packets.AsNoTracking() join parcel in db.Parcels.AsNoTracking() on packet.SentEntryId equals parcel.EntryId
            where packet.Direction == PacketDirection.Sent && parcel.Carrier == AxisCarrier.Key && parcel.State == ParcelState.Sent && parcel.SentAt > since orderby packet.Id select new { packet.DocumentId, parcel.EntryId }).ToListAsync(ct);
        return rows.ConvertAll(r => (r.DocumentId, r.EntryId));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The document axis lacks {DocumentId}, which it had acknowledged: it is sent again")]
    static partial void LogLacks(ILogger logger, string documentId);
}
