using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NhatLe.Load.Measure;

/// <summary>Sleeps to the microsecond; the timers of .NET have steps of a millisecond, which would be measured as latency.</summary>
static partial class Pace
{
    const int Monotonic = 1, Absolute = 1; // CLOCK_MONOTONIC, TIMER_ABSTIME of time.h
    const long Nanoseconds = 1_000_000_000;

    /// <param name="timestamp">Of <see cref="Stopwatch"/>, whose unit on Linux is the nanosecond of the monotonic clock.</param>
    public static void Until(long timestamp)
    {
        if (timestamp <= Stopwatch.GetTimestamp()) return;
        var until = new Instant(timestamp / Nanoseconds, timestamp % Nanoseconds);
        while (clock_nanosleep(Monotonic, Absolute, until, 0) != 0) { /* a signal came; the instant is absolute */ }
    }

    public static long After(long timestamp, TimeSpan span) => timestamp + (long)span.TotalNanoseconds;

    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Instant(nint Seconds, nint Nanoseconds)
    {
        public Instant(long seconds, long nanoseconds) : this((nint)seconds, (nint)nanoseconds) { }
    }

    [LibraryImport("libc")]
    private static partial int clock_nanosleep(int clock, int flags, in Instant until, nint remaining);
}
