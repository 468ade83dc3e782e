using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using static NhatLe.Tests.Facts.FactsApp;

namespace NhatLe.Tests.Facts;

/// <summary>Seals over everything that was done and read: complete, chained, signed, once each, whatever happens in between.</summary>
public sealed class SealTests : IAsyncLifetime
{
    readonly FactsApp app = new();

    public Task InitializeAsync() => app.InitializeAsync();
    public Task DisposeAsync() => app.DisposeAsync();

    Task<Seal?> Newest() => app.Db(db => db.Seals.AsNoTracking().OrderByDescending(s => s.Number).FirstOrDefaultAsync());

    async Task<Guid> GivenActsAndReadings()
    {
        var matter = await app.GivenMatter("niêm phong", app.Time.Now.AddDays(1));
        await app.Move(matter.Id);
        app.Reads(await app.Officer(Justice), Guid.CreateVersion7(app.Time.Now), "T-1");
        await app.Settled();
        return matter.Id;
    }

    [Fact]
    public async Task A_seal_holds_every_entry_and_reading_once_and_goes_on_from_the_one_before()
    {
        await GivenActsAndReadings();
        var first = (await app.Seal()).LastOrDefault() ?? await Newest();
        await GivenActsAndReadings();
        var second = Assert.Single(await app.Seal());

        Assert.Equal((first!.Number + 1, first.LastLeaf + 1, 3L), (second.Number, second.FirstLeaf, second.LeafCount));
        Assert.Equal(first.ComputeHash(), second.Previous);
        var leaves = await app.Db(db => db.SealLeaves.AsNoTracking().OrderBy(l => l.N).ToListAsync());
        var rows = await app.Db(async db => (await db.Entries.Select(e => e.Id).ToListAsync()).Concat(await db.Accesses.Select(a => a.Id).ToListAsync()).Order().ToList());
        Assert.Equal(rows, leaves.Select(l => l.RefId).Order());
        Assert.Equal(Enumerable.Range(1, leaves.Count).Select(n => (long)n), leaves.Select(l => l.N));
        Assert.Equal(second.LastLeaf, leaves.Count);
        Assert.Equal(Merkle.Root([.. leaves.Where(l => l.N >= second.FirstLeaf).Select(l => l.Hash)]), second.Root);
        Assert.True((await app.Db(db => db.SealKeys.AsNoTracking().SingleAsync())).Verifies(second));
        Assert.Empty(await app.Seal()); // nothing is new
        Assert.Null(await app.Verify());
    }

    [Fact]
    public async Task After_a_crash_between_leaves_and_seal_the_next_round_goes_on_from_them()
    {
        await app.Seal();
        await GivenActsAndReadings();
        var before = (await app.Db(db => db.Settings.AsNoTracking().SingleAsync(s => s.Name == Sealer.NewestName))).Value;
        var made = Assert.Single(await app.Seal());
        await app.Execute($"DELETE FROM seals WHERE number = {made.Number}"); // as it was before the last transaction
        await app.Execute($"UPDATE settings SET value = {before} WHERE name = {Sealer.NewestName}");
        Assert.Null(await app.Verify());

        await app.Restart(gently: false);
        await app.Seal();
        var again = await app.Db(db => db.Seals.AsNoTracking().SingleAsync(s => s.Number == made.Number));
        Assert.Equal((made.FirstLeaf, Convert.ToHexString(made.Previous)), (again.FirstLeaf, Convert.ToHexString(again.Previous)));
        Assert.True(again.LastLeaf >= made.LastLeaf);
        Assert.Null(await app.Verify());
    }

    [Fact]
    public async Task Sealers_at_once_never_make_two_seals_of_one_number_nor_two_leaves_of_one_entry()
    {
        await app.Seal();
        List<Sealer> sealers = [app.Services.GetRequiredService<Sealer>(), app.AnotherSealer(), app.AnotherSealer()];
        for (var round = 0; round < 3; round++)
        {
            await GivenActsAndReadings();
            await Task.WhenAll(sealers.Select(s => Task.Run(() => s.Run(onlyIfDue: false, default))));
        }
        var seals = await app.Db(db => db.Seals.AsNoTracking().OrderBy(s => s.Number).ToListAsync());
        Assert.Equal(Enumerable.Range(1, seals.Count).Select(n => (long)n), seals.Select(s => s.Number));
        Assert.Equal(await app.Db(async db => await db.Entries.CountAsync() + await db.Accesses.CountAsync()), seals[^1].LastLeaf);
        Assert.Null(await app.Verify());
    }

