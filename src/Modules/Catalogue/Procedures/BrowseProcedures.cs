using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Procedures;

/// <summary>Search and list of what can be filed, for everybody: the page and the open API.</summary>
public static class BrowseProcedures
{
    public const int PageSize = 25;
    public const int MostHits = 20;

    /// <param name="Agency">Who decides: see <see cref="AgencyOf"/>.</param>
    /// <param name="Unfinished">List those whose information is still being completed.</param>
    public sealed record Query(string? Text, string? Field, ProcedureLevel? Level, string? LifeEvent, string? Agency, bool Unfinished, int Page);

    /// <param name="Unfinished">Hits among those not complete yet, when searching.</param>
    public sealed record Answer(int Total, IReadOnlyList<ListedProcedure> Procedures, IReadOnlyList<ListedProcedure> Unfinished);

    public sealed record Item(string Code, string Name, string EverydayName, string? EnglishName, string Field, ProcedureLevel? Level, TimeLimitView? TimeLimit, long? FeeVnd, IReadOnlyList<string> Channels, bool CanBeFiledOnline);

    public sealed record TimeLimitView(int Value, string Unit);

    public sealed record Detail(Item Summary, int Version, ProcedureContent Content);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/catalogue/procedures", async (string? q, string? field, ProcedureLevel? level, string? agency, int? page, Handler handler, CancellationToken ct) =>
        {
            var answer = await handler.Run(new(q, field, level, null, agency, false, page ?? 1), ct);
            return new { answer.Total, Procedures = answer.Procedures.Select(ItemOf) };
        });
        routes.MapGet("/api/catalogue/procedures/{code}", async (string code, CatalogueIndex index, CancellationToken ct) =>
            ProcedureCode.TryParse(code, out var parsed) && (await index.Get(ct)).Find(parsed.National) is { IsPublished: true } found
                ? new Detail(ItemOf(found), found.Number, found.Content)
                : throw Refusal.Missing("procedure", "Không có thủ tục mã {0} trong danh mục đã công bố.", code));
    }

    static Item ItemOf(ListedProcedure procedure)
    {
        var content = procedure.Content;
        return new(procedure.Code, content.Name, content.CommonName, content.EnglishName, content.Field, content.Level,
            content.TimeLimit is { } limit ? new(limit.Value, limit.Unit.ToString()) : null, content.MainTerms?.FeeVnd,
            [.. content.Channels.Select(c => c.Channel).Distinct()], procedure.CanBeFiledOnline());
    }

    /// <summary>Who decides, as the list can be narrowed by: the code of a department, or the name of a body outside the administration. Null for districts and communes: see the level.</summary>
    public static string? AgencyOf(ProcedureContent content) => content.IsElsewhere ? content.Agency : content.DecidingUnitCode;

    /// <summary>Has a form here, and online filing is offered.</summary>
    public static bool CanBeFiledOnline(this ListedProcedure procedure) => procedure.Published is { FormKey: not null } && procedure.Content.IsOnline;

    public sealed class Handler(CatalogueIndex index)
    {
        public async Task<Answer> Run(Query query, CancellationToken ct)
        {
            var catalogue = await index.Get(ct);
            bool Fits(ListedProcedure p, bool published) => p.IsPublished == published
                && (string.IsNullOrEmpty(query.Field) || p.Content.Field == query.Field)
                && (query.Level is null || p.Content.Level == query.Level)
                && (string.IsNullOrEmpty(query.Agency) || AgencyOf(p.Content) == query.Agency)
                && (string.IsNullOrEmpty(query.LifeEvent) || p.Content.LifeEvent == query.LifeEvent);
            if (!string.IsNullOrWhiteSpace(query.Text))
            {
                var hits = catalogue.Search(query.Text, MostHits, p => Fits(p, published: true));
                return new(hits.Count, hits, catalogue.Search(query.Text, 5, p => Fits(p, published: false)));
            }
            var fitting = catalogue.All.Where(p => Fits(p, !query.Unfinished)).ToList();
            return new(fitting.Count, [.. fitting.Skip((Math.Max(1, query.Page) - 1) * PageSize).Take(PageSize)], []);
        }
    }
}
