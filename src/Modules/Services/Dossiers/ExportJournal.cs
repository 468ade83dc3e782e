using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services.Papers;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// The history of a dossier with its proof (nhật ký kèm bằng chứng), for the applicant and for officials who may read it. The applicant
/// gets no internal opinions: such an entry comes without its content, and is proven all the same.
/// </summary>
public static class ExportJournal
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/ho-so/{code}/nhat-ky.json", Send);
        routes.MapGet("/api/services/dossiers/{code}/journal", Send);
    }

    static async Task<IResult> Send(string code, HttpContext context, Handler handler, CancellationToken ct)
    {
        var proof = await handler.Run(code, ct);
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"nhat-ky-{proof.Code}.json\"";
        return Results.Json(proof);
    }

    public sealed class Handler(ServicesDb db, Actor actor, OwnDossiers own, JournalProof proof, AccessLog accesses)
    {
        public async Task<ProofOfHistory> Run(string code, CancellationToken ct)
        {
            var dossier = await db.PaperOf(actor, own, code, ct);
            accesses.Note(actor, dossier, AccessKind.Journal);
            return await proof.Of(dossier.Id, nameof(Dossier), dossier.Code, (entry, content) => actor.IsOfficer || IsForTheApplicant(entry, content), ct);
        }

        /// <summary>Notes that were written to the applicant are theirs; notes from official to official are not.</summary>
        static bool IsForTheApplicant(Entry entry, EntryContent content) =>
            entry.ActorKind != ActorKind.Officer || content.Note is null || written.Contains(entry.Event);

        static readonly HashSet<string> written = [EventNames.Of(typeof(SupplementRequested)), EventNames.Of(typeof(DossierRefused)), EventNames.Of(typeof(DossierStopped)), EventNames.Of(typeof(AppointmentMoved))];
    }
}
