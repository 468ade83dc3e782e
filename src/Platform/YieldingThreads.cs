using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace NhatLe.Platform;

/// <summary>
/// Threads of their own for work that keeps a core busy. They give way to whoever else wants the core, and hold up no thread of the
/// pool: a request that needs a millisecond does not wait behind one that needs fifty.
/// </summary>
public sealed partial class YieldingThreads : IDisposable
{
    const int OfProcess = 0, Own = 0, Nice = 10; // setpriority(2): on Linux "the process 0" is the calling thread; no privilege is needed to give way

    readonly BlockingCollection<Action> work = [];

    public YieldingThreads(string name, int count)
    {
        for (var i = 0; i < count; i++)
            new Thread(Loop) { Name = name, IsBackground = true, Priority = ThreadPriority.BelowNormal }.Start();
    }

    /// <exception cref="ObjectDisposedException">The application is ending.</exception>
    public Task<T> Run<T>(Func<T> job)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            work.Add(() =>
            {
                try { done.SetResult(job()); }
                catch (Exception e) { done.SetException(e); } // told where it is awaited
            });
        }
        catch (InvalidOperationException e) { throw new ObjectDisposedException("The application is ending.", e); }
        return done.Task;
    }

    void Loop()
    {
        if (OperatingSystem.IsLinux()) _ = setpriority(OfProcess, Own, Nice); // refused, it only yields less
        foreach (var job in work.GetConsumingEnumerable()) job();
    }

    /// <summary>What was begun is finished; the threads end by themselves.</summary>
    public void Dispose() => work.CompleteAdding();

    [LibraryImport("libc")]
    private static partial int setpriority(int which, int who, int value);
}
