namespace NhatLe.Platform.Files;

/// <summary>The segments of a JPEG (ITU T.81, annex B), read without decoding it.</summary>
/// <param name="IsWhole">All coefficients are in memory before the first line comes out: progressive, or its colours one after the other.</param>
/// <param name="End">Where the picture ends, behind its end marker; what phones append comes after it. -1 where it is cut off.</param>
public sealed record Jpeg(long Pixels, int Components, bool IsWhole, int End)
{
    const byte StartOfScan = 0xDA, EndOfImage = 0xD9, Comment = 0xFE, App0 = 0xE0, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF;

    /// <returns>Null where it is none.</returns>
    public static Jpeg? Read(ReadOnlySpan<byte> jpeg)
    {
        if (!jpeg.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8])) return null;
        var (pixels, components, isWhole) = (0L, 0, false);
        var at = 2;
        while (Segment(jpeg, ref at) is { Length: > 0 } segment)
        {
            if (IsFrame(segment[1]) && segment.Length > 9)
            {
                (pixels, components) = ((long)((segment[5] << 8) | segment[6]) * ((segment[7] << 8) | segment[8]), segment[9]);
                isWhole |= (segment[1] & 3) == 2;
            }
            if (segment[1] == EndOfImage) return pixels > 0 ? new(pixels, components, isWhole, at) : null;
            if (segment[1] != StartOfScan) continue;
            isWhole |= segment.Length > 4 && segment[4] < components;
            at = AfterScan(jpeg, at);
        }
        return pixels > 0 ? new(pixels, components, isWhole, -1) : null;
    }

    /// <summary>Up to its end, and without what does not concern its pixels: the place, the camera, small pictures, texts. Colour profiles stay.</summary>
    public static byte[] Bare(ReadOnlySpan<byte> jpeg)
    {
        using var kept = new MemoryStream(jpeg.Length);
        kept.Write(jpeg[..2]);
        var at = 2;
        while (Segment(jpeg, ref at) is { Length: > 0 } segment)
        {
            if (IsKept(segment)) kept.Write(segment);
            if (segment[1] == EndOfImage) break;
            if (segment[1] != StartOfScan) continue;
            var from = at;
            at = AfterScan(jpeg, at);
            kept.Write(jpeg[from..at]);
        }
        return kept.ToArray();
    }

    static bool IsKept(ReadOnlySpan<byte> segment) => segment[1] switch
    {
        App0 => segment.Length == 18 && segment[4..].StartsWith("JFIF\0"u8), // says how the colours are meant; longer, it has a small picture
        App2 => segment[4..].StartsWith("ICC_PROFILE\0"u8),
        App14 => segment[4..].StartsWith("Adobe"u8),
        > App0 and <= App15 or Comment => false,
        _ => true,
    };

    /// <summary>SOF0 to SOF15, without the tables that have numbers among them.</summary>
    static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>The segment at <paramref name="at"/>, with its marker, and where the next begins; empty where there is none.</summary>
    static ReadOnlySpan<byte> Segment(ReadOnlySpan<byte> jpeg, ref int at)
    {
        while (at + 1 < jpeg.Length && jpeg[at] == 0xFF && jpeg[at + 1] == 0xFF) at++; // fill bytes
        if (at + 2 > jpeg.Length || jpeg[at] != 0xFF) return [];
        var from = at;
        if (jpeg[at + 1] is EndOfImage or 0x01 or (>= 0xD0 and <= 0xD7)) at += 2; // stand alone
        else
        {
            if (at + 4 > jpeg.Length) return [];
            at += 2 + Math.Max(2, (jpeg[at + 2] << 8) | jpeg[at + 3]);
            if (at > jpeg.Length) return [];
        }
        return jpeg[from..at];
    }

    /// <summary>Past the pixels: to the next marker that is neither a restart nor a stuffed byte.</summary>
    static int AfterScan(ReadOnlySpan<byte> jpeg, int at)
    {
        while (at < jpeg.Length)
        {
            var next = jpeg[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= jpeg.Length) return jpeg.Length;
            at += next;
            if (jpeg[at + 1] is not (0x00 or 0xFF or (>= 0xD0 and <= 0xD7))) return at;
            at += jpeg[at + 1] == 0xFF ? 1 : 2;
        }
        return jpeg.Length;
    }
}
