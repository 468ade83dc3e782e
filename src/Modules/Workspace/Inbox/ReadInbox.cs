using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Workspace.Inbox;

/// <summary>What an officer has to do (việc của tôi), soonest first, a page at a time.</summary>
public static class ReadInbox
{
    /// <param name="After">What <see cref="Answer.Next"/> of the page before said; anything else begins at the top.</param>
    public sealed record Query(DutySource Source, DutyGroup Group = DutyGroup.All, string? Kind = null, string? After = null);

    /// <param name="Counts">Of the open duties; nothing of what has ended.</param>
    /// <param name="Kinds">The kinds among the open duties, with their number.</param>
    /// <param name="Next">Where the next page begins; null on the last.</param>
    public sealed record Answer(DutyCounts Counts, IReadOnlyDictionary<string, int> Kinds, IReadOnlyList<Duty> Items, string? Next);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspace/duties", async (string? source, string? group, string? kind, string? after, Handler handler, CancellationToken ct) =>
            TypedResults.Ok(await handler.Run(new Query(Choice<DutySource>("source", source), Choice<DutyGroup>("group", group), kind, after), ct)));

    /// <summary>A name of the enumeration in whatever case; nothing is its first.</summary>
    static T Choice<T>(string field, string? name) where T : struct, Enum
    {
        if (string.IsNullOrEmpty(name)) return default;
        return !int.TryParse(name, out _) && Enum.TryParse<T>(name, ignoreCase: true, out var choice)
            ? choice
            : throw Refusal.Invalid(field, "Không có lựa chọn {0}. Chọn một trong: {1}.", name, string.Join(", ", Enum.GetNames<T>()));
    }

    public sealed class Handler(DutyList duties, Actor actor)
    {
        public async Task<Answer> Run(Query query, CancellationToken ct)
        {
            actor.MustBeOfficer();
            var byKind = await duties.CountByKind(query.Source, ct);
            var counts = byKind.Where(k => query.Kind is null || k.Key == query.Kind).Aggregate(DutyCounts.None, (sum, k) => sum + k.Value);
            var rows = await duties.Read(query.Source, query.Group, query.Kind, DutyCursor.Parse(query.After), ct);
            var items = rows.Take(DutyList.PageSize).ToList();
            var next = rows.Count > items.Count ? new DutyCursor(query.Source == DutySource.Done ? items[^1].EndedAt : items[^1].DueAt, items[^1].Id).ToString() : null;
            return new Answer(counts, byKind.ToDictionary(k => k.Key, k => k.Value.All), items, next);
        }
    }
}
