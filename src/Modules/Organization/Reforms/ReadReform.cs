using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;
using NhatLe.Platform.Facts;

namespace NhatLe.Organization.Reforms;

/// <summary>All reforms, and one of them with its rehearsal (diễn tập): what moves where in each module, and what a person has to choose.</summary>
public static class ReadReform
{
    /// <param name="Parts">What each module holds of the units that end, as of now; empty where the plan has problems.</param>
    /// <param name="Steps">How many steps have been taken.</param>
    public sealed record Answer(Reform Reform, ReformReading? Reading, IReadOnlyList<RehearsedPart> Parts, int Steps, IReadOnlyDictionary<string, long> Moved);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/organization/reforms", async (Handler handler, CancellationToken ct) =>
            (await handler.All(ct)).Select(r => new { r.Id, r.Key, r.Name, r.Day, r.Status, r.MadeBy, r.MadeAt, r.EndedAt, r.Outcome }));
        routes.MapGet("/api/organization/reforms/{id:guid}", async (Guid id, Handler handler, DirectoryCache directory, CancellationToken ct) =>
        {
            var (reform, reading, parts, steps, moved) = await handler.Run(id, ct);
            var units = await directory.Get(ct);
            string Code(Guid unit) => units.FindUnit(unit)?.Code ?? reading?.Order?.Created.FirstOrDefault(c => c.Id == unit)?.Code ?? "";
            return new
            {
                reform.Id, reform.Key, reform.Name, reform.Day, reform.Status, reform.AtOnce, reform.Held, reform.Version, Plan = reform.ThePlan, Answers = reform.Given,
                Problems = reading?.Problems.Select(p => new { p.Words, p.Args }), Questions = reading?.Questions.Select(q => new { q.Key, q.Words, q.Args, q.Choices, q.Default }),
                Posts = reading?.Order?.Posts.Count,
                Parts = parts.Select(p => new { p.Name, p.Words, Lines = p.Lines.Select(l => new { l.Words, From = Code(l.FromId), To = Code(l.ToId), l.Count, l.Moves, l.Note }) }),
                Steps = steps, Moved = moved, reform.Outcome,
            };
        });
    }

    public sealed class Handler(OrganizationDb db, PlatformDb platform, Actor actor, ReformActs acts, Rehearsal rehearsal)
    {
        public async Task<IReadOnlyList<Reform>> All(CancellationToken ct)
        {
            actor.MustReform();
            return await db.Reforms.AsNoTracking().OrderByDescending(r => r.MadeAt).ThenBy(r => r.Id).Take(100).ToListAsync(ct);
        }

        public async Task<Answer> Run(Guid id, CancellationToken ct)
        {
            var reform = await acts.Find(id, ct);
            var steps = await platform.ReformSteps.AsNoTracking().Where(s => s.ReformId == id).GroupBy(s => s.Participant).Select(g => new { g.Key, Count = g.Count(), Sum = g.Sum(s => s.Moved) }).ToListAsync(ct);
            var reading = reform.Status is ReformStatus.Draft or ReformStatus.Scheduled ? await rehearsal.Read(reform, ct) : null;
            return new(reform, reading, reading?.Order is { } order ? await rehearsal.Of(order, ct) : [], steps.Sum(s => s.Count), steps.ToDictionary(s => s.Key, s => s.Sum));
        }
    }
}
