using Microsoft.AspNetCore.Http;

namespace NhatLe.Platform.Files;

public static class SentFile
{
    /// <summary>
    /// A stored file as somebody sent it: shown in a sandbox, where nothing of it runs; what is neither picture nor PDF is only saved. The caller has
    /// checked who may read it.
    /// </summary>
    public static IResult Send(this FileStore files, HttpContext context, string hash, string mediaType, string name)
    {
        var headers = context.Response.Headers;
        (headers.ContentSecurityPolicy, headers.CacheControl) = ("default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox", "private, no-store");
        headers.ContentDisposition = (mediaType == MediaTypes.Unknown ? "attachment" : "inline") + "; filename*=UTF-8''" + Uri.EscapeDataString(name);
        return Results.Stream(files.Open(hash), mediaType, enableRangeProcessing: true);
    }
}
