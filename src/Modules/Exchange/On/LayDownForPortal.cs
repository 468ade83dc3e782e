using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Portal;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.On;

/// <summary>
/// Every act on a dossier is laid down for the portal, in the transaction of the delivery: it is told once it is there, however long that takes. Of a
/// dossier that the portal does not know yet, what came before goes first.
/// </summary>
public sealed class LayDownForPortal(ExchangeDb db, PlatformDb platform, ParcelBook parcels, PortalSettings settings, ParcelSignal signal) : IReaction<IDossierEvent>
{
    public async Task On(IDossierEvent happened, Entry entry, CancellationToken ct)
    {
        if (!settings.IsSetUp) return;
        var told = await db.Told.SingleOrDefaultAsync(t => t.Carrier == PortalCarrier.Key && t.SubjectId == entry.SubjectId, ct);
        var from = told?.LaidSeq ?? 0;
        IReadOnlyList<ToldAct> acts = from == entry.Seq - 1 ? [new(entry.Id, entry.Seq, entry.Event, entry.At)]
            : await platform.Entries.AsNoTracking().Where(e => e.SubjectId == entry.SubjectId && e.Seq > from && e.Seq <= entry.Seq && PortalWire.Events.Contains(e.Event)).OrderBy(e => e.Seq)
                .Select(e => new ToldAct(e.Id, e.Seq, e.Event, e.At)).ToListAsync(ct);
        if (acts.Count == 0) return;
        await parcels.LayDown(PortalCarrier.Key, entry.SubjectId, happened.Code, told, acts, ct);
        await db.SaveChangesAsync(ct);
        signal.Raise();
    }
}
