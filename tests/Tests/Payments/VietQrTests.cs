using System.Diagnostics;
using System.Globalization;
using NhatLe.National.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Platform.Papers;

namespace NhatLe.Tests.Payments;

/// <summary>The content of a VietQR code, against what others say of it.</summary>
public sealed class VietQrTests
{
    /// <summary>The check value of CRC-16/CCITT-FALSE (IBM 3740) in every catalogue of checksums, and of nothing the initial value.</summary>
    [Theory]
    [InlineData("123456789", 0x29B1)]
    [InlineData("", 0xFFFF)]
    [InlineData("A", 0xB915)]
    public void The_checksum_has_the_known_values(string text, int crc) => Assert.Equal(crc, VietQr.Crc(text));

    [Fact]
    public void A_code_is_written_field_by_field_and_closed_by_its_checksum()
    {
        var text = VietQr.Of("970436", "0441000123456", 10_000, "NL0123456789ABCD");
        Assert.StartsWith("000201" + "010212" + "38" + "57" + "0010A000000727" + "0127" + "0006970436" + "01130441000123456" + "0208QRIBFTTA" + "5303704" + "540510000" + "5802VN" + "6220" + "0816NL0123456789ABCD" + "6304", text, StringComparison.Ordinal);
        Assert.Equal(VietQr.Crc(text[..^4]).ToString("X4", CultureInfo.InvariantCulture), text[^4..]);
    }

    /// <summary>The stand-in writes it by other hands, and reckons the checksum in another way.</summary>
    [Theory]
    [InlineData("NL1", 1)]
    [InlineData("NLABCDEFGH123456", 25_000)]
    [InlineData("NL00000000000000", 99_999_999_999)]
    public void Two_writers_agree(string reference, long amount) => Assert.Equal(QrText.Of(reference, amount), VietQr.Of(Ledger.Bin, Ledger.Account, amount, reference));

    [Theory]
    [InlineData("97043", "1", 1, "NL1")]
    [InlineData("970436", "", 1, "NL1")]
    [InlineData("970436", "12345678901234567890", 1, "NL1")]
    [InlineData("970436", "1", 0, "NL1")]
    [InlineData("970436", "1", 1, "NL 1")]
    [InlineData("970436", "1", 1, "NL012345678901234567890123")]
    public void What_no_bank_would_read_is_not_written(string bin, string account, long amount, string reference) => Assert.ThrowsAny<ArgumentException>(() => VietQr.Of(bin, account, amount, reference));

    [Fact]
    public void A_reader_that_others_wrote_reads_the_drawn_code()
    {
        var text = VietQr.Of("970436", "0441000123456", 25_000, "NLABCDEFGH123456");
        var drawing = QrDrawing.Of(text);
        var picture = Path.Combine(Path.GetTempPath(), $"nhatle-qr-{Environment.ProcessId}.pgm");
        File.WriteAllBytes(picture, Picture(drawing));
        try
        {
            using var reader = Process.Start(new ProcessStartInfo("zbarimg", ["-q", "--raw", picture]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var read = reader.StandardOutput.ReadToEnd().Trim();
            reader.WaitForExit();
            Assert.Equal(text, read);
        }
        finally
        {
            File.Delete(picture);
        }
    }

    /// <summary>The path of the drawing, six points a module, with its quiet zone.</summary>
    static byte[] Picture(QrDrawing drawing)
    {
        const int scale = 6, quiet = 4;
        var side = (drawing.Size + (2 * quiet)) * scale;
        var points = new byte[side * side];
        Array.Fill(points, (byte)255);
        foreach (var module in drawing.Path.Split('M', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = module[..module.IndexOf('h', StringComparison.Ordinal)].Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            for (var y = 0; y < scale; y++)
                for (var x = 0; x < scale; x++) points[((((at[1] + quiet) * scale) + y) * side) + ((at[0] + quiet) * scale) + x] = 0;
        }
        return [.. System.Text.Encoding.ASCII.GetBytes($"P5\n{side} {side}\n255\n"), .. points];
    }
}
