using System.Diagnostics;
using NhatLe.Load.Measure;

namespace NhatLe.Load.Raw;

/// <summary>Filings written straight into PostgreSQL, as fast as the connections come back: what the database alone can do here and now.</summary>
static class RawRun
{
    public static Result Go(string connectionString, int connections, TimeSpan warmUp, TimeSpan measured, int? postgres)
    {
        var watched = new Watched(Server: null, postgres);
        var begin = Pace.After(Stopwatch.GetTimestamp(), warmUp);
        var end = Pace.After(begin, measured);
        var all = new Histogram();
        Exception? failed = null;
        List<Thread> threads = [.. Enumerable.Range(0, connections).Select(_ => new Thread(() =>
        {
            try
            {
                var mine = Write(connectionString, begin, end);
                lock (all) all.Add(mine);
            }
            catch (Exception e) { failed = e; } // told by the thread that waits
        }))];
        foreach (var thread in threads) thread.Start();
        Pace.Until(begin);
        var costs = Costs.Now(watched);
        foreach (var thread in threads) thread.Join();
        if (failed is not null) throw new InvalidDataException("The database refuses: " + failed.Message, failed);
        return new("raw-filing", Offered: null, Stopwatch.GetElapsedTime(begin), all, all.Count, Wrong: 0, Bytes: 0, Costs.Now(watched) - costs, Peak: null, []);
    }

    static Histogram Write(string connectionString, long begin, long end)
    {
        var mine = new Histogram();
        using var filing = new RawFiling(connectionString);
        for (long now; (now = Stopwatch.GetTimestamp()) < end;)
        {
            filing.Write();
            if (now >= begin) mine.Add(Stopwatch.GetElapsedTime(now));
        }
        return mine;
    }
}
