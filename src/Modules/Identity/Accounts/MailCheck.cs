using NhatLe.Platform;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.Accounts;

/// <summary>An e-mail address that waits for the code sent to it. System time: it is no legal act.</summary>
public sealed class MailCheck
{
    const int MostADay = 5, MostFailures = 5;

    static readonly TimeSpan pause = TimeSpan.FromMinutes(1), day = TimeSpan.FromDays(1);

    /// <summary>So long a code is good for.</summary>
    public static readonly TimeSpan Valid = TimeSpan.FromMinutes(30);

    public Guid AccountId { get; init; }

    /// <summary>Another one with each code.</summary>
    public Guid Id { get; private set; }

    public byte[] Address { get; private set; } = [];
    public DateTimeOffset SentAt { get; private set; }
    public int SentToday { get; private set; }
    public int Failures { get; private set; }

    /// <exception cref="Refusal">429 too often: a stranger's address is not to be flooded.</exception>
    public void Begin(Guid id, byte[] address, DateTimeOffset now)
    {
        if (SentToday > 0 && now - SentAt < pause) throw Refusal.TooMany("Mã vừa được gửi. Ông/bà đợi một phút rồi gửi lại.");
        if (now - SentAt >= day) SentToday = 0;
        if (SentToday >= MostADay) throw Refusal.TooMany("Hôm nay đã gửi {0} mã. Ông/bà thử lại vào ngày mai.", MostADay);
        (Id, Address, SentAt, SentToday, Failures) = (id, address, now, SentToday + 1, 0);
    }

    public bool IsOpen(DateTimeOffset now) => now - SentAt < Valid && Failures < MostFailures;

    public void Fail() => Failures++;

    public static string CodeOf(Guid id, Keyring keys) => OneTimeCode.Digits("mail-check", id, keys);
}
