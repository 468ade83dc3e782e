using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.On;

/// <summary>What an earlier release left in the outbox; by now the applicant is told within the act (see <see cref="ApplicantNotices"/>).</summary>
public sealed class TellTheApplicant(ServicesDb db, ApplicantNotices notices) :
    IReaction<DossierFiled>, IReaction<DossierAccepted>, IReaction<SupplementRequested>, IReaction<DossierRefused>, IReaction<DossierStopped>, IReaction<AppointmentMoved>,
    IReaction<DossierApproved>, IReaction<ResultReturned>
{
    public Task On(DossierFiled happened, Entry entry, CancellationToken ct) => Tell(happened.DossierId, happened, entry, ct);
    public Task On(DossierAccepted happened, Entry entry, CancellationToken ct) => Tell(happened.DossierId, happened, entry, ct);
    public Task On(SupplementRequested happened, Entry entry, CancellationToken ct) => Tell(happened.DossierId, happened, entry, ct);
    public Task On(DossierRefused happened, Entry entry, CancellationToken ct) => Tell(happened.DossierId, happened, entry, ct);
    public Task On(DossierStopped happened, Entry entry, CancellationToken ct) => Tell(happened.DossierId, happened, entry, ct);
    public Task On(AppointmentMoved happened, Entry entry, CancellationToken ct) => Tell(happened.DossierId, happened, entry, ct);
    public Task On(DossierApproved happened, Entry entry, CancellationToken ct) => Tell(happened.DossierId, happened, entry, ct);
    public Task On(ResultReturned happened, Entry entry, CancellationToken ct) => Tell(happened.DossierId, happened, entry, ct);

    async Task Tell(Guid dossierId, object happened, Entry entry, CancellationToken ct)
    {
        await notices.Tell(await db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == dossierId, ct), happened, entry, ct);
        await db.SaveChangesAsync(ct);
    }
}
