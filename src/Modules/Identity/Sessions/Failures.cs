using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.Sessions;

/// <summary>Failed sign-ins in a row under one key. Counted by one statement in the database, so that guesses made at once all count.</summary>
public sealed class Failures
{
    Failures() { } // EF

    public string Key { get; private init; } = "";
    public int Count { get; private init; }
    public DateTimeOffset LastAt { get; private init; }
    public DateTimeOffset? LockedUntil { get; private init; }
}

/// <summary>How many failures in a row are free, and how the wait grows after them.</summary>
public sealed record SignInLimits
{
    /// <param name="Memory">So long after the last failure the count begins anew.</param>
    public sealed record Allowance(int Free, TimeSpan Memory);

    public Allowance Account { get; init; } = new(5, TimeSpan.FromDays(1));

    /// <summary>A commune, a school or a service counter may share one address.</summary>
    public Allowance Address { get; init; } = new(50, TimeSpan.FromMinutes(15));

    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Doubles with every failure from the first that is not free, up to the longest.</summary>
    public TimeSpan? WaitAfter(int failures, Allowance allowance) => failures < allowance.Free
        ? null
        : TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << Math.Min(failures - allowance.Free, 20)));
}

/// <summary>Slows down guessing, by account and by address.</summary>
public sealed class Guessing(IdentityDb db, Database database, ColumnCipher cipher, SignInLimits limits, TimeProvider time)
{
    public string KeyOf(string kind, string value) => cipher.Lookup($"{kind}:{value}");

    /// <exception cref="Refusal">429, with the time from which it goes on.</exception>
    public async Task Allow(IReadOnlyList<string> keys, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var until = await db.Failures.AsNoTracking().Where(f => keys.Contains(f.Key) && f.LockedUntil > now).MaxAsync(f => f.LockedUntil, ct);
        if (until is { } locked) throw Locked(locked - now);
    }

    /// <returns>Until when this failure locks the key, and how many there were.</returns>
    Task<(int Count, DateTimeOffset? Until)> Count(string key, SignInLimits.Allowance allowance, CancellationToken ct) => database.Write(async batch =>
    {
        var now = time.GetUtcNow();
        batch.Add($"""
            INSERT INTO identity_failures (key, count, last_at) VALUES ({key}, {1}, {now})
            ON CONFLICT (key) DO UPDATE SET last_at = {now}, locked_until = NULL,
                count = CASE WHEN identity_failures.last_at < {now - allowance.Memory} THEN 1 ELSE identity_failures.count + 1 END
            """);
        await batch.Run(ct);
        var count = await batch.Scalar<int>($"SELECT count FROM identity_failures WHERE key = {key}", ct);
        var until = now + limits.WaitAfter(count, allowance);
        if (until is null) return (count, until);
        batch.Add($"UPDATE identity_failures SET locked_until = {until} WHERE key = {key}");
        await batch.Run(ct);
        return (count, until);
    }, ct);

    /// <summary>A wrong guess counts against whom it was about, and against the address it came from.</summary>
    /// <returns>Of the person.</returns>
    public async Task<(int Count, DateTimeOffset? Until)> Fail(string person, string address, CancellationToken ct)
    {
        await Count(address, limits.Address, ct);
        return await Count(person, limits.Account, ct);
    }

    /// <summary>A person who got in begins anew; with it goes what is past its time.</summary>
    public Task Forget(string key, CancellationToken ct) => database.Write(batch =>
    {
        batch.Add($"DELETE FROM identity_failures WHERE key = {key} OR last_at < {time.GetUtcNow() - limits.Account.Memory}");
        return batch.Run(ct);
    }, ct);

    static Refusal Locked(TimeSpan wait) => wait <= TimeSpan.FromMinutes(1)
        ? Refusal.TooMany(wait, "Đã nhập sai nhiều lần. Hãy thử lại sau {0} giây.", Whole(wait.TotalSeconds))
        : Refusal.TooMany(wait, "Đã nhập sai nhiều lần. Hãy thử lại sau {0} phút.", Whole(wait.TotalMinutes));

    static string Whole(double value) => Math.Ceiling(value).ToString(CultureInfo.InvariantCulture);
}
