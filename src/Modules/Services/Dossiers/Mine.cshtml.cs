using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Web;
using NhatLe.Services.Drafts;
using NhatLe.Services.Visits;

namespace NhatLe.Services.Dossiers;

/// <summary>A citizen's dossiers, newest first, the drafts that wait and the visits agreed.</summary>
public sealed class MineModel(ServicesDb db, OwnDossiers own, DraftBook drafts, LegalTime time) : FormPage
{
    const int Most = 100;

    public IReadOnlyList<Dossier> Dossiers { get; private set; } = [];
    public IReadOnlyList<Draft> Drafts { get; private set; } = [];
    public IReadOnlyList<Visit> Visits { get; private set; } = [];
    public DateTimeOffset Now => time.Now;

    public async Task OnGet(CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        Dossiers = await db.Dossiers.AsNoTracking().Where(await own.Mine(ct)).OrderByDescending(d => d.FiledAt).Take(Most).ToListAsync(ct);
        var now = time.Now;
        Visits = await db.Visits.AsNoTracking().Where(v => v.AccountId == Actor.AccountId && v.Status == VisitStatus.Booked && v.At > now).OrderBy(v => v.At).ToListAsync(ct);
        Drafts = await drafts.Unfiled(ct);
    }
}
