using System.Numerics;

namespace NhatLe.Load.Measure;

/// <summary>
/// Counts of durations in microseconds, in log-linear buckets like those of HdrHistogram: up to 256 µs one bucket for each, above it
/// 128 equal buckets for each doubling. So a percentile is at most 1/128 (0.8 %) above the true one; the largest is exact.
/// </summary>
sealed class Histogram
{
    const int Half = 128, Doublings = 32; // up to 2^39 µs, some six days

    readonly long[] counts = new long[Half * (Doublings + 1)];

    public long Count { get; private set; }

    /// <summary>Microseconds.</summary>
    public long Largest { get; private set; }

    public void Add(TimeSpan duration)
    {
        var value = Math.Max(0, duration.Ticks / TimeSpan.TicksPerMicrosecond);
        counts[BucketOf(value)]++;
        Count++;
        Largest = Math.Max(Largest, value);
    }

    public void Add(Histogram other)
    {
        for (var i = 0; i < counts.Length; i++) counts[i] += other.counts[i];
        Count += other.Count;
        Largest = Math.Max(Largest, other.Largest);
    }

    /// <summary>The duration that this share of them (0 to 1) did not exceed; zero when there are none.</summary>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        var seen = 0L;
        for (var i = 0; i < counts.Length; i++)
            if ((seen += counts[i]) >= rank) return TimeSpan.FromMicroseconds(Math.Min(TopOf(i), Largest));
        return TimeSpan.FromMicroseconds(Largest);
    }

    static int BucketOf(long value)
    {
        var shift = Math.Clamp(BitOperations.Log2((ulong)value | 1) - 7, 0, Doublings - 1);
        return (shift * Half) + (int)Math.Min(value >> shift, (2 * Half) - 1);
    }

    /// <summary>The largest value that falls into a bucket.</summary>
    static long TopOf(int bucket)
    {
        var shift = Math.Max(0, (bucket / Half) - 1);
        return ((bucket - (shift * Half) + 1L) << shift) - 1;
    }
}
