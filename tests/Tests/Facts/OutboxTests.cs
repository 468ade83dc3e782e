using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using static NhatLe.Tests.Facts.FactsApp;

namespace NhatLe.Tests.Facts;

public sealed class OutboxTests(FactsApp app) : IClassFixture<FactsApp>
{
    Task<List<Effect>> Effects(Guid matterId) => app.Act(Clerk, db => db.Effects.AsNoTracking().Where(e => e.SubjectId == matterId).OrderBy(e => e.Place).ToListAsync());

    Task<List<OutboxRow>> Waiting(Guid matterId) => app.Db(db => db.Outbox.AsNoTracking().Where(o => o.SubjectId == matterId).OrderBy(o => o.Seq).ToListAsync());

    async Task<Guid> GivenMatter() => (await app.GivenMatter("phản ứng", app.Time.Now.AddDays(1))).Id;

    Task Done(Guid matterId, int effects) => Until(async () => (await Effects(matterId)).Count == effects && (await Waiting(matterId)).Count == 0, $"{effects} effects, nothing waiting");

    [Fact]
    public async Task What_happened_to_one_record_is_delivered_in_its_order()
    {
        var matters = new List<Guid>();
        for (var i = 0; i < 4; i++) matters.Add(await GivenMatter());
        await Task.WhenAll(matters.Select(async id => { for (var i = 0; i < 10; i++) await app.Move(id); }));
        foreach (var id in matters)
        {
            await Done(id, 10);
            Assert.Equal(Enumerable.Range(2, 10).Select(n => (long)n), (await Effects(id)).Select(e => e.Seq));
        }
    }

    [Fact]
    public async Task Several_entries_of_one_act_keep_their_order()
    {
        var id = await GivenMatter();
        await app.Move(id, (db, m) => { for (var i = 0; i < 20; i++) db.Record(m, new MatterMoved("bước " + i)); });
        await Done(id, 21);
        Assert.Equal(Enumerable.Range(2, 21).Select(n => (long)n), (await Effects(id)).Select(e => e.Seq));
    }

    [Fact]
    public async Task A_failing_reaction_holds_back_its_own_record_only()
    {
        var (faulty, sound) = (await GivenMatter(), await GivenMatter());
        app.Faults.For[faulty] = Fault.BeforeSaving;
        await app.Move(faulty);
        await app.Move(faulty);
        await app.Move(sound);
        await Done(sound, 1);
        await Until(async () => (await Waiting(faulty))[0].Attempts > 0, "a first attempt");
        var held = await Waiting(faulty);
        Assert.Contains("The neighbour is away.", held[0].LastError!, StringComparison.Ordinal);
        Assert.Equal(0, held[1].Attempts);
        Assert.Empty(await Effects(faulty));

        app.Faults.For.TryRemove(faulty, out _);
        await Done(faulty, 2);
        Assert.Equal([2, 3], (await Effects(faulty)).Select(e => e.Seq));
    }

    [Fact]
    public async Task More_held_back_rows_than_one_reading_takes_do_not_starve_a_neighbour_in_the_partition()
    {
        var faulty = await GivenMatter();
        app.Faults.For[faulty] = Fault.BeforeSaving;
        await app.Move(faulty, (db, m) => { for (var i = 0; i < 250; i++) db.Record(m, new MatterMoved("bước " + i)); });
        await Until(async () => (await Waiting(faulty))[0].Attempts > 0, "a first attempt");

        Guid sound;
        do sound = await GivenMatter(); while (Reactions.PartitionOf(sound) != Reactions.PartitionOf(faulty));
        await app.Move(sound);
        await Done(sound, 1);
        Assert.Equal(251, (await Waiting(faulty)).Count);
    }

    [Fact]
    public async Task After_the_last_attempt_it_is_a_dead_letter_which_can_be_sent_again_or_skipped()
    {
        var id = await GivenMatter();
        app.Faults.For[id] = Fault.BeforeSaving;
        await app.Move(id);
        await app.Move(id);
        for (var attempt = 1; attempt <= Dispatcher.MostAttempts; attempt++)
        {
            await Until(async () => (await Waiting(id))[0].Attempts == attempt, $"attempt {attempt}");
            if (attempt < Dispatcher.MostAttempts) await app.Db(db => Hurry(db, id));
        }
        Assert.Equal([true, false], (await Waiting(id)).Select(o => o.Dead));
        await app.Db(db => Hurry(db, id));
        await Task.Delay(300);
        Assert.Equal(Dispatcher.MostAttempts, app.Faults.Runs[id]);

        var letter = Assert.Single(await Letters(l => l.Read(default)), l => l.SubjectId == id);
        Assert.True(letter.Dead);
        Assert.Equal(("Chuyển việc thử", 1), (letter.Words, letter.Waiting));

        app.Faults.For.TryRemove(id, out _);
        await Letters(async l => { await l.Retry(letter.EntryId, letter.Reaction, default); return 0; });
        await Done(id, 2);

        var skipped = await GivenMatter();
        app.Faults.For[skipped] = Fault.BeforeSaving;
        await app.Move(skipped);
        await app.Move(skipped);
        await Until(async () => (await Waiting(skipped))[0].Attempts > 0, "a first attempt");
        app.Faults.For.TryRemove(skipped, out _);
        var first = (await Waiting(skipped))[0];
        await Letters(async l => { await l.Skip(first.EntryId, first.Reaction, default); return 0; });
        await Done(skipped, 1);
        Assert.Equal(3, Assert.Single(await Effects(skipped)).Seq);
    }

    [Fact]
    public async Task Effects_happen_once_when_the_process_dies_right_after_the_commit()
    {
        var id = await GivenMatter();
        app.Faults.For[id] = Fault.AfterSaving;
        await app.Move(id);
        await Done(id, 1);
        await app.Services.GetRequiredService<Dispatcher>().DeliverOnce(default);
        Assert.Single(await Effects(id));
        Assert.Equal(1, app.Faults.Runs[id]);
    }

    [Fact]
    public async Task Two_dispatchers_at_once_make_every_effect_once()
    {
        var matters = new List<Guid>();
        for (var i = 0; i < 5; i++) matters.Add(await GivenMatter());
        var second = app.Services.GetRequiredService<Dispatcher>();
        using var stop = new CancellationTokenSource();
        var other = Task.Run(async () => { while (!stop.IsCancellationRequested) await second.DeliverOnce(default); });
        try
        {
            foreach (var id in matters) for (var i = 0; i < 6; i++) await app.Move(id);
            foreach (var id in matters) await Done(id, 6);
        }
        finally
        {
            await stop.CancelAsync();
            await other;
        }
        foreach (var id in matters) Assert.Equal([2, 3, 4, 5, 6, 7], (await Effects(id)).Select(e => e.Seq));
    }

    /// <summary>The next attempt is due now.</summary>
    Task<int> Hurry(PlatformDb db, Guid id)
    {
        app.Services.GetRequiredService<DispatchSignal>().Raise();
        var past = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        return db.Outbox.Where(o => o.SubjectId == id && !o.Dead).ExecuteUpdateAsync(s => s.SetProperty(o => o.NextTryAt, past));
    }

    async Task<T> Letters<T>(Func<DeadLetters, Task<T>> use)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<DeadLetters>());
    }

    [Fact]
    public async Task A_reaction_speaks_Vietnamese_whatever_the_language_of_the_machine()
    {
        var id = await GivenMatter();
        await app.Move(id);
        await Done(id, 1);
        Assert.Equal("vi-VN", app.Faults.Languages[id]);
    }
}
