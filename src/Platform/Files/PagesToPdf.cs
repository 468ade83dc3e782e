using SkiaSharp;

namespace NhatLe.Platform.Files;

/// <summary>
/// Pictures as the pages of one A4 PDF, upright. JPEG bytes go in as they are, without the place and the camera that phones write into
/// them; what is larger than a paper needs is made smaller. The same pictures give the same bytes: there is no date in it.
/// </summary>
public sealed class PagesToPdf(FileStore files)
{
    const float Short = 595.28f, Long = 841.89f, Margin = 18; // A4 in points
    const int MostPixels = 2500; // along the longer side: some 215 dots an inch, letters of 6 points can be read
    const int JpegQuality = 82;

    /// <param name="hashes">Pictures of the store, in their order.</param>
    /// <returns>The stored PDF, or null when one of them cannot be read: then they stay as they are.</returns>
    public async Task<StoredFile?> Bind(string title, IReadOnlyList<string> hashes, CancellationToken ct)
    {
        if (await Pictures.InTurn(() => hashes.All(h => IsReadable(files.PathOf(h))), ct) is false) return null;
        return await files.Save(content => Pictures.InTurn(() => Write(content, title, hashes.Select(files.PathOf)), ct), "application/pdf", ct);
    }

    static bool IsReadable(string picture)
    {
        using var codec = SKCodec.Create(picture);
        if (codec is null) return false;
        if (PassesThrough(codec)) return true;
        using var small = Pictures.Read(picture, 16);
        return small is not null;
    }

    static bool PassesThrough(SKCodec codec) => codec.EncodedFormat == SKEncodedImageFormat.Jpeg && Math.Max(codec.Info.Width, codec.Info.Height) <= MostPixels * 6 / 5;

    static bool Write(Stream content, string title, IEnumerable<string> pictures)
    {
        using var document = SKDocument.CreatePdf(content, new SKDocumentPdfMetadata { Title = title, RasterDpi = 216, EncodingQuality = JpegQuality });
        foreach (var picture in pictures)
        {
            using var codec = SKCodec.Create(picture);
            var (origin, whole) = PassesThrough(codec) ? (codec.EncodedOrigin, true) : (SKEncodedOrigin.TopLeft, false);
            using var image = whole ? SKImage.FromEncodedData(SKData.CreateCopy(WithoutExif(File.ReadAllBytes(picture)))) : Smaller(picture);
            Draw(document, image, origin);
        }
        document.Close();
        return true;
    }

    static SKImage Smaller(string picture)
    {
        using var small = Pictures.Read(picture, MostPixels) ?? throw new InvalidDataException($"{picture} was readable a moment ago.");
        using var jpeg = small.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
        return SKImage.FromEncodedData(jpeg);
    }

    static void Draw(SKDocument document, SKImage image, SKEncodedOrigin origin)
    {
        var (width, height) = Pictures.IsTurned(origin) ? (image.Height, image.Width) : (image.Width, image.Height);
        var (pageWidth, pageHeight) = width > height ? (Long, Short) : (Short, Long);
        var scale = Math.Min((pageWidth - (2 * Margin)) / width, (pageHeight - (2 * Margin)) / height);
        var page = document.BeginPage(pageWidth, pageHeight);
        page.Translate((pageWidth - (width * scale)) / 2, (pageHeight - (height * scale)) / 2);
        page.Scale(scale);
        page.Concat(Pictures.Upright(origin, image.Width, image.Height));
        page.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear));
        document.EndPage();
    }

    /// <summary>Without its APP1 segments. Turned by its EXIF it would be decoded and encoded anew; we turn the page instead.</summary>
    internal static byte[] WithoutExif(byte[] jpeg)
    {
        using var kept = new MemoryStream(jpeg.Length);
        kept.Write(jpeg, 0, 2);
        var at = 2;
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xFF && jpeg[at + 1] is not 0xDA)
        {
            var length = 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]);
            if (at + length > jpeg.Length) break;
            if (jpeg[at + 1] != 0xE1) kept.Write(jpeg, at, length);
            at += length;
        }
        kept.Write(jpeg, at, jpeg.Length - at);
        return kept.ToArray();
    }
}
