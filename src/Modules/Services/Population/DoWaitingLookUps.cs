using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Live;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Population;

/// <summary>
/// Asks again what the population database did not answer, or what a node that ended under it had asked; whoever asked is told when it is there. As
/// long as the database is away one question in a round finds that out. A dossier that ended meanwhile needs no answer.
/// </summary>
public sealed class DoWaitingLookUps(IServiceScopeFactory scopes, IPopulation population, TimeProvider time) : IScheduledJob
{
    public const string Name = "services.look-ups";

    const int AtOnce = 100;

    static readonly TimeSpan longestWait = TimeSpan.FromMinutes(30);

    /// <returns>How many were answered or are no longer needed.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        if (!population.IsSetUp) return 0;
        var now = LegalTime.Cut(time.GetUtcNow());
        List<Guid> due;
        await using (var scope = scopes.CreateAsyncScope())
            due = await scope.ServiceProvider.GetRequiredService<ServicesDb>().LookUps.Where(l => l.State == LookUpState.Waiting && l.NextTryAt <= now).OrderBy(l => l.NextTryAt).Select(l => l.Id).Take(AtOnce).ToListAsync(ct);
        var done = 0;
        foreach (var id in due)
        {
            await using var scope = scopes.As(Actor.System);
            if (!await Ask(scope.ServiceProvider, id, now, ct)) break; // away: the others would not be answered either
            done++;
        }
        return done;
    }

    async Task<bool> Ask(IServiceProvider services, Guid id, DateTimeOffset now, CancellationToken ct)
    {
        var (db, cipher) = (services.GetRequiredService<ServicesDb>(), services.GetRequiredService<ColumnCipher>());
        if (await db.LookUps.SingleOrDefaultAsync(l => l.Id == id && l.State == LookUpState.Waiting, ct) is not { } row) return true;
        var dossier = await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Id == row.DossierId, ct);
        var person = dossier is null || dossier.HasEnded ? null : (await services.GetRequiredService<DossierPeople>().Of(dossier, ct)).FirstOrDefault(p => cipher.Lookup(p.Number) == row.NumberKey);
        if (dossier is null || person is null)
        {
            db.LookUps.Remove(row);
            await db.SaveChangesAsync(ct);
            return true;
        }
        var answer = await population.Find(new(row.Id, person.Number, row.Purpose, dossier.Code, dossier.Id, row.AccountId), ct);
        var isThere = row.Keep(answer, cipher, services.GetRequiredService<LegalTime>().Now);
        if (!isThere) row.Wait(now + TimeSpan.FromMinutes(Math.Min(Math.Pow(2, Math.Min(row.Attempts, 10) - 1), longestWait.TotalMinutes)));
        else db.Give(await services.GetRequiredService<Notices>().Word(new(row.AccountId, dossier.Id, Seq: 0, "Cơ sở dữ liệu dân cư đã trả lời: {0}", "Mở hồ sơ {1} để xem đối chiếu.", $"/giai-quyet/{dossier.Code}#dan-cu", [dossier.Title, dossier.Code]), sms: null, ct));
        await db.SaveChangesAsync(ct);
        return isThere;
    }
}

/// <summary>What was found for a dossier is forgotten 30 days after its end, by the legal clock; and with a draft that never became one.</summary>
public sealed class ForgetLookUps(IServiceScopeFactory scopes, LegalTime legal) : IScheduledJob
{
    public const string Name = "services.forget-look-ups";

    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    const int AtOnce = 500;

    public async Task<int> Run(CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        var ended = legal.Now - Kept;
        var endedOn = LegalTime.DateOf(ended);
        var old = await db.LookUps.Where(l => l.Answer != null && db.Dossiers.Any(d => d.Id == l.DossierId
            && ((d.Status == DossierStatus.Returned && d.ReturnedAt <= ended) || ((d.Status == DossierStatus.Refused || d.Status == DossierStatus.Stopped) && d.FinishedOn <= endedOn)))).OrderBy(l => l.AskedAt).Take(AtOnce).ToListAsync(ct);
        foreach (var row in old) row.Forget();
        var orphans = await db.LookUps.Where(l => !db.Dossiers.Any(d => d.Id == l.DossierId) && !db.Drafts.Any(d => d.Id == l.DossierId)).OrderBy(l => l.AskedAt).Take(AtOnce).ToListAsync(ct);
        db.LookUps.RemoveRange(orphans);
        await db.SaveChangesAsync(ct);
        return old.Count + orphans.Count;
    }
}
