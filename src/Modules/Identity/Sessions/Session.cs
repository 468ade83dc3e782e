using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using NhatLe.Identity.Accounts;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Sessions;

/// <summary>One browser signed in with one account (phiên). Ends by itself when it is not used for its span.</summary>
public sealed class Session
{
    /// <summary>The last look is written at most this often: a request should not cost a write.</summary>
    public static readonly TimeSpan TouchedEvery = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(90);

    Session() { } // EF

    public string TokenHash { get; private init; } = "";

    /// <summary>What other systems call it (OpenID Connect, "sid"). The same person signing in once more in this browser goes on under it.</summary>
    public string Sid { get; private init; } = "";

    /// <summary>How sure we are of the person: rises when they enter a code within the session.</summary>
    public string Acr { get; private init; } = "";

    /// <summary>When the person last proved who they are. Null where that was not kept yet.</summary>
    public DateTimeOffset? ProvedAt { get; private init; }

    /// <summary>The sign-in, or what confirmed it since (OpenID Connect, "auth_time").</summary>
    public DateTimeOffset AuthenticatedAt => ProvedAt ?? CreatedAt;

    /// <summary>How sure the state is of the person.</summary>
    public AssuranceLevel Assurance { get; private init; }

    public Guid AccountId { get; private init; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset LastSeenAt { get; private init; }
    public DateTimeOffset ExpiresAt { get; private init; }
    public string UserAgent { get; private init; } = "";
    public string Address { get; private init; } = "";
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The shared computer it is open at.</summary>
    public Guid? CounterId { get; private init; }

    /// <summary>When somebody last did something in it by hand; noted at counters only.</summary>
    public DateTimeOffset? ActiveAt { get; private init; }

    /// <summary>It opens nothing until its owner is back.</summary>
    public DateTimeOffset? LockedAt { get; private init; }

    public static Session Begin(string token, string sid, string acr, Account account, Device device, DateTimeOffset now, AssuranceLevel assurance = AssuranceLevel.None) => new()
    {
        TokenHash = HashOf(token), Sid = sid, Acr = acr, ProvedAt = acr == Counters.PinRule.Acr ? null : now, AccountId = account.Id, CreatedAt = now, LastSeenAt = now, ExpiresAt = now + SpanOf(account.Kind),
        UserAgent = device.UserAgent, Address = device.Address, Assurance = assurance,
    };

    public bool IsOpen(DateTimeOffset now) => EndedAt is null && ExpiresAt > now;

    /// <summary>The same session under a new token: who knew the one before, does not rise with it (OWASP ASVS 7.2.4).</summary>
    /// <param name="byFactor">By a code of the second factor or a passkey; else by the password alone.</param>
    public Session Proved(string token, bool byFactor, DateTimeOffset now) => new()
    {
        TokenHash = HashOf(token), Sid = Sid, Acr = byFactor ? OpenId.Acr.TwoFactors : Acr, ProvedAt = now, AccountId = AccountId, CreatedAt = CreatedAt, LastSeenAt = now, ExpiresAt = ExpiresAt,
        UserAgent = UserAgent, Address = Address, CounterId = CounterId, ActiveAt = ActiveAt, Assurance = Assurance,
    };

    public void End(DateTimeOffset now) => EndedAt ??= now;

    /// <summary>A working day for officers, a month for citizens, counted from the last use.</summary>
    public static TimeSpan SpanOf(AccountKind kind) => kind == AccountKind.Officer ? TimeSpan.FromHours(12) : TimeSpan.FromDays(30);

    /// <summary>256 random bits: nobody guesses it, so a plain hash of it may lie in the database.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string NewSid() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
