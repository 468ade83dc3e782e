using System.Text.Json;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Assignments.Tasks;

public enum AssignmentStatus { Given = 1, Accepted = 2, Reported = 3, Confirmed = 4, SentBack = 5, Withdrawn = 6 }

/// <summary>Độ khẩn: thường, khẩn, hỏa tốc.</summary>
public enum Urgency { Normal = 1, Urgent = 2, Express = 3 }

/// <summary>How the giver found what was done: hoàn thành tốt, hoàn thành, hoàn thành nhưng còn thiếu sót.</summary>
public enum Rating { Good = 1, Done = 2, Lacking = 3 }

/// <summary>A task a leader gives a unit, or an officer of the own unit, with a date (nhiệm vụ). Only this class changes its Status.</summary>
public sealed class Assignment : Subject, IUnitOwned
{
    const int TitleLength = 140;

    Assignment() { } // EF

    public string Code { get; private init; } = "";

    /// <summary>What is to be done.</summary>
    public string What { get; private init; } = "";

    public Urgency Urgency { get; private init; }
    public AssignmentStatus Status { get; private set; }

    /// <summary>The record it is about, with its title and place as of then; null when it is about none.</summary>
    public string? AboutKind { get; private init; }
    public Guid? AboutId { get; private init; }
    public string? AboutCode { get; private init; }
    public string? AboutTitle { get; private init; }
    public string? AboutLink { get; private init; }

    /// <summary>The officer who gave it, under which post, for which unit.</summary>
    public Guid GivenBy { get; private init; }
    public Guid GivenByAccount { get; private init; }
    public string GivenByName { get; private init; } = "";
    public Guid GivenPositionId { get; private set; }
    public string GivenTitle { get; private init; } = "";
    public Guid GivenUnitId { get; private set; }
    public DateTimeOffset GivenAt { get; private init; }

    /// <summary>The main unit (chủ trì).</summary>
    public Guid UnitId { get; private set; }
    public string UnitName { get; private set; } = "";

    /// <summary>The one person it is laid on, within the giver's own unit.</summary>
    public Guid? OfficerId { get; private set; }
    public string? OfficerName { get; private set; }

    /// <summary>The legal clock's state, JSON.</summary>
    public string Clock { get; private set; } = "";
    public DateTimeOffset DueAt { get; private set; }

    public string? Report { get; private set; }
    public DateTimeOffset? ReportedAt { get; private set; }
    public string? ReportedBy { get; private set; }

    /// <summary>The last report came not after the due instant of then.</summary>
    public bool? OnTime { get; private set; }

    /// <summary>The day asked for, while the giver has not answered.</summary>
    public DateOnly? AskedUntil { get; private set; }
    public string? AskedReason { get; private set; }

    /// <summary>How often more time was asked for.</summary>
    public int Extensions { get; private set; }

    public Rating? Rating { get; private set; }
    public DateTimeOffset? EndedAt { get; private set; }
    public string? EndedReason { get; private set; }

    public ClockState ClockState => JsonSerializer.Deserialize<ClockState>(Clock, EntryContent.Json)!;

    /// <summary>The beginning of what is to be done, for lists.</summary>
    public string Title => What.Length <= TitleLength ? What : What[..(What.LastIndexOf(' ', TitleLength) is > 0 and var cut ? cut : TitleLength)] + "…";

    public string Giver => $"{GivenTitle}, {GivenByName}";
    public bool IsOpen => EndedAt is null;

    /// <summary>The main unit is at work on it.</summary>
    public bool IsToDo => Status is AssignmentStatus.Given or AssignmentStatus.Accepted or AssignmentStatus.SentBack;

    /// <summary>More time was asked for, and the giver has not answered.</summary>
    public bool IsUnanswered => AskedUntil is not null;

    /// <summary>Everything known when it is given.</summary>
    public sealed record Giving
    {
        public required Guid Id { get; init; }
        public required string Code { get; init; }
        public required string What { get; init; }
        public required Urgency Urgency { get; init; }
        public required Matter? About { get; init; }
        public required Guid GivenBy { get; init; }
        public required Guid GivenByAccount { get; init; }
        public required string GivenByName { get; init; }
        public required Guid GivenPositionId { get; init; }
        public required string GivenTitle { get; init; }
        public required Guid GivenUnitId { get; init; }
        public required DateTimeOffset GivenAt { get; init; }
        public required Guid UnitId { get; init; }
        public required string UnitName { get; init; }
        public required Guid? OfficerId { get; init; }
        public required string? OfficerName { get; init; }
        public required ClockState Clock { get; init; }
        public required Deadline Deadline { get; init; }
    }

