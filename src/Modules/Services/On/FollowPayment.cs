using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.On;

/// <summary>The dossier waits while its fee is awaited (national status 6), and goes on when nothing is due any more.</summary>
public sealed class FollowPayment(ServicesDb db, DossierActs acts) : IReaction<PaymentRequested>, IReaction<PayerReminded>, IReaction<ChargeSettled>, IReaction<ChargeWaived>, IReaction<ChargeCancelled>
{
    public async Task On(PaymentRequested happened, Entry entry, CancellationToken ct)
    {
        var dossier = await db.Dossiers.SingleAsync(d => d.Id == happened.DossierId, ct);
        if (!dossier.MayWaitForFee) return; // it has ended, or waits for papers already
        await acts.WaitForFee(dossier, happened.AmountVnd, happened.Until, ct);
        await db.SaveChangesAsync(ct);
    }

    public async Task On(PayerReminded happened, Entry entry, CancellationToken ct)
    {
        if (await db.Dossiers.SingleOrDefaultAsync(d => d.Id == happened.DossierId && d.Status == DossierStatus.FeeRequested, ct) is not { } dossier) return;
        await acts.Tell(dossier, new FeeReminded(dossier.Id, dossier.Code, happened.AmountVnd, happened.Until), note: null, post: null, ct);
        await db.SaveChangesAsync(ct);
    }

    public Task On(ChargeSettled happened, Entry entry, CancellationToken ct) => GoOn(happened.DossierId, ct);
    public Task On(ChargeWaived happened, Entry entry, CancellationToken ct) => GoOn(happened.DossierId, ct);
    public Task On(ChargeCancelled happened, Entry entry, CancellationToken ct) => GoOn(happened.DossierId, ct);

    async Task GoOn(Guid dossierId, CancellationToken ct)
    {
        if (await db.Dossiers.SingleOrDefaultAsync(d => d.Id == dossierId && d.Status == DossierStatus.FeeRequested, ct) is not { } dossier) return;
        await acts.FeePaid(dossier, ct);
        await db.SaveChangesAsync(ct);
    }
}
