using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Post;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Flow;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.On;

/// <summary>The result counts as returned when the post has delivered it, and not before (QĐ 45/2016).</summary>
public sealed class ReturnByPost(ServicesDb db, DossierActs acts) : IReaction<PostDelivered>
{
    public async Task On(PostDelivered happened, Entry entry, CancellationToken ct)
    {
        if (happened.Kind != "Return") return;
        var dossier = await db.Dossiers.SingleAsync(d => d.Id == happened.DossierId, ct);
        if (dossier.CurrentStep?.Kind != StepKind.Return) return; // the desk gave it by hand meanwhile
        await acts.Return(dossier, "Bưu điện đã phát, số vận đơn " + happened.TrackingNumber, ct);
        await db.SaveChangesAsync(ct);
    }
}
