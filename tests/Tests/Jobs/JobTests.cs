using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Jobs;

/// <summary>A job that counts, and does what a test tells it.</summary>
public sealed class CountingJob : IScheduledJob
{
    int runs;

    public int Runs => runs;
    public Func<CancellationToken, Task> Work { get; set; } = _ => Task.CompletedTask;

    public async Task<int> Run(CancellationToken ct)
    {
        Interlocked.Increment(ref runs);
        await Work(ct);
        return 3;
    }
}

public sealed class EverySecond : IScheduledJob
{
    int runs;

    public int Runs => runs;

    public Task<int> Run(CancellationToken ct) => Task.FromResult(Interlocked.Increment(ref runs));
}

public sealed class LegalDayJob : IScheduledJob
{
    int runs, failures;

    public int Runs => runs;
    public int Failures { get => failures; set => failures = value; }

    public Task<int> Run(CancellationToken ct)
    {
        if (Interlocked.Decrement(ref failures) >= 0) throw new InvalidOperationException("The day is not ready.");
        return Task.FromResult(Interlocked.Increment(ref runs));
    }
}

public sealed class JobsApp : App
{
    /// <summary>At a minute that does not come while the tests run.</summary>
    public static readonly JobSchedule Never = new("0 0 0 1 1 ?");

    protected override void Replace(IServiceCollection services)
    {
        services.AddJob<CountingJob>("test.counting", "Chạy ngay", Never);
        services.AddJob<EverySecond>("test.every-second", "Chạy ngay", new JobSchedule("* * * * * ?"));
        services.AddJob<LegalDayJob>("test.legal-day", "Chạy ngay", Never.AndEachLegalDay);
    }

    public JobRunner Runner => Services.GetRequiredService<JobRunner>();
    public CountingJob Counting => Services.GetRequiredService<CountingJob>();
    public JobRegistration Registration => Runner.Find("test.counting")!;

    public Task<Job> Row(string name = "test.counting") => Db(db => db.Jobs.AsNoTracking().SingleAsync(j => j.Name == name));
}

/// <summary>A firing runs once, a run that was cut off again, and operators see it all.</summary>
public sealed class JobTests(JobsApp app) : IClassFixture<JobsApp>
{
    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>After what was missed has been made up for.</summary>
    Task Started() => FactsApp.Until(async () => (await app.Row()).EndedAt is not null, "the made-up run at the start");

