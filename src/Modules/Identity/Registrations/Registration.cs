using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Registrations;

/// <summary>Somebody asks for an account and awaits the code sent to their phone (đăng ký). System time: it is no legal act.</summary>
public sealed class Registration : Subject
{
    public const int MostFailures = 5, MostADay = 5;

    /// <summary>So long a code is good for.</summary>
    public static readonly TimeSpan Valid = TimeSpan.FromMinutes(15);

    /// <summary>Between two codes to one phone, or for one number.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    Registration() { } // EF

    /// <summary>Made here, never by the client: the code follows from it.</summary>
    public Guid CodeId { get; private init; }

    public byte[] CitizenNumber { get; private init; } = [];
    public string CitizenNumberLookup { get; private init; } = "";
    public string FullName { get; private init; } = "";
    public string BornOn { get; private init; } = "";
    public byte[] Phone { get; private init; } = [];
    public string PhoneLookup { get; private init; } = "";
    public DateTimeOffset SentAt { get; private init; }

    /// <summary>Tries spent, right or wrong. Counted by one statement in the database, so that guesses made at once all count.</summary>
    public int Failures { get; private init; }

    /// <summary>The code came back.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    public static Registration Begin(Guid id, Guid codeId, CitizenNumber number, string fullName, string bornOn, PhoneNumber phone, ColumnCipher cipher, DateTimeOffset now) => new()
    {
        Id = id, CodeId = codeId, CitizenNumber = cipher.Encrypt(number.Value), CitizenNumberLookup = cipher.Lookup(number.Value), FullName = fullName, BornOn = bornOn,
        Phone = cipher.Encrypt(phone.International), PhoneLookup = cipher.Lookup(phone.International), SentAt = now,
    };

    public bool IsOpen(DateTimeOffset now) => EndedAt is null && now - SentAt < Valid && Failures < MostFailures;

    public void End(DateTimeOffset now) => EndedAt = now;
}
