using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
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
        routes.MapGet("/tep/nhap/{id:guid}", DownloadFromDraft);
        routes.MapPost("/api/services/drafts/{id:guid}/files/{key}", UploadToDraft).DisableAntiforgery();
        routes.MapPost("/api/services/results", UploadResult).DisableAntiforgery();
    }

    static async Task<IResult> Download(Guid id, string? t, HttpContext context, ServicesDb db, Actor actor, ColumnCipher cipher, FileStore files, CancellationToken ct)
    {
        var paper = await db.Papers.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw Unknown();
        var dossier = await db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == paper.DossierId, ct);
        var applicant = (actor.IsCitizen && dossier.ApplicantAccountId == actor.AccountId) || cipher.TokenFits(TrackDossier.TokenPurpose, dossier.Id, t);
        var mayRead = applicant
            ? paper.Role != PaperRole.Result || dossier.Status == DossierStatus.Returned
            : await db.Dossiers.Visible(db, actor, Permits.Read).AnyAsync(d => d.Id == dossier.Id, ct);
        return mayRead ? Send(context, files, paper.Hash, paper.MediaType, paper.FileName) : throw Unknown();
    }

    static async Task<IResult> DownloadFromDraft(Guid id, HttpContext context, ServicesDb db, Actor actor, FileStore files, CancellationToken ct)
    {
        var file = await db.DraftFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id && db.Drafts.Any(d => d.Id == f.DraftId && d.AccountId == actor.AccountId), ct) ?? throw Unknown();
        return Send(context, files, file.Hash, file.MediaType, file.FileName);
    }

    static IResult Send(HttpContext context, FileStore files, string hash, string mediaType, string fileName)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox";
        context.Response.Headers.CacheControl = "private, no-store";
        context.Response.Headers.ContentDisposition = new System.Net.Mime.ContentDisposition { Inline = true }.ToString() + "; filename*=UTF-8''" + Uri.EscapeDataString(fileName);
        return Results.Stream(files.Open(hash), mediaType, enableRangeProcessing: true);
    }

    static async Task<IResult> UploadToDraft(Guid id, string key, IFormFile file, DraftBook drafts, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        var kept = await drafts.AddFile(id, key, file.FileName, content, ct);
        return Results.Ok(new { id = kept.Id, name = kept.FileName, size = kept.Size });
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
