using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Jobs;

namespace NhatLe.Exchange.Parcels;

/// <summary>
/// What was acknowledged long ago goes, a record's parcels all or none: of one that is told of still, the comparison with the partner needs them all. That
/// the record was told stays (<see cref="ToldRecord"/>), and with it the rate of synchronisation.
/// </summary>
public sealed class SweepParcels(Database database, ExchangeSettings settings, TimeProvider time) : IScheduledJob
{
    public const string Name = "exchange.sweep-parcels";

    const int AtOnce = 500;

    public async Task<int> Run(CancellationToken ct)
    {
        var before = LegalTime.Cut(time.GetUtcNow().AddDays(-settings.ParcelDays));
        for (var gone = 0; ;)
        {
            var some = 0;
            await database.Write(batch =>
            {
                batch.Add($"""
                    DELETE FROM exchange_parcels WHERE id IN (
                        SELECT p.id FROM exchange_parcels p WHERE ((p.state = {ParcelState.Sent} AND p.sent_at < {before}) OR (p.state = {ParcelState.LeftOut} AND p.next_try_at < {before}))
                            AND NOT EXISTS (SELECT 1 FROM exchange_parcels o WHERE o.carrier = p.carrier AND o.subject_id = p.subject_id
                                AND (o.state = {ParcelState.Waiting} OR o.state = {ParcelState.Stuck} OR (o.state = {ParcelState.Sent} AND o.sent_at >= {before}) OR (o.state = {ParcelState.LeftOut} AND o.next_try_at >= {before})))
                        LIMIT {AtOnce})
                    """, rows => some = rows);
                return batch.Run(ct);
            }, ct);
            if (some == 0) return gone;
            gone += some;
        }
    }
}
