using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.Accounts;

/// <summary>Codes that follow from the id of a row by a key: nothing stored tells them.</summary>
static class OneTimeCode
{
    const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"; // nobody takes one of them for another

    /// <summary>Six digits, for a phone.</summary>
    public static string Digits(string purpose, Guid id, Keyring keys) =>
        (BinaryPrimitives.ReadUInt32BigEndian(Of(purpose, id, keys)) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Eight digits, where more may be tried.</summary>
    public static string EightDigits(string purpose, Guid id, Keyring keys) =>
        (BinaryPrimitives.ReadUInt64BigEndian(Of(purpose, id, keys)) % 100_000_000).ToString("D8", CultureInfo.InvariantCulture);

    /// <summary>Eight letters and digits in two groups, for paper: "K7QD-3MXP".</summary>
    public static string Printed(string purpose, Guid id, Keyring keys)
    {
        var hash = Of(purpose, id, keys);
        var letters = string.Concat(Enumerable.Range(0, 8).Select(n => Letters[BinaryPrimitives.ReadUInt16BigEndian(hash.AsSpan(n * 2)) % Letters.Length]));
        return $"{letters[..4]}-{letters[4..]}";
    }

    /// <summary>As typed: with or without blanks and dashes, in capitals or not. Takes the same time wherever they differ.</summary>
    public static bool Fits(string code, string typed) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Plain(code)), Encoding.UTF8.GetBytes(Plain(typed)));

    static string Plain(string code) => string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();

    static byte[] Of(string purpose, Guid id, Keyring keys) => HMACSHA256.HashData(keys[KeyNames.Tokens], Encoding.UTF8.GetBytes($"{purpose}:{id:N}"));
}
