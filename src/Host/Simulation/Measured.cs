using System.Collections.Concurrent;

namespace NhatLe.Host.Simulation;

/// <summary>How long each act took.</summary>
public sealed class Measured
{
    readonly ConcurrentDictionary<string, ConcurrentBag<double>> times = new(StringComparer.Ordinal);

    public void Add(string act, TimeSpan took) => times.GetOrAdd(act, static _ => []).Add(took.TotalMilliseconds);

    public int Count => times.Values.Sum(t => t.Count);

    public IEnumerable<(string Act, int Count, double P50, double P95, double P99)> Lines() =>
        from line in times
        orderby line.Key
        let sorted = line.Value.Order().ToList()
        select (line.Key, sorted.Count, At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99));

    static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
