using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using Quartz;

namespace NhatLe.Platform.Jobs;

/// <summary>
/// Makes the jobs run: Quartz fires the schedules of this node; here what fell due while no node was up is made up for at the start,
/// and the legal clock is looked at every second, because it may be moved past a day.
/// </summary>
public sealed partial class JobTimer(JobRunner runner, LegalTime legal, TimeProvider time, ILogger<JobTimer> log) : BackgroundService
{
    static readonly TimeSpan look = TimeSpan.FromSeconds(1), again = TimeSpan.FromMinutes(1);

    readonly Dictionary<string, DateOnly> settled = [];
    readonly Dictionary<string, DateTimeOffset> notBefore = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(look, time);
        var madeUp = MakeUp(stoppingToken); // a long job that is made up for holds up no day
        while (await timer.WaitForNextTickAsync(stoppingToken)) await LookAtTheDay(stoppingToken);
        await madeUp;
    }

    /// <summary>The firing before now of every schedule, where nobody took it or who took it was cut off; and what runs at every start.</summary>
    async Task MakeUp(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var job in runner.All)
        {
            if (Schedules.Previous(job.Schedule, now) is not { } last) continue;
            try { await runner.Run(job, job.Schedule.AtStart ? Firing.Asked : Firing.At(last), ct); }
            catch (Exception e) when (Database.IsAway(e)) { LogFailed(log, job.Name, e); } // its next firing comes
        }
    }

    async Task LookAtTheDay(CancellationToken ct)
    {
        var (today, now) = (legal.Today, time.GetUtcNow());
        foreach (var job in runner.All.Where(j => j.Schedule.EachLegalDay && settled.GetValueOrDefault(j.Name) != today && notBefore.GetValueOrDefault(j.Name) <= now))
        {
            try
            {
                var run = await runner.Run(job, Firing.On(today), ct);
                if (run is JobRun.Done or JobRun.Taken) settled[job.Name] = today;
                if (run == JobRun.Failed) notBefore[job.Name] = now + again;
            }
            catch (Exception e) when (Database.IsAway(e))
            {
                LogFailed(log, job.Name, e);
                notBefore[job.Name] = now + again; // the database is away: nothing is lost
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} could not be begun")]
    static partial void LogFailed(ILogger logger, string job, Exception e);
}

/// <summary>Schedules as Quartz reads them.</summary>
static class Schedules
{
    static CronExpression Of(JobSchedule schedule) => new(schedule.Cron, TimeZoneInfo.Utc);

    public static DateTimeOffset? Previous(JobSchedule schedule, DateTimeOffset before) => Of(schedule).GetPreviousValidTimeBefore(before);

    public static DateTimeOffset? Next(JobSchedule schedule, DateTimeOffset after) => Of(schedule).GetNextValidTimeAfter(after);

    /// <summary>Quartz in memory, on every node: a trigger for each job. What keeps nodes apart is ours (decision 0010).</summary>
    public static IServiceCollection AddSchedules(this IServiceCollection services)
    {
        services.AddQuartz(_ => { });
        return services.AddHostedService(sp => sp.GetRequiredService<QuartzOfThisNode>());
    }
}

/// <summary>
/// Every schedule gets its trigger, on the clock of the scheduler: between two clocks a firing that is late by one and due by the other
/// would be put off for ever, in a loop that fills the memory. Firings that come late because the machine slept become one.
/// </summary>
sealed class QuartzOfThisNode(ISchedulerFactory factory, JobRunner runner, TimeProvider time) : IHostedService, IAsyncDisposable
{
    IScheduler? scheduler;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await runner.MakeRows(cancellationToken);
        scheduler = await factory.GetScheduler(cancellationToken);
        foreach (var job in runner.All)
        {
            var detail = JobBuilder.Create<FiredByQuartz>().WithIdentity(job.Name).Build();
            var trigger = TriggerBuilder.Create(time).WithIdentity(job.Name).WithCronSchedule(job.Schedule.Cron, c => c.InTimeZone(TimeZoneInfo.Utc)).Build();
            await scheduler.ScheduleJob(detail, trigger, cancellationToken: cancellationToken);
        }
        await scheduler.Start(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => End(wait: true, cancellationToken);

    /// <summary>Where the node ends without stopping, no thread goes on firing.</summary>
    public async ValueTask DisposeAsync() => await End(wait: false, CancellationToken.None);

    async Task End(bool wait, CancellationToken ct)
    {
        var ending = Interlocked.Exchange(ref scheduler, null);
        if (ending is not null) await ending.Shutdown(wait, ct);
    }

    /// <summary>Runs it on this node as soon as a thread is free.</summary>
    public async Task Trigger(string name, CancellationToken ct)
    {
        if (scheduler is not null) await scheduler.TriggerJob(new JobKey(name), new JobDataMap { [FiredByQuartz.Asked] = "yes" }, ct);
    }
}

/// <summary>A firing of Quartz becomes a firing of ours.</summary>
sealed partial class FiredByQuartz(JobRunner runner, ILogger<FiredByQuartz> log) : IJob
{
    internal const string Asked = "asked";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var job = runner.Find(context.JobDetail.Key.Name)!;
        var firing = context.MergedJobDataMap.ContainsKey(Asked) ? Firing.Asked : Firing.At(context.ScheduledFireTimeUtc ?? context.FireTimeUtc);
        try { await runner.Run(job, firing, cancellationToken); }
        catch (Exception e) when (Database.IsAway(e)) { LogFailed(log, job.Name, e); }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} could not be begun; its next firing comes")]
    static partial void LogFailed(ILogger logger, string job, Exception e);
}

/// <summary>Who asked for a run gets it after the commit, once more if the node ends in between.</summary>
sealed class RunAskedJob(QuartzOfThisNode quartz, JobRunner runner) : IReaction<JobAsked>
{
    public Task On(JobAsked happened, Entry entry, CancellationToken ct) => runner.Find(happened.Job) is null ? Task.CompletedTask : quartz.Trigger(happened.Job, ct);
}
