using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace NhatLe.Identity.OpenId;

/// <summary>
/// Signed tokens in the compact form (RFC 7515 section 7.1, RFC 7519). Which algorithm a token is checked with is said by our key, never
/// by the token: "none", and a public key taken for a secret, have no way in (RFC 8725 section 3.1).
/// </summary>
public static class Jwt
{
    public const string Id = "JWT", Access = "at+jwt", Logout = "logout+jwt";

    static readonly JsonWriterOptions Options = new() { SkipValidation = true };

    /// <param name="typ">What the token is (RFC 8725 section 3.11): one of another kind is never taken for it.</param>
    public static string Sign(OpenKey key, string typ, Action<Utf8JsonWriter> claims)
    {
        var payload = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(payload, Options))
        {
            json.WriteStartObject();
            claims(json);
            json.WriteEndObject();
        }
        var header = key.HeaderOf(typ);
        var signed = new byte[header.Length + 1 + Base64Url.GetEncodedLength(payload.WrittenCount)];
        header.CopyTo(signed, 0);
        signed[header.Length] = (byte)'.';
        Base64Url.EncodeToUtf8(payload.WrittenSpan, signed.AsSpan(header.Length + 1));
        return $"{Encoding.ASCII.GetString(signed)}.{Base64Url.EncodeToString(key.Sign(signed))}";
    }

    /// <summary>The claims, where the token is of this kind and one of our keys signed it. Whether it has expired, and for whom it is, is for the caller.</summary>
    public static JsonDocument? Read(string token, string typ, IReadOnlyList<OpenKey> keys)
    {
        var parts = token.Split('.');
        if (parts.Length != 3 || Decode(parts[0]) is not { } head || Decode(parts[1]) is not { } payload || Decode(parts[2]) is not { } signature) return null;
        try
        {
            using var header = JsonDocument.Parse(head);
            if (Text(header.RootElement, "typ") != typ || header.RootElement.TryGetProperty("crit", out _)) return null;
            var key = keys.FirstOrDefault(k => k.Kid == Text(header.RootElement, "kid"));
            if (key is null || Text(header.RootElement, "alg") != key.Alg || !key.Verifies(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature)) return null;
            return JsonDocument.Parse(payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string? Text(this JsonElement claims, string name) =>
        claims.ValueKind == JsonValueKind.Object && claims.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static long Number(this JsonElement claims, string name) => claims.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : 0;

    /// <summary>The audience is one name, or a list of them (RFC 7519 section 4.1.3).</summary>
    public static IReadOnlyList<string> Audience(this JsonElement claims) => !claims.TryGetProperty("aud", out var aud) ? []
        : aud.ValueKind == JsonValueKind.Array ? [.. aud.EnumerateArray().Select(a => a.GetString() ?? "")] : [aud.GetString() ?? ""];

    static byte[]? Decode(string part)
    {
        try { return Base64Url.DecodeFromChars(part); }
        catch (FormatException) { return null; }
    }
}
