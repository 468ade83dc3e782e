using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace NhatLe.Identity.OpenId;

/// <summary>Which system calls (OpenID Connect Core 1.0 section 9; RFC 6749 section 2.3): by its secret, in the header or in the form; without one, where it can keep none.</summary>
public sealed class ClientAuthentication(Clients clients)
{
    public static readonly IReadOnlyList<string> Methods = ["client_secret_basic", "client_secret_post", "none"];

    /// <exception cref="OAuthError">invalid_client: unknown, switched off, or a wrong secret; invalid_request: two ways at once.</exception>
    public async Task<KnownClient> Of(HttpRequest request, Parameters form, CancellationToken ct)
    {
        var (basic, posted) = (Basic(request), form["client_secret"]);
        if (basic is not null && (posted is not null || (form["client_id"] is { } also && also != basic.Value.Id)))
            throw OAuthError.InvalidRequest("Use one way to authenticate: the Authorization header, or client_secret in the form.");
        var (id, secret) = basic ?? (form["client_id"], posted);
        if (id is null) throw Unknown(request, "Say which system calls: client_id and its secret.");
        var client = await clients.Find(id, ct);
        if (client is null || (client.IsPublic ? secret is not null : secret is null || !client.HasSecret(secret)))
            throw Unknown(request, "The client is unknown or switched off, or its secret is wrong.");
        return client;
    }

    /// <exception cref="OAuthError">invalid_client: a public one asks what only those with a secret may.</exception>
    public async Task<KnownClient> OfConfidential(HttpRequest request, Parameters form, CancellationToken ct) =>
        await Of(request, form, ct) is { IsPublic: false } client ? client : throw Unknown(request, "Only a client with a secret may ask this.");

    /// <summary>Both parts are form-encoded before they are joined (RFC 6749 section 2.3.1).</summary>
    static (string? Id, string? Secret)? Basic(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || !header.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) return null;
        try
        {
            var both = Encoding.UTF8.GetString(Convert.FromBase64String(header.Parameter ?? "")).Split(':', 2);
            return both.Length == 2 ? (Decode(both[0]), Decode(both[1])) : ("", "");
        }
        catch (FormatException)
        {
            return ("", "");
        }
    }

    static string Decode(string part) => Uri.UnescapeDataString(part.Replace('+', ' '));

    /// <summary>RFC 6749 section 5.2: who tried the header is told the header.</summary>
    static OAuthError Unknown(HttpRequest request, string description)
    {
        request.HttpContext.Response.Headers.WWWAuthenticate = "Basic realm=\"Nhat Le\", charset=\"UTF-8\"";
        return new("invalid_client", description, StatusCodes.Status401Unauthorized);
    }
}
