using System.Collections.Concurrent;
using NhatLe.Platform.Data;
using NhatLe.Post.Orders;

namespace NhatLe.Host.Simulation.Faults;

/// <summary>Some results go by the public post, and some of those whom they go to pay their fee to the postman.</summary>
public sealed class Letters(HttpHands hands, Payers payers, int seed)
{
    const double ByPost = 0.12, AtDoor = 0.5;

    static readonly TimeSpan wait = TimeSpan.FromSeconds(1), longest = TimeSpan.FromMinutes(30);

    readonly ConcurrentBag<Task> sent = [];

    public bool IsByPost(Life life) => life.Steps.Any(s => s.Deed == Deed.Return) && new Dice(seed ^ 0x905, life.Index).Happens(ByPost);

    public bool PaysAtDoor(Life life) => IsByPost(life) && new Dice(seed ^ 0xD00, life.Index).Happens(AtDoor);

    /// <summary>The desk does not wait for the postman.</summary>
    public void Send(Life life, string code, CancellationToken ct) => sent.Add(Task.Run(() => Go(life, code, ct), ct));

    public Task All() => Task.WhenAll(sent);

    async Task Go(Life life, string code, CancellationToken ct)
    {
        if (!PaysAtDoor(life)) await payers.Settle(life, code, ct);
        var asked = await Until(() => hands.Try<Asked>(life.Clerk, $"/api/post/dossiers/{code}/orders",
            new { kind = OrderKind.Return, name = life.Person.FullName, phone = life.Person.Phone ?? "0912000000", unit = life.Commune.Code, detail = "Thôn 2", payAtDoor = PaysAtDoor(life) }, ct), ct);
        await Until(() => hands.Try<object>(life.Clerk, "/api/post/hand-overs", new { id = StableId.Of("simulated-list", code), orders = new[] { asked.Id }, postman = "Lê Văn Bưu" }, ct), ct);
    }

    /// <summary>Refused for now: the post does not have the order yet.</summary>
    static async Task<T> Until<T>(Func<Task<T?>> ask, CancellationToken ct) where T : class
    {
        for (var began = TimeProvider.System.GetTimestamp(); ;)
        {
            if (await ask() is { } done) return done;
            if (TimeProvider.System.GetElapsedTime(began) > longest) throw new TimeoutException("The post does not take a letter.");
            await Task.Delay(wait, TimeProvider.System, ct);
        }
    }

    sealed record Asked(Guid Id);
}
