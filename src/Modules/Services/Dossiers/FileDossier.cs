using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// A citizen files a dossier online (nộp hồ sơ). The id is made by the client (for pages it is the draft's): a repeat gets the first
/// answer. From this moment the desk owes an answer within 8 office hours.
/// </summary>
public static class FileDossier
{
    public sealed record Command
    {
        public Guid Id { get; set; }
        public string ProcedureCode { get; set; } = "";

        /// <summary>Field key → answer, as the schema of the form says (see <see cref="ShowForm"/>). Papers are those of the draft with the same id.</summary>
        [JsonConverter(typeof(AnswersJson))]
        public Dictionary<string, string> Answers { get; set; } = [];

        /// <summary>The representation by which it is filed for a child or an enterprise; null: for oneself. Where a draft with this id says it, that stands.</summary>
        public Guid? RepresentationId { get; set; }

        /// <summary>Whom the law lets pay less, if the applicant is one of them; with <see cref="ReliefPaper"/>. Null: as the answers of the draft say.</summary>
        public FeeSubject? Relief { get; set; }

        /// <summary>The paper that shows it: its name, number and issuer.</summary>
        public string? ReliefPaper { get; set; }
    }

    /// <param name="AnswerDueAt">Until when the desk answers: accepted, more papers, or refused.</param>
    /// <param name="AnsweredBy">"Xã Trọng Hóa".</param>
    public sealed record Receipt(string Code, DateTimeOffset FiledAt, DateTimeOffset AnswerDueAt, string AnsweredBy);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers", async (Command command, Handler handler, CancellationToken ct) =>
        {
            var receipt = await handler.Run(command, ct);
            return Results.Created($"/api/services/dossiers/{receipt.Code}", receipt);
        });

    public sealed class Handler(ServicesDb db, Actor actor, IAccounts accounts, IRepresentations representations, IAssurance assurance, DossierFiling filing, DirectoryCache directory)
    {
        public async Task<Receipt> Run(Command command, CancellationToken ct)
        {
            if (!actor.IsCitizen) throw actor.IsSignedIn ? Refusal.Forbidden("dossier.citizens-only", "Chỉ tài khoản người dân nộp hồ sơ tại đây.") : Refusal.SignIn();
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần nộp (id).");
            var draft = await db.Drafts.SingleOrDefaultAsync(d => d.Id == command.Id, ct);
            if (draft is not null && draft.AccountId != actor.AccountId) throw Taken();
            if (draft is { FiledAt: not null } && await Filed(command.Id, ct) is { } first) return first;

            var represented = await RepresentedBy(draft?.RepresentationId, command.RepresentationId, isDraft: draft is not null, ct);
            DossierFiling.Checked what;
            try { what = await filing.Check(command.Id, command.ProcedureCode ?? "", Drafts.Relief.With(command.Answers ?? [], command.Relief, command.ReliefPaper), ct); }
            catch (Refusal) when (draft is null) // filed before without a draft: a repeat gets the first answer whatever it says now
            {
                if (await Filed(command.Id, ct) is { } earlier) return earlier;
                throw;
            }
            if (assurance.Now < what.Procedure.OnlineAssurance)
                throw Refusal.Forbidden("assurance.required", "Nộp qua mạng thủ tục này cần định danh điện tử quốc gia mức {0}. Hãy xác nhận rồi nộp lại.", (int)what.Procedure.OnlineAssurance);
            var applicant = await accounts.Citizen(actor.AccountId, ct) ?? throw Refusal.SignIn();
            var dossier = await filing.Put(command.Id, draft, what,
                represented is null ? new(Channel.Online, applicant.AccountId, applicant.FullName, applicant.CitizenNumber, applicant.Phone ?? "")
                : new(Channel.Online, AccountId: null, represented.Name, represented.Number, applicant.Phone ?? "", new(applicant.AccountId, applicant.FullName)), ct);
            return await filing.Save(ReceiptOf(dossier, what.Unit), () => Filed(command.Id, ct), ct);
        }

        async Task<Receipt?> Filed(Guid id, CancellationToken ct)
        {
            var dossier = await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
            if (dossier is null) return null;
            if ((dossier.FiledByAccountId ?? dossier.ApplicantAccountId) != actor.AccountId) throw Taken();
            return ReceiptOf(dossier, (await directory.Get(ct)).Unit(dossier.UnitId));
        }

        /// <summary>Whom it is filed for. Asked at this very moment: a draft begun while it held files nothing after its end.</summary>
        /// <exception cref="Refusal">403 where the person does not represent them, or no longer; 422 where draft and command say two things.</exception>
        async Task<Represented?> RepresentedBy(Guid? inDraft, Guid? asked, bool isDraft, CancellationToken ct)
        {
            if (isDraft && asked is not null && asked != inDraft) throw Refusal.Invalid(nameof(Command.RepresentationId), "Bản đang điền này nộp cho người khác. Hãy bắt đầu bản mới.");
            if ((isDraft ? inDraft : asked) is not { } id) return null;
            return await representations.Find(actor.AccountId, id, ct) ?? throw NotRepresented();
        }

        static Refusal Taken() => Refusal.Conflict("dossier.id-taken", "Mã của lần nộp này đã dùng cho hồ sơ khác.");

        Receipt ReceiptOf(Dossier d, Unit unit) => new(d.Code, d.FiledAt, filing.AnswerDue(d.FiledAt), unit.FullName);
    }

    public static Refusal NotRepresented() => Refusal.Forbidden("dossier.not-represented", "Ông/bà không đại diện cho người này, hoặc quyền đại diện đã hết. Xem mục Làm thay người khác.");
}
