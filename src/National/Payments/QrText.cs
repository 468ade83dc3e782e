using System.Globalization;
using System.Text;
using QRCoder;

namespace NhatLe.National.Payments;

/// <summary>The QR code on the platform's own page, after the same standard (EMVCo merchant-presented, NAPAS) and by other hands than the province's.</summary>
public static class QrText
{
    public static string Of(string reference, long amount)
    {
        var bank = Part(0, Ledger.Bin) + Part(1, Ledger.Account);
        var text = Part(0, "01") + Part(1, "12") + Part(38, Part(0, "A000000727") + Part(1, bank) + Part(2, "QRIBFTTA")) + Part(53, "704") + Part(54, amount.ToString(CultureInfo.InvariantCulture)) + Part(58, "VN") + Part(62, Part(8, reference)) + "6304";
        var sum = 0xFFFF;
        foreach (var octet in Encoding.ASCII.GetBytes(text))
        {
            sum = ((sum >> 8) | (sum << 8)) & 0xFFFF; // the checksum a byte at a time
            sum ^= octet;
            sum ^= (sum & 0xFF) >> 4;
            sum ^= (sum << 12) & 0xFFFF;
            sum ^= ((sum & 0xFF) << 5) & 0xFFFF;
        }
        return text + sum.ToString("X4", CultureInfo.InvariantCulture);
    }

    static string Part(int id, string value) => string.Create(CultureInfo.InvariantCulture, $"{id:00}{value.Length:00}{value}");

    public static string Svg(string text, string label)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = data.ModuleMatrix;
        var path = string.Concat(from y in Enumerable.Range(0, rows.Count) from x in Enumerable.Range(0, rows.Count) where rows[y][x] select string.Create(CultureInfo.InvariantCulture, $"M{x} {y}h1v1h-1z"));
        return string.Create(CultureInfo.InvariantCulture, $"""<svg viewBox="-2 -2 {rows.Count + 4} {rows.Count + 4}" width="264" height="264" role="img" aria-label="{Pages.Page.Text(label)}"><rect x="-2" y="-2" width="100%" height="100%" fill="#fff"/><path d="{path}" fill="#000"/></svg>""");
    }
}
