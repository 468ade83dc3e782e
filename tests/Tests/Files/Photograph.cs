using SkiaSharp;

namespace NhatLe.Tests.Files;

/// <summary>Real pictures, drawn here.</summary>
static class Photograph
{
    /// <summary>A sheet of paper with lines; the red corner is at its top left.</summary>
    public static byte[] Jpeg(int width = 1200, int height = 1600, int seed = 1, SKEncodedOrigin orientation = SKEncodedOrigin.TopLeft)
    {
        using var bitmap = new SKBitmap(width, height);
        using (var canvas = new SKCanvas(bitmap))
        using (var ink = new SKPaint { Color = SKColors.Black })
        using (var red = new SKPaint { Color = SKColors.Red })
        {
            canvas.Clear(SKColors.White);
            for (var n = 0; n < 40; n++) canvas.DrawRect(width / 10, height * (n + 5) / 50, width * (20 + ((n * seed * 7) % 50)) / 100, height / 150f, ink);
            canvas.DrawRect(0, 0, width / 4, height / 4, red);
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 80);
        var jpeg = data.ToArray();
        return orientation == SKEncodedOrigin.TopLeft ? jpeg : [.. jpeg[..2], .. Exif((byte)orientation), .. jpeg[2..]];
    }

    /// <summary>What cannot be made small by a codec: every pixel another colour.</summary>
    public static byte[] Noise(int width, int height, int seed, int quality = 90)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var random = new byte[width * height * 4];
        new Random(seed).NextBytes(random);
        System.Runtime.InteropServices.Marshal.Copy(random, 0, bitmap.GetPixels(), random.Length);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    /// <summary>A progressive JPEG that says it is so large and has little in it: Skia writes none, so a sequential one is told to be one.</summary>
    public static byte[] Progressive(int width, int height)
    {
        var jpeg = Jpeg(160, 160);
        var frame = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
        jpeg[frame + 1] = 0xC2;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), (ushort)height);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), (ushort)width);
        var scan = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        jpeg[scan + 2 + jpeg[scan + 3] - 2] = 0; // the last coefficient of the scan: the first one only
        return jpeg;
    }

    /// <summary>A PNG of one colour; large ones are still tiny files.</summary>
    public static byte[] Png(int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    static byte[] Exif(byte orientation) =>
        [0xFF, 0xE1, 0, 34, .. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0];

    public static SKBitmap Read(byte[] bytes) => SKBitmap.Decode(bytes);

    /// <summary>Where the red corner is: "top left", "bottom right".</summary>
    public static string RedCorner(this SKBitmap picture)
    {
        foreach (var (name, x, y) in new[] { ("top left", 0.05, 0.05), ("top right", 0.95, 0.05), ("bottom right", 0.95, 0.95), ("bottom left", 0.05, 0.95) })
            if (picture.GetPixel((int)(picture.Width * x), (int)(picture.Height * y)) is { Red: > 180, Green: < 90, Blue: < 90 }) return name;
        return "nowhere";
    }
}
