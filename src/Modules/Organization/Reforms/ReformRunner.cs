using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Organization;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;

namespace NhatLe.Organization.Reforms;

/// <summary>
/// Executes what is due, one reform after the other, each in steps: units and posts, then what each module holds, some records at a
/// time. Every step is one transaction that also writes that it was taken. Whoever comes after a crash reads which steps there are and
/// goes on; a step is never taken twice, for its number is a key.
/// </summary>
public sealed class ExecuteReforms(IServiceScopeFactory scopes, LegalTime time) : IScheduledJob
{
    public const string Name = "organization.reforms";

    /// <summary>A filing that was under way while the units changed may come a moment late: so long after the end it is looked after.</summary>
    static readonly TimeSpan Aftercare = TimeSpan.FromMinutes(30);

    /// <returns>How many reforms were brought to their end.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var today = time.Today;
        List<(Guid Id, ReformStatus Status)> due;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var recent = time.Now - Aftercare;
            due = (await scope.ServiceProvider.GetRequiredService<OrganizationDb>().Reforms.AsNoTracking()
                .Where(r => r.Status == ReformStatus.Running || (r.Status == ReformStatus.Scheduled && (r.AtOnce || r.Day <= today)) || (r.Status == ReformStatus.Done && r.EndedAt > recent))
                .OrderBy(r => r.Status == ReformStatus.Running ? 0 : 1) // none begins on a tree whose records are still on their way
                .ThenBy(r => r.Day).ThenBy(r => r.ScheduledAt).Select(r => new { r.Id, r.Status }).ToListAsync(ct)).ConvertAll(r => (r.Id, r.Status));
        }
        var done = 0;
        foreach (var (id, status) in due)
        {
            if (status == ReformStatus.Scheduled && !await Begin(id, ct)) continue;
            await Move(id, ct);
            if (status == ReformStatus.Done) continue;
            await End(id, ct);
            done++;
        }
        return done;
    }

    async Task<T> As<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = scopes.As(Actor.System);
        return await work(scope.ServiceProvider);
    }

    /// <summary>The plan is read once more against the tree of the moment; what it means exactly is kept.</summary>
    /// <returns>False where it cannot be executed any more: it is a draft again, and says why.</returns>
    Task<bool> Begin(Guid id, CancellationToken ct) => As(async services =>
    {
        var db = services.GetRequiredService<OrganizationDb>();
        var reform = await db.Reforms.SingleAsync(r => r.Id == id, ct);
        var rehearsal = services.GetRequiredService<Rehearsal>();
        var reading = await rehearsal.Read(reform, ct);
        if (reading.Order is not { } order || reading.Open(reform.Given).Any())
        {
            var why = reading.Problems.Count > 0 ? string.Format(System.Globalization.CultureInfo.InvariantCulture, reading.Problems[0].Words, [.. reading.Problems[0].Args]) : "Còn câu hỏi chưa chọn.";
            reform.Hold(why);
            db.Record(reform, new ReformHeld(reform.Id, why));
            await db.SaveChangesAsync(ct);
            return false;
        }
        var before = (await rehearsal.Of(order, ct)).Where(p => p.CountsAll).ToDictionary(p => p.Name, p => p.Lines.Sum(l => l.Count));
        reform.Begin(order, before, time.Now);
        db.Record(reform, new ReformBegun(reform.Id, reform.Day, order.Moves.Count()));
        await db.SaveChangesAsync(ct);
        return true;
    });

    async Task Move(Guid id, CancellationToken ct)
    {
        var (order, names) = await As(async services => (
            (await services.GetRequiredService<OrganizationDb>().Reforms.AsNoTracking().SingleAsync(r => r.Id == id, ct)).Order!,
            services.GetServices<IReformParticipant>().OrderBy(p => p.Order).Select(p => p.Name).ToList()));
        await As(services => services.GetRequiredService<DirectoryReform>().Apply(order, ct));
        for (var moved = 1; moved > 0;) // once more where anything moved: what came in between is found
        {
            moved = 0;
            foreach (var name in names)
                for (int some; (some = await Step(order, name, ct)) > 0;) moved += some;
        }
    }

    Task<int> Step(ReformOrder order, string name, CancellationToken ct) => As(async services =>
    {
        ct.ThrowIfCancellationRequested();
        var db = services.GetRequiredService<PlatformDb>();
        var last = await db.ReformSteps.AsNoTracking().Where(s => s.ReformId == order.ReformId && s.Participant == name).MaxAsync(s => (long?)s.Number, ct) ?? 0;
        return await services.GetServices<IReformParticipant>().Single(p => p.Name == name).Move(order, last + 1, ct);
    });

    Task End(Guid id, CancellationToken ct) => As(async services =>
    {
        var db = services.GetRequiredService<OrganizationDb>();
        var reform = await db.Reforms.SingleAsync(r => r.Id == id, ct);
        var order = reform.Order!;
        var moved = (await services.GetRequiredService<PlatformDb>().ReformSteps.AsNoTracking().Where(s => s.ReformId == id).GroupBy(s => s.Participant).Select(g => new { g.Key, Sum = g.Sum(s => s.Moved) }).ToListAsync(ct))
            .ToDictionary(s => s.Key, s => s.Sum);
        var after = await services.GetRequiredService<Rehearsal>().Of(order, ct);
        var left = after.ToDictionary(p => p.Name, p => p.Lines.Where(l => l.Moves).Sum(l => l.Count)).Where(l => l.Value > 0).ToDictionary();
        var missing = reform.Counted.Sum(b => Math.Max(0, b.Value - moved.GetValueOrDefault(b.Key) - after.Single(p => p.Name == b.Key).Lines.Sum(l => l.Count)));
        var units = (await services.GetRequiredService<DirectoryCache>().Get(ct));
        var ended = order.Moves.Select(m => units.Unit(m.FromId)).ToList();
        var outcome = new ReformOutcome(ended.Count(u => u.Kind != UnitKind.OneStopDesk), ended.Count(u => u.Kind == UnitKind.Commune), moved, left, missing + left.Values.Sum(), Math.Round((time.Now - reform.BegunAt!.Value).TotalSeconds, 1));
        reform.End(outcome, time.Now);
        db.Record(reform, new ReformDone(reform.Id, outcome.Communes, moved, outcome.Lost));
        await db.SaveChangesAsync(ct);
        return true;
    });
}
