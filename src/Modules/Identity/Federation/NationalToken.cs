using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Federation;

/// <summary>What the token must agree with.</summary>
/// <param name="BegunAt">The person has signed in there since then: whose session an earlier visitor of the computer left open is not taken.</param>
public sealed record Expected(string Nonce, DateTimeOffset BegunAt, string AccessToken);

/// <summary>Checks ID tokens of the national identity (OpenID Connect Core 1.0 section 3.1.3.7, RFC 8725). Signatures are checked by a library that many others use.</summary>
public sealed class NationalToken(NationalIdentitySettings settings, TimeProvider time)
{
    /// <summary>So far two clocks may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    static readonly string[] Algs = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256]; // neither "none" nor a shared secret has a way in
    static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    public sealed record Checked(string Subject, AssuranceLevel Level);

    /// <summary>The key that the token names is not among those known, or is another one than was known under its name.</summary>
    public sealed class UnknownKey : Exception;

    /// <exception cref="NationalFailure">It is not to be believed.</exception>
    /// <exception cref="UnknownKey">The keys may have changed.</exception>
    public async Task<Checked> Check(string idToken, IReadOnlyList<SecurityKey> keys, Expected expected)
    {
        var result = await Handler.ValidateTokenAsync(idToken, new()
        {
            ValidIssuer = settings.Issuer, ValidAudience = settings.ClientId, ValidAlgorithms = Algs,
            IssuerSigningKeys = keys, TryAllIssuerSigningKeys = false, RequireSignedTokens = true, RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => IsAlive(from, until),
        });
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException) throw new UnknownKey();
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token) throw NationalFailure.Wrong($"The ID token does not hold: {result.Exception?.GetType().Name}.");
        var now = time.GetUtcNow();
        if (Number(token, "iat") is not { } issued || DateTimeOffset.FromUnixTimeSeconds(issued) > now + Skew) throw NationalFailure.Wrong("The ID token was issued in the future, or never.");
        if (token.Audiences.Count() > 1 && Text(token, "azp") != settings.ClientId) throw NationalFailure.Wrong("The ID token is for several, and not given to us.");
        if (!Same(Text(token, "nonce"), expected.Nonce)) throw NationalFailure.Wrong("The ID token answers another request (nonce).");
        if (Number(token, "auth_time") is not { } at || DateTimeOffset.FromUnixTimeSeconds(at) < expected.BegunAt - Skew) throw NationalFailure.Wrong("The person signed in there before we asked (auth_time).");
        if (Text(token, "at_hash") is { } hash && hash != HashOf(expected.AccessToken)) throw NationalFailure.Wrong("The access token is not the one of the ID token (at_hash).");
        return new(token.Subject, LevelOf(Text(token, "acr")));
    }

    bool IsAlive(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until is { } end && end > now - Skew && (from is not { } start || start <= now + Skew);
    }

    /// <summary>A level nobody told us of opens no account.</summary>
    AssuranceLevel LevelOf(string? acr) => acr == settings.Level2 ? AssuranceLevel.National2 : acr == settings.Level1 ? AssuranceLevel.National1 : throw NationalFailure.Wrong("The ID token is of no level we know (acr).");

    static string? Text(JsonWebToken token, string name) => token.TryGetPayloadValue<string>(name, out var value) ? value : null;

    static long? Number(JsonWebToken token, string name) => token.TryGetPayloadValue<long>(name, out var value) && value is > 0 and < 253_402_300_799 ? value : null;

    static bool Same(string? given, string expected) => given is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    /// <summary>Section 3.1.3.6.</summary>
    static string HashOf(string accessToken) => Base64UrlTextEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken))[..16]);
}