    [Fact]
    public async Task A_timer_seals_once_a_period_and_nothing_is_sealed_as_nothing_once_a_day()
    {
        await app.Seal();
        await GivenActsAndReadings();
        Assert.Empty(await app.AnotherSealer().Run(onlyIfDue: true, default)); // another node was there a moment ago
        await app.Seal();

        var tomorrow = new ShiftedTime(TimeSpan.FromHours(25));
        var sealer = ActivatorUtilities.CreateInstance<Sealer>(app.Services, (TimeProvider)tomorrow);
        var empty = Assert.Single(await sealer.Run(onlyIfDue: true, default));
        Assert.Equal((0L, Convert.ToHexString(Merkle.Root([]))), (empty.LeafCount, Convert.ToHexString(empty.Root)));
        Assert.Empty(await sealer.Run(onlyIfDue: false, default));
        Assert.Null(await app.Verify());
    }

    [Fact]
    public async Task An_entry_cut_off_at_the_end_of_its_chain_is_found()
    {
        var matter = await GivenActsAndReadings();
        await app.Seal();
        await app.Execute($"DELETE FROM journal_payloads WHERE entry_id IN (SELECT id FROM journal_entries WHERE subject_id = {matter} AND seq = 2)");
        Assert.Equal(1, await app.Execute($"DELETE FROM journal_entries WHERE subject_id = {matter} AND seq = 2"));
        Assert.All(await app.Journal(matter), line => Assert.True(line.Holds)); // the chain alone does not know
        Assert.Contains("not there any more", await app.Verify(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_commits_late_is_in_the_next_seal_and_what_is_added_with_an_old_date_is_found_before_and_after_it_is_sealed()
    {
        await app.Seal();
        await Forge(app.Time.Now.AddMinutes(-2)); // a transaction that took its time
        Assert.Single(await app.Seal());
        Assert.Null(await app.Verify());

        app.Time.MoveTo(app.Time.Now.AddHours(3));
        await GivenActsAndReadings();
        await app.Seal();
        await Forge(app.Time.Now.AddHours(-2));
        Assert.Contains("is in no seal", await app.Verify(), StringComparison.Ordinal);
        await app.Seal();
        Assert.Contains("added afterwards", await app.Verify(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backlog_becomes_several_seals_that_verify()
    {
        await app.Seal();
        await GivenActsAndReadings();
        await GivenActsAndReadings();
        app.Time.MoveTo(app.Time.Now.AddHours(3));
        await GivenActsAndReadings();
        var s = app.Services;
        var small = new Sealer(s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<Database>(), s.GetRequiredService<SealKey>(), s.GetRequiredService<AccessLog>(),
            s.GetRequiredService<LegalTime>(), TimeProvider.System, s.GetRequiredService<ILogger<Sealer>>()) { MostLeaves = 3 };
        Assert.True((await small.Run(onlyIfDue: false, default)).Count > 2, "All went into two seals.");
        Assert.Null(await app.Verify());
    }

    [Fact]
    public async Task Seals_cut_off_at_the_end_and_seals_by_another_key_are_found()
    {
        await GivenActsAndReadings();
        await app.Seal();
        await GivenActsAndReadings();
        var newest = Assert.Single(await app.Seal());
        using var stranger = new SealKey(Path.Combine(app.Started.DataFolder, "stranger.seal"));
        await File.WriteAllTextAsync(Path.Combine(app.Started.DataFolder, "stranger.seal"), SealKey.MakePem());
        await GivenActsAndReadings();
        await ActivatorUtilities.CreateInstance<Sealer>(app.Services, stranger).Run(onlyIfDue: false, default);
        Assert.Contains($"signed with the key {stranger.Id}", await app.Verify(), StringComparison.Ordinal);

        await app.Execute($"DELETE FROM seals WHERE number > {newest.Number}");
        Assert.Contains($"after seal {newest.Number} seals were cut off", await app.Verify(), StringComparison.Ordinal);
    }

    /// <summary>A well-formed first entry of a record, dated as its forger likes.</summary>
    async Task Forge(DateTimeOffset at)
    {
        var entry = new Entry { Id = Guid.CreateVersion7(at), SubjectId = Guid.CreateVersion7(at), SubjectKind = "Matter", Seq = 1, Event = "facts.matter-opened", At = at, ActorKind = ActorKind.System, PayloadHash = new byte[32] };
        await app.Execute($"""
            INSERT INTO journal_entries (id, subject_id, subject_kind, seq, event, at, actor_kind, payload_hash, previous_hash, hash)
            VALUES ({entry.Id}, {entry.SubjectId}, {entry.SubjectKind}, {entry.Seq}, {entry.Event}, {entry.At}, {entry.ActorKind}, {entry.PayloadHash}, {entry.PreviousHash}, {entry.ComputeHash()})
            """);
    }

    sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}
