using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Facts;
using static NhatLe.Tests.Facts.FactsApp;

namespace NhatLe.Tests.Facts;

public sealed class RaceTests(FactsApp app) : IClassFixture<FactsApp>
{
    [Fact]
    public async Task Who_comes_second_is_told_who_did_what_and_changes_nothing()
    {
        var matter = await app.GivenMatter("tranh nhau", app.Time.Now.AddDays(1));
        var refusal = await app.Act(Clerk, async slow =>
        {
            var seen = await slow.Matters.SingleAsync(m => m.Id == matter.Id);
            await app.Move(matter.Id, by: Justice);
            seen.Call("của người chậm");
            slow.Record(seen, new MatterMoved("muộn"));
            slow.Discharge(seen, "test.process");
            return await Assert.ThrowsAsync<Refusal>(() => slow.SaveChangesAsync());
        });
        Assert.Equal(409, refusal.Status);
        Assert.Contains("Trần Tiến Đông", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Chuyển việc thử", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await app.Journal(matter.Id)).Count);
        Assert.Null((await app.OnlyDuty(matter.Id)).EndedAt);
    }

    [Fact]
    public async Task Of_many_at_once_one_wins_and_each_loser_gets_a_conflict()
    {
        var matter = await app.GivenMatter("đông người", app.Time.Now.AddDays(1));
        var start = new TaskCompletionSource();
        var racers = Enumerable.Range(0, 8).Select(n => Task.Run(() => app.Act(Justice, async db =>
        {
            var seen = await db.Matters.SingleAsync(m => m.Id == matter.Id);
            await start.Task;
            db.Record(seen, new MatterMoved($"người {n}"));
            try
            {
                await db.SaveChangesAsync();
                return 200;
            }
            catch (Refusal refusal)
            {
                return refusal.Status;
            }
        }))).ToList();
        await Task.Delay(300);
        start.SetResult();
        var answers = await Task.WhenAll(racers);
        Assert.Equal([200, 409, 409, 409, 409, 409, 409, 409], answers.Order());
        var lines = await app.Journal(matter.Id);
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.True(line.Holds));
    }

    [Fact]
    public async Task The_same_new_record_sent_twice_is_a_conflict_the_second_time()
    {
        var now = app.Time.Now;
        var first = Matter.Open(now, TrongHoa, "gửi hai lần");
        await app.Act(Clerk, db => Save(db, first));
        var copy = Matter.Open(now, TrongHoa, "gửi hai lần");
        typeof(Platform.Data.Subject).GetProperty("Id")!.SetValue(copy, first.Id);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => app.Act(Clerk, db => Save(db, copy)));
        Assert.Equal(409, refusal.Status);
        Assert.Contains("Mở việc thử", refusal.Message, StringComparison.Ordinal);
        Assert.Single(await app.Journal(first.Id));
    }

    static async Task Save(MatterDb db, Matter matter)
    {
        db.Matters.Add(matter);
        db.Record(matter, new MatterOpened(matter.Title));
        await db.SaveChangesAsync();
    }

    [Fact]
    public async Task A_mistake_of_ours_is_not_called_a_conflict()
    {
        var matter = await app.GivenMatter("cột rỗng", app.Time.Now.AddDays(1));
        var failed = await Assert.ThrowsAnyAsync<Exception>(() => app.Move(matter.Id, (_, m) => m.Call(null!)));
        Assert.IsNotType<Refusal>(failed);
        Assert.Single(await app.Journal(matter.Id));
    }
}
