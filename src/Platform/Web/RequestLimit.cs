using System.Threading.RateLimiting;

namespace NhatLe.Platform.Web;

/// <summary>So many requests of one key (an address, a code) in a window of time, in this process.</summary>
public sealed class RequestLimit(int most, TimeSpan window) : IDisposable
{
    readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new() { PermitLimit = most, Window = window, QueueLimit = 0 }));

    /// <exception cref="Refusal">429, with this message.</exception>
    public void Spend(string key, string message)
    {
        using var lease = limiter.AttemptAcquire(key);
        if (!lease.IsAcquired) throw Refusal.TooMany(message);
    }

    public void Dispose() => limiter.Dispose();
}
