using Microsoft.EntityFrameworkCore;
using NhatLe.Assignments.Tasks;
using NhatLe.Contracts.Assignments;
using NhatLe.Contracts.Organization;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Assignments.On;

/// <summary>
/// Who takes over somebody's work in a unit does the tasks that are laid on them, and answers for those they gave; dates and names of
/// then stay. What the taker cannot do there any more, or what nobody takes, is the unit's.
/// </summary>
public sealed class MoveToWhoTakesOver(AssignmentsDb db, AssignmentActs acts, DirectoryCache directory, LegalTime time) : IReaction<HandOverTaken>
{
    public async Task On(HandOverTaken happened, Entry entry, CancellationToken ct)
    {
        var (units, today) = (await directory.Confirm(ct), time.Today);
        var unit = units.Now(happened.UnitId).Id;
        List<Guid> of = [unit, .. units.Former(unit)];
        var doer = units.Holders(unit, Permits.Own, today).FirstOrDefault(o => o.Id == happened.ToId);
        var post = units.Positions.FirstOrDefault(p => p.OfficerId == happened.ToId && p.UnitId == unit && p.IsValidOn(today) && p.Permits.Split(' ').Contains(Permits.Give));
        // What came to lie on them after the signature is not meant by it.
        var open = db.Assignments.Where(a => a.EndedAt == null && a.GivenAt <= entry.At);
        foreach (var assignment in await open.Where(a => (of.Contains(a.UnitId) && a.OfficerId == happened.FromId) || (of.Contains(a.GivenUnitId) && a.GivenBy == happened.FromId)).OrderBy(a => a.Id).ToListAsync(ct))
        {
            var does = assignment.OfficerId == happened.FromId && of.Contains(assignment.UnitId);
            var answers = assignment.GivenBy == happened.FromId && of.Contains(assignment.GivenUnitId) && (post is not null || !units.Gives(assignment, today));
            if (!does && !answers) continue;
            if (does) assignment.LayOn(doer?.Id, doer?.FullName);
            if (answers && post is not null) assignment.AnswersFor(post.OfficerId, post.Id);
            db.Record(assignment, new AssignmentHandedOver(assignment.Id, assignment.Code, happened.FromId, happened.From, happened.ToId, happened.To, happened.HandOverId), $"{happened.From} → {happened.To ?? happened.Unit}");
            if (does) LayDoing(assignment, doer);
            if (answers) LayAnswers(assignment, post?.OfficerId);
        }
        await db.SaveChangesAsync(ct);
    }

    void LayDoing(Assignment assignment, Officer? doer)
    {
        if (!assignment.IsToDo) return;
        if (doer is not null)
        {
            db.Reassign(assignment, Duties.Do, assignment.UnitId, doer.Id);
            return;
        }
        db.Release(assignment, Duties.Do, assignment.UnitId);
        acts.OweDoing(assignment); // whoever takes tasks for the unit, not whoever could do their own
    }

    void LayAnswers(Assignment assignment, Guid? officer)
    {
        if (assignment.Status == AssignmentStatus.Reported) db.Reassign(assignment, Duties.Confirm, assignment.GivenUnitId, officer);
        if (assignment.IsUnanswered) db.Reassign(assignment, Duties.Extend, assignment.GivenUnitId, officer);
    }
}
