using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NhatLe.Platform.Clock;

namespace NhatLe.Platform.Jobs;

/// <summary>Work that comes round by itself (việc định kỳ). Killed anywhere, it can be run again: each of its steps is a transaction of its own.</summary>
public interface IScheduledJob
{
    /// <summary>One round, on one node at a time.</summary>
    /// <returns>How many it dealt with.</returns>
    Task<int> Run(CancellationToken ct);
}

/// <summary>When a job runs.</summary>
/// <param name="Cron">With seconds, in UTC, by the system's time. A firing that no node was there for is made up for at the start.</param>
/// <param name="EachLegalDay">Also as soon as the legal day has changed; in a demonstration its clock may be moved past it.</param>
/// <param name="AtStart">Also at every start of a node: what the settings of that start are for.</param>
public sealed record JobSchedule(string Cron, bool EachLegalDay = false, bool AtStart = false)
{
    public JobSchedule AndEachLegalDay => this with { EachLegalDay = true };

    public JobSchedule AndAtStart => this with { AtStart = true };
}

public static class Every
{
    public static readonly JobSchedule Minute = Minutes(1), Hour = new("0 0 * * * ?");

    public static JobSchedule Minutes(int minutes) => new(string.Create(CultureInfo.InvariantCulture, $"0 0/{minutes} * * * ?"));

    /// <summary>Each day at this hour in Vietnam.</summary>
    public static JobSchedule Day(int hour) => new(string.Create(CultureInfo.InvariantCulture, $"0 0 {(hour + 24 - LegalTime.VietnamOffset.Hours) % 24} * * ?"));
}

/// <summary>One line of a module: this job, under this name, so often.</summary>
/// <param name="Words">What it does, in Vietnamese; the key of its translation.</param>
public sealed record JobRegistration(string Name, string Words, JobSchedule Schedule, Func<IServiceProvider, IScheduledJob> Find)
{
    public Guid Id { get; } = Job.IdOf(Name);
}

public static class JobServices
{
    public static IServiceCollection AddJob<T>(this IServiceCollection services, string name, string words, JobSchedule schedule) where T : class, IScheduledJob
    {
        services.TryAddSingleton<T>();
        return services.AddSingleton(new JobRegistration(name, words, schedule, sp => sp.GetRequiredService<T>()));
    }
}
