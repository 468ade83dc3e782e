namespace NhatLe.Platform.Files;

/// <summary>The type of a file by its first bytes; what its name or its sender says does not count.</summary>
public static class MediaTypes
{
    public const int HeadLength = 32;

    /// <summary>Of a file that is kept as it came, to be downloaded and never shown.</summary>
    public const string Unknown = "application/octet-stream";

    public static string? Sniff(ReadOnlySpan<byte> head) =>
        head.StartsWith("%PDF-"u8) ? "application/pdf"
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) && (head[8..12].SequenceEqual("heic"u8) || head[8..12].SequenceEqual("mif1"u8)) ? "image/heic"
        : null;

    public static string Extension(string mediaType) => mediaType switch
    {
        "application/pdf" => "PDF", "image/jpeg" => "JPG", "image/png" => "PNG", "image/webp" => "WEBP", "image/heic" => "HEIC", _ => "TỆP",
    };

    /// <summary>A picture that can be decoded here. HEIC, of iPhones, is kept as it came: its licence keeps decoders out of free libraries.</summary>
    public static bool IsPicture(string mediaType) => mediaType is "image/jpeg" or "image/png" or "image/webp";
}
