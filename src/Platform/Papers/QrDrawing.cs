using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using QRCoder;

namespace NhatLe.Platform.Papers;

/// <summary>A QR code as an SVG path of its modules: drawn without styles, and sharp on paper.</summary>
public sealed record QrDrawing(string Path, int Size)
{
    /// <summary>With the quiet zone around it.</summary>
    public string ViewBox => $"-2 -2 {Size + 4} {Size + 4}";

    /// <param name="label">What the code does, for who does not see it.</param>
    /// <param name="size">On the screen, in pixels.</param>
    public IHtmlContent Svg(string label, int size, string? more = null) => new HtmlString(string.Create(CultureInfo.InvariantCulture,
        $"""<svg class="nl-qr{(more is null ? "" : " " + more)}" viewBox="{ViewBox}" width="{size}" height="{size}" role="img" aria-label="{HtmlEncoder.Default.Encode(label)}"><rect x="-2" y="-2" width="100%" height="100%" fill="#fff"/><path d="{Path}" fill="#000"/></svg>"""));

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
