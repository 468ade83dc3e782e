using System.Text.Json;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Catalogue.Procedures;

/// <summary>
/// Draft: of a source, not complete; or the working draft of the editors. Submitted waits for approval, Approved for its day.
/// Returned and Discarded were never published.
/// </summary>
public enum VersionStatus { Draft = 1, Published = 2, Retired = 3, Submitted = 4, Approved = 5, Returned = 6, Discarded = 7 }

/// <summary>Who edits or approves: the officer, whatever account they use; and the name as of then.</summary>
public sealed record Person(Guid Id, string Name)
{
    public static Person Of(Actor actor) => new(actor.OfficerId ?? actor.AccountId, actor.Name);
}

/// <summary>
/// One version of a procedure. Only a working draft changes its content; what was submitted or published never does, and a dossier
/// keeps the version it was filed under.
/// </summary>
public sealed class ProcedureVersion
{
    ProcedureVersion() { } // EF

    public Guid Id { get; private init; }
    public Guid ProcedureId { get; private init; }
    public int Number { get; private init; }
    public string Content { get; private set; } = "";
    public string ContentHash { get; private set; } = "";
    public VersionStatus Status { get; private set; }
    public DateOnly? PublishedOn { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public Origin Origin { get; private init; }

    /// <summary>Moves on with every change of the row: the token of optimistic concurrency, and what an editor has seen.</summary>
    public int Revision { get; private set; } = 1;

    /// <summary>The number of the version a draft began from.</summary>
    public int? BasedOn { get; private init; }

    /// <summary>The text behind the change: number of the decision or resolution.</summary>
    public string? Reason { get; private set; }

    /// <summary>What the source said when the draft was submitted; if it has moved on since, the need for a look stays.</summary>
    public string? SourceHash { get; private set; }

    /// <summary>JSON list of everybody who wrote a part of it: none of them approves it.</summary>
    public string Writers { get; private set; } = "[]";

    /// <summary>The unit that revises it when it is returned.</summary>
    public Guid? EditingUnitId { get; private set; }

    public string? EditedBy { get; private set; }
    public DateTimeOffset? EditedAt { get; private set; }

    /// <summary>What the last editor changed, for who comes second.</summary>
    public string? EditedParts { get; private set; }

    public string? SubmittedBy { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public string? ApprovedBy { get; private set; }
    public DateOnly? PublishOn { get; private set; }
    public string? ReturnReason { get; private set; }

    public bool IsWrittenBy(Guid person) => WriterIds.Contains(person);

    List<Guid> WriterIds => JsonSerializer.Deserialize<List<Guid>>(Writers)!;

    public ProcedureContent Read() => ProcedureContent.FromJson(Content);

    /// <summary>From a source: published when <paramref name="publishedOn"/> says so, else a draft an editor must complete.</summary>
    internal static ProcedureVersion Create(Guid procedureId, int number, ProcedureContent content, Origin origin, DateOnly? publishedOn, DateTimeOffset now)
    {
        var json = content.ToJson();
        return new()
        {
            Id = Guid.CreateVersion7(now), ProcedureId = procedureId, Number = number, Content = json, ContentHash = ProcedureContent.HashOf(json), Origin = origin,
            Status = publishedOn is null ? VersionStatus.Draft : VersionStatus.Published, PublishedOn = publishedOn, CreatedAt = now,
        };
    }

    internal static ProcedureVersion Begin(Guid procedureId, int number, ProcedureVersion from, Person editor, Guid? unit, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), ProcedureId = procedureId, Number = number, Content = from.Content, ContentHash = from.ContentHash, Origin = Origin.Edited,
        Status = VersionStatus.Draft, CreatedAt = now, BasedOn = from.Number, EditingUnitId = unit, EditedBy = editor.Name, EditedAt = now,
    };

    /// <summary>What follows a returned version: the same content, the same people.</summary>
    internal ProcedureVersion BeginAgain(int number, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now), ProcedureId = ProcedureId, Number = number, Content = Content, ContentHash = ContentHash, Origin = Origin.Edited,
        Status = VersionStatus.Draft, CreatedAt = now, BasedOn = Number, Reason = Reason, EditingUnitId = EditingUnitId, Writers = Writers, EditedBy = EditedBy, EditedAt = EditedAt,
    };

    internal void Change(ProcedureContent content, string? reason, Person editor, IReadOnlyList<string> parts, DateTimeOffset now)
    {
        Demand(VersionStatus.Draft);
        var json = content.ToJson();
        (Content, ContentHash, Reason) = (json, ProcedureContent.HashOf(json), reason);
        (EditedBy, EditedAt, EditedParts) = (editor.Name, now, string.Join(", ", parts));
        AddWriter(editor);
        Revision++;
    }

    internal void Submit(Person editor, Guid? unit, string? sourceHash, DateTimeOffset now)
    {
        Demand(VersionStatus.Draft);
        AddWriter(editor);
        (Status, SubmittedBy, SubmittedAt, SourceHash) = (VersionStatus.Submitted, editor.Name, now, sourceHash);
        EditingUnitId = unit ?? EditingUnitId;
        Revision++;
    }

    internal void Approve(Person approver, DateOnly on)
    {
        Demand(VersionStatus.Submitted);
        if (IsWrittenBy(approver.Id)) throw Refusal.Forbidden("version.four-eyes", "Anh/chị đã soạn hoặc trình bản này, nên người khác phải duyệt.");
        (Status, ApprovedBy, PublishOn) = (VersionStatus.Approved, approver.Name, on);
        Revision++;
    }

    /// <summary>Not approved; or approved and, before its day, thought better of.</summary>
    internal void Return(string reason)
    {
        if (Status != VersionStatus.Approved) Demand(VersionStatus.Submitted);
        (Status, ReturnReason, PublishOn) = (VersionStatus.Returned, reason, null);
        Revision++;
    }

    internal void Publish(DateOnly today)
    {
        Demand(VersionStatus.Approved);
        (Status, PublishedOn) = (VersionStatus.Published, today);
        Revision++;
    }

    internal void Discard()
    {
        Demand(VersionStatus.Draft);
        Status = VersionStatus.Discarded;
        Revision++;
    }

    internal void Retire()
    {
        Status = VersionStatus.Retired;
        Revision++;
    }

    void AddWriter(Person editor)
    {
        if (!IsWrittenBy(editor.Id)) Writers = JsonSerializer.Serialize(WriterIds.Append(editor.Id));
    }

    void Demand(VersionStatus status)
    {
        if (Status == status) return;
        throw status == VersionStatus.Draft
            ? Refusal.Conflict("version.closed", "Bản {0} đã trình duyệt, nên không sửa được nữa.", Number)
            : Refusal.Conflict("version.not-waiting", "Bản {0} không còn chờ duyệt. Mở lại để xem tình trạng mới.", Number);
    }
}
