using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Forms;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Drafts;

/// <summary>A citizen's own drafts: begin, read, keep answers and files. System time: drafts are no legal act.</summary>
public sealed class DraftBook(ServicesDb db, Actor actor, ICatalogue catalogue, IAccounts accounts, IRepresentations representations, FormLibrary forms, ColumnCipher cipher, FileStore files, DirectoryCache directory, IOwnPapers ownPapers, TimeProvider time)
{
    public const int MostFiles = 20;

    /// <summary>Kept of one answer, far more than any field takes: what is too long is explained, and is still there to be shortened.</summary>
    const int MostCharacters = 20_000;

    /// <summary>A new draft, prefilled from the account.</summary>
    /// <param name="id">Made by the client, so that a repeat finds the draft it began; null: made here.</param>
    /// <param name="person">At the desk: who it is for. Null: the citizen's own.</param>
    /// <param name="representation">By which the citizen, or the person at the desk, fills it in for a child or an enterprise. Null: for themselves.</param>
    public async Task<Draft> Begin(string procedureCode, CancellationToken ct, Guid? id = null, Applicant? person = null, Guid? representation = null)
    {
        if (id is { } known && await db.Drafts.SingleOrDefaultAsync(d => d.Id == known, ct) is { } begun)
            return begun.AccountId == actor.AccountId ? begun : throw Refusal.Conflict("dossier.id-taken", "Mã của lần nộp này đã dùng cho hồ sơ khác.");
        if (person is null != actor.IsCitizen) throw actor.IsSignedIn ? Refusal.Forbidden("dossier.citizens-only", "Chỉ tài khoản người dân nộp hồ sơ tại đây.") : Refusal.SignIn();
        if (representation is { } by && ((person is null ? actor.AccountId : person.AccountId) is not { } filer || await representations.Find(filer, by, ct) is null)) throw FileDossier.NotRepresented();
        var procedure = await Procedure(procedureCode, ct);
        var now = LegalTime.Cut(time.GetUtcNow());
        var draft = new Draft
        {
            Id = id ?? Guid.CreateVersion7(now), AccountId = actor.AccountId, ProcedureCode = procedure.Code, ProcedureVersionId = procedure.VersionId,
            Title = procedure.EverydayName, Page = 1, CreatedAt = now, ChangedAt = now, Channel = person?.Channel ?? Channel.Online,
            ApplicantAccountId = person?.AccountId, ApplicantName = person?.Name ?? "", RepresentationId = representation,
            ApplicantNumber = person is null ? null : cipher.Encrypt(person.CitizenNumber), ApplicantPhone = person is null ? null : cipher.Encrypt(person.Phone),
        };
        var form = forms.Find(procedure.FormKey)!;
        var answers = await FromApplicant(draft, form, ct);
        if (person is not null && form.Field(form.UnitField)?.Type == FieldType.Commune && actor.PostWith(Permits.Accept) is { } desk)
            answers.TryAdd(form.UnitField, (await directory.Get(ct)).Unit(desk.UnitId).Code); // who comes to a desk lives there, mostly
        draft.Answers = Seal(answers);
        db.Drafts.Add(draft);
        await db.SaveChangesAsync(ct);
        return draft;
    }

    /// <summary>Who a draft of the desk is for.</summary>
    public Applicant ApplicantOf(Draft draft) => new(draft.Channel, draft.ApplicantAccountId, draft.ApplicantName, cipher.Decrypt(draft.ApplicantNumber!), cipher.Decrypt(draft.ApplicantPhone!));

    /// <summary>
    /// The first answers to a form that the applicant's account gives, those of the first row of a group among them. A person at the
    /// desk without one gives name, number and phone.
    /// </summary>
    public async Task<Dictionary<string, string>> FromApplicant(Draft draft, FormDefinition form, CancellationToken ct)
    {
        var profile = draft.Channel == Channel.Online ? await accounts.Citizen(actor.AccountId, ct)
            : draft.ApplicantAccountId is { } account && await accounts.Citizen(account, ct) is { } known ? known with { Phone = ApplicantOf(draft).Phone }
            : ApplicantOf(draft) is var person ? new(Guid.Empty, person.Name, person.CitizenNumber, "", "", person.Phone, Email: null, "", "", "") : null;
        return Given(form, profile, await directory.Get(ct));
    }

