using System.Collections.Concurrent;
using NhatLe.Identity.Credentials;
using NhatLe.Platform;

namespace NhatLe.Tests.Identity;

/// <summary>The queue in front of the cores.</summary>
[Trait("Run", "Once")]
public sealed class TurnsTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Never_more_than_so_many_at_once_and_the_others_in_the_order_they_came()
    {
        var turns = new Turns(2, 100);
        await turns.Enter(default);
        await turns.Enter(default);
        List<Task> waiting = [];
        var order = new ConcurrentQueue<int>();
        for (var i = 0; i < 20; i++)
        {
            var number = i;
            waiting.Add(Task.Run(async () => { await turns.Enter(default); order.Enqueue(number); }));
            await Until(() => turns.Waiting == number + 1);
        }
        Assert.Empty(order);
        for (var done = 0; done < 20; done++)
        {
            turns.Leave();
            await Until(() => order.Count == done + 1);
            await Task.Delay(2);
            Assert.Equal(done + 1, order.Count); // one left, one came
        }
        await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(0, 20), order);
        Assert.Equal(0, turns.Waiting);
    }

    [Fact]
    public async Task Over_the_bound_one_is_asked_to_come_again_and_those_who_wait_lose_nothing()
    {
        var turns = new Turns(1, 3);
        await turns.Enter(default);
        var waiting = Enumerable.Range(0, 3).Select(_ => turns.Enter(default)).ToList();
        for (var i = 0; i < 5; i++)
        {
            var refusal = await Assert.ThrowsAsync<Refusal>(() => turns.Enter(default));
            Assert.Equal((503, "busy", Turns.ComeAgain), (refusal.Status, refusal.Code, refusal.RetryAfter));
        }
        foreach (var one in waiting)
        {
            turns.Leave();
            await one.WaitAsync(Patience);
        }
        turns.Leave();
        await turns.Enter(default).WaitAsync(Patience); // there is room again
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_queue_and_the_next_goes_on()
    {
        var turns = new Turns(1, 3);
        await turns.Enter(default);
        using var gone = new CancellationTokenSource();
        var (first, second, third) = (turns.Enter(gone.Token), turns.Enter(gone.Token), turns.Enter(default));
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.Equal(1, turns.Waiting);
        Assert.False(third.IsCompleted);
        turns.Leave();
        await third.WaitAsync(Patience);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => turns.Enter(gone.Token));
    }

    [Fact]
    public async Task Turns_given_and_given_up_at_once_are_all_there_afterwards()
    {
        const int AtOnce = 3;
        var turns = new Turns(AtOnce, 1000);
        var (running, most, entered, gaveUp) = (0, 0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(async () =>
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(i % 7));
            try { await turns.Enter(i % 2 == 0 ? default : patience.Token); }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref gaveUp);
                return;
            }
            var now = Interlocked.Increment(ref running);
            for (var seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most) { }
            await Task.Delay(1);
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref entered);
            turns.Leave();
        }))).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(500, entered + gaveUp);
        Assert.InRange(most, 1, AtOnce);
        Assert.True(entered >= 250); // who does not give up gets there
        for (var i = 0; i < AtOnce; i++) await turns.Enter(default).WaitAsync(Patience);
        Assert.False(turns.Enter(default).IsCompleted); // no turn was made twice
    }

    [Fact]
    public async Task Threads_that_give_way_run_as_many_jobs_at_once_as_there_are_and_tell_what_went_wrong()
    {
        using var threads = new YieldingThreads("test", 2);
        using var open = new ManualResetEventSlim();
        var running = 0;
        var jobs = Enumerable.Range(0, 4).Select(i => threads.Run(() =>
        {
            Interlocked.Increment(ref running);
            open.Wait(Patience);
            return (Number: i, Thread: Thread.CurrentThread.Name, IsPool: Thread.CurrentThread.IsThreadPoolThread);
        })).ToList();
        await Until(() => running == 2);
        await Task.Delay(20);
        Assert.Equal(2, running);
        open.Set();
        var done = await Task.WhenAll(jobs).WaitAsync(Patience);
        Assert.Equal([0, 1, 2, 3], done.Select(d => d.Number));
        Assert.All(done, d => Assert.Equal(("test", false), (d.Thread, d.IsPool)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => threads.Run<int>(() => throw new InvalidOperationException("no")));
        Assert.Equal(7, await threads.Run(() => 7).WaitAsync(Patience));
    }

    static async Task Until(Func<bool> holds)
    {
        for (var i = 0; i < 2000; i++)
        {
            if (holds()) return;
            await Task.Delay(5);
        }
        Assert.Fail("It never came to that.");
    }
}
