using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
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
/// What filing is, whoever does it and wherever: the form is checked, the papers bound, the dossier put together with its facts. The
/// slices say who files, and save.
/// </summary>
public sealed class DossierFiling(
    ServicesDb db, Actor actor, ICatalogue catalogue, FormLibrary forms, DirectoryCache directory, Codes codes,
    ColumnCipher cipher, DossierWords words, DossierActs acts, PageBinder binder, LegalTime time, LegalClock clock)
{
    /// <summary>What is to be filed, checked: nothing is written yet.</summary>
    public sealed record Checked(PublishedProcedure Procedure, FormDefinition Form, Dictionary<string, string> Answers, Unit Unit, Unit Desk, Relief? Relief);

    /// <exception cref="Refusal">422 with every wrong answer and every missing paper; 404, 409 where the procedure cannot be filed.</exception>
    public async Task<Checked> Check(Guid id, string procedureCode, IReadOnlyDictionary<string, string> given, CancellationToken ct)
    {
        var procedure = await catalogue.Current(procedureCode, ct)
            ?? throw Refusal.Missing("procedure", "Không có thủ tục mã này, hoặc thủ tục chưa nhận qua mạng. Hãy tìm lại theo tên, hoặc gọi 1022.");
        var form = forms.Find(procedure.FormKey)
            ?? throw Refusal.Conflict("procedure.no-form", "Thủ tục này chưa nhận qua mạng. Mời ông/bà nộp tại bộ phận một cửa.");
        var snapshot = await directory.Get(ct);
        var answers = new Dictionary<string, string>(given);
        List<FieldError> errors = [.. new FormRules(snapshot, time.Today).Check(form, form.Pages, answers)];
        var relief = Relief.Read(given, procedure, time.Today, errors);
        if (errors.Count > 0) throw Refusal.Invalid([.. errors, .. RequiredPapers.Missing(procedure, await Files(id, ct))]);
        answers = new FilledForm(form, answers).Filed(); // what the form does not ask is not kept
        var unit = DecidingUnit(procedure, form, answers, snapshot);
        return new(procedure, form, answers, unit, snapshot.DeskOf(unit.Id) ?? unit, relief);
    }

    /// <summary>The dossier with its papers, entry and duty, to be saved.</summary>
    /// <param name="draft">Tracked, and read before its papers are: one that arrives after them is refused. Null where there is none, and so no paper.</param>
    public async Task<Dossier> Put(Guid id, Draft? draft, Checked what, Applicant who, CancellationToken ct)
    {
        var now = time.Now;
        var (procedure, form, answers, unit, desk, relief) = what;
        var papers = await Papers(id, procedure, draft is null ? [] : await Files(id, ct), now, ct);
        var dossier = Dossier.File(new()
        {
            Id = id, Code = await NextCode(unit, LegalTime.DateOf(now), ct), ProcedureCode = procedure.Code, ProcedureVersionId = procedure.VersionId, Title = procedure.EverydayName,
            Person = form.PersonField is { } field && answers.GetValueOrDefault(field) is { Length: > 0 } person ? person : who.Name,
            UnitId = unit.Id, ReceivedUnitId = desk.Id, Channel = who.Channel,
            ApplicantAccountId = who.AccountId, ApplicantName = who.Name,
            ApplicantNumber = cipher.Encrypt(who.CitizenNumber), ApplicantNumberKey = cipher.Lookup(who.CitizenNumber),
            RepresentedKey = who.By is null ? null : cipher.Lookup(who.CitizenNumber), FiledByAccountId = who.By?.AccountId, FiledByName = who.By?.Name,
            ApplicantPhone = cipher.Encrypt(answers.GetValueOrDefault("phone") is { Length: > 0 } phone ? phone : who.Phone),
            Form = cipher.Encrypt(JsonSerializer.Serialize(answers, EntryContent.Json)),
            Flow = procedure.Flow, TimeLimit = procedure.TimeLimit, Fee = FeeOf(what, who.Channel, LegalTime.DateOf(now)), Relief = relief?.Subject, ReliefPaper = relief is null ? null : cipher.Encrypt(relief.Paper), FiledAt = now, FiledOn = LegalTime.DateOf(now),
            AnswerDueAt = AnswerDue(now), Digitised = papers.TrueForAll(p => p.Form != PaperForm.Copy),
        });
        db.Dossiers.Add(dossier);
        db.Papers.AddRange(papers);
        draft?.File(now);
        await acts.Tell(dossier, new DossierFiled(dossier.Id, dossier.Code, dossier.ProcedureCode, dossier.ProcedureVersionId, dossier.UnitId, (int)dossier.Channel, dossier.AnswerDueAt!.Value, who.By is null ? null : who.Name), note: null, actor.PostFor(Permits.Accept, unit.Id), ct);
        acts.OweCurrentStep(dossier, dossier.FiledAt);
        db.Index(dossier, DossierWords.CardOf(dossier), words.KeysOf(dossier));
        return dossier;
    }

    /// <summary>Saves what was put together.</summary>
    /// <param name="first">The answer to an earlier filing with the same id, if any: pressed twice at once, both get it.</param>
    public async Task<T> Save<T>(T receipt, Func<Task<T?>> first, CancellationToken ct) where T : class
    {
        try
        {
            await db.SaveChangesAsync(ct);
            return receipt;
        }
        catch (Refusal)
        {
            db.ChangeTracker.Clear();
            if (await first() is { } faster) return faster;
            throw;
        }
    }

    /// <summary>The desk answers within 8 office hours.</summary>
    public DateTimeOffset AnswerDue(DateTimeOffset filedAt) => clock.DueAt(DossierActs.AnswerLimit, filedAt);

    /// <summary>Who files online pays what the rules give them; other grounds are shown with papers, and reckoned with the payment.</summary>
    static readonly HashSet<FeeSubject> OnlineFilers = [FeeSubject.OnlineFiling], Others = [];

    static long FeeOf(Checked what, Channel channel, DateOnly day)
    {
        var full = what.Form.FeeField is { } field ? FormNumber.Read(what.Answers.GetValueOrDefault(field)) : null; // what the form computes, where the fee depends on it
        return FeeRules.Due(full ?? what.Procedure.FeeVnd, what.Procedure.FeeRules, channel == Channel.Online ? OnlineFilers : Others, day).AmountVnd;
    }

    static Unit DecidingUnit(PublishedProcedure procedure, FormDefinition form, Dictionary<string, string> answers, DirectorySnapshot snapshot)
    {
        if (procedure.DecidingUnitCode is { } code) return snapshot.FindUnit(code) is { } department ? snapshot.Now(department.Id) : throw new InvalidOperationException($"Procedure {procedure.Code} is decided by {code}, which is not a unit.");
        var commune = snapshot.FindUnit(AddressAnswer.Parts(answers.GetValueOrDefault(form.UnitField)).UnitCode) ?? throw Refusal.Invalid(form.UnitField, "Hãy chọn xã, phường hoặc thị trấn trong danh sách.");
        return procedure.Level == ProcedureLevel.District && snapshot.Unit(commune.ParentId!.Value) is { Kind: UnitKind.District } district ? district : commune; // where no districts are left, the commune decides
    }

    Task<List<DraftFile>> Files(Guid draftId, CancellationToken ct) =>
        db.DraftFiles.AsNoTracking().Where(f => f.DraftId == draftId && db.Drafts.Any(d => d.Id == draftId && d.AccountId == actor.AccountId)).InOrder().ToListAsync(ct);

    async Task<List<Paper>> Papers(Guid draftId, PublishedProcedure procedure, List<DraftFile> files, DateTimeOffset now, CancellationToken ct)
    {
        if (RequiredPapers.Missing(procedure, files) is { Count: > 0 } missing) throw Refusal.Invalid(missing);
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
