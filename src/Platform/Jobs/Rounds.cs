using Microsoft.Extensions.Hosting;
using NhatLe.Platform.Data;

namespace NhatLe.Platform.Jobs;

/// <summary>Wakes work in the background of this node, which also looks by itself.</summary>
/// <param name="listeners">How many wait for it.</param>
public abstract class Signal(int listeners = 1) : IDisposable
{
    readonly SemaphoreSlim signal = new(0, listeners);

    /// <summary>Twice is once.</summary>
    public void Raise()
    {
        var waiting = listeners - signal.CurrentCount;
        if (waiting == 0) return;
        try { signal.Release(waiting); }
        catch (SemaphoreFullException) { /* raised by somebody else in this moment */ }
    }

    public Task<bool> Wait(TimeSpan atMost, CancellationToken ct) => signal.WaitAsync(atMost, ct);

    public void Dispose()
    {
        signal.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>Work in rounds: at once again while there was something to do, else when it is woken, and every second by itself.</summary>
public abstract class Rounds(Signal signal, TimeProvider time) : BackgroundService
{
    static readonly TimeSpan pause = TimeSpan.FromSeconds(1);

    protected TimeProvider Time => time;

    /// <returns>How many were done or failed.</returns>
    protected abstract Task<int> Round(CancellationToken ct);

    /// <summary>The database is away: it looks again soon, nothing is lost.</summary>
    protected abstract void Log(Exception failed);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await Round(stoppingToken) == 0) await signal.Wait(pause, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (Database.IsAway(e))
            {
                Log(e);
                await Task.Delay(pause, time, stoppingToken);
            }
        }
    }
}
