using System.Security.Cryptography;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.SecondFactors;

/// <summary>What an account asks beside its password (xác thực hai bước): codes of an app on the person's phone.</summary>
public sealed class SecondFactor
{
    /// <summary>So long an offered secret waits for its first code.</summary>
    public static readonly TimeSpan OfferLife = TimeSpan.FromMinutes(30);

    SecondFactor() { } // EF

    public Guid AccountId { get; private init; }

    /// <summary>In use; encrypted. Null until the first code came.</summary>
    public byte[]? Secret { get; private set; }

    public DateTimeOffset? Since { get; private set; }

    /// <summary>Of the last code that was taken. Two requests with one code meet here: the second finds it changed.</summary>
    public long LastStep { get; private set; }

    /// <summary>Shown, and not in use before its first code has come; encrypted.</summary>
    public byte[]? Offered { get; private set; }

    public DateTimeOffset? OfferedAt { get; private set; }

    public static SecondFactor Of(Guid accountId) => new() { AccountId = accountId };

    public bool IsOn => Secret is not null;

    public void Offer(byte[] secret, DateTimeOffset now) => (Offered, OfferedAt) = (secret, now);

    public bool HasOffer(DateTimeOffset now) => Offered is not null && now - OfferedAt < OfferLife;

    /// <summary>The offered secret takes over.</summary>
    public void Begin(long step, DateTimeOffset now) => (Secret, Since, LastStep, Offered, OfferedAt) = (Offered, now, step, null, null);

    public void Take(long step) => LastStep = step;
}

/// <summary>One of ten codes to write down, for the day the phone is lost (mã dự phòng).</summary>
public sealed class RecoveryCode
{
    public const int Count = 10, Length = 10;

    const string Letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"; // none that look alike

    RecoveryCode() { } // EF

    public string CodeHash { get; private init; } = "";
    public Guid AccountId { get; private init; }
    public DateTimeOffset? UsedAt { get; private set; }

    public void Use(DateTimeOffset now) => UsedAt = now;

    public static RecoveryCode Of(Guid accountId, string code, ColumnCipher cipher) => new() { AccountId = accountId, CodeHash = HashOf(accountId, code, cipher) };

    /// <summary>49 random bits under a key that is not in the database: no slow hash is needed.</summary>
    public static string New() => RandomNumberGenerator.GetString(Letters, Length);

    public static string HashOf(Guid accountId, string code, ColumnCipher cipher) => cipher.Lookup($"recovery:{accountId:N}:{code}");

    /// <summary>In two halves, to be read and typed.</summary>
    public static string Shown(string code) => $"{code[..(Length / 2)]}-{code[(Length / 2)..]}";
}

/// <summary>A sign-in whose password was right and whose code is awaited (đăng nhập dở). It opens nothing by itself.</summary>
public sealed class HalfSignIn
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    public string TokenHash { get; init; } = "";
    public Guid AccountId { get; init; }

    /// <summary>What the first step said, where it was the national identity.</summary>
    public AssuranceLevel Assurance { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}
