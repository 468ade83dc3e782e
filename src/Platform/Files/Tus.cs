using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace NhatLe.Platform.Files;

/// <summary>What a module does with uploads: whether one may begin, and what its file becomes.</summary>
/// <param name="Expect">Refuses before a byte is sent what would be refused afterwards.</param>
/// <param name="Keep">The whole file has come; returns the id of the record it became.</param>
/// <param name="Undo">Its sender cancelled when it had become that record; refuses where that cannot be undone any more.</param>
public sealed record UploadPurpose(string Name, Func<IServiceProvider, Upload, CancellationToken, Task> Expect, Func<IServiceProvider, Upload, Stream, CancellationToken, Task<Guid>> Keep, Func<IServiceProvider, Upload, Guid, CancellationToken, Task> Undo);

/// <summary>
/// Uploads that go on after a cut: the tus protocol 1.0.0 (https://tus.io/protocols/resumable-upload), core with creation,
/// expiration and termination, in the order of the specification. Any tus client can send. The answer to the last byte carries the
/// id of what the file became in <c>Nhatle-File</c>; a refused file answers 422 with our words.
/// </summary>
public static class Tus
{
    const string Version = "1.0.0", Extensions = "creation,expiration,termination";

    public static void MapUploads(this IEndpointRouteBuilder routes, string pattern, UploadPurpose purpose)
    {
        var all = routes.MapGroup(pattern).DisableAntiforgery();
        all.MapMethods("", ["OPTIONS"], Options);
        all.MapPost("", (Guid target, HttpContext context, UploadBook book, FileStoreOptions options, CancellationToken ct) => Create(target, purpose, context, book, options, ct));
        all.MapMethods("/{id:guid}", ["OPTIONS"], Options);
        all.MapMethods("/{id:guid}", ["HEAD", "PATCH", "DELETE", "POST"], (Guid target, Guid id, HttpContext context, UploadBook book, CancellationToken ct) => Method(context) switch
        {
            "HEAD" => Head(target, id, purpose, context, book, ct),
            "PATCH" => Patch(target, id, purpose, context, book, ct),
            "DELETE" => Delete(target, id, purpose, context, book, ct),
            _ => throw new Refusal(StatusCodes.Status405MethodNotAllowed, "bad-request", "Yêu cầu này không đọc được."),
        }).AddEndpointFilter(SameVersion);
    }

    // ── Headers ──

    /// <summary>X-HTTP-Method-Override: for clients whose environment has no PATCH or DELETE. On POST only: the other methods pass for safe where cross-site requests are refused.</summary>
    static string Method(HttpContext context) =>
        HttpMethods.IsPost(context.Request.Method) && context.Request.Headers["X-HTTP-Method-Override"] is [{ Length: > 0 } method] ? method.ToUpperInvariant() : context.Request.Method;

    /// <summary>Tus-Resumable, in every request and every answer, also a refusal.</summary>
    static ValueTask<object?> SameVersion(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        Speak(call.HttpContext);
        return next(call);
    }

    static void Speak(HttpContext context)
    {
        context.Response.OnStarting(() =>
        {
            context.Response.Headers["Tus-Resumable"] = Version;
            if (context.Response.StatusCode == StatusCodes.Status412PreconditionFailed) context.Response.Headers["Tus-Version"] = Version;
            return Task.CompletedTask;
        });
        if (context.Request.Headers["Tus-Resumable"] != Version)
            throw new Refusal(StatusCodes.Status412PreconditionFailed, "upload.version", "Máy chủ chỉ nhận tệp theo tus 1.0.0.");
    }

