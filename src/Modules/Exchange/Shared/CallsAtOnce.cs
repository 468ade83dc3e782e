using System.Collections.Concurrent;
using NhatLe.Exchange.XRoad;

namespace NhatLe.Exchange.Shared;

/// <summary>How many calls of one member are answered at once: one partner's hurry is not the others' wait.</summary>
public sealed class CallsAtOnce(ExchangeSettings settings)
{
    readonly ConcurrentDictionary<ClientId, int> open = new();

    /// <summary>Held as long as the call is answered, also where it is refused.</summary>
    public Place Enter(ClientId member) => new(this, member, open.AddOrUpdate(member, 1, static (_, n) => n + 1) <= settings.CallsAtOnce);

    public sealed class Place(CallsAtOnce calls, ClientId member, bool isFree) : IDisposable
    {
        public bool IsFree => isFree;

        public void Dispose() => calls.open.AddOrUpdate(member, 0, static (_, n) => n - 1);
    }
}
