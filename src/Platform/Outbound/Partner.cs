using NhatLe.Platform.Text;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace NhatLe.Platform.Outbound;

/// <summary>The other side will never take this message: nothing is gained by sending it again.</summary>
public class RefusedByPartner(string reason) : Exception(ErrorText.Of(reason));

/// <summary>The other side did not take it now, for a reason that is not the message's.</summary>
public class PartnerIsAway(string reason, Exception? inner = null) : Exception(ErrorText.Of(reason), inner);

/// <summary>How one partner outside is spoken to: a time limit, one quick second try, and a breaker that leaves it alone while it is down.</summary>
/// <param name="retries">0 where a person waits, or where asking twice would do it twice.</param>
public sealed class Partner(string name, TimeSpan timeout, TimeProvider time, int retries = 1)
{
    static readonly Func<Outcome<object>, ValueTask<bool>> away = outcome => ValueTask.FromResult(outcome.Exception is PartnerIsAway or TimeoutRejectedException);

    /// <summary>So long a partner is left alone that failed nine times of ten, among so many calls within half a minute.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    public const int Many = 20;

    public string Name => name;

    readonly ResiliencePipeline pipeline = Tried(new ResiliencePipelineBuilder { Name = name, TimeProvider = time }, retries)
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions { ShouldHandle = a => away(a.Outcome), FailureRatio = 0.9, MinimumThroughput = Many, SamplingDuration = TimeSpan.FromSeconds(30), BreakDuration = Rest })
        .AddTimeout(timeout)
        .Build();

    static ResiliencePipelineBuilder Tried(ResiliencePipelineBuilder builder, int retries) => retries == 0 ? builder
        : builder.AddRetry(new RetryStrategyOptions { ShouldHandle = a => away(a.Outcome), MaxRetryAttempts = retries, Delay = TimeSpan.FromMilliseconds(200), UseJitter = true });

    /// <exception cref="RefusedByPartner">For good.</exception>
    /// <exception cref="PartnerIsAway">For now.</exception>
    /// <exception cref="PartnerRests">It was not asked at all.</exception>
    public async Task Ask(Func<CancellationToken, Task> call, CancellationToken ct)
    {
        try { await pipeline.ExecuteAsync(async token => await call(token), ct); }
        catch (BrokenCircuitException) { throw new PartnerRests(name); }
        catch (TimeoutRejectedException e) { throw new PartnerIsAway($"{name} did not answer within {timeout.TotalSeconds:0} s.", e); }
    }
}

/// <summary>The breaker is open: the message is not to blame and has lost no attempt.</summary>
public sealed class PartnerRests(string name) : Exception($"{name} has failed again and again, and is left alone for a moment.");
