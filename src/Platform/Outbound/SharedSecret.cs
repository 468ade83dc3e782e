using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NhatLe.Platform.Outbound;

/// <summary>
/// Messages that a secret of a partner and us signs: HMAC-SHA256 over the timestamp (Unix seconds), a dot and the raw body; of a request without a
/// body, over its path in the body's place. Hexadecimal.
/// </summary>
public static class SharedSecret
{
    public const string Client = "X-Client", Timestamp = "X-Timestamp", Signature = "X-Signature";

    /// <summary>A message older than this, or so far ahead, is not believed.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(timestamp + "."), .. body]));

    public static string Time(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Signed with the secret, and not long ago.</summary>
    public static bool Fits(string secret, string? timestamp, string? signature, ReadOnlySpan<byte> body, DateTimeOffset now) =>
        timestamp is not null && signature is not null
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(now.ToUnixTimeSeconds() - seconds) <= Fresh.TotalSeconds
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(secret, timestamp, body)), Encoding.ASCII.GetBytes(signature));
}
