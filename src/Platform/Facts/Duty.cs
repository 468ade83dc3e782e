namespace NhatLe.Platform.Facts;

public enum DutyOutcome { OnTime = 1, Late = 2, Released = 3 }

/// <summary>Something a unit owes somebody by a date (việc phải làm): what inboxes and leaders read.</summary>
public sealed class Duty
{
    public Guid Id { get; init; }
    public Guid SubjectId { get; init; }
    public string SubjectKind { get; init; } = "";

    /// <summary>What has to be done: <c>services.accept</c>.</summary>
    public string Kind { get; init; } = "";

    /// <summary>Who owes it.</summary>
    public Guid UnitId { get; init; }

    /// <summary>Who in the unit can do it: those who hold this permit.</summary>
    public string Permit { get; init; } = "";

    /// <summary>The one person it is laid on, when it is.</summary>
    public Guid? OfficerId { get; init; }

    /// <summary>The matter.</summary>
    public string Title { get; init; } = "";

    /// <summary>Whom it is for.</summary>
    public string Person { get; init; } = "";

    public string Code { get; init; } = "";

    /// <summary>Where it is done, without the language prefix.</summary>
    public string Link { get; init; } = "";

    /// <summary>A citizen waits for an answer: stands first in the inbox.</summary>
    public bool AnswersCitizen { get; init; }

    public DateTimeOffset OpenedAt { get; init; }

    /// <summary>Null when nobody can say: no limit, or the clock stands still.</summary>
    public DateTimeOffset? DueAt { get; init; }

    public bool Paused { get; init; }
    public DateTimeOffset? EndedAt { get; init; }
    public DutyOutcome? Outcome { get; init; }
}

/// <summary>What a duty is about, as the inbox shows it.</summary>
public sealed record DutyCard(string Title, string Person, string Code, string Link, bool AnswersCitizen = false);

/// <summary>What people read for a kind of duty: "Tiếp nhận". Registered by the module that owes it.</summary>
/// <param name="Batch">The page that does many of this kind at once; it takes a POST of their codes as "ma" and asks before it acts.</param>
public sealed record DutyKind(string Kind, string Words, string Icon = "folder", string? Batch = null);
