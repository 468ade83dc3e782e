using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace NhatLe.National.Control;

/// <summary>The tokens that one stand-in gives to who shows the secret, for half an hour each.</summary>
public sealed class BearerTokens(NationalOptions options, TimeProvider time)
{
    static readonly TimeSpan life = TimeSpan.FromMinutes(30);

    readonly ConcurrentDictionary<string, DateTimeOffset> given = new(StringComparer.Ordinal);

    /// <returns>Null: it is not the system of the province.</returns>
    public (string AccessToken, int ExpiresIn)? Give(string? client, string? secret)
    {
        if (client != options.Client || secret != options.Secret || options.Client.Length == 0) return null;
        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        given[token] = time.GetUtcNow() + life;
        return (token, (int)life.TotalSeconds);
    }

    public bool Allows(HttpRequest request) =>
        request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && given.TryGetValue(token, out var until) && time.GetUtcNow() < until;
}
