using System.Globalization;

namespace NhatLe.Load.Measure;

/// <summary>What /proc says of a process and its children. Linux only; user and system time in steps of 10 ms.</summary>
static class Processes
{
    const double TicksPerSecond = 100; // USER_HZ, the same on every Linux

    /// <summary>CPU time of the process, of its children alive and of those that ended (PostgreSQL's backends are children of the postmaster).</summary>
    public static TimeSpan CpuOf(int? pid)
    {
        if (pid is not { } root) return TimeSpan.Zero;
        var all = Directory.EnumerateDirectories("/proc").Select(d => Path.GetFileName(d)).Where(n => int.TryParse(n, CultureInfo.InvariantCulture, out _))
            .Select(n => Read(int.Parse(n, CultureInfo.InvariantCulture))).OfType<Stat>().ToLookup(s => s.Parent);
        return Read(root) is { } own ? TimeSpan.FromSeconds(Sum(own, all) / TicksPerSecond) : TimeSpan.Zero;
    }

    static long Sum(Stat of, ILookup<int, Stat> byParent) => of.Ticks + byParent[of.Pid].Sum(child => Sum(child, byParent));

    /// <summary>From now on the peak is counted anew, where we may say so.</summary>
    public static void ForgetPeak(int? pid)
    {
        try { if (pid is { } known) File.WriteAllText($"/proc/{known}/clear_refs", "5"); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { /* then it is the peak since the start */ }
    }

    /// <summary>The most memory it held at once, in megabytes.</summary>
    public static double? PeakOf(int? pid)
    {
        if (pid is not { } known || !File.Exists($"/proc/{known}/status")) return null;
        var line = File.ReadLines($"/proc/{known}/status").FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? null : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    }

    sealed record Stat(int Pid, int Parent, long Ticks);

    /// <summary>Null when it ended meanwhile.</summary>
    static Stat? Read(int pid)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{pid}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' '); // the name before it may hold anything
            return new(pid, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(f => long.Parse(f, CultureInfo.InvariantCulture)));
        }
        catch (IOException) { return null; }
    }
}
