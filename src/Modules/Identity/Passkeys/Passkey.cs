using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;

namespace NhatLe.Identity.Passkeys;

/// <summary>One key of a person (khóa truy cập): a "credential record" (Web Authentication Level 3, section 4). Its private half is with them.</summary>
public sealed class Passkey
{
    /// <summary>So many an account: devices are few, and all are told to the browser when one more is added.</summary>
    public const int Most = 20;

    Passkey() { } // EF

    public Guid Id { get; private init; }
    public Guid AccountId { get; private init; }

    /// <summary>Base64url, as browsers write it.</summary>
    public string CredentialId { get; private init; } = "";

    /// <summary>COSE_Key (RFC 9052).</summary>
    public byte[] PublicKey { get; private init; } = [];

    /// <summary>What the device told last; always 0 where keys go from device to device. Two requests at once meet here.</summary>
    public long SignCount { get; private set; }

    /// <summary>How the device is reached ("internal", "hybrid", "usb"), separated by spaces.</summary>
    public string Transports { get; private init; } = "";

    /// <summary>It may be copied to other devices of the person by their vault.</summary>
    public bool IsBackupEligible { get; private init; }
    public bool IsBackedUp { get; private set; }

    /// <summary>As the person calls it.</summary>
    public string Name { get; private set; } = "";

    public DateTimeOffset AddedAt { get; private init; }
    public DateTimeOffset? LastUsedAt { get; private set; }

    public static Passkey Of(Guid id, Guid accountId, UserPasskeyInfo made, string name, DateTimeOffset now) => new()
    {
        Id = id, AccountId = accountId, CredentialId = IdOf(made.CredentialId), PublicKey = made.PublicKey, SignCount = made.SignCount, Transports = string.Join(' ', made.Transports ?? []),
        IsBackupEligible = made.IsBackupEligible, IsBackedUp = made.IsBackedUp, Name = name, AddedAt = now,
    };

    /// <returns>False, and nothing changed, where the counter did not go on: there may be a copy of the key (section 6.1.1).</returns>
    public bool Use(UserPasskeyInfo told, DateTimeOffset now)
    {
        if ((told.SignCount != 0 || SignCount != 0) && told.SignCount <= SignCount) return false;
        (SignCount, IsBackedUp, LastUsedAt) = (told.SignCount, told.IsBackedUp, now);
        return true;
    }

    public void Rename(string name) => Name = name;

    public static string IdOf(byte[] credentialId) => Base64Url.EncodeToString(credentialId);

    /// <summary>As the framework reads it. What was said when it was made is not kept: nothing asks for it again.</summary>
    public UserPasskeyInfo Info => new(Base64Url.DecodeFromChars(CredentialId), PublicKey, AddedAt, (uint)SignCount, Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        isUserVerified: true, IsBackupEligible, IsBackedUp, attestationObject: [], clientDataJson: []) { Name = Name };
}
