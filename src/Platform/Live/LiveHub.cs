using System.Collections.Concurrent;
using System.Threading.Channels;

namespace NhatLe.Platform.Live;

/// <summary>
/// Tells open pages of this node that something they show has changed; they then ask for themselves again, so a signal carries no
/// data and no permission is bypassed. Signals are numbered: a page that comes back says the last number it saw.
/// </summary>
public sealed class LiveHub(TimeProvider time)
{
    readonly Lock coming = new(); // who comes and who goes; telling them needs no lock
    readonly ConcurrentDictionary<string, ConcurrentDictionary<Subscription, byte>> listeners = new();
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
        foreach (var listener in interested.Keys) listener.Tell(number);
    }

    /// <summary>How many topics somebody listens to.</summary>
    public int Topics => listeners.Count;

    /// <summary>The number of the newest signal of all.</summary>
    public long Newest => Volatile.Read(ref last);

    /// <summary>Listens to these topics from now on; there is a signal at once, if one was missed since <paramref name="seen"/>.</summary>
    public Subscription Subscribe(IReadOnlyCollection<string> topics, long? seen = null)
    {
        var subscription = new Subscription(this, topics);
        lock (coming)
            foreach (var topic in topics) listeners.GetOrAdd(topic, static _ => new()).TryAdd(subscription, 0);
        if (seen < Newest) subscription.Tell(Newest);
        return subscription;
    }

    void Leave(Subscription subscription, IReadOnlyCollection<string> topics)
    {
        lock (coming)
            foreach (var topic in topics)
                if (listeners.TryGetValue(topic, out var interested) && interested.TryRemove(subscription, out _) && interested.IsEmpty)
                    listeners.TryRemove(topic, out _); // anybody may ask for any topic: nothing stays of it
    }

    public sealed class Subscription(LiveHub hub, IReadOnlyCollection<string> topics) : IDisposable
    {
        /// <summary>Only the newest counts: a slow page gets one signal for many changes.</summary>
        readonly Channel<long> numbers = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

        /// <summary>The numbers of the signals, as they come.</summary>
        public IAsyncEnumerable<long> Read(CancellationToken ct) => numbers.Reader.ReadAllAsync(ct);

        /// <summary>There is a signal that was not read yet.</summary>
        public bool HasNews => numbers.Reader.TryPeek(out _);

        internal void Tell(long number) => numbers.Writer.TryWrite(number);

        public void Dispose() => hub.Leave(this, topics);
    }
}
