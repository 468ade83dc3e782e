using NhatLe.Platform.Data;

namespace NhatLe.Tests.Facts;

[Trait("Run", "Once")]
public sealed class WriterQueueTests
{
    [Fact]
    public async Task Writers_have_their_turn_in_the_order_of_asking()
    {
        var queue = new WriterQueue(serialise: true);
        List<int> order = [];
        var first = await queue.Enter();
        var waiting = Enumerable.Range(0, 50).Select(n => Write(queue, n, order)).ToList();
        Assert.Empty(order);
        first.Dispose();
        await Task.WhenAll(waiting);
        Assert.Equal(Enumerable.Range(0, 50), order);
    }

    [Fact]
    public async Task Never_two_at_once()
    {
        var queue = new WriterQueue(serialise: true);
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                using var turn = await queue.Enter();
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
            }
        })));
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Who_gives_up_waiting_holds_nobody_back()
    {
        var queue = new WriterQueue(serialise: true);
        List<int> order = [];
        using var impatient = new CancellationTokenSource();
        var first = await queue.Enter();
        var before = Write(queue, 1, order);
        var givesUp = Write(queue, 2, order, impatient.Token);
        var after = Write(queue, 3, order);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givesUp);
        first.Dispose();
        await Task.WhenAll(before, after);
        Assert.Equal([1, 3], order);
        await Write(queue, 4, order).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal([1, 3, 4], order);
    }

    [Fact]
    public async Task Where_the_database_can_do_it_nobody_waits()
    {
        var queue = new WriterQueue(serialise: false);
        using var one = await queue.Enter();
        using var two = await queue.Enter().AsTask().WaitAsync(TimeSpan.FromSeconds(5));
    }

    static async Task Write(WriterQueue queue, int number, List<int> order, CancellationToken ct = default)
    {
        using var turn = await queue.Enter(ct);
        order.Add(number);
        await Task.Yield();
    }
}
