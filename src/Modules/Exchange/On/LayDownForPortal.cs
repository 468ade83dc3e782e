using NhatLe.Contracts.Services;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Portal;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;

namespace NhatLe.Exchange.On;

/// <summary>Every act on a dossier is laid down for the portal, in the transaction of the delivery: it is told once it is there, however long that takes.</summary>
public sealed class LayDownForPortal(ExchangeDb db, PortalSettings settings, ParcelSignal signal, TimeProvider time) :
    IReaction<DossierFiled>, IReaction<DossierAccepted>, IReaction<DossierForwarded>, IReaction<DossierApproved>, IReaction<DossierSentBack>, IReaction<SupplementRequested>, IReaction<DossierSupplemented>,
    IReaction<DossierRefused>, IReaction<AppointmentMoved>, IReaction<DossierStopped>, IReaction<ResultReturned>, IReaction<FeeRequested>, IReaction<FeePaid>
{
    public Task On(DossierFiled happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(DossierAccepted happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(DossierForwarded happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(DossierApproved happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(DossierSentBack happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(SupplementRequested happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(DossierSupplemented happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(DossierRefused happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(AppointmentMoved happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(DossierStopped happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(ResultReturned happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(FeeRequested happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    public Task On(FeePaid happened, Entry entry, CancellationToken ct) => Lay(happened.Code, entry, ct);

    async Task Lay(string code, Entry entry, CancellationToken ct)
    {
        if (!settings.IsSetUp) return;
        var now = LegalTime.Cut(time.GetUtcNow());
        db.Parcels.Add(new()
        {
            Id = Guid.CreateVersion7(now), Carrier = PortalCarrier.Key, SubjectId = entry.SubjectId, Code = code, Seq = entry.Seq, EntryId = entry.Id, Event = entry.Event, At = entry.At, State = ParcelState.Waiting, NextTryAt = now,
        });
        await db.SaveChangesAsync(ct);
        signal.Raise();
    }
}
