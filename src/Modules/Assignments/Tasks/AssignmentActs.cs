using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Assignments.Tasks;

/// <summary>What the acts on a task have in common: finding it, who may, whose duty, by when.</summary>
public sealed class AssignmentActs(AssignmentsDb db, Actor actor, DirectoryCache directory, LegalClock clock, OfficeCalendar calendar, LegalTime time)
{
    public static readonly TimeLimit UsualLimit = new(3, TimeLimitUnit.WorkingDays);

    /// <summary>For the giver: to confirm a report, to answer a request, and for a unit that has to go on after its date.</summary>
    public static readonly TimeLimit AnswerLimit = new(1, TimeLimitUnit.WorkingDays);

    /// <summary>Seen by the giver's unit, the main and the joint units, and the leaders above them. What is not in scope is as unknown as what is not there.</summary>
    public async Task<Assignment> Visible(string code, CancellationToken ct)
    {
        actor.MustBeOfficer();
        return await db.Assignments.Visible(db, actor, Permits.Read).SingleOrDefaultAsync(a => a.Code == code, ct)
            ?? throw Refusal.Missing("assignment", "Không thấy nhiệm vụ này trong phạm vi của anh/chị.");
    }

    /// <param name="seen">The version the person saw; an older one means somebody else was faster.</param>
    /// <param name="may">Who may do this act.</param>
    /// <exception cref="Refusal">401, 403, 404, or 409 saying who was faster.</exception>
    public async Task<Assignment> Find(string code, long? seen, Func<Assignment, ValueTask<bool>> may, CancellationToken ct)
    {
        var assignment = await Visible(code, ct);
        if (seen is { } version && version != assignment.Version) throw await db.Changed(assignment, ct);
        if (!await may(assignment)) throw Refusal.Forbidden("assignment.permit", "Việc này thuộc người khác. Anh/chị xem được nhiệm vụ nhưng không làm bước này.");
        return assignment;
    }

    /// <summary>Whom the duty lies with: the named officer, or whoever takes tasks for the main unit.</summary>
    public bool MayDo(Assignment assignment) => assignment.OfficerId is { } officer
        ? officer == actor.OfficerId && actor.HoldsPost(Permits.Own, assignment.UnitId)
        : actor.HoldsPost(Permits.Do, assignment.UnitId);

    /// <summary>The post it was given under, also by delegation; where its holder gives no tasks any more, the leaders of that unit.</summary>
    public async ValueTask<bool> MayDecide(Assignment assignment)
    {
        if (actor.Posts.Any(p => p.PositionId == assignment.GivenPositionId && p.Permits.Contains(Permits.Give))) return true;
        return actor.HoldsPost(Permits.Give, assignment.GivenUnitId)
            && !(await directory.Get()).Gives(assignment, time.Today);
    }

    public Post? PostOfDoer(Assignment assignment) => actor.PostFor(assignment.OfficerId is null ? Permits.Do : Permits.Own, assignment.UnitId);

    public Post? PostOfGiver(Assignment assignment) =>
        actor.Posts.FirstOrDefault(p => p.PositionId == assignment.GivenPositionId) ?? actor.PostFor(Permits.Give, assignment.GivenUnitId);

    /// <summary>The clock of a date the person chose, or of the usual limit.</summary>
    /// <exception cref="Refusal">422 beside the field: nothing is due on that day.</exception>
    public ClockState ClockUntil(DateOnly? day, TimeLimit usual, string field)
    {
        if (day is not { } chosen) return clock.Start(usual, time.Now);
        if (chosen <= time.Today) throw Refusal.Invalid(field, "Hạn phải sau hôm nay. Hãy chọn một ngày sắp tới.");
        if (chosen.DayNumber - time.Today.DayNumber > TimeLimit.Longest) throw Refusal.Invalid(field, "Hạn này quá xa. Hãy chọn ngày gần hơn.");
        if (!calendar.IsWorkingDay(chosen)) throw Refusal.Invalid(field, "Ngày này cơ quan nghỉ. Hãy chọn một ngày làm việc.");
        return clock.StartUntil(chosen, time.Now);
    }

    public Deadline Evaluate(ClockState state) => clock.Evaluate(state);

    public static DutyCard CardOf(Assignment assignment) => new(assignment.Title, assignment.Giver, assignment.Code, $"/nhiem-vu/{assignment.Code}");

    public void OweDoing(Assignment assignment) =>
        db.Owe(assignment, Duties.Do, assignment.UnitId, assignment.OfficerId is null ? Permits.Do : Permits.Own, assignment.DueAt, CardOf(assignment), assignment.OfficerId);

    /// <summary>The giver owes an answer, by the end of the next working day; where they give no tasks there any more, whoever does.</summary>
    public async Task OweAnswer(Assignment assignment, string kind, CancellationToken ct)
    {
        var officer = (await directory.Get(ct)).Gives(assignment, time.Today) ? assignment.GivenBy : (Guid?)null;
        db.Owe(assignment, kind, assignment.GivenUnitId, Permits.Give, clock.DueAt(AnswerLimit, time.Now), CardOf(assignment) with { Person = assignment.UnitName }, officer);
    }

    /// <summary>It has ended: what it let other units see, they see no longer, unless another open task is about the same.</summary>
    public async Task EndSharing(Assignment assignment, CancellationToken ct)
    {
        if (assignment.AboutId is not { } about) return;
        var joint = await db.JointUnits.AsNoTracking().Where(j => j.AssignmentId == assignment.Id).Select(j => j.UnitId).ToListAsync(ct);
        var others = db.Assignments.AsNoTracking().Where(a => a.AboutId == about && a.Id != assignment.Id && a.EndedAt == null);
        foreach (var unit in joint.Append(assignment.UnitId))
            if (!await others.AnyAsync(a => a.UnitId == unit || db.JointUnits.Any(j => j.AssignmentId == a.Id && j.UnitId == unit), ct))
                db.Unshare(about, unit, Permits.Do);
    }
}

static class Givers
{
    /// <summary>Who gave it still gives tasks there, in their own right.</summary>
    public static bool Gives(this DirectorySnapshot directory, Assignment assignment, DateOnly today) =>
        directory.Holders(assignment.GivenUnitId, Permits.Give, today).Any(o => o.Id == assignment.GivenBy);
}

/// <summary>What every act on a task carries.</summary>
public abstract record Act
{
    public string Code { get; set; } = "";

    /// <summary>The version the person saw; null from a client that does not keep it.</summary>
    public long? Version { get; set; }
}

/// <summary>What the caller of an act is told.</summary>
public sealed record ActResult(string Code, AssignmentStatus Status, DateTimeOffset DueAt, long Version)
{
    public static ActResult Of(Assignment a) => new(a.Code, a.Status, a.DueAt, a.Version);
}
