using System.Globalization;
using System.Text;

namespace NhatLe.Payments.Platform;

/// <summary>
/// The content of a VietQR code: a payment to one account, of one amount, under one reference. A tree of fields of EMVCo's QR Code
/// Specification for Payment Systems, Merchant-Presented Mode 1.1 (section 3.2: id of two digits, length of two digits, value), with the
/// account in template 38 as NAPAS assigns it.
/// </summary>
public static class VietQr
{
    /// <summary>What banks keep of the note (62/08).</summary>
    public const int LongestReference = 25;

    const string Napas = "A000000727", ToAccount = "QRIBFTTA", Dong = "704", Country = "VN", OneUse = "12";

    /// <param name="bin">The bank, six digits.</param>
    /// <param name="account">At most 19 letters and digits.</param>
    /// <param name="reference">At most 25 letters and digits: other signs are lost on the way through some banks.</param>
    /// <exception cref="ArgumentException">A part that no bank would read.</exception>
    public static string Of(string bin, string account, long amountVnd, string reference)
    {
        if (bin.Length != 6 || !bin.All(char.IsAsciiDigit)) throw new ArgumentException($"'{bin}' is no identification number of a bank: six digits.", nameof(bin));
        if (account.Length is < 1 or > 19 || !account.All(char.IsAsciiLetterOrDigit)) throw new ArgumentException($"'{account}' is no account: at most 19 letters and digits.", nameof(account));
        if (reference.Length is < 1 or > LongestReference || !reference.All(char.IsAsciiLetterOrDigit)) throw new ArgumentException($"'{reference}' is no reference: at most 25 letters and digits.", nameof(reference));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountVnd);
        var text = Field("00", "01") // payload format indicator (4.7.1)
            + Field("01", OneUse) // point of initiation: 12, good for one payment
            + Field("38", Field("00", Napas) + Field("01", Field("00", bin) + Field("01", account)) + Field("02", ToAccount)) // merchant account information
            + Field("53", Dong) // transaction currency, ISO 4217
            + Field("54", amountVnd.ToString(CultureInfo.InvariantCulture)) // transaction amount
            + Field("58", Country)
            + Field("62", Field("08", reference)) // additional data: purpose of transaction
            + "6304"; // the checksum covers its own id and length (4.7.3)
        return text + Crc(text).ToString("X4", CultureInfo.InvariantCulture);
    }

    static string Field(string id, string value) => string.Create(CultureInfo.InvariantCulture, $"{id}{value.Length:00}{value}");

    /// <summary>CRC-16/CCITT-FALSE: polynomial 0x1021, initial value 0xFFFF, nothing reflected, nothing added at the end.</summary>
    public static ushort Crc(string text)
    {
        ushort crc = 0xFFFF;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            crc ^= (ushort)(octet << 8);
            for (var bit = 0; bit < 8; bit++) crc = (ushort)((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1);
        }
        return crc;
    }
}