    public static Assignment Give(Giving g)
    {
        var assignment = new Assignment
        {
            Id = g.Id, Code = g.Code, What = g.What, Urgency = g.Urgency, Status = AssignmentStatus.Given,
            AboutKind = g.About?.Kind, AboutId = g.About?.Id, AboutCode = g.About?.Code, AboutTitle = g.About?.Title, AboutLink = g.About?.Link,
            GivenBy = g.GivenBy, GivenByAccount = g.GivenByAccount, GivenByName = g.GivenByName, GivenPositionId = g.GivenPositionId, GivenTitle = g.GivenTitle,
            GivenUnitId = g.GivenUnitId, GivenAt = g.GivenAt, UnitId = g.UnitId, UnitName = g.UnitName, OfficerId = g.OfficerId, OfficerName = g.OfficerName,
        };
        assignment.Keep(g.Clock, g.Deadline);
        return assignment;
    }

    /// <summary>The main unit has ended; another goes on.</summary>
    public void MoveTo(Guid unitId, string unitName) => (UnitId, UnitName) = (unitId, unitName);

    /// <summary>The unit of the giver has ended, and with it the post it was given under.</summary>
    public void MoveGiver(Guid unitId, Guid positionId) => (GivenUnitId, GivenPositionId) = (unitId, positionId);

    /// <summary>Who it was laid on has left office: it is the unit's.</summary>
    public void FallToUnit() => (OfficerId, OfficerName) = (null, null);

    public void Accept()
    {
        Expect(AssignmentStatus.Given);
        Status = AssignmentStatus.Accepted;
    }

    public void MakeReport(string report, string by, DateTimeOffset at)
    {
        ExpectToDo();
        (Status, Report, ReportedAt, ReportedBy, OnTime) = (AssignmentStatus.Reported, report, at, by, at <= DueAt);
        (AskedUntil, AskedReason) = (null, null); // what is reported needs no more time
    }

    public void Confirm(Rating rating, DateTimeOffset at)
    {
        Expect(AssignmentStatus.Reported);
        (Status, Rating, EndedAt) = (AssignmentStatus.Confirmed, rating, at);
    }

    public void SendBack(ClockState clock, Deadline deadline)
    {
        Expect(AssignmentStatus.Reported);
        Status = AssignmentStatus.SentBack;
        Keep(clock, deadline);
    }

    public void Withdraw(string reason, DateTimeOffset at)
    {
        Expect(AssignmentStatus.Given, AssignmentStatus.Accepted, AssignmentStatus.SentBack, AssignmentStatus.Reported);
        (Status, EndedReason, EndedAt, AskedUntil, AskedReason) = (AssignmentStatus.Withdrawn, reason, at, null, null);
    }

    /// <summary>Once for a task.</summary>
    public void AskExtension(DateOnly until, string reason)
    {
        ExpectToDo();
        if (Extensions > 0) throw Refusal.Conflict("assignment.asked", "Mỗi nhiệm vụ chỉ xin gia hạn một lần. Hãy báo cáo phần đã làm được.");
        (AskedUntil, AskedReason, Extensions) = (until, reason, Extensions + 1);
    }

    /// <summary>The day that was asked for.</summary>
    /// <exception cref="Refusal">409 when nothing is asked for, or it has been answered.</exception>
    public DateOnly ExpectAsked() =>
        AskedUntil ?? throw Refusal.Conflict("assignment.not-asked", "Nhiệm vụ này không còn đề nghị gia hạn nào chờ trả lời.");

    public void Extend(ClockState clock, Deadline deadline)
    {
        Answer();
        Keep(clock, deadline);
    }

    /// <summary>The date stays.</summary>
    public void Decline() => Answer();

    void Answer()
    {
        ExpectAsked();
        (AskedUntil, AskedReason) = (null, null);
    }

    void Keep(ClockState clock, Deadline deadline) => (Clock, DueAt) = (JsonSerializer.Serialize(clock, EntryContent.Json), deadline.DueAt!.Value);

    /// <exception cref="Refusal">409 when the main unit is not at work on it.</exception>
    public void ExpectToDo()
    {
        if (!IsToDo) throw WrongState();
    }

    void Expect(params ReadOnlySpan<AssignmentStatus> statuses)
    {
        if (!statuses.Contains(Status)) throw WrongState();
    }

    Refusal WrongState() => Refusal.Conflict("assignment.state", "Nhiệm vụ {0} đang ở trạng thái “{1}” nên chưa làm được việc này.", Code, Words.Of(Status));
}

/// <summary>A unit that helps the main one (đơn vị phối hợp), with its name as of then.</summary>
public sealed class JointUnit
{
    public Guid AssignmentId { get; init; }
    public Guid UnitId { get; init; }
    public string UnitName { get; init; } = "";

    /// <summary>The part of a unit that ended, with the unit that goes on.</summary>
    public JointUnit GoesOnAs(Guid unitId, string unitName) => new() { AssignmentId = AssignmentId, UnitId = unitId, UnitName = unitName, ContributedAt = ContributedAt };
    public DateTimeOffset? ContributedAt { get; private set; }

    public void Contribute(DateTimeOffset at)
    {
        if (ContributedAt is not null) throw Refusal.Conflict("assignment.contributed", "Đơn vị anh/chị đã gửi phần phối hợp.");
        ContributedAt = at;
    }
}
