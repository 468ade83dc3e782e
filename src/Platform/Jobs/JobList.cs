using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Facts;

namespace NhatLe.Platform.Jobs;

/// <summary>A job as operators see it. Times are the system's.</summary>
/// <param name="EndedAt">Null after a beginning: it runs, or it was cut off and will be run again.</param>
/// <param name="EachLegalDay">Also when the legal day changes.</param>
public sealed record JobLine(string Name, string Words, DateTimeOffset? BeganAt, DateTimeOffset? EndedAt, JobOutcome? Outcome, long Done, string? Error, string Node, DateTimeOffset? NextAt, bool EachLegalDay)
{
    public TimeSpan? Took => EndedAt - BeganAt;
}

/// <summary>What operators see and do about jobs. The caller has checked that the actor may.</summary>
public sealed class JobList(PlatformDb db, JobRunner runner, TimeProvider time)
{
    public async Task<IReadOnlyList<JobLine>> Read(CancellationToken ct)
    {
        var (rows, now) = (await db.Jobs.AsNoTracking().ToDictionaryAsync(j => j.Name, ct), time.GetUtcNow());
        return [.. runner.All.Select(job => rows.GetValueOrDefault(job.Name) is var row && row is null
            ? new JobLine(job.Name, job.Words, null, null, null, 0, null, "", Schedules.Next(job.Schedule, now), job.Schedule.EachLegalDay)
            : new JobLine(job.Name, job.Words, row.BeganAt, row.EndedAt, row.Outcome, row.Done, row.Error, row.Node, Schedules.Next(job.Schedule, now), job.Schedule.EachLegalDay))];
    }

    /// <summary>It runs as soon as a node is free for it; where it runs already, it is left alone.</summary>
    /// <exception cref="Refusal">404 for a job that does not exist.</exception>
    public async Task Ask(string name, CancellationToken ct)
    {
        if (runner.Find(name) is null || await db.Jobs.SingleOrDefaultAsync(j => j.Name == name, ct) is not { } job) throw Refusal.Missing("job", "Không có việc định kỳ này. Xem lại danh sách.");
        db.Record(job, new JobAsked(name));
        await db.SaveChangesAsync(ct);
    }
}
