using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Drafts;

namespace NhatLe.Services.Desk;

/// <summary>
/// The one-stop desk files for a person who came, or whose papers came by post, accepts in the same moment and gives the slip (tiếp nhận
/// trực tiếp hoặc qua bưu chính, NĐ 61/2018). The papers are scanned first: they lie in the draft of this id.
/// </summary>
public static class FileAtDesk
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        /// <summary>Null: those kept in the draft.</summary>
        [JsonConverter(typeof(AnswersJson))]
        public Dictionary<string, string>? Answers { get; set; }

        [StringLength(500, ErrorMessage = "Ghi chú dài quá 500 chữ. Hãy rút gọn.")]
        public string? Note { get; set; }

        /// <inheritdoc cref="FileDossier.Command.Relief"/>
        public FeeSubject? Relief { get; set; }

        /// <inheritdoc cref="FileDossier.Command.ReliefPaper"/>
        public string? ReliefPaper { get; set; }
    }

    /// <param name="DueAt">The appointment on the slip.</param>
    public sealed record Receipt(string Code, DateTimeOffset DueAt);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/services/desk/drafts", async (BeginAtDesk.Command command, BeginAtDesk.Handler handler, CancellationToken ct) => Results.Ok(new { id = (await handler.Run(command, ct)).Id }));
        routes.MapPost("/api/services/desk/dossiers", async (Command command, Handler handler, CancellationToken ct) =>
        {
            var receipt = await handler.Run(command, ct);
            return Results.Created($"/api/services/dossiers/{receipt.Code}", receipt);
        });
    }

    public sealed class Handler(ServicesDb db, Actor actor, DraftBook drafts, DossierFiling filing, DossierActs acts)
    {
        public async Task<Receipt> Run(Command command, CancellationToken ct)
        {
            BeginAtDesk.Demand(actor);
            Check.Input(command);
            if (await Filed(command.Id, ct) is { } first) return first;

            var draft = await drafts.Find(command.Id, ct);
            if (draft.Channel == Channel.Online) throw Refusal.Missing("draft", "Không thấy bản đang nhận này. Hãy bắt đầu lại từ trang tiếp nhận.");
            var what = await filing.Check(draft.Id, draft.ProcedureCode, Drafts.Relief.With(command.Answers ?? drafts.Answers(draft), command.Relief, command.ReliefPaper), ct);
            if (!actor.HoldsPost(Permits.Accept, what.Unit.Id))
                throw Refusal.Invalid(what.Form.UnitField, "Hồ sơ này do {0} giải quyết. Hãy hướng dẫn người dân nộp qua mạng hoặc đến đó.", what.Unit.FullName);
            var dossier = await filing.Put(draft.Id, draft, what, await ApplicantOf(draft, ct), ct);
            await acts.Accept(dossier, command.Note, ct);
            return await filing.Save(ReceiptOf(dossier), () => Filed(command.Id, ct), ct); // filed and accepted: two entries, one transaction
        }

        /// <summary>Who came, or whom they represent. Asked at this very moment: what was begun while it held files nothing after its end.</summary>
        /// <exception cref="Refusal">409 where it holds no longer.</exception>
        async Task<Applicant> ApplicantOf(Draft draft, CancellationToken ct)
        {
            var came = drafts.ApplicantOf(draft);
            if (draft.RepresentationId is null) return came;
            var represented = await drafts.RepresentedBy(draft, ct) ?? throw Refusal.Conflict("desk.not-represented", "Quyền đại diện của {0} đã hết, nên chưa nộp được cho người đã chọn. Hãy hướng dẫn người nộp.", came.Name);
            return came with { AccountId = null, Name = represented.Name, CitizenNumber = represented.Number, By = new(came.AccountId!.Value, came.Name) };
        }

        async Task<Receipt?> Filed(Guid id, CancellationToken ct)
        {
            var dossier = await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
            if (dossier is null) return null;
            return dossier.Channel != Channel.Online && actor.HoldsPost(Permits.Accept, dossier.UnitId) ? ReceiptOf(dossier)
                : throw Refusal.Conflict("dossier.id-taken", "Mã của lần nộp này đã dùng cho hồ sơ khác.");
        }

        static Receipt ReceiptOf(Dossier dossier) => new(dossier.Code, dossier.DueAt!.Value);
    }
}
