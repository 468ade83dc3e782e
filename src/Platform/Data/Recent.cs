namespace NhatLe.Platform.Data;

/// <summary>
/// What is read once and looked at often, and taken as it was read for a short while. One reads at a time; who came meanwhile takes that
/// reading. What was changed here holds here at once.
/// </summary>
/// <param name="read">Is given what was known before, null the first time.</param>
public sealed class Recent<T>(TimeSpan holds, TimeProvider time, Func<T?, CancellationToken, Task<T>> read) where T : class
{
    sealed record Reading(T Value, long At, long Changes);

    readonly SemaphoreSlim gate = new(1, 1);
    volatile Reading? last;
    long changes;

    public async ValueTask<T> Get(CancellationToken ct)
    {
        if (Fresh() is { } known) return known;
        await gate.WaitAsync(ct);
        try
        {
            if (Fresh() is { } meanwhile) return meanwhile;
            var (at, before) = (time.GetTimestamp(), Volatile.Read(ref changes));
            var value = await read(last?.Value, ct);
            last = new(value, at, before);
            return value;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Something was changed on this node: whoever asks from now on has it read again, also where a reading is under way.</summary>
    public void Forget() => Interlocked.Increment(ref changes);

    T? Fresh() => last is { } reading && reading.Changes == Volatile.Read(ref changes) && time.GetElapsedTime(reading.At) < holds ? reading.Value : null;
}
