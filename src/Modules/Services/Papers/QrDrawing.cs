using QRCoder;

namespace NhatLe.Services.Papers;

/// <summary>A QR code as an SVG path of its modules: drawn without styles, and sharp on paper.</summary>
public sealed record QrDrawing(string Path, int Size)
{
    /// <summary>With the quiet zone around it.</summary>
    public string ViewBox => $"-2 -2 {Size + 4} {Size + 4}";

    public static QrDrawing Of(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var modules = data.ModuleMatrix;
        var path = string.Concat(
            from y in Enumerable.Range(0, modules.Count)
            from x in Enumerable.Range(0, modules.Count)
            where modules[y][x]
            select $"M{x} {y}h1v1h-1z");
        return new(path, modules.Count);
    }
}