    /// <summary>The answers to a form that follow from what is known of a person.</summary>
    public static Dictionary<string, string> Given(FormDefinition form, CitizenProfile? profile, DirectorySnapshot units)
    {
        var commune = profile is null ? null : units.FindUnit(profile.UnitCode);
        return form.Fields
            .SelectMany(f => f.Fields is { } cells ? cells.Select(c => (Key: FilledForm.CellKey(f, 0, c), Field: c)) : [(f.Key, Field: f)])
            .Select(f => (f.Key, Value: f.Field.Prefill is { } source ? Prefill.Of(source, profile, commune) : null))
            .Where(p => !string.IsNullOrEmpty(p.Value)).ToDictionary(p => p.Key, p => p.Value!);
    }

    public async Task<PublishedProcedure> Procedure(string code, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        if (!actor.IsCitizen && !actor.CanAnywhere(Permits.Accept)) throw Refusal.Forbidden("dossier.citizens-only", "Chỉ tài khoản người dân nộp hồ sơ tại đây.");
        var procedure = await catalogue.Current(code, ct);
        return procedure is not null && forms.Find(procedure.FormKey) is not null ? procedure
            : throw Refusal.Missing("procedure", "Không có thủ tục mã này, hoặc thủ tục chưa nhận qua mạng. Hãy tìm lại theo tên, hoặc gọi 1022.");
    }

    /// <summary>Those the citizen may file for.</summary>
    public async Task<IReadOnlyList<Represented>> Represented(CancellationToken ct) => actor.IsCitizen ? await representations.Of(actor.AccountId, ct) : [];

    /// <summary>For whom a draft is filled in, while the citizen, or who came to the desk, represents them.</summary>
    public async Task<Represented?> RepresentedBy(Draft draft, CancellationToken ct) =>
        draft.RepresentationId is { } id && (draft.Channel == Channel.Online ? actor.AccountId : draft.ApplicantAccountId) is { } filer ? await representations.Find(filer, id, ct) : null;

    public Task<List<Draft>> Unfiled(CancellationToken ct) =>
        db.Drafts.AsNoTracking().Where(d => d.AccountId == actor.AccountId && d.FiledAt == null).OrderByDescending(d => d.ChangedAt).Take(20).ToListAsync(ct);

    public async Task<Draft> Find(Guid id, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        return await db.Drafts.SingleOrDefaultAsync(d => d.Id == id && d.AccountId == actor.AccountId, ct)
            ?? throw Refusal.Missing("draft", "Không thấy bản đang điền này. Có thể ông/bà đã xóa, hoặc đang dùng tài khoản khác.");
    }

    public Dictionary<string, string> Answers(Draft draft) => JsonSerializer.Deserialize<Dictionary<string, string>>(cipher.Decrypt(draft.Answers))!;

    /// <summary>Keeps what was typed, right or wrong: nothing typed is lost.</summary>
    /// <returns>The draft as it is now.</returns>
    public Task<Draft> Keep(Guid id, IReadOnlyDictionary<string, string> typed, CancellationToken ct) => Keep(id, answers => Put(answers, typed), page: null, ct);

    /// <summary>Edits the newest answers; several edits at once all count.</summary>
    public async Task<Draft> Keep(Guid id, Action<Dictionary<string, string>> edit, int? page, CancellationToken ct) => (await Change(id, draft =>
    {
        var answers = Answers(draft);
        edit(answers);
        draft.Answers = Seal(answers);
        if (page > draft.Page) draft.Page = page.Value;
        return Task.FromResult(true);
    }, ct)).Draft;

    public static void Put(Dictionary<string, string> answers, IReadOnlyDictionary<string, string> typed)
    {
        foreach (var (key, value) in typed) answers[key] = value.Length > MostCharacters ? value[..MostCharacters] : value;
    }

