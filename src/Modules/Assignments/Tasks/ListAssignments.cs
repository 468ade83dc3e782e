using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Assignments.Tasks;

/// <summary>Whose tasks: those the actor gave, those of the units they work in, or all in scope that are late.</summary>
public enum AssignmentList { Given = 0, Units = 1, Late = 2 }

/// <summary>Open ones soonest due first, those that wait for a confirmation, or ended ones newest first.</summary>
public enum AssignmentState { Open = 0, Reported = 1, Ended = 2 }

/// <summary>The tasks an officer may see (nhiệm vụ), a page at a time.</summary>
public static class ListAssignments
{
    public const int PageSize = 25;

    public sealed record Query(AssignmentList List, AssignmentState State = AssignmentState.Open, Urgency? Urgency = null, DutyCursor? After = null);

    /// <param name="Open">How many open ones each list has.</param>
    /// <param name="Reported">How many of this list wait for a confirmation.</param>
    public sealed record Answer(IReadOnlyList<Assignment> Items, DutyCursor? Next, IReadOnlyDictionary<AssignmentList, int> Open, int Reported);

    public sealed record Item(string Code, string Title, AssignmentStatus Status, Urgency Urgency, string Giver, string Unit, string? Officer, DateTimeOffset DueAt, DateTimeOffset? EndedAt, long Version)
    {
        public static Item Of(Assignment a) => new(a.Code, a.Title, a.Status, a.Urgency, a.Giver, a.UnitName, a.OfficerName, a.DueAt, a.EndedAt, a.Version);
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/assignments", async (AssignmentList? list, AssignmentState? state, Urgency? urgency, string? after, Handler handler, CancellationToken ct) =>
        {
            var answer = await handler.Run(new(list ?? default, state ?? default, urgency, DutyCursor.Parse(after)), ct);
            return TypedResults.Ok(new { Items = answer.Items.Select(Item.Of), answer.Open, answer.Reported, Next = answer.Next?.ToString() });
        });

    public sealed class Handler(AssignmentsDb db, Actor actor, LegalTime time)
    {
        /// <summary>The permission comes first: what the actor may read. Then the list, then one page by (due, id) or (ended, id).</summary>
        public async Task<Answer> Run(Query query, CancellationToken ct)
        {
            actor.MustBeOfficer();
            if (!actor.CanAnywhere(Permits.Read)) throw Refusal.Forbidden("assignment.read", "Trang này dành cho người được giao nhiệm vụ. Cần xem, anh/chị hỏi lãnh đạo đơn vị.");
            Dictionary<AssignmentList, int> open = [];
            foreach (var list in Enum.GetValues<AssignmentList>()) open[list] = await Rows(list).CountAsync(a => a.EndedAt == null, ct);
            var reported = await Rows(query.List).CountAsync(a => a.EndedAt == null && a.Status == AssignmentStatus.Reported, ct);

            var rows = Rows(query.List);
            if (query.Urgency is { } urgency) rows = rows.Where(a => a.Urgency == urgency);
            var page = await (query.State == AssignmentState.Ended ? Ended(rows, query.After) : Open(rows, query)).Take(PageSize + 1).ToListAsync(ct);
            var items = page.Take(PageSize).ToList();
            var next = page.Count > PageSize ? new DutyCursor(query.State == AssignmentState.Ended ? items[^1].EndedAt : items[^1].DueAt, items[^1].Id) : null;
            return new(items, next, open, reported);
        }

        IQueryable<Assignment> Rows(AssignmentList list)
        {
            var visible = db.Assignments.AsNoTracking().Visible(db, actor, Permits.Read);
            if (list == AssignmentList.Given) return visible.Where(a => a.GivenBy == actor.OfficerId);
            if (list == AssignmentList.Units)
            {
                var units = actor.Posts.Where(p => p.Permits.Contains(Permits.Read)).Select(p => p.UnitId).Distinct().ToList();
                return visible.Where(a => units.Contains(a.UnitId) || db.JointUnits.Any(j => j.AssignmentId == a.Id && units.Contains(j.UnitId)));
            }
            var now = time.Now;
            return visible.Where(a => a.EndedAt == null && a.Status != AssignmentStatus.Reported && a.DueAt < now);
        }

        static IOrderedQueryable<Assignment> Open(IQueryable<Assignment> rows, Query query)
        {
            rows = rows.Where(a => a.EndedAt == null);
            if (query.State == AssignmentState.Reported) rows = rows.Where(a => a.Status == AssignmentStatus.Reported);
            if (query.After is { At: { } due, Id: var id }) rows = rows.Where(a => a.DueAt > due || (a.DueAt == due && a.Id.CompareTo(id) > 0));
            return rows.OrderBy(a => a.DueAt).ThenBy(a => a.Id);
        }

        static IOrderedQueryable<Assignment> Ended(IQueryable<Assignment> rows, DutyCursor? after)
        {
            rows = rows.Where(a => a.EndedAt != null);
            if (after is { At: { } at, Id: var id }) rows = rows.Where(a => a.EndedAt < at || (a.EndedAt == at && a.Id.CompareTo(id) > 0));
            return rows.OrderByDescending(a => a.EndedAt).ThenBy(a => a.Id);
        }
    }
}