    /// <summary>Upload-Offset and Upload-Length: whole numbers, not negative.</summary>
    static long Number(HttpContext context, string header) =>
        long.TryParse(context.Request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new Refusal(StatusCodes.Status400BadRequest, "upload.header", "Yêu cầu gửi tệp thiếu {0}.", header);

    // ── HEAD: how much has come ──

    static async Task<IResult> Head(Guid target, Guid id, UploadPurpose purpose, HttpContext context, UploadBook book, CancellationToken ct)
    {
        var upload = await book.Find(id, purpose.Name, target, ct);
        var offset = upload.Size;
        if (upload.ResultId is null)
        {
            await using var part = book.Open(upload);
            part.Flush(flushToDisk: true); // what an interrupted request left is acknowledged only now
            offset = part.Length;
            if (offset == upload.Size) await Complete(upload, part, purpose, context, book); // the cut came after the last byte
        }
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Upload-Length"] = upload.Size.ToString(CultureInfo.InvariantCulture);
        if (upload.Metadata.Length > 0) context.Response.Headers["Upload-Metadata"] = upload.Metadata;
        return State(upload, offset, context, StatusCodes.Status200OK);
    }

    // ── PATCH: the next bytes ──

    static async Task<IResult> Patch(Guid target, Guid id, UploadPurpose purpose, HttpContext context, UploadBook book, CancellationToken ct)
    {
        if (context.Request.ContentType != "application/offset+octet-stream")
            throw new Refusal(StatusCodes.Status415UnsupportedMediaType, "upload.type", "Yêu cầu này không đọc được.");
        var offset = Number(context, "Upload-Offset");
        var upload = await book.Find(id, purpose.Name, target, ct);
        if (upload.ResultId is not null) return offset == upload.Size ? State(upload, upload.Size, context) : throw Elsewhere();
        await using var part = book.Open(upload);
        if (part.Length != offset) throw Elsewhere();
        if (context.Request.ContentLength > upload.Size - offset) throw TooMuch();
        await Append(part, upload.Size, context.Request.Body, ct);
        if (part.Length == upload.Size) await Complete(upload, part, purpose, context, book);
        return State(upload, part.Length, context);
    }

    /// <summary>Every byte that came counts, also when the line is cut in between.</summary>
    static async Task Append(FileStream part, long size, Stream body, CancellationToken ct)
    {
        part.Position = part.Length;
        var buffer = new byte[1 << 15];
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, ct)) > 0)
            {
                if (part.Position + read > size) throw TooMuch();
                await part.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
            }
        }
        finally
        {
            part.Flush(flushToDisk: true); // before the offset is acknowledged
        }
    }

    static Refusal Elsewhere() => Refusal.Conflict("upload.offset", "Phần tệp này không nối tiếp phần đã nhận.");

    static Refusal TooMuch() => new(StatusCodes.Status413PayloadTooLarge, "upload.length", "Tệp gửi đến dài hơn đã báo.");

    /// <summary>Goes on when the line is cut: half of it would be a file in the draft that no upload knows of.</summary>
    static async Task Complete(Upload upload, FileStream part, UploadPurpose purpose, HttpContext context, UploadBook book)
    {
        part.Position = 0;
        try
        {
            await book.Finish(upload, await purpose.Keep(context.RequestServices, upload, part, CancellationToken.None), CancellationToken.None);
        }
        catch (Refusal refusal) when (refusal.Status is StatusCodes.Status404NotFound or StatusCodes.Status409Conflict or StatusCodes.Status422UnprocessableEntity)
        {
            await book.Drop(upload, CancellationToken.None); // it gets no better by being sent again; after any other refusal it waits
            throw;
        }
    }

    static IResult State(Upload upload, long offset, HttpContext context, int status = StatusCodes.Status204NoContent)
    {
        var headers = context.Response.Headers;
        headers["Upload-Offset"] = offset.ToString(CultureInfo.InvariantCulture);
        headers["Upload-Expires"] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        if (upload.ResultId is { } result) headers["Nhatle-File"] = result.ToString();
        return Results.StatusCode(status);
    }

    // ── OPTIONS ──

    static IResult Options(HttpContext context, FileStoreOptions options)
    {
        var headers = context.Response.Headers;
        (headers["Tus-Resumable"], headers["Tus-Version"], headers["Tus-Extension"], headers["Tus-Max-Size"]) = (Version, Version, Extensions, options.MostBytes.ToString(CultureInfo.InvariantCulture));
        return Results.NoContent();
    }

    // ── Creation ──

    static async Task<IResult> Create(Guid target, UploadPurpose purpose, HttpContext context, UploadBook book, FileStoreOptions options, CancellationToken ct)
    {
        Speak(context);
        var size = Number(context, "Upload-Length");
        if (size > options.MostBytes)
            throw new Refusal(StatusCodes.Status413PayloadTooLarge, "too-large", "Tệp này lớn hơn {0} MB. Hãy chụp lại với ảnh nhỏ hơn. Phần đã điền vẫn còn.", options.MostBytes / 1024 / 1024);
        var metadata = context.Request.Headers["Upload-Metadata"].ToString();
        await purpose.Expect(context.RequestServices, new() { Purpose = purpose.Name, TargetId = target, Metadata = metadata, Size = size }, ct);
        var upload = await book.Begin(purpose.Name, target, size, metadata, ct);
        if (size == 0)
        {
            await using var part = book.Open(upload);
            await Complete(upload, part, purpose, context, book);
        }
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{upload.Id}";
        return State(upload, 0, context, StatusCodes.Status201Created);
    }

    // ── Termination ──

    static async Task<IResult> Delete(Guid target, Guid id, UploadPurpose purpose, HttpContext context, UploadBook book, CancellationToken ct)
    {
        var upload = await book.Find(id, purpose.Name, target, ct);
        await book.Rest(upload, ct);
        if (upload.ResultId is { } result) await purpose.Undo(context.RequestServices, upload, result, ct);
        await book.Drop(upload, ct);
        return Results.NoContent();
    }
}
