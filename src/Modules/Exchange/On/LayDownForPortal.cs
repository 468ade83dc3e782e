using NhatLe.Contracts.Services;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Portal;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.On;

/// <summary>Every act on a dossier is laid down for the portal, in the transaction of the delivery: it is told once it is there, however long that takes.</summary>
public sealed class LayDownForPortal(ExchangeDb db, PortalSettings settings, ParcelSignal signal, TimeProvider time) : IReaction<IDossierEvent>
{
    public async Task On(IDossierEvent happened, Entry entry, CancellationToken ct)
    {
        if (!settings.IsSetUp) return;
        db.LayDown(PortalCarrier.Key, entry, happened.Code, time);
        await db.SaveChangesAsync(ct);
        signal.Raise();
    }
}
