using System.Diagnostics;

namespace NhatLe.Load.Measure;

/// <summary>When each operation is to begin. One schedule for all connections of a run.</summary>
/// <param name="rate">A second; null: as fast as the connections come back (closed).</param>
/// <param name="isPoisson">Gaps as of people who do not know of each other; otherwise all alike.</param>
/// <param name="most">So many operations are prepared.</param>
sealed class Schedule(double? rate, bool isPoisson, long begin, long end, int most)
{
    /// <summary>How long after its end an overloaded run still begins what was due.</summary>
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    readonly Lock gate = new();
    readonly Random dice = new(20241118); // the same arrivals in every run
    int next;
    double due = begin;

    public bool IsOpen => rate is not null;

    /// <summary>What was prepared is used up before the time was.</summary>
    public bool IsUsedUp => next >= most;

    /// <returns>False when the run is over.</returns>
    public bool Take(out int number, out long at)
    {
        var now = Stopwatch.GetTimestamp();
        lock (gate)
        {
            (number, at) = (next, IsOpen ? (long)due : now);
            if (at >= end || next >= most || now > Pace.After(end, Grace)) return false;
            next++;
            if (rate is { } perSecond) due += 1e9 / perSecond * (isPoisson ? -Math.Log(1 - dice.NextDouble()) : 1);
            return true;
        }
    }

    /// <summary>The due instants of what was never begun, because the server was too slow.</summary>
    public IEnumerable<long> LeftOver()
    {
        if (rate is not { } perSecond) yield break;
        for (; due < end && next < most; next++)
        {
            yield return (long)due;
            due += 1e9 / perSecond;
        }
    }
}
