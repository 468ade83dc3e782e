using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Organization.Reforms;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Organization;

/// <summary>The reforms that happened, on a province with dossiers under way: nothing is lost, and no clock moves.</summary>
public sealed class ReformTests
{
    [Fact]
    public async Task The_mergers_of_December_2024_are_rehearsed_and_come_at_midnight_and_nothing_is_lost()
    {
        await using var app = new Owned(await ReformApp.Begin());
        var before = await Kept.Of(app.App.Services);
        var reform = await app.App.PlannedFrom("2024-12-01");
        Assert.Empty(reform.Problems!);
        Assert.Equal(6, reform.Questions!.Count(q => q.Key.StartsWith("post/", StringComparison.Ordinal))); // two chairmen in one commune
        Assert.All(reform.Questions!, q => Assert.Equal("deputy", q.Default));
        string[] gone = ["18910", "18916", "19048", "19120", "19195", "19201"];
        var open = await app.App.Db(db => db.Duties.AsNoTracking().Where(d => d.EndedAt == null).ToListAsync());
        var duties = reform.Parts.Single(p => p.Name == "duties").Lines;
        Assert.Equal(gone.Sum(g => open.Count(d => d.UnitId == Reforming.Unit(g))), duties.Sum(l => l.Count));
        Assert.All(reform.Parts.SelectMany(p => p.Lines), l => Assert.Contains(l.From, gone));

        await app.App.Schedule(reform.Id, atOnce: false);
        app.App.Time.MoveTo(App.Day(2024, 11, 30, 23, 59));
        await app.App.Services.GetRequiredService<ExecuteReforms>().Run(default);
        Assert.Equal(ReformStatus.Scheduled, (await app.App.Reform(reform.Id)).Status);
        app.App.Time.MoveTo(App.Day(2024, 12, 1));
        var done = await app.App.Done(reform.Id);

        Assert.Equal((6, 0L), (done.Outcome!.Communes, done.Outcome.Lost));
        await Kept.MustHold(app.App.Services, before);
        var units = await app.App.Services.GetRequiredService<DirectoryCache>().Confirm();
        Assert.Equal(145, units.Units.Count(u => u is { Kind: UnitKind.Commune, HasEnded: false }));
        var merged = units.FindUnit("18919")!;
        Assert.Equal(("Xã Tân Thành", "Ủy ban nhân dân xã Tân Thành"), (merged.FullName, merged.Authority));
        Assert.Equal("Xã Hóa Tiến", units.On(merged.Id, new(2024, 11, 30)).FullName);
        Assert.Equal("Xã Tân Thành", units.On(merged.Id, new(2024, 12, 1)).FullName);
        Assert.Equal(merged.Id, units.Now(Reforming.Unit("18916")).Id);
        Assert.Equal("Thị trấn Quán Hàu", units.FindUnit("19207")!.FullName);
        Assert.Contains(units.Find("hoa tien"), n => n.Unit.Id == merged.Id && n.Name == "Xã Hóa Tiến" && n.Until == new DateOnly(2024, 11, 30));
        Assert.All(await app.App.Journal(reform.Id), line => Assert.True(line.Holds));
        Assert.Equal(["Lập phương án sắp xếp", "Duyệt cho thi hành phương án sắp xếp", "Bắt đầu sắp xếp đơn vị", "Sắp xếp đơn vị xong"], (await app.App.Journal(reform.Id)).Select(l => l.Words));
    }