    /// <summary>In the order of the pages. A filed draft has none: they are the dossier's papers, and what was bound to one of these is swept.</summary>
    public Task<List<DraftFile>> Files(Guid draftId, CancellationToken ct) =>
        db.DraftFiles.AsNoTracking().Where(f => f.DraftId == draftId && db.Drafts.Any(d => d.Id == draftId && d.FiledAt == null)).InOrder().ToListAsync(ct);

    /// <summary>Refuses what could not be kept, before a byte is sent or stored.</summary>
    /// <returns>The document the file is for.</returns>
    public async Task<RequiredDocument> Expect(Guid id, string key, CancellationToken ct)
    {
        var draft = await Find(id, ct);
        if (draft.FiledAt is not null) throw Filed();
        var document = (await Procedure(draft.ProcedureCode, ct)).Documents.FirstOrDefault(d => d.Key == key)
            ?? throw Refusal.Missing("document", "Thủ tục này không cần giấy ấy. Hãy tải lại trang.");
        if (await db.DraftFiles.CountAsync(f => f.DraftId == id, ct) >= MostFiles) throw TooMany(key);
        return document;
    }

    /// <param name="chosen">See <see cref="DraftFile.Chosen"/>; without it the file comes last.</param>
    public async Task<DraftFile> AddFile(Guid id, string key, string fileName, long? chosen, Stream content, CancellationToken ct)
    {
        var document = await Expect(id, key, ct);
        var stored = await files.Save(content, ct);
        return await Add(id, document, fileName, stored.Hash, stored.MediaType, stored.Size, document.Form, chosen, reusedFrom: null, ct);
    }

    /// <summary>A paper of an earlier dossier of one's own answers the document of this one, with all its files.</summary>
    public async Task Reuse(Guid id, string key, CancellationToken ct)
    {
        var document = await Expect(id, key, ct);
        var own = (await OwnPapers(await Find(id, ct), ct)).FirstOrDefault(p => document.IsReusable && p.Name == document.Name) ?? throw Refusal.Missing("paper", "Không thấy giấy này trong hồ sơ cũ của ông/bà. Hãy chụp lại.");
        foreach (var paper in (await db.Papers.AsNoTracking().Where(p => own.PaperIds.Contains(p.Id)).ToListAsync(ct)).OrderBy(p => own.PaperIds.Index().First(i => i.Item == p.Id).Index))
            await Add(id, document, paper.FileName, paper.Hash, paper.MediaType, paper.Size, paper.Form, chosen: null, paper.Id, ct);
    }

    /// <summary>What the applicant handed in before, and may be used again.</summary>
    public async Task<IReadOnlyList<OwnPaper>> OwnPapers(Draft draft, CancellationToken ct) =>
        (draft.Channel == Channel.Online ? draft.AccountId : draft.ApplicantAccountId) is { } applicant ? await ownPapers.Of(applicant, ct) : [];

    async Task<DraftFile> Add(Guid id, RequiredDocument document, string fileName, string hash, string mediaType, long size, PaperForm form, long? chosen, Guid? reusedFrom, CancellationToken ct) =>
        (await Change(id, async draft =>
        {
            var known = await db.DraftFiles.AsNoTracking().Where(f => f.DraftId == draft.Id).ToListAsync(ct);
            if (known.Find(f => f.Key == document.Key && f.Hash == hash) is { } same) return same;
            if (known.Count >= MostFiles) throw TooMany(document.Key);
            var now = LegalTime.Cut(time.GetUtcNow());
            var file = new DraftFile
            {
                Id = Guid.CreateVersion7(now), DraftId = draft.Id, Key = document.Key, Form = known.Find(f => f.Key == document.Key)?.Form ?? form, // further pages are of the same kind
                FileName = FileNames.Clean(fileName), Hash = hash, MediaType = mediaType, Size = size, AddedAt = now, ReusedFrom = reusedFrom,
                Chosen = chosen ?? known.Select(f => f.Chosen + 1).Append(now.ToUnixTimeMilliseconds()).Max(),
            };
            db.DraftFiles.Add(file);
            return file;
        }, ct)).Result;

