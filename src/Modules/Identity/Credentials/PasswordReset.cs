using NhatLe.Identity.Accounts;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.Credentials;

/// <summary>
/// Somebody says they forgot their password (quên mật khẩu). It is written alike whether anybody has such an account or not: the account
/// is looked for afterwards, where nobody waits for an answer.
/// </summary>
public sealed class PasswordReset
{
    public const int CodeDigits = 8, MostFailures = 5, MostADay = 5;

    public static readonly TimeSpan Life = TimeSpan.FromMinutes(15), Pause = TimeSpan.FromMinutes(1), Kept = TimeSpan.FromDays(1);

    public Guid Id { get; init; }

    /// <summary>Of the name of the request, which only the browser has that asked: nobody guesses at the codes of others.</summary>
    public string TokenHash { get; init; } = "";

    /// <summary>Login, citizen number or phone; encrypted.</summary>
    public byte[] Typed { get; init; } = [];

    /// <summary>Known once the code is on its way.</summary>
    public Guid? AccountId { get; private set; }

    public DateTimeOffset AskedAt { get; init; }

    /// <summary>When a node last began to look for the account.</summary>
    public DateTimeOffset? TakenAt { get; private init; }

    /// <summary>When it was done, whether there was anybody to send a code to or not.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    public int Failures { get; private init; }
    public DateTimeOffset? UsedAt { get; private set; }

    public void Send(Guid accountId, DateTimeOffset now) => (AccountId, SentAt) = (accountId, now);

    public void Use(DateTimeOffset now) => UsedAt = now;

    public static string CodeOf(Guid id, Keyring keys) => OneTimeCode.EightDigits("password-reset", id, keys);

    /// <summary>In two halves, to be read and typed.</summary>
    public static string Shown(string code) => $"{code[..4]} {code[4..]}";
}
