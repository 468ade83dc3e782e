namespace NhatLe.Platform.Outbound;

/// <summary>How long whoever was not reached is left alone: twice as long after each attempt.</summary>
/// <param name="First">After the first attempt.</param>
public sealed record Backoff(TimeSpan First, TimeSpan Longest)
{
    public TimeSpan After(int attempts) => Shifted(TimeSpan.FromSeconds(Math.Min(Longest.TotalSeconds, First.TotalSeconds * Math.Pow(2, Math.Min(attempts, 20) - 1))));

    /// <summary>A little shorter, by chance, so that not all come back in one second.</summary>
    public static TimeSpan Shifted(TimeSpan wait) => wait * (0.8 + (0.2 * Random.Shared.NextDouble()));
}
