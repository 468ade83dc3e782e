using NhatLe.Platform.Outbound;

namespace NhatLe.Platform.Live;

/// <summary>A notice to one person inside the application (thông báo). Words are keys of <see cref="Text.Texts"/>; arguments apart.</summary>
public sealed class Notice
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }
    public Guid SubjectId { get; init; }
    public string Title { get; init; } = "";
    public string Body { get; init; } = "";

    /// <summary>A JSON list of strings for the holes of Title and Body.</summary>
    public string Args { get; init; } = "[]";

    public string Link { get; init; } = "";
    public DateTimeOffset At { get; init; }
    public DateTimeOffset? ReadAt { get; set; }
}

/// <summary>A notice with what goes out on other ways about the same.</summary>
public sealed record GivenNotice(Notice Notice, IReadOnlyList<Message> Messages);
