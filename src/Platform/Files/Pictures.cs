using SkiaSharp;

namespace NhatLe.Platform.Files;

/// <summary>
/// Decoding of what strangers send: the size is read from the header before anything is decoded, the decoder makes the picture small
/// while it reads, and two pictures at once are enough for a small server.
/// </summary>
public static class Pictures
{
    const int MostMegapixels = 64, Megapixel = 1_000_000;
    const int WholeDecode = 16 * Megapixel; // as large as this a page is decoded to two bytes a pixel
    const long MostMemory = 96 * Megapixel, MuchMemory = 24 * Megapixel; // bytes

    static readonly SemaphoreSlim two = new(2), large = new(1);

    /// <exception cref="Refusal">422: too many pixels to be decoded safely, or broken.</exception>
    public static void Check(string path, string mediaType)
    {
        using var codec = SKCodec.Create(path);
        if (codec is null || codec.Info.IsEmpty || !HasItsEnd(path, mediaType))
            throw Refusal.Invalid("file", "Ảnh này bị hỏng, không mở được. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.");
        var pixels = (long)codec.Info.Width * codec.Info.Height;
        if (pixels > MostMegapixels * (long)Megapixel)
            throw Refusal.Invalid("file", "Ảnh này có {0} triệu điểm ảnh, lớn quá. Hãy chụp lại ở cỡ ảnh thường. Phần đã điền vẫn còn.", pixels / Megapixel);
    }

    /// <summary>A picture cut off on the way opens, and shows half a paper. Its end marker tells; what phones add behind it does not matter.</summary>
    static bool HasItsEnd(string path, string mediaType)
    {
        if (mediaType == "image/webp") return true; // its length stands in the header, and the decoder compares
        var content = File.ReadAllBytes(path).AsSpan();
        return mediaType == "image/png" ? content.IndexOf("IEND"u8) > 0 : Jpeg.Read(content) is { End: > 0 };
    }

    /// <summary>Two at once, of which one may need much memory.</summary>
    public static async Task<T> InTurn<T>(IEnumerable<string> pictures, Func<T> work, CancellationToken ct)
    {
        var isLarge = pictures.Any(p => Memory(p) > MuchMemory);
        if (isLarge) await large.WaitAsync(ct);
        try
        {
            await two.WaitAsync(ct);
            try { return await Task.Run(work, ct); }
            finally { two.Release(); }
        }
        finally
        {
            if (isLarge) large.Release();
        }
    }

    /// <summary>
    /// What a decoder holds whatever size is asked for, at most, in bytes. A sequential JPEG is made small line by line. Otherwise a JPEG
    /// needs two bytes for each coefficient; a PNG, and a WebP but for its plain form, four for each pixel and a third more for the
    /// steps to a smaller size; a PNG in seven passes its own eight bytes besides.
    /// </summary>
    internal static long Memory(string path)
    {
        using var codec = SKCodec.Create(path);
        if (codec is null) return 0;
        var pixels = (long)codec.Info.Width * codec.Info.Height;
        if (codec.EncodedFormat == SKEncodedImageFormat.Jpeg)
            return Jpeg.Read(File.ReadAllBytes(path)) switch
            {
                { IsWhole: false, Components: < 4 } => 0,
                var jpeg => pixels * 2 * (jpeg?.Components ?? 4),
            };
        Span<byte> head = stackalloc byte[MediaTypes.HeadLength];
        using (var file = File.OpenRead(path)) head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        if (head.Length < MediaTypes.HeadLength) return 0;
        if (codec.EncodedFormat == SKEncodedImageFormat.Webp && head[12..16].SequenceEqual("VP8 "u8)) return 0;
        var isInterlaced = codec.EncodedFormat == SKEncodedImageFormat.Png && head[28] == 1;
        return pixels * (isInterlaced ? 14 : 6);
    }

    /// <summary>The picture upright, its longer side at most <paramref name="longest"/>; null when it cannot be read, or only with too much memory.</summary>
    public static SKBitmap? Read(string path, int longest)
    {
        if (Memory(path) > MostMemory) return null;
        using var codec = SKCodec.Create(path);
        if (codec is null) return null;
        using var rough = Rough(codec, 2 * longest);
        if (rough is null) return null;
        var scale = Math.Min(1f, (float)longest / Math.Max(rough.Width, rough.Height));
        var (width, height) = (Math.Max(1, (int)(rough.Width * scale)), Math.Max(1, (int)(rough.Height * scale)));
        var upright = IsTurned(codec.EncodedOrigin) ? new SKBitmap(height, width) : new SKBitmap(width, height);
        using var canvas = new SKCanvas(upright);
        rough.SetImmutable(); // or the image would be a copy of it
        using var image = SKImage.FromBitmap(rough);
        canvas.Clear(SKColors.White);
        canvas.Concat(Upright(codec.EncodedOrigin, width, height));
        canvas.DrawImage(image, SKRect.Create(width, height), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return upright;
    }

    /// <summary>About the size asked for, rather larger: what the decoder can do while it reads.</summary>
    static SKBitmap? Rough(SKCodec codec, int longest)
    {
        var scale = Math.Min(1f, (float)longest / Math.Max(codec.Info.Width, codec.Info.Height));
        var size = codec.GetScaledDimensions(scale);
        var isLarge = (long)size.Width * size.Height > WholeDecode;
        var info = new SKImageInfo(size.Width, size.Height, isLarge ? SKColorType.Rgb565 : SKColorType.Rgba8888, isLarge ? SKAlphaType.Opaque : SKAlphaType.Premul);
        var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) is SKCodecResult.Success or SKCodecResult.IncompleteInput) return bitmap;
        bitmap.Dispose();
        return null;
    }

    public static bool IsTurned(SKEncodedOrigin origin) => origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>From the pixels as they are stored to the picture as it was seen (EXIF orientation).</summary>
    public static SKMatrix Upright(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
