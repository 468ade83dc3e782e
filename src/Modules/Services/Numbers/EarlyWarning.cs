using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>
/// Dossiers that will be late unless somebody looks: less office time is left than the unit usually takes for the procedure (the
/// median from acceptance to decision over 60 days).
/// </summary>
/// <remarks>Cost: where at most 200 open dossiers stand that are due next, read from an index that holds all of it, and the rows of the few in danger. What is usual is learnt from at most 500 decided dossiers, and known for ten minutes.</remarks>
public sealed class EarlyWarning(ServicesDb db, UsualPace usual, OfficeCalendar calendar, LegalTime time)
{
    const int Looked = 200;

    public sealed record Endangered(Dossier Dossier, TimeSpan Left, TimeSpan Usual);

    static readonly DossierStatus[] Running = [DossierStatus.Accepted, DossierStatus.InProcess];

    public async Task<IReadOnlyList<Endangered>> Find(HashSet<Guid> scope, int most, CancellationToken ct)
    {
        var now = time.Now;
        var next = await db.Dossiers.AsNoTracking().Where(d => scope.Contains(d.UnitId) && Running.Contains(d.Status) && d.DueAt >= now).OrderBy(d => d.DueAt).Take(Looked)
            .Select(d => new { d.Id, d.UnitId, d.ProcedureCode, d.DueAt }).ToListAsync(ct);
        if (next.Count == 0) return [];
        var paces = await usual.Of(db, [.. next.Select(d => (d.UnitId, d.ProcedureCode)).Distinct()], ct);
        var endangered =
               from d in next
               where paces.ContainsKey((d.UnitId, d.ProcedureCode))
               let pace = paces[(d.UnitId, d.ProcedureCode)]
               let left = calendar.OfficeTimeBetween(now, d.DueAt!.Value)
               where left < pace
               orderby left - pace
               select (d.Id, Left: left, Usual: pace);
        var worst = endangered.Take(most).ToList();
        var ids = worst.ConvertAll(w => w.Id);
        var dossiers = await db.Dossiers.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        return [.. worst.Select(w => new Endangered(dossiers[w.Id], w.Left, w.Usual))];
    }
}

/// <summary>How long a unit usually takes for a procedure, from acceptance to decision, in office time. It changes over weeks: this node learns it anew after ten minutes.</summary>
public sealed class UsualPace(OfficeCalendar calendar, LegalTime legal, TimeProvider time)
{
    const int Learnt = 500, Most = 20_000;

    static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(10);

    readonly ConcurrentDictionary<(Guid UnitId, string ProcedureCode), (TimeSpan? Usual, DateTimeOffset LearntAt)> known = new();

    /// <summary>Of those that decided any in the last 60 days.</summary>
    public async Task<Dictionary<(Guid UnitId, string ProcedureCode), TimeSpan>> Of(ServicesDb db, IReadOnlyList<(Guid UnitId, string ProcedureCode)> asked, CancellationToken ct)
    {
        var oldest = time.GetUtcNow() - KnownFor;
        var unknown = asked.Where(a => !known.TryGetValue(a, out var it) || it.LearntAt < oldest).ToList();
        if (unknown.Count > 0) await Learn(db, unknown, ct);
        return asked.Select(a => (Of: a, known.GetValueOrDefault(a).Usual)).Where(a => a.Usual is not null).ToDictionary(a => a.Of, a => a.Usual!.Value);
    }

    async Task Learn(ServicesDb db, List<(Guid UnitId, string ProcedureCode)> unknown, CancellationToken ct)
    {
        var since = legal.Today.AddDays(-60);
        var (units, procedures) = (unknown.Select(u => u.UnitId).Distinct().ToList(), unknown.Select(u => u.ProcedureCode).Distinct().ToList());
        var decided = await db.Dossiers.AsNoTracking().Where(d => units.Contains(d.UnitId) && d.FinishedOn >= since && procedures.Contains(d.ProcedureCode) && d.FinishedAt != null && d.AcceptedAt != null)
            .OrderByDescending(d => d.FinishedOn).Take(Learnt).Select(d => new { d.UnitId, d.ProcedureCode, d.AcceptedAt, d.FinishedAt }).ToListAsync(ct);
        var times = decided.ToLookup(d => (d.UnitId, d.ProcedureCode), d => calendar.OfficeTimeBetween(d.AcceptedAt!.Value, d.FinishedAt!.Value));
        if (known.Count > Most) known.Clear();
        foreach (var of in unknown) known[of] = (times.Contains(of) ? Median([.. times[of]]) : null, time.GetUtcNow());
    }

    static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
