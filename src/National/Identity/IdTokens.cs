using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NhatLe.National.Identity;

/// <summary>ID tokens (OpenID Connect Core 1.0 section 2), right ones and, for tests, each kind of wrong one.</summary>
public sealed class IdTokens(SigningKeys keys, Place place, TimeProvider time)
{
    static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <param name="wrong">What is to be wrong with it; null: nothing.</param>
    public string Make(Granted granted, string accessToken, string? wrong)
    {
        var (asked, session, now) = (granted.Asked, granted.Session, time.GetUtcNow());
        var issued = wrong switch { "expired" => now - TimeSpan.FromHours(1), "future" => now + TimeSpan.FromHours(1), _ => now };
        var claims = new JsonObject
        {
            ["iss"] = wrong == "issuer" ? "https://somebody.example/identity" : IdentityRoutes.IssuerOf(place),
            ["sub"] = SubjectOf(granted),
            ["aud"] = wrong switch { "audience" => "another-system", "audiences" => new JsonArray(asked.Client.Id, "another-system"), _ => asked.Client.Id },
            ["exp"] = (issued + Life).ToUnixTimeSeconds(),
            ["iat"] = issued.ToUnixTimeSeconds(),
            ["auth_time"] = (wrong == "old-sign-in" ? session.At - TimeSpan.FromHours(8) : session.At).ToUnixTimeSeconds(),
            ["acr"] = wrong == "level" ? "urn:somebody:level" : Names.Level(session.Person.Level),
            ["sid"] = session.Sid,
            ["at_hash"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(wrong == "token-hash" ? "another" : accessToken)).AsSpan(0, 16)),
        };
        if (issued > now) claims["nbf"] = issued.ToUnixTimeSeconds();
        if (wrong != "no-nonce" && asked.Nonce is not null) claims["nonce"] = wrong == "nonce" ? "another" : asked.Nonce;

        var alg = wrong switch { "none" => "none", "public-key-as-secret" => "HS256", _ => asked.Client.Alg };
        var header = new JsonObject { ["alg"] = alg, ["typ"] = "JWT", ["kid"] = wrong == "unknown-key" ? "nobody" : keys.Kid(asked.Client.Alg) };
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var signature = alg switch
        {
            "none" => [],
            "HS256" => keys.SignWithThePublicKey(Encoding.ASCII.GetBytes(signed)),
            _ => keys.Sign(alg, Encoding.ASCII.GetBytes(signed)),
        };
        if (wrong == "signature") signature[^1] ^= 1;
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Another for each system, and always the same (section 8.1).</summary>
    public static string SubjectOf(Granted granted) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{granted.Asked.Client.Id}:{granted.Session.Person.Number}")).AsSpan(0, 16));

    static string Encode(JsonObject json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
