using System.Collections.Concurrent;

namespace NhatLe.Platform.Data;

/// <summary>
/// Numbers that never repeat and never block: a node takes a block per (series, day) in a short transaction and hands it out from
/// memory. Gaps are allowed. The block grows while a series is busy, so a quiet commune hardly ever skips a number.
/// </summary>
public sealed class Codes(Database database)
{
    const int LargestBlock = 64;

    readonly ConcurrentDictionary<string, Series> series = new();

    public async Task<long> Next(string name, CancellationToken ct)
    {
        var mine = series.GetOrAdd(name, static _ => new Series());
        await mine.Gate.WaitAsync(ct);
        try
        {
            if (mine.Next >= mine.End)
            {
                var size = mine.Size = Math.Min(LargestBlock, Math.Max(1, mine.Size * 2));
                mine.Next = await Take(name, size, ct);
                mine.End = mine.Next + size;
            }
            return mine.Next++;
        }
        finally
        {
            mine.Gate.Release();
        }
    }

    Task<long> Take(string name, int size, CancellationToken ct) => database.Write(async batch =>
    {
        var after = await batch.Scalar<long>(
            $"INSERT INTO code_series (name, next) VALUES ({name}, {1 + size}) ON CONFLICT (name) DO UPDATE SET next = code_series.next + {size} RETURNING next", ct);
        return after - size;
    }, ct);

    sealed class Series
    {
        public readonly SemaphoreSlim Gate = new(1, 1);
        public long Next, End;
        public int Size;
    }
}
