using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.OpenId;

/// <summary>One session is open in one system (đăng nhập vào hệ thống). Ends with the session, and the system is told.</summary>
public sealed class ClientSession : Subject
{
    /// <summary>Like sessions.</summary>
    public static readonly TimeSpan KeptAfterEnd = TimeSpan.FromDays(90);

    ClientSession() { } // EF

    public string Sid { get; private init; } = "";
    public Guid ClientId { get; private init; }
    public Guid AccountId { get; private init; }
    public DateTimeOffset SignedInAt { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }

    public static ClientSession Begin(Session session, KnownClient client, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(now), Sid = session.Sid, ClientId = client.Id, AccountId = session.AccountId, SignedInAt = now };

    public void End(DateTimeOffset now) => EndedAt ??= now;
}

/// <summary>
/// What a person let a system have: one code, then refresh tokens, each the heir of the one before (the family of RFC 9700 section
/// 4.14.2). It ends when one of them comes twice, with its session unless it was given for longer, and with the account.
/// </summary>
public sealed class Authorization
{
    /// <summary>RFC 6749 section 4.1.2 allows ten minutes; a browser needs a second.</summary>
    public static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan RefreshLife = TimeSpan.FromDays(30), OfflineLife = TimeSpan.FromDays(90), KeptAfterExpiry = TimeSpan.FromDays(30);

    Authorization() { } // EF

    public Guid Id { get; private init; }
    public Guid ClientSessionId { get; private init; }
    public Guid ClientId { get; private init; }
    public Guid AccountId { get; private init; }
    public Guid? OfficerId { get; private init; }
    public string Sid { get; private init; } = "";
    public string Scopes { get; private init; } = "";
    public string Nonce { get; private init; } = "";
    public string Acr { get; private init; } = "";
    public DateTimeOffset AuthAt { get; private init; }
    public string RedirectUri { get; private init; } = "";
    public string CodeChallenge { get; private init; } = "";
    public DateTimeOffset CodeExpiresAt { get; private init; }
    public DateTimeOffset? CodeUsedAt { get; private init; }

    /// <summary>Of the refresh token that is good; 0: none was given yet.</summary>
    public long RefreshNumber { get; private init; }

    public DateTimeOffset RefreshExpiresAt { get; private init; }

    /// <summary>Goes on after the session (OpenID Connect Core 1.0 section 11).</summary>
    public bool Offline { get; private init; }

    public DateTimeOffset? EndedAt { get; private init; }

    public static Authorization Begin(AuthorizationRequest request, ClientSession clientSession, Session session, Account account, DateTimeOffset now)
    {
        var offline = request.Scopes.Contains(OpenId.Scopes.Offline);
        return new()
        {
            Id = Guid.CreateVersion7(now), ClientSessionId = clientSession.Id, ClientId = request.Client.Id, AccountId = account.Id, OfficerId = account.OfficerId, Sid = session.Sid,
            Scopes = string.Join(' ', request.Scopes), Nonce = request.Nonce, Acr = OpenId.Acr.Told(session, request.AcrValues), AuthAt = session.AuthenticatedAt,
            RedirectUri = request.RedirectUri, CodeChallenge = request.CodeChallenge, CodeExpiresAt = now + CodeLife,
            RefreshExpiresAt = now + (offline ? OfflineLife : RefreshLife), Offline = offline,
        };
    }
}

/// <summary>What a person agreed to tell a system of others.</summary>
public sealed class Consent
{
    public Guid AccountId { get; init; }
    public Guid ClientId { get; init; }
    public string Scopes { get; set; } = "";
    public DateTimeOffset GivenAt { get; set; }

    public bool Covers(IEnumerable<string> scopes) => scopes.Except(Scopes.Split(' ')).Except([OpenId.Scopes.OpenId]).FirstOrDefault() is null;
}

/// <summary>
/// Codes and refresh tokens: a name of the authorization and a number, with a keyed hash over both. Nobody makes one without the key, and
/// none of them lies in the database.
/// </summary>
public sealed class Handles(Keyring keys)
{
    const int IdBytes = 16, NumberBytes = 8, HashBytes = 32;

    public const string Code = "openid-code", Refresh = "openid-refresh";

    public string Make(string kind, Guid id, long number)
    {
        var bytes = new byte[IdBytes + NumberBytes + HashBytes];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(IdBytes), number);
        Hash(kind, bytes.AsSpan(0, IdBytes + NumberBytes), bytes.AsSpan(IdBytes + NumberBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null for what we never made.</summary>
    public (Guid Id, long Number)? Read(string kind, string handle)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + NumberBytes + HashBytes], hash = stackalloc byte[HashBytes];
        if (!Base64Url.IsValid(handle, out var length) || length != bytes.Length || !Base64Url.TryDecodeFromChars(handle, bytes, out _)) return null;
        Hash(kind, bytes[..(IdBytes + NumberBytes)], hash);
        if (!CryptographicOperations.FixedTimeEquals(hash, bytes[(IdBytes + NumberBytes)..])) return null;
        return (new Guid(bytes[..IdBytes], bigEndian: true), BinaryPrimitives.ReadInt64BigEndian(bytes[IdBytes..]));
    }

    void Hash(string kind, ReadOnlySpan<byte> named, Span<byte> hash)
    {
        Span<byte> whole = stackalloc byte[Encoding.UTF8.GetByteCount(kind) + named.Length];
        var at = Encoding.UTF8.GetBytes(kind, whole);
        named.CopyTo(whole[at..]);
        HMACSHA256.HashData(keys[KeyNames.Tokens], whole, hash);
    }
}
