using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Catalogue.Editing;

/// <summary>Somebody who wrote no part of it approves a version (duyệt) for a day: today at once, a later one when it comes.</summary>
public static class ApproveVersion
{
    /// <summary>Further ahead is a slip of the keyboard.</summary>
    const int LongestAheadYears = 2;

    public sealed record Command
    {
        public string Code { get; set; } = "";
        public int Seen { get; set; }
        public DateOnly? PublishOn { get; set; }

        [StringLength(500, ErrorMessage = "Ghi chú dài nhất 500 chữ.")]
        public string? Note { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/catalogue/procedures/{code}/draft/approval", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(CatalogueDb db, Actor actor, StepUp stepUp, LegalTime time, CatalogueIndex index)
    {
        public async Task<WorkingVersions.Outcome> Run(Command command, CancellationToken ct)
        {
            Editors.RequireApprover(actor);
            Check.Input(command);
            var today = time.Today;
            if (command.PublishOn is not { } on) throw Refusal.Invalid("PublishOn", "Hãy chọn ngày công bố.");
            if (on < today) throw Refusal.Invalid("PublishOn", "Ngày công bố là hôm nay hoặc sau hôm nay.");
            if (on > today.AddYears(LongestAheadYears)) throw Refusal.Invalid("PublishOn", "Ngày công bố cách hôm nay nhiều nhất {0} năm.", LongestAheadYears);
            var (procedure, version) = await db.InHand(command.Code, command.Seen, ct);
            stepUp.Demand();
            version.Approve(Person.Of(actor), on);
            var post = actor.PostWith(Permits.Approve);
            db.Record(procedure, new ProcedureApproved(procedure.Id, version.Id, procedure.Code, version.Number, on), command.Note, post);
            db.Discharge(procedure, Duties.Approve);
            if (on == today) await db.Publish(procedure, version, today, post, ct);
            await db.SaveChangesAsync(ct);
            index.Expire();
            return WorkingVersions.Outcome.Of(procedure, version);
        }
    }
}

/// <summary>Not approved (trả lại): the editors are told why and go on in a new draft.</summary>
public static class ReturnVersion
{
    /// <summary>House rule: revised within 5 working days.</summary>
    static readonly TimeLimit RevisionLimit = new(5, TimeLimitUnit.WorkingDays);

    public sealed record Command
    {
        public string Code { get; set; } = "";
        public int Seen { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do trả lại, để người soạn biết sửa gì."), StringLength(1000, ErrorMessage = "Lý do dài nhất 1.000 chữ.")]
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/catalogue/procedures/{code}/draft/return", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(CatalogueDb db, Actor actor, LegalTime time, LegalClock clock, CatalogueIndex index)
    {
        public async Task<WorkingVersions.Outcome> Run(Command command, CancellationToken ct)
        {
            Editors.RequireApprover(actor);
            Check.Input(command);
            var (procedure, version) = await db.InHand(command.Code, command.Seen, ct);
            var draft = procedure.Return(version, command.Reason!, time.Now);
            db.Versions.Add(draft);
            var post = actor.PostWith(Permits.Approve);
            db.Record(procedure, new ProcedureReturned(procedure.Id, version.Id, procedure.Code, version.Number, draft.Id, command.Reason!), command.Reason, post);
            db.Discharge(procedure, Duties.Approve, ifAny: true); // none is open where an approval is taken back
            if ((version.EditingUnitId ?? post?.UnitId) is { } unit)
                db.Owe(procedure, Duties.Revise, unit, Permits.Edit, clock.DueAt(RevisionLimit, time.Now),
                    new DutyCard(version.Read().CommonName, version.SubmittedBy ?? "", procedure.Code, $"/danh-muc/{procedure.Code}/sua"));
            await db.SaveChangesAsync(ct);
            index.Expire();
            return WorkingVersions.Outcome.Of(procedure, draft);
        }
    }
}
