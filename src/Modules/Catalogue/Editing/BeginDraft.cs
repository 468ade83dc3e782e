using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Catalogue.Editing;

/// <summary>An editor begins a draft from the newest version. One at a time for a procedure.</summary>
public static class BeginDraft
{
    public sealed record Command(string Code);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/catalogue/procedures/{code}/draft", (string code, Handler handler, CancellationToken ct) => handler.Run(new(code), ct));

    public sealed class Handler(CatalogueDb db, Actor actor, LegalTime time, CatalogueIndex index)
    {
        public async Task<WorkingVersions.Outcome> Run(Command command, CancellationToken ct)
        {
            Editors.Require(actor);
            var procedure = await db.Procedure(command.Code, ct);
            var latest = await db.Versions.SingleAsync(v => v.Id == procedure.LatestVersionId, ct);
            var post = actor.PostWith(Permits.Edit);
            var draft = procedure.Begin(latest, Person.Of(actor), post?.UnitId, time.Now);
            db.Versions.Add(draft);
            db.Record(procedure, new ProcedureDraftBegun(procedure.Id, draft.Id, procedure.Code, draft.Number), note: null, post);
            await db.SaveChangesAsync(ct);
            index.Expire();
            return WorkingVersions.Outcome.Of(procedure, draft);
        }
    }
}

/// <summary>An editor gives a draft up; what was submitted is not discarded but returned.</summary>
public static class DiscardDraft
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/api/catalogue/procedures/{code}/draft", (string code, int seen, Handler handler, CancellationToken ct) => handler.Run(new() { Code = code, Seen = seen }, ct));

    public sealed class Handler(CatalogueDb db, Actor actor, CatalogueIndex index)
    {
        public async Task<WorkingVersions.Outcome> Run(WorkingVersions.Act command, CancellationToken ct)
        {
            Editors.Require(actor);
            var (procedure, draft) = await db.InHand(command.Code, command.Seen, ct);
            procedure.Discard(draft);
            db.Record(procedure, new ProcedureDraftDiscarded(procedure.Id, draft.Id, procedure.Code, draft.Number), note: null, actor.PostWith(Permits.Edit));
            db.Release(procedure, Duties.Revise, ifAny: true);
            await db.SaveChangesAsync(ct);
            index.Expire();
            return WorkingVersions.Outcome.Of(procedure, draft);
        }
    }
}
