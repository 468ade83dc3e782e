namespace NhatLe.Platform.Clock;

/// <summary>
/// The time that stamps acts, deadlines and legal dates; in demonstrations and tests it may be simulated. Sessions, tokens, retries and timers
/// use the system <see cref="TimeProvider"/> instead. Simulated time runs on from the instant it was moved to. It never goes backwards.
/// </summary>
public sealed class LegalTime(TimeProvider system, bool simulated = false)
{
    /// <summary>Vietnam has kept UTC+7 without summer time since 1975; so no time-zone database is asked.</summary>
    public static readonly TimeSpan VietnamOffset = TimeSpan.FromHours(7);

    readonly Lock gate = new();
    TimeSpan offset;
    DateTimeOffset? latest;
    bool moved;

    public bool IsSimulated => simulated;

    /// <summary>UTC, cut to milliseconds.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (gate)
            {
                var now = Cut(system.GetUtcNow() + offset);
                if (now < latest) return latest.Value;
                latest = now;
                return now;
            }
        }
    }

    /// <summary>The day it is in Vietnam.</summary>
    public DateOnly Today => DateOf(Now);

    /// <summary>Sets the simulated time. The first move may go anywhere (a demonstration lies in the past), later ones only forward.</summary>
    /// <exception cref="InvalidOperationException">This is the real time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The instant lies before the time already shown.</exception>
    public void MoveTo(DateTimeOffset instant)
    {
        if (!simulated) throw new InvalidOperationException("Legal time is real here and cannot be moved.");
        lock (gate)
        {
            var to = Cut(instant);
            if (moved && to < latest) throw new ArgumentOutOfRangeException(nameof(instant), instant, $"Legal time already stands at {latest:O} and never goes backwards.");
            (offset, latest, moved) = (to - Cut(system.GetUtcNow()), to, true);
        }
    }

    public static DateTimeOffset ToLocal(DateTimeOffset instant) => instant.ToOffset(VietnamOffset);

    /// <summary>The day in Vietnam at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(ToLocal(instant).DateTime);

    /// <summary>The instant (UTC) of a day and time in Vietnam.</summary>
    public static DateTimeOffset At(DateOnly date, TimeOnly time) => new DateTimeOffset(date.ToDateTime(time), VietnamOffset).ToUniversalTime();

    /// <summary>Midnight (UTC instant) at which a day begins in Vietnam.</summary>
    public static DateTimeOffset StartOf(DateOnly date) => At(date, TimeOnly.MinValue);

    /// <summary>The instant as it is stored: UTC, whole milliseconds.</summary>
    public static DateTimeOffset Cut(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
