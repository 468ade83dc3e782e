using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>
/// Dossiers that will be late unless somebody looks: less office time is left than the unit usually takes for the procedure (the
/// median from acceptance to decision over 60 days).
/// </summary>
/// <remarks>Cost: where at most 200 open dossiers stand that are due next, at most 500 decided ones of their units, and the rows of the few in danger; three reads.</remarks>
public sealed class EarlyWarning(ServicesDb db, OfficeCalendar calendar, LegalTime time)
{
    const int Looked = 200, Learnt = 500;

    public sealed record Endangered(Dossier Dossier, TimeSpan Left, TimeSpan Usual);

    static readonly DossierStatus[] Running = [DossierStatus.Accepted, DossierStatus.InProcess];

    public async Task<IReadOnlyList<Endangered>> Find(HashSet<Guid> scope, int most, CancellationToken ct)
    {
        var (now, since) = (time.Now, time.Today.AddDays(-60));
        var next = await db.Dossiers.AsNoTracking().Where(d => scope.Contains(d.UnitId) && Running.Contains(d.Status) && d.DueAt >= now).OrderBy(d => d.DueAt).Take(Looked)
            .Select(d => new { d.Id, d.UnitId, d.ProcedureCode, d.DueAt }).ToListAsync(ct);
        if (next.Count == 0) return [];
        var (units, procedures) = (next.Select(d => d.UnitId).Distinct().ToList(), next.Select(d => d.ProcedureCode).Distinct().ToList());
        var decided = await db.Dossiers.AsNoTracking().Where(d => units.Contains(d.UnitId) && d.FinishedOn >= since && procedures.Contains(d.ProcedureCode) && d.FinishedAt != null && d.AcceptedAt != null)
            .OrderByDescending(d => d.FinishedOn).Take(Learnt).Select(d => new { d.UnitId, d.ProcedureCode, d.AcceptedAt, d.FinishedAt }).ToListAsync(ct);
        var usual = decided.GroupBy(d => (d.UnitId, d.ProcedureCode)).ToDictionary(g => g.Key, g => Median([.. g.Select(d => calendar.OfficeTimeBetween(d.AcceptedAt!.Value, d.FinishedAt!.Value))]));
        var endangered =
               from d in next
               where usual.ContainsKey((d.UnitId, d.ProcedureCode))
               let pace = usual[(d.UnitId, d.ProcedureCode)]
               let left = calendar.OfficeTimeBetween(now, d.DueAt!.Value)
               where left < pace
               orderby left - pace
               select (d.Id, Left: left, Usual: pace);
        var worst = endangered.Take(most).ToList();
        var ids = worst.ConvertAll(w => w.Id);
        var dossiers = await db.Dossiers.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        return [.. worst.Select(w => new Endangered(dossiers[w.Id], w.Left, w.Usual))];
    }

    static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
