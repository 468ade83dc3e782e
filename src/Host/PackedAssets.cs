using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace NhatLe.Host;

/// <summary>
/// Sends the packed copy of an asset (brotli at its best level, made by the build) to browsers that take it. Packing at each request
/// is quick and poor: the stylesheet would weigh half as much again.
/// </summary>
public static class PackedAssets
{
    const string Ending = ".br";

    /// <summary>Before the static files: the request goes on to the packed file, and the answer says what it is.</summary>
    public static IApplicationBuilder UsePackedAssets(this IApplicationBuilder app, IFileProvider files) => app.Use((context, next) =>
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/assets") && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal) && files.GetFileInfo(path + Ending).Exists)
            context.Request.Path = path + Ending;
        return next(context);
    });

    /// <summary>A packed file has the type of what it unpacks to.</summary>
    public static IContentTypeProvider Types { get; } = new UnpackedType();

    public static void Describe(HttpResponse response, string fileName)
    {
        if (!fileName.EndsWith(Ending, StringComparison.Ordinal)) return;
        response.Headers.ContentEncoding = "br";
        response.Headers.Vary = "Accept-Encoding";
    }

    sealed class UnpackedType : IContentTypeProvider
    {
        readonly FileExtensionContentTypeProvider known = new();

        public bool TryGetContentType(string subpath, [MaybeNullWhen(false)] out string contentType) =>
            known.TryGetContentType(subpath.EndsWith(Ending, StringComparison.Ordinal) ? subpath[..^Ending.Length] : subpath, out contentType);
    }
}
