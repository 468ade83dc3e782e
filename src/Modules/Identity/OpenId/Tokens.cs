using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.OpenId;

/// <summary>Makes tokens and knows them again (OpenID Connect Core 1.0 section 2; RFC 9068).</summary>
public sealed class Tokens(SigningKeys keys, Issuer issuer, Handles handles, TimeProvider time)
{
    /// <summary>Long enough for a piece of work, short enough for what cannot be called back.</summary>
    public static readonly TimeSpan AccessLife = TimeSpan.FromMinutes(10), IdLife = TimeSpan.FromMinutes(10);

    /// <summary>An access token that one of our keys signed and that has not expired.</summary>
    /// <param name="AuthorizationId">Null where no person stands behind it.</param>
    public sealed record Known(string ClientId, string Subject, string Scope, IReadOnlyList<string> Audience, string Jti, Guid? AuthorizationId, long IssuedAt, long ExpiresAt);

    public sealed record Given(string Access, string? Id, string? Refresh, string Scope);

    /// <summary>For a person, at the exchange of a code and with every refresh. The nonce is of the first only (section 12.2).</summary>
    public async Task<Given> ForPerson(KnownClient client, Authorization authorization, bool first, CancellationToken ct)
    {
        var (key, now) = (await keys.Current(client.SigningAlg, ct), time.GetUtcNow());
        var access = Access(key, client, Claims.Subject(authorization.AccountId), authorization.Scopes, $"{authorization.Id:N}.{authorization.RefreshNumber}{(first ? "c" : "r")}", now, authorization);
        var id = Jwt.Sign(key, Jwt.Id, json =>
        {
            json.WriteString("iss", issuer.Name);
            json.WriteString("sub", Claims.Subject(authorization.AccountId));
            json.WriteString("aud", client.ClientId);
            WriteTimes(json, now, IdLife);
            json.WriteNumber("auth_time", authorization.AuthAt.ToUnixTimeSeconds());
            if (first && authorization.Nonce.Length > 0) json.WriteString("nonce", authorization.Nonce);
            json.WriteString("acr", authorization.Acr);
            json.WriteString("sid", authorization.Sid);
            json.WriteString("at_hash", Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(access)).AsSpan(0, 16))); // section 3.1.3.6
        });
        return new(access, id, client.Grants.Contains(GrantTypes.Refresh) ? handles.Make(Handles.Refresh, authorization.Id, authorization.RefreshNumber) : null, authorization.Scopes);
    }

    /// <summary>For the system itself (RFC 6749 section 4.4).</summary>
    public async Task<Given> ForClient(KnownClient client, string scope, CancellationToken ct)
    {
        var (key, now) = (await keys.Current(client.SigningAlg, ct), time.GetUtcNow());
        return new(Access(key, client, client.ClientId, scope, Guid.CreateVersion7(now).ToString("N"), now, authorization: null), Id: null, Refresh: null, scope);
    }

    /// <summary>RFC 9068 section 2.2. The jti of a person's token names its authorization, by which it is called back.</summary>
    string Access(OpenKey key, KnownClient client, string subject, string scope, string jti, DateTimeOffset now, Authorization? authorization) => Jwt.Sign(key, Jwt.Access, json =>
    {
        json.WriteString("iss", issuer.Name);
        json.WriteString("sub", subject);
        json.WriteStartArray("aud");
        if (client.Audience.Length > 0) json.WriteStringValue(client.Audience);
        if (authorization is not null || client.Audience.Length == 0) json.WriteStringValue(issuer.Name); // for the UserInfo endpoint
        json.WriteEndArray();
        json.WriteString("client_id", client.ClientId);
        json.WriteString("scope", scope);
        json.WriteString("jti", jti);
        WriteTimes(json, now, AccessLife);
        if (authorization is null) return;
        json.WriteNumber("auth_time", authorization.AuthAt.ToUnixTimeSeconds());
        json.WriteString("acr", authorization.Acr);
        json.WriteString("sid", authorization.Sid);
    });

    static void WriteTimes(Utf8JsonWriter json, DateTimeOffset now, TimeSpan life)
    {
        json.WriteNumber("iat", now.ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + life).ToUnixTimeSeconds());
    }

    /// <summary>Null for what is no access token of ours, or has expired. Whether it was called back, the database knows.</summary>
    public async Task<Known?> ReadAccess(string token, CancellationToken ct)
    {
        using var read = Jwt.Read(token, Jwt.Access, await keys.All(ct));
        if (read?.RootElement is not { } claims || claims.Text("iss") != issuer.Name || claims.Number("exp") <= time.GetUtcNow().ToUnixTimeSeconds()) return null;
        var jti = claims.Text("jti") ?? "";
        return new(claims.Text("client_id") ?? "", claims.Text("sub") ?? "", claims.Text("scope") ?? "", claims.Audience(), jti,
            jti.Split('.') is [var id, _] && Guid.TryParseExact(id, "N", out var authorization) ? authorization : null, claims.Number("iat"), claims.Number("exp"));
    }
}