    [Fact]
    public async Task One_firing_runs_once_however_many_try()
    {
        await Started();
        app.Counting.Work = ct => Task.Delay(50, ct);
        var (before, firing) = (app.Counting.Runs, Firing.At(Now));
        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => app.Runner.Run(app.Registration, firing, default)));
        Assert.Single(runs, JobRun.Done);
        Assert.Equal(JobRun.Taken, await app.Runner.Run(app.Registration, firing, default)); // and afterwards
        Assert.Equal(before + 1, app.Counting.Runs);
        Assert.Equal(JobRun.Done, await app.Runner.Run(app.Registration, Firing.At(Now), default)); // the next one
        var row = await app.Row();
        Assert.Equal((JobOutcome.Done, 3L), (row.Outcome, row.Done));
        Assert.True(row.EndedAt - row.BeganAt >= TimeSpan.FromMilliseconds(40));
    }

    [Fact]
    public async Task A_run_that_was_cut_off_is_run_again_under_the_same_firing()
    {
        await Started();
        app.Counting.Work = async ct => await Task.Delay(Timeout.Infinite, ct);
        using var killed = new CancellationTokenSource();
        var firing = Firing.At(Now);
        var run = app.Runner.Run(app.Registration, firing, killed.Token);
        await FactsApp.Until(async () => await app.Row() is { BeganAt: not null, EndedAt: null }, "a beginning");
        Assert.Equal(JobRun.Busy, await app.Runner.Run(app.Registration, Firing.At(Now), default)); // beside it nobody runs
        await killed.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Null((await app.Row()).EndedAt);
        app.Counting.Work = _ => Task.CompletedTask;
        Assert.Equal(JobRun.Done, await app.Runner.Run(app.Registration, firing, default));
        Assert.Equal(JobRun.Taken, await app.Runner.Run(app.Registration, firing, default));
    }

    [Fact]
    public async Task A_failure_is_kept_with_its_reason_and_the_next_firing_runs()
    {
        await Started();
        app.Counting.Work = _ => throw new InvalidOperationException("The neighbour is away.");
        Assert.Equal(JobRun.Failed, await app.Runner.Run(app.Registration, Firing.At(Now), default));
        Assert.Equal((JobOutcome.Failed, "InvalidOperationException: The neighbour is away."), ((await app.Row()).Outcome, (await app.Row()).Error));
        var page = await (await app.As(FactsApp.AdministratorLogin)).Http.Open("/van-hanh/viec-dinh-ky");
        Assert.Contains("The neighbour is away.", page.Words(), StringComparison.Ordinal);
        app.Counting.Work = _ => Task.CompletedTask;
        Assert.Equal(JobRun.Done, await app.Runner.Run(app.Registration, Firing.At(Now), default));
        Assert.Null((await app.Row()).Error);
    }

    [Fact]
    public async Task Quartz_fires_the_schedule()
    {
        var every = app.Services.GetRequiredService<EverySecond>();
        var seen = every.Runs;
        await FactsApp.Until(() => Task.FromResult(every.Runs >= seen + 2), "two firings");
    }

    [Fact]
    public async Task A_legal_day_runs_once_when_the_clock_is_moved_past_it()
    {
        var job = app.Services.GetRequiredService<LegalDayJob>();
        await FactsApp.Until(async () => (await app.Row("test.legal-day")).LegalDay == app.Time.Today, "today's run");
        var seen = job.Runs;
        app.Time.MoveTo(app.Time.Now.AddDays(2));
        var day = app.Time.Today;
        await FactsApp.Until(async () => (await app.Row("test.legal-day")).LegalDay == day, "the run of the later day");
        Assert.Equal(seen + 1, job.Runs);
        Assert.Equal(JobRun.Taken, await app.Runner.Run(app.Runner.Find("test.legal-day")!, Firing.On(day), default));

        var later = app.Time.Today.AddDays(1);
        job.Failures = 1;
        Assert.Equal(JobRun.Failed, await app.Runner.Run(app.Runner.Find("test.legal-day")!, Firing.On(later), default)); // a failure does not count for the day
        Assert.Equal(JobRun.Done, await app.Runner.Run(app.Runner.Find("test.legal-day")!, Firing.On(later), default));
    }

    [Fact]
    public async Task Run_now_is_an_act_of_the_administrator()
    {
        await Started();
        app.Counting.Work = _ => Task.CompletedTask;
        var seen = app.Counting.Runs;
        var admin = await app.As(FactsApp.AdministratorLogin);
        var answer = await admin.PostForm("/van-hanh/viec-dinh-ky", new() { ["name"] = "test.counting" });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains("Đã gọi chạy", (await admin.Http.Open(answer.Headers.Location!.ToString())).Words(), StringComparison.Ordinal);
        await FactsApp.Until(() => Task.FromResult(app.Counting.Runs == seen + 1), "the run");
        var line = (await app.Journal(Job.IdOf("test.counting")))[^1];
        Assert.Equal(("jobs.job-asked", ActorKind.Officer, true), (line.Entry.Event, line.Entry.ActorKind, line.Holds));

        Assert.Contains((await admin.Get<List<JobLine>>("/api/workspace/jobs")), j => j.Name == "files.sweep" && j.NextAt > Now);
        await (await admin.PostJson("/api/workspace/jobs/no.such/runs", new { })).Refused(HttpStatusCode.NotFound);
        var clerk = await app.As(FactsApp.ClerkLogin);
        await (await clerk.PostJson("/api/workspace/jobs/test.counting/runs", new { })).Refused(HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.Get("/van-hanh/viec-dinh-ky")).StatusCode);
    }

    [Fact]
    public async Task What_was_missed_while_no_node_was_up_is_made_up_for_at_the_start()
    {
        await Started();
        await app.Db(db => db.Jobs.Where(j => j.Name == "test.counting").ExecuteUpdateAsync(s => s.SetProperty(j => j.FiredAt, Now.AddYears(-2))));
        await app.Restart();
        await FactsApp.Until(() => Task.FromResult(app.Counting.Runs == 1), "the missed run");
        await app.Restart();
        await FactsApp.Until(async () => (await app.Row("test.legal-day")).EndedAt is not null, "the start");
        Assert.Equal(0, app.Counting.Runs); // made up for already
    }
}

public sealed class ScheduleTests
{
    [Fact]
    public void An_hour_is_told_in_Vietnam_and_kept_in_UTC()
    {
        Assert.Equal("0 0 20 * * ?", Every.Day(3).Cron);
        Assert.Equal("0 0 1 * * ?", Every.Day(8).Cron);
        Assert.Equal("0 0/10 * * * ?", Every.Minutes(10).Cron);
        Assert.True(Every.Hour.AndEachLegalDay.EachLegalDay);
    }
}

/// <summary>An application whose system clock can be set forward under running schedules.</summary>
public sealed class MovedClockApp : App
{
    public NhatLe.Tests.Identity.IdentityApp.MovedTime Clock { get; } = new();

    protected override void Replace(IServiceCollection services)
    {
        services.AddSingleton<TimeProvider>(Clock);
        services.AddJob<EverySecond>("test.every-second", "Chạy ngay", new JobSchedule("* * * * * ?"));
    }
}

public sealed class MovedClockTests
{
    [Fact]
    public async Task Schedules_follow_a_clock_that_is_set_forward_and_end_with_the_node()
    {
        var app = new MovedClockApp();
        await app.InitializeAsync();
        var job = app.Services.GetRequiredService<EverySecond>();
        await FactsApp.Until(() => Task.FromResult(job.Runs > 0), "a firing");
        app.Clock.Advance(TimeSpan.FromDays(2));
        var before = job.Runs;
        await FactsApp.Until(() => Task.FromResult(job.Runs > before + 1), "firings after it");
        await app.DisposeAsync().WaitAsync(TimeSpan.FromSeconds(60)); // a schedule that spins is never done
    }
}
