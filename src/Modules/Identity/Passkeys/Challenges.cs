using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Passkeys;

/// <summary>What a challenge may be answered for.</summary>
public enum ChallengeKind { Add = 1, SignIn = 2, Second = 3, Confirm = 4 }

/// <summary>
/// Challenges (Web Authentication Level 3, section 13.4.3): random, short-lived, for one act of one browser, taken once. One that nobody answers
/// costs no row: the browser brings it back, signed by us, and only that it was taken is kept, until it expires.
/// </summary>
public sealed class Challenges(Database database, ColumnCipher cipher, IHttpContextAccessor http, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <param name="AccountId">Whose key must answer; null where the key says whose it is.</param>
    /// <param name="Browser">Hash of what this browser holds.</param>
    /// <param name="State">The framework's: the random bytes, and the account.</param>
    sealed record Content(ChallengeKind Kind, Guid? AccountId, string Browser, string State, DateTimeOffset ExpiresAt);

    /// <param name="Challenge">Comes back with the answer.</param>
    /// <param name="Options">For navigator.credentials.</param>
    public sealed record Made(string Challenge, JsonElement Options);

    public Made Make(ChallengeKind kind, Guid? accountId, string options, string state)
    {
        var context = http.HttpContext!;
        if (BrowserCookie.Read(context.Request) is not { } browser) browser = Session.NewToken();
        BrowserCookie.Write(context, browser);
        var content = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new Content(kind, accountId, Session.HashOf(browser), state, time.GetUtcNow() + Life)));
        return new($"{content}.{SignatureOf(content)}", JsonSerializer.Deserialize<JsonElement>(options));
    }

    /// <returns>The framework's state.</returns>
    /// <exception cref="Refusal">422 not ours, of another act, browser or account, expired, or taken before.</exception>
    public async Task<string> Take(string challenge, ChallengeKind kind, Guid? accountId, CancellationToken ct)
    {
        var (now, taken) = (time.GetUtcNow(), false);
        if (Read(challenge) is not { } content || content.Kind != kind || content.AccountId != accountId || content.ExpiresAt <= now) throw PasskeyRefusals.Challenge();
        if (BrowserCookie.Read(http.HttpContext!.Request) is not { } browser || content.Browser != Session.HashOf(browser)) throw PasskeyRefusals.Challenge();
        await database.Write(batch =>
        {
            batch.Add($"DELETE FROM identity_passkey_challenges WHERE expires_at < {now}");
            batch.Add($"INSERT INTO identity_passkey_challenges (hash, expires_at) VALUES ({Session.HashOf(content.State)}, {content.ExpiresAt}) ON CONFLICT (hash) DO NOTHING", rows => taken = rows == 1);
            return batch.Run(ct);
        }, ct);
        return taken ? content.State : throw PasskeyRefusals.Challenge();
    }

    Content? Read(string challenge)
    {
        if (challenge.Split('.') is not [var content, var signature]) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(SignatureOf(content)))) return null;
        return JsonSerializer.Deserialize<Content>(Base64Url.DecodeFromChars(content));
    }

    string SignatureOf(string content) => cipher.Lookup("passkey-challenge:" + content);
}

/// <summary>Binds challenges to the browser that asked for them; says nothing else about it.</summary>
static class BrowserCookie
{
    static readonly HostCookie cookie = new("nhatle-passkey", SameSiteMode.Strict);

    public static string? Read(HttpRequest request) => cookie.Read(request);

    public static void Write(HttpContext context, string token) => cookie.Write(context, token, Challenges.Life);
}
