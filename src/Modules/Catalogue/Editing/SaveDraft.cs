using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Editing;

/// <summary>An editor saves the draft. It may still lack something; what cannot be meant is refused beside its field.</summary>
public static class SaveDraft
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/catalogue/procedures/{code}/draft", (string code, Handler handler, CancellationToken ct) => handler.Read(code, ct));
        routes.MapPut("/api/catalogue/procedures/{code}/draft", (string code, DraftInput command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));
    }

    /// <param name="Lacking">What has to be completed before it can be submitted.</param>
    public sealed record View(int Number, VersionStatus Status, DraftInput Draft, IReadOnlyList<Lack> Lacking);

    public sealed class Handler(CatalogueDb db, Actor actor, LegalTime time, DirectoryCache directory, Flows flows, CuratedFile curated, CatalogueIndex index)
    {
        public async Task<WorkingVersions.Outcome> Run(DraftInput command, CancellationToken ct)
        {
            Editors.Require(actor);
            var (procedure, draft) = await db.InHand(command.Code, command.Seen, ct);
            var faults = new DraftChecks(await directory.Get(ct), flows, curated).Of(command).ToList();
            if (faults.Count > 0) throw Refusal.Invalid(faults);
            var old = draft.Read();
            var content = command.Over(old, flows);
            var reason = Nfc.Clean(command.Reason) is { Length: > 0 } given ? given : null;
            var parts = Comparison.Parts(old, content);
            if (parts.Count == 0 && reason == draft.Reason && draft.Status == VersionStatus.Draft) return WorkingVersions.Outcome.Of(procedure, draft);
            draft.Change(content, reason, Person.Of(actor), parts, time.Now);
            db.Record(procedure, new ProcedureDraftChanged(procedure.Id, draft.Id, procedure.Code, draft.Number, parts), note: null, actor.PostWith(Permits.Edit));
            await db.SaveChangesAsync(ct);
            index.Expire();
            return WorkingVersions.Outcome.Of(procedure, draft);
        }

        public async Task<View> Read(string code, CancellationToken ct)
        {
            Editors.RequireReader(actor);
            var procedure = await db.Procedure(code, ct);
            var draft = await db.Versions.FindAsync([procedure.WorkingVersionId], ct) ?? throw Refusal.Missing("draft", "Thủ tục này không có bản đang soạn hay chờ duyệt.");
            var content = draft.Read();
            return new(draft.Number, draft.Status, DraftInput.Of(procedure.Code, draft, content), Lack.In(content));
        }
    }
}
