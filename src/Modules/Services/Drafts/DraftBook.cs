using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Forms;

namespace NhatLe.Services.Drafts;

/// <summary>A citizen's own drafts: begin, read, keep answers and files. System time: drafts are no legal act.</summary>
public sealed class DraftBook(ServicesDb db, Actor actor, ICatalogue catalogue, IAccounts accounts, FormLibrary forms, ColumnCipher cipher, FileStore files, TimeProvider time)
{
    public const int MostFiles = 20;

    /// <summary>A new draft, prefilled from the account.</summary>
    public async Task<Draft> Begin(string procedureCode, CancellationToken ct)
    {
        var procedure = await Procedure(procedureCode, ct);
        var profile = await accounts.Citizen(actor.AccountId, ct);
        var answers = forms.Find(procedure.FormKey)!.Fields.Where(f => f.Prefill is not null)
            .Select(f => (f.Key, Value: Prefill.Of(f.Prefill!, profile))).Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!);
        var now = time.GetUtcNow();
        var draft = new Draft
        {
            Id = Guid.CreateVersion7(now), AccountId = actor.AccountId, ProcedureCode = procedure.Code, ProcedureVersionId = procedure.VersionId,
            Title = procedure.EverydayName, Answers = Seal(answers), Page = 1, CreatedAt = now, ChangedAt = now,
        };
        db.Drafts.Add(draft);
        await db.SaveChangesAsync(ct);
        return draft;
    }

    public async Task<PublishedProcedure> Procedure(string code, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        if (!actor.IsCitizen) throw Refusal.Forbidden("dossier.citizens-only", "Chỉ tài khoản người dân nộp hồ sơ tại đây.");
        var procedure = await catalogue.Current(code, ct);
        return procedure is not null && forms.Find(procedure.FormKey) is not null ? procedure
            : throw Refusal.Missing("procedure", "Không có thủ tục mã này, hoặc thủ tục chưa nhận qua mạng. Hãy tìm lại theo tên, hoặc gọi 1022.");
    }

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
    public async Task Keep(Draft draft, IReadOnlyDictionary<string, string> typed, int? page, CancellationToken ct)
    {
        if (draft.FiledAt is not null) throw Refusal.Conflict("draft.filed", "Hồ sơ này đã nộp rồi. Mời ông/bà xem trong mục hồ sơ của tôi.");
        var answers = Answers(draft);
        foreach (var (key, value) in typed) answers[key] = value.Length > 10_000 ? value[..10_000] : value;
        draft.Answers = Seal(answers);
        draft.ChangedAt = time.GetUtcNow();
        if (page > draft.Page) draft.Page = page.Value;
        await db.SaveChangesAsync(ct);
    }

    public Task<List<DraftFile>> Files(Guid draftId, CancellationToken ct) =>
        db.DraftFiles.AsNoTracking().Where(f => f.DraftId == draftId).OrderBy(f => f.AddedAt).ToListAsync(ct);

    public async Task<DraftFile> AddFile(Draft draft, string key, string fileName, Stream content, CancellationToken ct)
    {
        if (await db.DraftFiles.CountAsync(f => f.DraftId == draft.Id, ct) >= MostFiles)
            throw Refusal.Invalid($"paper-{key}", "Mỗi hồ sơ nhận tối đa {0} tệp. Hãy xóa bớt tệp không cần.", MostFiles);
        var stored = await files.Save(content, ct);
        if (await db.DraftFiles.AsNoTracking().FirstOrDefaultAsync(f => f.DraftId == draft.Id && f.Key == key && f.Hash == stored.Hash, ct) is { } known) return known;
        var now = time.GetUtcNow();
        var file = new DraftFile
        {
            Id = Guid.CreateVersion7(now), DraftId = draft.Id, Key = key, FileName = Path.GetFileName(fileName), Hash = stored.Hash,
            MediaType = stored.MediaType, Size = stored.Size, AddedAt = now,
        };
        db.DraftFiles.Add(file);
        draft.ChangedAt = now;
        await db.SaveChangesAsync(ct);
        return file;
    }

    public async Task RemoveFile(Draft draft, Guid fileId, CancellationToken ct)
    {
        if (await db.DraftFiles.SingleOrDefaultAsync(f => f.Id == fileId && f.DraftId == draft.Id, ct) is not { } file) return;
        db.DraftFiles.Remove(file);
        draft.ChangedAt = time.GetUtcNow();
        await db.SaveChangesAsync(ct);
    }

    public async Task Discard(Draft draft, CancellationToken ct)
    {
        db.DraftFiles.RemoveRange(await db.DraftFiles.Where(f => f.DraftId == draft.Id).ToListAsync(ct));
        db.Drafts.Remove(draft);
        await db.SaveChangesAsync(ct);
    }

    byte[] Seal(Dictionary<string, string> answers) => cipher.Encrypt(JsonSerializer.Serialize(answers, EntryContent.Json));
}

/// <summary>First values of a form from the account of the person filing.</summary>
public static class Prefill
{
    /// <param name="source">"account.full_name"; "account.female.full_name" only where the person is a woman.</param>
    public static string? Of(string source, CitizenProfile? profile)
    {
        if (profile is null) return null;
        var path = source.Split('.');
        if (path.Length == 3 && path[1] != profile.Gender) return null;
        return path[^1] switch
        {
            "full_name" => profile.FullName,
            "citizen_number" => profile.CitizenNumber,
            "born_on" => profile.BornOn,
            "phone" => profile.Phone,
            "email" => profile.Email,
            "ethnicity" => profile.Ethnicity,
            "unit_code" => profile.UnitCode,
            "address" => profile.Address,
            _ => null,
        };
    }
}
