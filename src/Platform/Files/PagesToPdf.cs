using SkiaSharp;

namespace NhatLe.Platform.Files;

/// <summary>
/// Pictures as the pages of one A4 PDF, upright. JPEG pixels go in as they are, without the place, the camera and the films that phones
/// write into and behind them; what is larger than a paper needs is made smaller. The same pictures give the same bytes: there is no date in it.
/// </summary>
public sealed class PagesToPdf(FileStore files, FileStoreOptions options)
{
    const float Short = 595.28f, Long = 841.89f, Margin = 18; // A4 in points
    const int MostPixels = 2500; // along the longer side: some 215 dots an inch, letters of 6 points can be read
    const int JpegQuality = 82;
    const int MostBytesPerPixel = 2, ForTables = 1 << 16; // photographs of the best quality have one byte a pixel

    /// <summary>Of one bound PDF: what an official still opens at a commune's line.</summary>
    long MostBytes => 3 * options.MostBytes;

    /// <param name="hashes">Pictures of the store, in their order.</param>
    /// <returns>The stored PDF, or null when one of them cannot be read: then they stay as they are.</returns>
    /// <exception cref="Refusal">422, the PDF would be too large.</exception>
    public async Task<StoredFile?> Bind(string title, IReadOnlyList<string> hashes, CancellationToken ct)
    {
        List<string> pictures = [.. hashes.Select(files.PathOf)];
        if (await Pictures.InTurn(pictures, () => pictures.All(IsReadable), ct) is false) return null;
        return await files.Save(content => Pictures.InTurn(pictures, () => Write(content, title, pictures), ct), "application/pdf", ct);
    }

    static bool IsReadable(string picture)
    {
        using var codec = SKCodec.Create(picture);
        if (codec is null) return false;
        if (Bare(codec, picture) is not null) return true;
        using var small = Pictures.Read(picture, 16);
        return small is not null;
    }

    /// <summary>The picture as it goes into the PDF, if it is a JPEG of a sensible size.</summary>
    static byte[]? Bare(SKCodec codec, string picture)
    {
        if (codec.EncodedFormat != SKEncodedImageFormat.Jpeg || Math.Max(codec.Info.Width, codec.Info.Height) > MostPixels * 6 / 5) return null;
        var bare = Jpeg.Bare(File.ReadAllBytes(picture));
        return bare.Length <= ((long)codec.Info.Width * codec.Info.Height * MostBytesPerPixel) + ForTables ? bare : null;
    }

    bool Write(Stream content, string title, List<string> pictures)
    {
        using var document = SKDocument.CreatePdf(content, new SKDocumentPdfMetadata { Title = title, RasterDpi = 216, EncodingQuality = JpegQuality });
        var size = 0L;
        foreach (var picture in pictures)
        {
            using var codec = SKCodec.Create(picture);
            var bare = Bare(codec, picture);
            using var jpeg = bare is null ? Smaller(picture) : SKData.CreateCopy(bare);
            if ((size += jpeg.Size) > MostBytes)
            {
                document.Abort();
                throw Refusal.Invalid("file", "Các ảnh của một giấy lớn hơn {0} MB. Hãy chụp lại với ảnh nhỏ hơn, hoặc bớt ảnh. Phần đã điền vẫn còn.", MostBytes / 1024 / 1024);
            }
            using var image = SKImage.FromEncodedData(jpeg);
            Draw(document, image, bare is null ? SKEncodedOrigin.TopLeft : codec.EncodedOrigin);
        }
        document.Close();
        return true;
    }

    static SKData Smaller(string picture)
    {
        using var small = Pictures.Read(picture, MostPixels) ?? throw new InvalidDataException($"{picture} was readable a moment ago.");
        return small.Encode(SKEncodedImageFormat.Jpeg, JpegQuality);
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
}