    [Fact]
    public async Task The_reform_of_July_2025_asks_who_takes_over_each_district_and_then_nothing_is_lost()
    {
        await using var app = new Owned(await ReformApp.Begin());
        app.App.Time.MoveTo(App.Day(2024, 12, 1, 8));
        var first = await app.App.PlannedFrom("2024-12-01");
        await app.App.Schedule(first.Id, atOnce: true);
        await app.App.Done(first.Id);

        app.App.Time.MoveTo(App.Day(2025, 6, 30, 20));
        var before = await Kept.Of(app.App.Services);
        var reform = await app.App.PlannedFrom("2025-07-01");
        Assert.Empty(reform.Problems!);
        Assert.Equal(8, reform.Questions!.Count(q => q.Default is null));
        var refused = await (await app.App.As(Reforming.Administrator)).PostJson($"/api/organization/reforms/{reform.Id}/schedule", new { atOnce = false });
        Assert.Equal(System.Net.HttpStatusCode.Conflict, refused.StatusCode);
        await app.App.Answer(reform);
        await app.App.Schedule(reform.Id, atOnce: false);
        app.App.Time.MoveTo(App.Day(2025, 7, 1));
        var done = await app.App.Done(reform.Id);
        Assert.Equal((8, 0, 0L), (done.Outcome!.Units, done.Outcome.Communes, done.Outcome.Lost));
        Assert.True(done.Outcome.Moved["services.dossiers"] > 50, "No dossier of a district was moved.");
        await KeptAcross(app.App, before);
        var units = await app.App.Services.GetRequiredService<DirectoryCache>().Confirm();
        Assert.Equal("Tỉnh Quảng Trị", units.FindUnit("44")!.FullName);
        Assert.DoesNotContain(units.Units, u => u is { Kind: UnitKind.District, HasEnded: false });
        Assert.All(units.Units.Where(u => u is { Kind: UnitKind.Commune, HasEnded: false }), u => Assert.Equal(Reforming.Unit("44"), u.ParentId));
        Assert.All(units.Units.Where(u => u is { Kind: UnitKind.Commune, HasEnded: false }), u => Assert.Equal(UnitKind.District, units.Unit(units.On(u.Id, new(2025, 6, 30)).ParentId!.Value).Kind));
        // Nobody who led a district leads a commune by it.
        Assert.DoesNotContain(units.Positions, p => p.ValidFrom == new DateOnly(2025, 7, 1) && p.Subtree && p.PositionKey.StartsWith("district.", StringComparison.Ordinal));
    }

    /// <summary>The second of two reforms: what the first moved keeps the unit it was filed with.</summary>
    static async Task KeptAcross(App app, Kept before)
    {
        var after = await Kept.Of(app.Services);
        Assert.Equal(before.Dossiers.OrderBy(d => d.Key), after.Dossiers.OrderBy(d => d.Key));
        Assert.Equal(before.Duties.OrderBy(d => d.Key), after.Duties.OrderBy(d => d.Key));
        var units = await app.Services.GetRequiredService<DirectoryCache>().Confirm();
        Assert.All(await app.Db(db => db.Duties.AsNoTracking().Where(d => d.EndedAt == null).ToListAsync()), d => Assert.False(units.Unit(d.UnitId).HasEnded));
        await using var scope = app.Services.CreateAsyncScope();
        Assert.Null((await scope.ServiceProvider.GetRequiredService<JournalCheck>().Run(progress: null, default)).First);
    }

    [Fact]
    public async Task Cut_off_again_and_again_it_goes_on_behind_the_last_step()
    {
        await using var app = new Owned(await ReformApp.Begin());
        app.App.Time.MoveTo(App.Day(2025, 6, 30, 20));
        var before = await Kept.Of(app.App.Services);
        var (units, id) = (await app.App.Services.GetRequiredService<DirectoryCache>().Get(), Guid.CreateVersion7(app.App.Time.Now));
        // Every commune of each district becomes one.
        var plan = new
        {
            key = "all", name = "Nhập xã", nameEn = "Merge", day = "2025-07-01",
            changes = units.Units.Where(u => u.Kind == UnitKind.District).Select(d => units.Children(d.Id).Where(c => c.Kind == UnitKind.Commune).Select(c => c.Code).ToList()).Select(codes => new { kind = "Merge", units = codes.Skip(1), into = codes[0] }),
        };
        var reform = await app.App.Planned(new { id, plan });
        Assert.Empty(reform.Problems!);
        await app.App.Organization(async db =>
        {
            var row = await db.Reforms.SingleAsync(r => r.Id == id);
            row.Schedule(atOnce: true, new(2025, 7, 1), "test", db.Now);
            return await db.SaveChangesAsync();
        });
        var (cut, runner) = (0, app.App.Services.GetRequiredService<JobRunner>());
        for (var steps = 1; ; steps += 3)
        {
            using var stop = new CancellationTokenSource();
            var job = Task.Run(() => runner.Run(runner.Find(ExecuteReforms.Name)!, Firing.Asked, stop.Token)); // as the schedule of the server does, which may come in between
            while (!job.IsCompleted && await app.App.Db(db => db.ReformSteps.CountAsync(s => s.ReformId == id)) < steps) await Task.Yield();
            await stop.CancelAsync();
            try
            {
                await job;
                if ((await app.App.Reform(id)).Status == ReformStatus.Done) break;
            }
            catch (Exception e) when (e is OperationCanceledException || e.InnerException is OperationCanceledException) { cut++; }
            Assert.True(steps < 2000, "It comes to no end.");
        }
        Assert.True(cut >= 5, $"It was cut off only {cut} times.");
        Assert.Equal(0, (await app.App.Reform(id)).Outcome!.Lost);
        await Kept.MustHold(app.App.Services, before);
    }
}

/// <summary>An application of one test's own.</summary>
sealed class Owned(App app) : IAsyncDisposable
{
    public App App => app;
    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
