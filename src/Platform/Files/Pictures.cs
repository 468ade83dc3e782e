using SkiaSharp;

namespace NhatLe.Platform.Files;

/// <summary>
/// Decoding of what strangers send: the size is read from the header before anything is decoded, the decoder makes the picture small
/// while it reads, and two pictures at once are enough for a small server.
/// </summary>
public static class Pictures
{
    const int MostMegapixels = 64, Megapixel = 1_000_000;
    const int WholeDecode = 16 * Megapixel; // a PNG cannot be made small while it is read: a larger one is decoded to two bytes a pixel

    static readonly SemaphoreSlim two = new(2);

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
        return mediaType == "image/png" ? content.IndexOf("IEND"u8) > 0 : content[JpegScan(content)..].IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD9]) >= 0;
    }

    /// <summary>Where the segments of a JPEG's header end and its pixels begin. The small picture in the header has an end of its own.</summary>
    public static int JpegScan(ReadOnlySpan<byte> jpeg)
    {
        var at = 2;
        while (at + 4 <= jpeg.Length && jpeg[at] == 0xFF && jpeg[at + 1] != 0xDA) at += 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3]);
        return Math.Min(at, jpeg.Length);
    }

    public static async Task<T> InTurn<T>(Func<T> work, CancellationToken ct)
    {
        await two.WaitAsync(ct);
        try { return await Task.Run(work, ct); }
        finally { two.Release(); }
    }

    /// <summary>The picture upright, its longer side at most <paramref name="longest"/>; null when it cannot be read.</summary>
    public static SKBitmap? Read(string path, int longest)
    {
        using var codec = SKCodec.Create(path);
        if (codec is null) return null;
        using var rough = Rough(codec, 2 * longest);
        if (rough is null) return null;
        var scale = Math.Min(1f, (float)longest / Math.Max(rough.Width, rough.Height));
        var (width, height) = (Math.Max(1, (int)(rough.Width * scale)), Math.Max(1, (int)(rough.Height * scale)));
        var upright = IsTurned(codec.EncodedOrigin) ? new SKBitmap(height, width) : new SKBitmap(width, height);
        using var canvas = new SKCanvas(upright);
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
