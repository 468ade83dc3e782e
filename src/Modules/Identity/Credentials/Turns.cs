using NhatLe.Platform;

namespace NhatLe.Identity.Credentials;

/// <summary>So many at once; the others wait in the order they came, and over a bound they are asked to come again.</summary>
public sealed class Turns(int atOnce, int mostWaiting)
{
    /// <summary>Whoever finds the queue full is told to come again after this.</summary>
    public static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(10);

    readonly Lock gate = new();
    readonly LinkedList<TaskCompletionSource> waiting = new();
    int free = atOnce;

    public int Waiting
    {
        get { lock (gate) return waiting.Count; }
    }

    /// <summary>Returns with a turn, which the caller gives back by <see cref="Leave"/>.</summary>
    /// <exception cref="Refusal">503, with Retry-After: too many wait already.</exception>
    public async Task Enter(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        LinkedListNode<TaskCompletionSource> mine;
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                return;
            }
            if (waiting.Count >= mostWaiting) throw Refusal.Busy(ComeAgain, "Nhiều người đang đăng nhập cùng lúc. Hãy chờ {0} giây rồi bấm lại.", (int)ComeAgain.TotalSeconds);
            mine = waiting.AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
        await using (ct.UnsafeRegister(_ => GiveUp(mine, ct), state: null)) await mine.Value.Task;
    }

    /// <summary>Its turn goes to the first who waits.</summary>
    public void Leave()
    {
        lock (gate)
        {
            if (waiting.First is not { } next)
            {
                free++;
                return;
            }
            waiting.RemoveFirst();
            next.Value.SetResult();
        }
    }

    /// <summary>Who has got the turn already keeps it, and gives it back as everybody does.</summary>
    void GiveUp(LinkedListNode<TaskCompletionSource> mine, CancellationToken ct)
    {
        lock (gate)
        {
            if (mine.List is null) return;
            waiting.Remove(mine);
        }
        mine.Value.SetCanceled(ct);
    }
}