    /// <summary>For each document: original, copy or electronic.</summary>
    public Task SayForms(Guid id, IReadOnlyDictionary<string, PaperForm> forms, CancellationToken ct) => Change(id, async draft =>
    {
        foreach (var file in await db.DraftFiles.Where(f => f.DraftId == draft.Id).ToListAsync(ct))
            if (forms.TryGetValue(file.Key, out var form)) file.Form = form;
        return true;
    }, ct);

    static Refusal Filed() => Refusal.Conflict("draft.filed", "Hồ sơ này đã nộp rồi. Mời ông/bà xem trong mục hồ sơ của tôi.");

    static Refusal TooMany(string key) => Refusal.Invalid($"paper-{key}", "Mỗi hồ sơ nhận tối đa {0} tệp. Hãy xóa bớt tệp không cần.", MostFiles);

    /// <summary>An upload was cancelled when its last byte had come. What lay in the draft before it stays: the same picture twice is one file.</summary>
    public Task Undo(Guid id, Guid fileId, DateTimeOffset begun, CancellationToken ct) => Change(id, async draft =>
    {
        if (await db.DraftFiles.SingleOrDefaultAsync(f => f.Id == fileId && f.DraftId == draft.Id, ct) is { } file && file.AddedAt >= LegalTime.Cut(begun)) db.DraftFiles.Remove(file);
        return true;
    }, ct);

    public Task RemoveFile(Guid id, Guid fileId, CancellationToken ct) => Change(id, async draft =>
    {
        if (await db.DraftFiles.SingleOrDefaultAsync(f => f.Id == fileId && f.DraftId == draft.Id, ct) is { } file) db.DraftFiles.Remove(file);
        return true;
    }, ct);

    public Task Discard(Guid id, CancellationToken ct) => Change(id, async draft =>
    {
        db.DraftFiles.RemoveRange(await db.DraftFiles.Where(f => f.DraftId == draft.Id).ToListAsync(ct));
        db.Drafts.Remove(draft);
        return true;
    }, ct);

    /// <summary>
    /// Changes the newest state of a draft. Answers lie in one sealed value, and a page saves several at once (autosave, photographs),
    /// so who comes second reads again and adds to what the first one kept.
    /// </summary>
    Task<(Draft Draft, T Result)> Change<T>(Guid id, Func<Draft, Task<T>> change, CancellationToken ct) => db.Again(async () =>
    {
        var draft = await Find(id, ct);
        if (draft.FiledAt is not null) throw Filed();
        var result = await change(draft);
        draft.Touch(LegalTime.Cut(time.GetUtcNow()));
        await db.SaveChangesAsync(ct);
        return (draft, result);
    }, contenders: 30);

    byte[] Seal(Dictionary<string, string> answers) => cipher.Encrypt(JsonSerializer.Serialize(answers, EntryContent.Json));
}

/// <summary>First values of a form from the account of the person filing.</summary>
public static class Prefill
{
    /// <param name="source">"account.full_name"; "account.female.full_name" only where the person is a woman.</param>
    public static string? Of(string source, CitizenProfile? profile, Unit? commune)
    {
        if (profile is null) return null;
        var path = source.Split('.');
        if (path.Length == 3 && path[1] != profile.Gender) return null;
        return path[^1] switch
        {
            "full_name" => profile.FullName,
            "citizen_number" => profile.CitizenNumber,
            "born_on" => profile.BornOn,
            "gender" => profile.Gender,
            "phone" => profile.Phone,
            "email" => profile.Email,
            "ethnicity" => profile.Ethnicity,
            "unit_code" => profile.UnitCode,
            "address" => profile.Address,
            "place" when profile.UnitCode.Length == 0 => null,
            "place" => AddressAnswer.Of(profile.UnitCode, BeforeTheCommune(profile.Address, commune)),
            _ => null,
        };
    }

    /// <summary>"Bản Ka Oóc" of "Bản Ka Oóc, xã Trọng Hóa, huyện Minh Hóa, …"</summary>
    static string BeforeTheCommune(string address, Unit? commune) =>
        commune is not null && address.IndexOf(commune.FullName, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? address[..at].TrimEnd(' ', ',') : address;
}
