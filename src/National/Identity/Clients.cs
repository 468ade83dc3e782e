using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace NhatLe.National.Identity;

/// <summary>A system that may ask who somebody is.</summary>
/// <param name="Redirects">Where it takes people back, exactly.</param>
/// <param name="Alg">What its ID tokens are signed with.</param>
public sealed record Client(string Id, string Secret, IReadOnlyList<string> Redirects, IReadOnlyList<string> Byes, string Alg = "ES256");

public sealed class Clients
{
    readonly ConcurrentDictionary<string, Client> all = new(StringComparer.Ordinal);

    public void Register(Client client) => all[client.Id] = client;

    public Client? Find(string? id) => id is not null && all.TryGetValue(id, out var client) ? client : null;

    /// <summary>Of a request to the token endpoint: HTTP Basic, or in the form (RFC 6749 section 2.3.1); both at once is neither.</summary>
    public Client? Authenticate(HttpRequest request, IFormCollection form)
    {
        var header = request.Headers.Authorization.ToString();
        var inForm = form.ContainsKey("client_secret");
        if (!header.StartsWith("Basic ", StringComparison.Ordinal)) return inForm ? Check(form["client_id"].ToString(), form["client_secret"].ToString()) : null;
        if (inForm) return null;
        try
        {
            var parts = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':', 2);
            return parts.Length == 2 ? Check(Decoded(parts[0]), Decoded(parts[1])) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    static string Decoded(string part) => Uri.UnescapeDataString(part.Replace('+', ' '));

    Client? Check(string id, string secret) =>
        Find(id) is { } client && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(client.Secret), Encoding.UTF8.GetBytes(secret)) ? client : null;
}
