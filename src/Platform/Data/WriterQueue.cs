namespace NhatLe.Platform.Data;

/// <summary>
/// On SQLite one writer at a time, in the order of asking: unguarded writers starve each other there. On PostgreSQL nobody waits.
/// </summary>
public sealed class WriterQueue(bool serialise)
{
    readonly Lock gate = new();
    readonly Queue<TaskCompletionSource> waiting = new();
    bool busy;

    public async ValueTask<Turn> Enter(CancellationToken ct = default)
    {
        if (!serialise) return default;
        TaskCompletionSource place;
        lock (gate)
        {
            if (!busy)
            {
                busy = true;
                return new Turn(this);
            }
            place = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(place);
        }
        await using (ct.UnsafeRegister(static (p, token) => ((TaskCompletionSource)p!).TrySetCanceled(token), place))
            await place.Task;
        return new Turn(this);
    }

    void Leave()
    {
        lock (gate)
        {
            while (waiting.TryDequeue(out var next))
                if (next.TrySetResult()) return; // the turn passes on; who gave up waiting is skipped
            busy = false;
        }
    }

    /// <summary>The right to write, until disposed.</summary>
    public readonly struct Turn(WriterQueue queue) : IDisposable
    {
        public void Dispose() => queue?.Leave();
    }
}
