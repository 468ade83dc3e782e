using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>Counts of the units a leader answers for (số liệu hồ sơ): this month, with the month before for comparison.</summary>
/// <remarks>
/// Cost: five grouped counts over the units in scope, whatever the scope: what was filed, what ended, this month and the last, and what
/// is open. Each is a range of an index that holds all it asks for (unit, filed_on | finished_on; unit, status, due_at); so a look costs
/// the dossiers of two months of the scope and its open ones, never all of them. Nothing is read unit by unit.
/// </remarks>
public static class ReadNumbers
{
    public const string Permit = "leader.view";

    /// <param name="UnitCode">Null: the highest unit the actor leads.</param>
    /// <param name="Then">By the units as they stood when the month began (theo đơn vị lúc đó); else by those of now, with what came to them by reforms.</param>
    /// <param name="Month">Any day of it; this month where it is not said.</param>
    public sealed record Query(string? UnitCode, bool Then = false, DateOnly? Month = null);

    /// <summary>The numbers of one unit, with those below it unless <see cref="Unit"/> is the unit asked for itself.</summary>
    /// <param name="Opens">It has units below to look into.</param>
    public sealed record Row(Unit Unit, bool Opens, IReadOnlyDictionary<string, int> Numbers)
    {
        public int Of(Measure measure) => Numbers.GetValueOrDefault(measure.Key);
    }

    /// <param name="Before">Sums of the month before, for the rates.</param>
    /// <param name="Reformed">Units below were changed by a reform since the month before began: the two ways to count differ.</param>
    public sealed record Answer(Unit Unit, IReadOnlyList<Unit> Above, Row Sum, IReadOnlyList<Row> Rows, IReadOnlyDictionary<string, int> Before, Span Month, bool Then, bool Reformed);

    /// <summary>The highest unit the actor leads.</summary>
    public static Unit Highest(Actor actor, DirectorySnapshot snapshot) => actor.UnitsWith(Permit).Select(snapshot.Unit).MinBy(u => (snapshot.SelfAndAbove(u.Id).Count(), u.Code))!;

    public sealed class Handler(ServicesDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        public async Task<Answer> Run(Query query, CancellationToken ct)
        {
            var snapshot = await directory.Get(ct);
            var (unit, scope) = Scope(snapshot, query.UnitCode);
            var now = time.Now;
            var month = Span.MonthOf(query.Month ?? LegalTime.DateOf(now), now);
            var before = Span.MonthOf(month.From.AddDays(-1), now);
            var counts = new Dictionary<string, Dictionary<Guid, int>>();
            foreach (var of in Measure.All.GroupBy(m => m.Of)) await Count([.. of], month, scope, query.Then, counts, ct);
            var last = new Dictionary<string, Dictionary<Guid, int>>();
            foreach (var of in Rate.All.SelectMany(r => new[] { r.Of, r.Among }).Distinct().GroupBy(m => m.Of)) await Count([.. of], before, scope, then: false, last, ct);
            var earlier = last.ToDictionary(m => m.Key, m => m.Value.Values.Sum());

            Row Sum(Unit of, bool opens, IEnumerable<Guid> units)
            {
                var these = units.Where(scope.Contains).ToList();
                return new(of, opens, counts.ToDictionary(c => c.Key, c => these.Sum(u => c.Value.GetValueOrDefault(u))));
            }
            var reformed = snapshot.ChangedSince(unit.Id, before.From);
            var children = query.Then ? snapshot.ChildrenOn(unit.Id, month.From) : snapshot.Children(unit.Id);
            List<Unit> shown = [.. children.Where(c => c.Kind is UnitKind.District or UnitKind.Commune or UnitKind.Department)];
            List<Row> rows = [.. shown.Select(c => Sum(c, c.Kind == UnitKind.District, query.Then ? snapshot.BelowOn(c.Id, month.From) : snapshot.Reach(c.Id)))];
            if (Sum(unit, opens: false, query.Then ? [unit.Id] : snapshot.Left(unit.Id).Append(unit.Id)) is var own && (shown.Count == 0 || own.Numbers.Values.Any(n => n > 0))) rows.Insert(0, own);
            var led = actor.UnitsWith(Permit);
            return new(unit, [.. snapshot.SelfAndAbove(unit.Id).Skip(1).Where(u => led.Contains(u.Id)).Reverse()], Sum(unit, opens: false, scope),
                [.. rows.Where(r => r.Numbers.Values.Any(n => n > 0) || r.Opens || shown.Count == 0).OrderBy(r => r.Unit.Id == unit.Id ? 0 : 1).ThenByDescending(r => r.Of(Measure.Overdue)).ThenByDescending(r => r.Of(Measure.Filed))], earlier, month, query.Then, reformed);
        }

        /// <summary>The unit and what lies below it, as far as the actor leads it and may read its dossiers.</summary>
        /// <exception cref="Refusal">401, 403, or 404 for a unit out of scope.</exception>
        public (Unit Unit, HashSet<Guid> Scope) Scope(DirectorySnapshot snapshot, string? unitCode)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var led = actor.UnitsWith(Permit);
            if (led.Count == 0) throw Refusal.Forbidden("leader.permit", "Màn hình này dành cho lãnh đạo đơn vị.");
            var unit = unitCode is null
                ? Highest(actor, snapshot)
                : snapshot.FindUnit(unitCode) is { } asked && led.Contains(asked.Id) ? asked : throw Refusal.Missing("unit", "Không thấy đơn vị này trong phạm vi của anh/chị.");
            var readable = actor.UnitsWith(Permits.Read);
            return (unit, [.. snapshot.Reach(unit.Id).Where(u => led.Contains(u) && readable.Contains(u))]);
        }

        /// <summary>All measures of one range in one read, by unit.</summary>
        async Task Count(IReadOnlyList<Measure> measures, Span span, HashSet<Guid> units, bool then, Dictionary<string, Dictionary<Guid, int>> into, CancellationToken ct)
        {
            var dossiers = db.Dossiers.AsNoTracking().Where(d => units.Contains(d.UnitId)).Where(Measure.Range(measures[0].Of, span));
            var rows = await (then && measures[0].Of == CountedOf.Filed ? dossiers.GroupBy(d => d.FiledUnitId ?? d.UnitId) : dossiers.GroupBy(d => d.UnitId)).Select(Counts(measures, span.Now)).ToListAsync(ct);
            foreach (var (n, measure) in measures.Index()) into[measure.Key] = rows.ToDictionary(r => r.Key, r => r.Value[n]);
        }

        /// <summary>g => (g.Key, [g.Count(first condition), g.Count(second), …])</summary>
        static Expression<Func<IGrouping<Guid, Dossier>, KeyValuePair<Guid, int[]>>> Counts(IReadOnlyList<Measure> measures, DateTimeOffset now)
        {
            var group = Expression.Parameter(typeof(IGrouping<Guid, Dossier>), "g");
            var counts = measures.Select(m => Expression.Call(typeof(Enumerable), nameof(Enumerable.Count), [typeof(Dossier)], group, m.When(now)));
            var row = Expression.New(typeof(KeyValuePair<Guid, int[]>).GetConstructor([typeof(Guid), typeof(int[])])!, Expression.Property(group, "Key"), Expression.NewArrayInit(typeof(int), counts));
            return Expression.Lambda<Func<IGrouping<Guid, Dossier>, KeyValuePair<Guid, int[]>>>(row, group);
        }
    }
}
