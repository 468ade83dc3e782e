using System.Collections.Concurrent;

namespace NhatLe.Platform.Live;

/// <summary>How many streams strangers hold open, by address: many may sit behind one, but not without end.</summary>
public sealed class OpenStreams
{
    const int MostOfOneAddress = 200;

    readonly ConcurrentDictionary<string, int> open = new();

    /// <param name="address">Null for people who are signed in: they are not counted.</param>
    /// <exception cref="Refusal">429</exception>
    public IDisposable? Enter(string? address)
    {
        if (address is null) return null;
        if (open.AddOrUpdate(address, 1, static (_, count) => count + 1) <= MostOfOneAddress) return new Place(this, address);
        Leave(address);
        throw Refusal.TooMany("Có quá nhiều trang đang mở từ nơi này. Hãy đóng bớt rồi tải lại trang.");
    }

    void Leave(string address)
    {
        if (open.AddOrUpdate(address, 0, static (_, count) => count - 1) == 0) open.TryRemove(new(address, 0));
    }

    sealed class Place(OpenStreams streams, string address) : IDisposable
    {
        public void Dispose() => streams.Leave(address);
    }
}
