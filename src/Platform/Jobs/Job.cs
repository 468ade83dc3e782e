using System.ComponentModel;
using NhatLe.Platform.Data;

namespace NhatLe.Platform.Jobs;

public enum JobOutcome { Done = 1, Failed = 2 }

/// <summary>What is known of a job (việc định kỳ): its last run, on whichever node.</summary>
public sealed class Job : Subject
{
    Job() { } // EF; rows are made by JobRunner

    public string Name { get; private init; } = "";

    /// <summary>The firing taken last, by the system's time.</summary>
    public DateTimeOffset? FiredAt { get; private init; }

    public DateTimeOffset? BeganAt { get; private init; }

    /// <summary>Null after a beginning: it runs, or the node ended under it and it is run again.</summary>
    public DateTimeOffset? EndedAt { get; private init; }

    /// <summary>The legal day of the last run that went well.</summary>
    public DateOnly? LegalDay { get; private init; }

    public JobOutcome? Outcome { get; private init; }

    /// <summary>How many it dealt with.</summary>
    public long Done { get; private init; }

    public string? Error { get; private init; }

    /// <summary>The machine and process it ran on.</summary>
    public string Node { get; private init; } = "";

    public static Guid IdOf(string name) => StableId.Of("job", name);
}

/// <summary>An administrator wants a job to run now.</summary>
[Description("Cho chạy ngay việc định kỳ")]
public sealed record JobAsked(string Job);
