using System.Globalization;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Jobs;

/// <summary>What made a job run: a time of its schedule, a legal day, or somebody.</summary>
public readonly record struct Firing(DateTimeOffset? Scheduled, DateOnly? LegalDay)
{
    public static readonly Firing Asked;

    public static Firing At(DateTimeOffset scheduled) => new(LegalTime.Cut(scheduled), null);

    public static Firing On(DateOnly day) => new(null, day);
}

public enum JobRun
{
    /// <summary>It went well.</summary>
    Done,
    Failed,

    /// <summary>This firing was taken before, here or on another node.</summary>
    Taken,

    /// <summary>It is running, here or on another node.</summary>
    Busy,
}

/// <summary>
/// Runs jobs, each on one node at a time and each firing once: a lock that ends with its holder keeps two nodes apart, and the row
/// remembers the firing. A run that was cut off is run again by whoever comes next.
/// </summary>
public sealed partial class JobRunner(Database database, IEnumerable<JobRegistration> registrations, IServiceProvider services, LegalTime legal, TimeProvider time, ILogger<JobRunner> log)
{
    public IReadOnlyList<JobRegistration> All { get; } = [.. registrations.OrderBy(r => r.Name, StringComparer.Ordinal)];

    public JobRegistration? Find(string name) => All.FirstOrDefault(r => r.Name == name);

    public async Task<JobRun> Run(JobRegistration job, Firing firing, CancellationToken ct)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Texts.Vietnamese; // not that of the machine; ends with this method
        await using var alone = await database.TryLock(LockOf(job), ct);
        if (alone is null) return JobRun.Busy;
        var day = legal.Today;
        if (!await Take(job, firing, ct)) return JobRun.Taken;
        try
        {
            var done = await job.Find(services).Run(ct);
            await End(job, JobOutcome.Done, done, error: null, day, ct);
            return JobRun.Done;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogFailed(log, job.Name, e.Message, e);
            await End(job, JobOutcome.Failed, 0, ErrorText.Of(e), day: null, ct);
            return JobRun.Failed;
        }
    }

    /// <summary>Of no other use of advisory locks: the first 8 bytes of the job's id.</summary>
    static long LockOf(JobRegistration job) => BitConverter.ToInt64(job.Id.ToByteArray());

    /// <summary>Rows for jobs that are new.</summary>
    public Task MakeRows(CancellationToken ct) => database.Write(batch =>
    {
        foreach (var job in All)
            batch.Add($"INSERT INTO jobs (id, version, head, name, done, node) VALUES ({job.Id}, {0L}, {Array.Empty<byte>()}, {job.Name}, {0L}, {""}) ON CONFLICT (id) DO NOTHING");
        return batch.Run(ct);
    }, ct);

    async Task<bool> Take(JobRegistration job, Firing firing, CancellationToken ct) => await database.Write(async batch =>
    {
        var (now, node, touched) = (LegalTime.Cut(time.GetUtcNow()), $"{Environment.MachineName} {Environment.ProcessId}", 0);
        void Touched(int rows) => touched = rows;
        if (firing.Scheduled is { } at)
            batch.Add($"""
                UPDATE jobs SET fired_at = {at}, began_at = {now}, ended_at = NULL, outcome = NULL, error = NULL, node = {node}
                WHERE id = {job.Id} AND (fired_at IS NULL OR fired_at < {at} OR ended_at IS NULL)
                """, Touched);
        else if (firing.LegalDay is { } day)
            batch.Add($"""
                UPDATE jobs SET began_at = {now}, ended_at = NULL, outcome = NULL, error = NULL, node = {node}
                WHERE id = {job.Id} AND (legal_day IS NULL OR legal_day < {day})
                """, Touched);
        else
            batch.Add($"UPDATE jobs SET began_at = {now}, ended_at = NULL, outcome = NULL, error = NULL, node = {node} WHERE id = {job.Id}", Touched);
        await batch.Run(ct);
        return touched > 0;
    }, ct);

    Task End(JobRegistration job, JobOutcome outcome, long done, string? error, DateOnly? day, CancellationToken ct) => database.Write(batch =>
    {
        var now = LegalTime.Cut(time.GetUtcNow());
        batch.Add($"UPDATE jobs SET ended_at = {now}, outcome = {outcome}, done = {done}, error = {error} WHERE id = {job.Id}");
        if (day is { } went) batch.Add($"UPDATE jobs SET legal_day = {went} WHERE id = {job.Id} AND (legal_day IS NULL OR legal_day < {went})");
        return batch.Run(ct);
    }, ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed; its next run tries again: {Why}")]
    static partial void LogFailed(ILogger logger, string job, string why, Exception e);
}
