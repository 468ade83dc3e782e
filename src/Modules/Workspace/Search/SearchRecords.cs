using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Workspace.Search;

/// <summary>One box for everything an official may read: code, name, phone, citizen number. Newest first.</summary>
public static class SearchRecords
{
    /// <param name="Owed">What is still owed on it, whoever owes it; empty when all is done.</param>
    public sealed record Hit(SearchDocument Document, string UnitName, IReadOnlyList<Duty> Owed);

    /// <param name="ReadAs">What was looked for, where typing without the input method was put right.</param>
    /// <param name="IsCut">There are more than can be shown.</param>
    public sealed record Answer(IReadOnlyList<Hit> Hits, string? ReadAs, bool IsCut);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/workspace/search", async (string? q, int? most, Handler handler, CancellationToken ct) =>
        {
            var answer = await handler.Run(q, Math.Clamp(most ?? SearchIndex.First, 1, SearchIndex.Most), ct);
            return TypedResults.Ok(new
            {
                Hits = answer.Hits.Select(h => new { h.Document.Kind, h.Document.Code, h.Document.Title, h.Document.Person, h.Document.At, h.Document.Link, Unit = h.UnitName, Owed = h.Owed.Select(d => new { d.Kind, d.DueAt }) }),
                answer.ReadAs, answer.IsCut,
            });
        });

    public sealed class Handler(SearchIndex index, DutyList duties, DirectoryCache directory, Actor actor, NotedSearches noted)
    {
        public async Task<Answer> Run(string? typed, int most, CancellationToken ct)
        {
            actor.MustBeOfficer();
            var (documents, readAs) = await index.Find(typed, most, ct);
            await noted.Note(typed, documents, ct);
            var units = await directory.Get(ct);
            var owed = (await duties.Open([.. documents.Select(d => d.SubjectId)], ct)).ToLookup(d => d.SubjectId);
            return new([.. documents.Select(d => new Hit(d, units.FindUnit(d.UnitId)?.FullName ?? "", [.. owed[d.SubjectId]]))], readAs, documents.Count == most);
        }
    }
}
