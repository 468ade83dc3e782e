using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NhatLe.Identity.SecondFactors;

/// <summary>Codes that follow from a shared secret and the time (RFC 6238 over RFC 4226): HMAC-SHA-1, 30 seconds, six digits, as every authenticator app reads them.</summary>
public static class Totp
{
    public const int Digits = 6;

    /// <summary>As long as the hash (RFC 4226 section 4, R6).</summary>
    public const int SecretBytes = 20;

    const int Seconds = 30, Modulus = 1_000_000;

    /// <summary>A phone's clock may be a step off, and typing takes time (RFC 6238 section 5.2).</summary>
    const int Slack = 1;

    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648 section 6

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    public static long StepAt(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    /// <summary>RFC 4226 section 5.3.</summary>
    public static string CodeAt(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8], hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        HMACSHA1.HashData(secret, counter, hash);
        var cut = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xF)..]) & 0x7FFFFFFF;
        return (cut % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step whose code this is, later than <paramref name="after"/>: a code is taken once (RFC 6238 section 5.2). Null for any other.</summary>
    public static long? StepOf(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long after)
    {
        long? found = null;
        for (var step = StepAt(now) - Slack; step <= StepAt(now) + Slack; step++)
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(secret, step)), Encoding.ASCII.GetBytes(code)) && step > after) found ??= step;
        return found;
    }

    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var (text, bits, held) = (new StringBuilder(), 0, 0);
        foreach (var one in bytes)
        {
            (held, bits) = ((held << 8) | one, bits + 8);
            for (; bits >= 5; bits -= 5) text.Append(Alphabet[(held >> (bits - 5)) & 31]);
            held &= (1 << bits) - 1;
        }
        if (bits > 0) text.Append(Alphabet[(held << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>What the QR code says to the app.</summary>
    public static string Address(ReadOnlySpan<byte> secret, string issuer, string login) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(login)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period={Seconds}";
}
