using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Text;
using NhatLe.Services.Drafts;

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

    public sealed class Handler(
        ServicesDb db, Actor actor, ICatalogue catalogue, IAccounts accounts, FormLibrary forms, DirectoryCache directory, Codes codes,
        ColumnCipher cipher, DossierWords words, DossierActs acts, PageBinder binder, LegalTime time, LegalClock clock)
    {
        public async Task<Receipt> Run(Command command, CancellationToken ct)
        {
            if (!actor.IsCitizen) throw actor.IsSignedIn ? Refusal.Forbidden("dossier.citizens-only", "Chỉ tài khoản người dân nộp hồ sơ tại đây.") : Refusal.SignIn();
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần nộp (id).");
            if (await Filed(command.Id, ct) is { } first) return first;

            if (await db.Drafts.AnyAsync(d => d.Id == command.Id && d.AccountId != actor.AccountId, ct)) throw Taken();

            var snapshot = await directory.Get(ct);
            var (procedure, form, unit) = await Understand(command, snapshot, ct);
            var draft = await db.Drafts.SingleOrDefaultAsync(d => d.Id == command.Id, ct); // before its papers: one that arrives after them is refused
            var now = time.Now;
            var papers = await Papers(command.Id, procedure, now, ct);
            var applicant = await accounts.Citizen(actor.AccountId, ct) ?? throw Refusal.SignIn();
            var dossier = Dossier.File(new()
            {
                Id = command.Id, Code = await NextCode(unit, LegalTime.DateOf(now), ct), ProcedureCode = procedure.Code, ProcedureVersionId = procedure.VersionId, Title = procedure.EverydayName,
                Person = form.PersonField is { } field && command.Answers.GetValueOrDefault(field) is { Length: > 0 } person ? person : applicant.FullName,
                UnitId = unit.Id, ReceivedUnitId = snapshot.DeskOf(unit.Id)?.Id ?? unit.Id, Channel = Channel.Online,
                ApplicantAccountId = actor.AccountId, ApplicantName = applicant.FullName,
                ApplicantNumber = cipher.Encrypt(applicant.CitizenNumber), ApplicantNumberKey = cipher.Lookup(applicant.CitizenNumber),
                ApplicantPhone = cipher.Encrypt(command.Answers.GetValueOrDefault("phone") is { Length: > 0 } phone ? phone : applicant.Phone ?? ""),
                Form = cipher.Encrypt(JsonSerializer.Serialize(command.Answers, EntryContent.Json)),
                Flow = procedure.Flow, TimeLimit = procedure.TimeLimit, Fee = FeeRules.Due(FeeOf(form, command.Answers) ?? procedure.FeeVnd, procedure.FeeRules, OnlineFilers, LegalTime.DateOf(now)).AmountVnd, FiledAt = now, FiledOn = LegalTime.DateOf(now),
                AnswerDueAt = AnswerDue(now), Digitised = papers.TrueForAll(p => p.Form != PaperForm.Copy),
            });
            db.Dossiers.Add(dossier);
            db.Papers.AddRange(papers);
            draft?.File(now);
            var receipt = ReceiptOf(dossier, unit);
            db.Record(dossier, new DossierFiled(dossier.Id, dossier.Code, dossier.ProcedureCode, dossier.ProcedureVersionId, dossier.UnitId, (int)dossier.Channel, receipt.AnswerDueAt));
            acts.OweCurrentStep(dossier, dossier.FiledAt);
            db.Index(dossier, DossierWords.CardOf(dossier), words.KeysOf(dossier));
            try
            {
                await db.SaveChangesAsync(ct);
            }
            catch (Refusal)
            {
                db.ChangeTracker.Clear();
                if (await Filed(command.Id, ct) is { } faster) return faster; // pressed twice at once
                throw;
            }
            return receipt;
        }

        async Task<Receipt?> Filed(Guid id, CancellationToken ct)
        {
            var dossier = await db.Dossiers.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, ct);
            if (dossier is null) return null;
            if (dossier.ApplicantAccountId != actor.AccountId) throw Taken();
            return ReceiptOf(dossier, (await directory.Get(ct)).Unit(dossier.UnitId));
        }

        static Refusal Taken() => Refusal.Conflict("dossier.id-taken", "Mã của lần nộp này đã dùng cho hồ sơ khác.");

        Receipt ReceiptOf(Dossier d, Unit unit) =>
            new(d.Code, d.FiledAt, AnswerDue(d.FiledAt), unit.FullName);

        DateTimeOffset AnswerDue(DateTimeOffset filedAt) => clock.Evaluate(clock.Start(DossierActs.AnswerLimit, filedAt)).DueAt!.Value;

        async Task<(PublishedProcedure, FormDefinition, Unit)> Understand(Command command, DirectorySnapshot snapshot, CancellationToken ct)
        {
            var procedure = await catalogue.Current(command.ProcedureCode ?? "", ct)
                ?? throw Refusal.Missing("procedure", "Không có thủ tục mã này, hoặc thủ tục chưa nhận qua mạng. Hãy tìm lại theo tên, hoặc gọi 1022.");
            var form = forms.Find(procedure.FormKey)
                ?? throw Refusal.Conflict("procedure.no-form", "Thủ tục này chưa nhận qua mạng. Mời ông/bà nộp tại bộ phận một cửa.");
            var answers = command.Answers is null ? [] : new Dictionary<string, string>(command.Answers);
            var errors = new FormRules(snapshot, time.Today).Check(form, form.Pages, answers);
            if (errors.Count > 0) throw Refusal.Invalid(errors);
            command.Answers = new FilledForm(form, answers).Filed(); // what the form does not ask is not kept
            return (procedure, form, DecidingUnit(procedure, form, command.Answers, snapshot));
        }

        /// <summary>Who files online pays what the rules give them; other grounds are shown with papers, and reckoned at the desk.</summary>
        static readonly HashSet<FeeSubject> OnlineFilers = [FeeSubject.OnlineFiling];

        /// <summary>What the form computes, where the fee depends on it.</summary>
        static long? FeeOf(FormDefinition form, Dictionary<string, string> answers) =>
            form.FeeField is { } field ? FormNumber.Read(answers.GetValueOrDefault(field)) : null;

        static Unit DecidingUnit(PublishedProcedure procedure, FormDefinition form, Dictionary<string, string> answers, DirectorySnapshot snapshot)
        {
            if (procedure.DecidingUnitCode is { } code) return snapshot.FindUnit(code) ?? throw new InvalidOperationException($"Procedure {procedure.Code} is decided by {code}, which is not a unit.");
            var commune = snapshot.FindUnit(AddressAnswer.Parts(answers.GetValueOrDefault(form.UnitField)).UnitCode) ?? throw Refusal.Invalid(form.UnitField, "Hãy chọn xã, phường hoặc thị trấn trong danh sách.");
            return procedure.Level == ProcedureLevel.District ? snapshot.Unit(commune.ParentId!.Value) : commune;
        }

        async Task<List<Paper>> Papers(Guid draftId, PublishedProcedure procedure, DateTimeOffset now, CancellationToken ct)
        {
            var files = await db.DraftFiles.AsNoTracking()
                .Where(f => f.DraftId == draftId && db.Drafts.Any(d => d.Id == draftId && d.AccountId == actor.AccountId)).InOrder().ToListAsync(ct);
            var missing = procedure.Documents.Where(d => d.Required && d.Form != PaperForm.Electronic && files.TrueForAll(f => f.Key != d.Key))
                .Select(d => new FieldError($"paper-{d.Key}", "Còn thiếu giấy: {0}. Hãy chụp ảnh hoặc chọn tệp.", d.Name)).ToList();
            if (missing.Count > 0) throw Refusal.Invalid(missing);
            return await binder.Bind([.. files.Select(f => new Paper
            {
                Id = f.Id, DossierId = draftId, Role = PaperRole.Submitted, Key = f.Key, Name = procedure.Documents.FirstOrDefault(d => d.Key == f.Key)?.Name ?? f.FileName,
                Form = f.Form, FileName = f.FileName, Hash = f.Hash, MediaType = f.MediaType, Size = f.Size, AddedAt = now, AddedBy = actor.Name, ReusedFrom = f.ReusedFrom,
            })], ct);
        }

        async Task<string> NextCode(Unit unit, DateOnly day, CancellationToken ct)
        {
            var number = await codes.Next($"dossier/{unit.ShortCode}/{day.ToString("yyMMdd", CultureInfo.InvariantCulture)}", ct);
            return DossierCode.Format(unit.ShortCode, day, (int)number);
        }
    }
}
