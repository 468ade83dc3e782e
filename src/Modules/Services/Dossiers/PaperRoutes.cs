using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Services.Drafts;
using NhatLe.Services.Tracking;

namespace NhatLe.Services.Dossiers;

/// <summary>Files in and out: the permission is the record's, never the hash's.</summary>
public static class PaperRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tep/{id:guid}", Download);
        routes.MapGet("/tep/{id:guid}/thu-nho", DownloadSmall);
        routes.MapGet("/tep/nhap/{id:guid}", DownloadFromDraft);
        routes.MapGet("/tep/nhap/{id:guid}/thu-nho", DownloadSmallFromDraft);
        routes.MapUploads("/api/services/drafts/{target:guid}/uploads", ToDraft);
        routes.MapPost("/api/services/drafts", BeginDraft);
        routes.MapPost("/api/services/drafts/{id:guid}/forms", SayForms);
        routes.MapPost("/api/services/drafts/{id:guid}/files/{key}", UploadToDraft).DisableAntiforgery();
        routes.MapPost("/api/services/results", UploadResult).DisableAntiforgery();
    }

    /// <summary>What tus clients send, in pieces, to a draft; "key" is the required document, "chosen" the order of the pages.</summary>
    static readonly UploadPurpose ToDraft = new("draft",
        Expect: (services, upload, ct) => services.GetRequiredService<DraftBook>().Expect(upload.TargetId, upload.Value("key"), ct),
        Keep: async (services, upload, content, ct) => (await services.GetRequiredService<DraftBook>().AddFile(upload.TargetId, upload.Value("key"), upload.Value("filename"), PageOrder.Read(upload.Value("chosen")), content, ct)).Id,
        Undo: (services, upload, file, ct) => services.GetRequiredService<DraftBook>().Undo(upload.TargetId, file, upload.CreatedAt, ct));

    static async Task<IResult> Download(Guid id, string? t, HttpContext context, ServicesDb db, Actor actor, OwnDossiers own, ColumnCipher cipher, FileStore files, AccessLog accesses, CancellationToken ct)
    {
        var (paper, dossier) = await Readable(id, t, db, actor, own, cipher, ct);
        accesses.Note(actor, dossier, paper.Role == PaperRole.Result ? AccessKind.Result : AccessKind.Paper, paper);
        return files.Send(context, paper.Hash, paper.MediaType, paper.FileName);
    }

    static async Task<IResult> DownloadSmall(Guid id, string? t, HttpContext context, ServicesDb db, Actor actor, OwnDossiers own, ColumnCipher cipher, Thumbnails thumbnails, CancellationToken ct)
    {
        var (paper, _) = await Readable(id, t, db, actor, own, cipher, ct); // comes with the page of the dossier, which is noted itself
        return await SendSmall(context, thumbnails, paper.Hash, paper.MediaType, ct);
    }

    /// <summary>The paper, if this person may read it: the applicant, who holds the slip, or an official who sees the dossier.</summary>
    static async Task<(Paper Paper, Dossier Dossier)> Readable(Guid id, string? t, ServicesDb db, Actor actor, OwnDossiers own, ColumnCipher cipher, CancellationToken ct)
    {
        var paper = await db.Papers.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Unknown();
        var dossier = await db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == paper.DossierId, ct);
        var applicant = await own.Include(dossier, ct) || cipher.TokenFits(TrackDossier.TokenPurpose, dossier.Id, t);
        var mayRead = applicant
            ? paper.Role != PaperRole.Result || dossier.Status == DossierStatus.Returned
            : await db.Dossiers.Visible(db, actor, Permits.Read).AnyAsync(d => d.Id == dossier.Id, ct);
        return mayRead ? (paper, dossier) : throw Unknown();
    }

    static async Task<IResult> DownloadFromDraft(Guid id, HttpContext context, ServicesDb db, Actor actor, FileStore files, CancellationToken ct)
    {
        var file = await Own(id, db, actor, ct);
        return files.Send(context, file.Hash, file.MediaType, file.FileName);
    }

    static async Task<IResult> DownloadSmallFromDraft(Guid id, HttpContext context, ServicesDb db, Actor actor, FileStore files, Thumbnails thumbnails, CancellationToken ct)
    {
        var file = await Own(id, db, actor, ct, isFiledToo: true); // the page that shows it may still be open while it is filed
        if (!files.Holds(file.Hash)) throw Unknown();
        return await SendSmall(context, thumbnails, file.Hash, file.MediaType, ct);
    }

    static async Task<DraftFile> Own(Guid id, ServicesDb db, Actor actor, CancellationToken ct, bool isFiledToo = false) =>
        await db.DraftFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && db.Drafts.Any(d => d.Id == f.DraftId && d.AccountId == actor.AccountId && (isFiledToo || d.FiledAt == null)), ct) ?? throw Unknown();

    static async Task<IResult> SendSmall(HttpContext context, Thumbnails thumbnails, string hash, string mediaType, CancellationToken ct)
    {
        if (!MediaTypes.IsPicture(mediaType)) throw Unknown();
        context.Response.Headers.CacheControl = "private, no-store";
        return await thumbnails.Find(hash, mediaType, ct) is { } path ? Results.File(path, Thumbnails.MediaType) : Results.Text(Thumbnails.Label(mediaType), "image/svg+xml");
    }

    static async Task<IResult> UploadToDraft(Guid id, string key, IFormFile file, DraftBook drafts, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        var kept = await drafts.AddFile(id, key, file.FileName, chosen: null, content, ct);
        return Results.Ok(new { id = kept.Id, name = kept.FileName, size = kept.Size });
    }

    public sealed record NewDraft(Guid Id, string ProcedureCode);

    /// <summary>A draft whose papers come before the filing with the same id.</summary>
    static async Task<IResult> BeginDraft(NewDraft command, DraftBook drafts, CancellationToken ct)
    {
        if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần nộp (id).");
        var draft = await drafts.Begin(command.ProcedureCode ?? "", ct, command.Id);
        return Results.Ok(new { id = draft.Id });
    }

    /// <summary>What each paper was photographed from: an original, a copy; or an electronic document.</summary>
    static async Task<IResult> SayForms(Guid id, Dictionary<string, PaperForm> forms, DraftBook drafts, CancellationToken ct)
    {
        await drafts.SayForms(id, forms, ct);
        return Results.NoContent();
    }

    /// <summary>An official uploads a result before processing; the answer's hash goes into the act.</summary>
    static async Task<IResult> UploadResult(IFormFile file, Actor actor, FileStore files, CancellationToken ct)
    {
        if (!actor.CanAnywhere(Permits.Process)) throw actor.IsSignedIn ? Refusal.Forbidden("dossier.permit", "Chỉ người giải quyết hồ sơ gửi được kết quả.") : Refusal.SignIn();
        await using var content = file.OpenReadStream();
        var stored = await files.Save(content, ct);
        return Results.Ok(new ProcessDossier.Upload(stored.Hash, FileNames.Clean(file.FileName)));
    }

    static Refusal Unknown() => Refusal.Missing("file", "Không thấy tệp này, hoặc tệp chưa được trả cho ông/bà.");
}
