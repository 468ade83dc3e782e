using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Web;
using NhatLe.Services.Drafts;

namespace NhatLe.Services.Dossiers;

/// <summary>A citizen's dossiers, newest first, and the drafts that wait.</summary>
public sealed class MineModel(ServicesDb db, DraftBook drafts, LegalTime time) : FormPage
{
    const int Most = 100;

    public IReadOnlyList<Dossier> Dossiers { get; private set; } = [];
    public IReadOnlyList<Draft> Drafts { get; private set; } = [];
    public DateTimeOffset Now => time.Now;

    public async Task OnGet(CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        Dossiers = await db.Dossiers.AsNoTracking().Where(d => d.ApplicantAccountId == Actor.AccountId).OrderByDescending(d => d.FiledAt).Take(Most).ToListAsync(ct);
        Drafts = await drafts.Unfiled(ct);
    }
}
