using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NhatLe.Platform.Live;

/// <summary>
/// Tells open pages of this node that something they show has changed; they then ask for themselves again, so a signal carries no
/// data and no permission is bypassed. Signals are numbered: a page that comes back says the last number it saw.
/// </summary>
public sealed class LiveHub(TimeProvider time)
{
    readonly ConcurrentDictionary<string, ConcurrentDictionary<Listener, byte>> listeners = new();
    long last = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000; // numbers of an earlier process are always smaller

    /// <summary>Other nodes are told by who subscribes here (PostgreSQL NOTIFY).</summary>
    public event Action<string>? Published;

    public void Publish(string topic)
    {
        Signal(topic);
        Published?.Invoke(topic);
    }

    /// <summary>Tells the listeners of this node only.</summary>
    public void Signal(string topic)
    {
        var number = Interlocked.Increment(ref last);
        if (!listeners.TryGetValue(topic, out var interested)) return;
        foreach (var listener in interested.Keys) listener.Numbers.Writer.TryWrite(number);
    }

    /// <summary>The number of the newest signal of all.</summary>
    public long Newest => Volatile.Read(ref last);

    /// <summary>The numbers of the signals on these topics, as they come; at once, if one was missed since <paramref name="seen"/>.</summary>
    public async IAsyncEnumerable<long> Listen(IReadOnlyCollection<string> topics, long? seen, [EnumeratorCancellation] CancellationToken ct)
    {
        var listener = new Listener();
        foreach (var topic in topics) listeners.GetOrAdd(topic, static _ => new()).TryAdd(listener, 0);
        try
        {
            if (seen is { } number && number < Newest) listener.Numbers.Writer.TryWrite(Newest);
            await foreach (var next in listener.Numbers.Reader.ReadAllAsync(ct)) yield return next;
        }
        finally
        {
            foreach (var topic in topics)
                if (listeners.TryGetValue(topic, out var interested)) interested.TryRemove(listener, out _);
        }
    }

    sealed class Listener
    {
        /// <summary>Only the newest counts: a slow page gets one signal for many changes.</summary>
        public readonly Channel<long> Numbers = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    }
}
