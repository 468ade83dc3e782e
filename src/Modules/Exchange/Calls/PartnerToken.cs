using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Calls;

/// <summary>The token a partner gave, fetched when it is needed and kept until shortly before it ends.</summary>
public sealed class PartnerToken(TimeProvider time) : IDisposable
{
    static readonly TimeSpan margin = TimeSpan.FromSeconds(30);

    readonly SemaphoreSlim gate = new(1, 1);
    (string Token, DateTimeOffset Until)? held;

    /// <param name="fetch">The token and for how many seconds it holds.</param>
    public async Task<string> Get(Func<CancellationToken, Task<(string Token, int Seconds)>> fetch, CancellationToken ct)
    {
        await gate.WaitAsync(ct);
        try
        {
            if (held is { } known && time.GetUtcNow() < known.Until) return known.Token;
            var (token, seconds) = await fetch(ct);
            held = (token, time.GetUtcNow() + TimeSpan.FromSeconds(seconds) - margin);
            return token;
        }
        finally { gate.Release(); }
    }

    /// <summary>The partner does not take it any more: the next attempt fetches another.</summary>
    public void Drop() => held = null;

    public void Dispose() => gate.Dispose();
}
