using SkiaSharp;

namespace NhatLe.Platform.Files;

/// <summary>A stored picture at about 10 kB, made when it is first asked for and kept beside the store. PDF and HEIC have none.</summary>
public sealed class Thumbnails(FileStoreOptions options, FileStore files, TimeProvider time)
{
    public const string MediaType = "image/webp";
    const int Longest = 320, Quality = 60;

    /// <returns>Its path, or null.</returns>
    public async Task<string?> Find(string hash, string mediaType, CancellationToken ct)
    {
        if (!MediaTypes.IsPicture(mediaType)) return null;
        var path = PathOf(hash);
        return File.Exists(path) || await Pictures.InTurn([files.PathOf(hash)], () => Make(files.PathOf(hash), path), ct) ? path : null;
    }

    bool Make(string picture, string path)
    {
        if (File.Exists(path)) return true; // two asked at once
        using var small = Pictures.Read(picture, Longest);
        if (small is null) return false;
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = $"{path}.{Guid.CreateVersion7(time.GetUtcNow()):N}";
        using (var data = small.Encode(SKEncodedImageFormat.Webp, Quality))
        using (var file = File.Create(aside)) data.SaveTo(file);
        File.Move(aside, path, overwrite: true); // not flushed: a lost one is made again
        return true;
    }

    /// <summary>In place of a picture that takes too much to be made small, or cannot be read: its kind, on the same sheet.</summary>
    public static string Label(string mediaType) =>
        $"""<svg xmlns="http://www.w3.org/2000/svg" width="48" height="64" viewBox="0 0 48 64"><rect width="48" height="64" fill="#eef1f4"/><text x="24" y="37" text-anchor="middle" font-family="sans-serif" font-size="14" font-weight="bold" fill="#44525f">{MediaTypes.Extension(mediaType)}</text></svg>""";

    internal string PathOf(string hash) => Path.Combine(Path.GetFullPath(options.Thumbnails), hash[..2], hash + ".webp");
}
