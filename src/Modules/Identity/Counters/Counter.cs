using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Counters;

/// <summary>A computer that officers share at a counter (máy quầy). The browser there holds its token, and no other does.</summary>
public sealed class Counter : Subject
{
    Counter() { } // EF

    public string TokenHash { get; private init; } = "";

    /// <summary>Whose counter it is.</summary>
    public Guid UnitId { get; private init; }

    /// <summary>"Quầy 2".</summary>
    public string Name { get; private init; } = "";

    public DateTimeOffset RegisteredAt { get; private init; }
    public DateTimeOffset? EndedAt { get; private set; }

    public static Counter Register(Guid id, string token, Guid unitId, string name, DateTimeOffset now) => new() { Id = id, TokenHash = Session.HashOf(token), UnitId = unitId, Name = name, RegisteredAt = now };

    public void End(DateTimeOffset now) => EndedAt ??= now;
}

/// <summary>Who may come back at a counter by six digits (mã PIN), and on which day.</summary>
public sealed class CounterPin
{
    public const int Digits = 6, MostFailures = 5;

    /// <summary>So long after the last day it is kept.</summary>
    public const int KeptDays = 30;

    public Guid CounterId { get; init; }
    public Guid AccountId { get; init; }
    public string PinHash { get; set; } = "";

    /// <summary>Good on that day only: the one on which its owner last signed in there with their password.</summary>
    public DateOnly Day { get; set; }

    public int Failures { get; set; }

    /// <summary>Under a key that is not in the database, and of no use at another counter or for somebody else: whoever has stolen the database cannot try all the million.</summary>
    public static string HashOf(Guid counterId, Guid accountId, string pin, ColumnCipher cipher) => cipher.Lookup($"counter-pin:{counterId:N}:{accountId:N}:{pin}");
}

/// <summary>What stood typed in a page when it was locked.</summary>
public sealed class KeptForm
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public Guid AccountId { get; init; }
    public string Path { get; init; } = "";

    /// <summary>As the page's script wrote it; encrypted.</summary>
    public byte[] Fields { get; set; } = [];

    public DateTimeOffset KeptAt { get; set; }
}

/// <summary>How shared computers are kept from strangers, as the operator sets it.</summary>
public sealed record CounterSettings
{
    /// <summary>A session at a counter locks itself when nobody used it for so long.</summary>
    public int LockAfterMinutes { get; init; } = 5;

    public TimeSpan LockAfter => TimeSpan.FromMinutes(LockAfterMinutes);

    public IEnumerable<string> Faults()
    {
        if (LockAfterMinutes is < 1 or > 120) yield return $"Counters.LockAfterMinutes is {LockAfterMinutes}. It is from 1 to 120.";
    }
}

/// <summary>The counter this request comes from.</summary>
public sealed class CounterHere(IdentityDb db, TimeProvider time)
{
    /// <summary>Null where the computer is none, or is no longer.</summary>
    public async Task<Counter?> Find(Device device, CancellationToken ct)
    {
        if (device.CounterToken is not { } token) return null;
        var hash = Session.HashOf(token);
        return await db.Counters.AsNoTracking().SingleOrDefaultAsync(c => c.TokenHash == hash && c.EndedAt == null, ct);
    }

    /// <summary>A working day by the wall clock in Vietnam: sessions live by the system's time.</summary>
    public DateOnly Today => DayOf(time.GetUtcNow());

    public static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(LegalTime.ToLocal(at).DateTime);
}

/// <summary>Says which counter the browser stands at. It opens nothing by itself.</summary>
public static class CounterCookie
{
    static readonly TimeSpan Span = TimeSpan.FromDays(400); // browsers keep none longer

    static readonly HostCookie cookie = new("nhatle-counter");

    public static string? Read(HttpRequest request) => cookie.Read(request);

    public static void Write(HttpContext context, string token) => cookie.Write(context, token, Span);

    public static void Clear(HttpContext context) => cookie.Clear(context);
}
