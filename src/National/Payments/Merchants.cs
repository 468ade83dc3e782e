using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NhatLe.National.Payments;

/// <summary>A system that takes payments by the platform, or sends by the post.</summary>
/// <param name="Notify">Where it is told of what was paid, or of where it is.</param>
public sealed record Merchant(string Id, string Secret, string Notify);

public sealed class Merchants(TimeProvider time)
{
    const int FreshSeconds = 300;

    readonly ConcurrentDictionary<string, Merchant> all = new(StringComparer.Ordinal);

    public void Register(Merchant merchant) => all[merchant.Id] = merchant;

    /// <summary>The one that signed this request; null: nobody did, or not of late.</summary>
    public Merchant? Signed(HttpRequest request, ReadOnlySpan<byte> body)
    {
        var headers = request.Headers;
        if (!all.TryGetValue(headers["X-Client"].ToString(), out var merchant)) return null;
        var timestamp = headers["X-Timestamp"].ToString();
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - at) > FreshSeconds) return null;
        var signed = HttpMethods.IsGet(request.Method) || HttpMethods.IsDelete(request.Method) ? Encoding.UTF8.GetBytes(request.Path.Value ?? "") : body;
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(merchant.Secret, timestamp, signed)), Encoding.ASCII.GetBytes(headers["X-Signature"].ToString())) ? merchant : null;
    }

    public Merchant? Find(string id) => all.GetValueOrDefault(id);

    public static string Sign(string secret, string timestamp, ReadOnlySpan<byte> body) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), (byte[])[.. Encoding.UTF8.GetBytes(timestamp), (byte)'.', .. body]));
}
