using Microsoft.EntityFrameworkCore;
using NhatLe.Assignments.Tasks;
using NhatLe.Contracts.Assignments;
using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Organization;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;

namespace NhatLe.Assignments.On;

/// <summary>Open tasks laid on an officer who has left office are the unit's: whoever takes tasks for it does them, by the same date.</summary>
public sealed class FallToUnit(AssignmentsDb db, AssignmentActs acts) : IReaction<OfficerDeactivated>
{
    public async Task On(OfficerDeactivated happened, Entry entry, CancellationToken ct)
    {
        foreach (var assignment in await db.Assignments.Where(a => a.OfficerId == happened.OfficerId && a.EndedAt == null).OrderBy(a => a.Id).ToListAsync(ct))
        {
            assignment.LayOn(officerId: null, officerName: null);
            db.Record(assignment, new AssignmentFellToUnit(assignment.Id, assignment.Code, happened.OfficerId, happened.Officer), happened.Reason);
            if (!assignment.IsToDo) continue; // reported: the giver's turn
            db.Release(assignment, Duties.Do, ifAny: true); // of the one person, by their own permit
            acts.OweDoing(assignment);
        }
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>Whoever takes tasks for the unit finds on the bell what came back to it.</summary>
public sealed class TellUnit(AssignmentsDb db, Notices notices, IAccounts accounts, DirectoryCache directory, LegalTime time) : IReaction<AssignmentFellToUnit>
{
    public async Task On(AssignmentFellToUnit happened, Entry entry, CancellationToken ct)
    {
        var assignment = await db.Assignments.AsNoTracking().SingleAsync(a => a.Id == happened.AssignmentId, ct);
        var takers = (await directory.Get(ct)).Holders(assignment.UnitId, Permits.Do, time.Today).Select(o => o.Id).ToList();
        await notices.Give([.. (await accounts.OfOfficers(takers, ct)).Values], assignment.Id, "Việc của {0} về lại đơn vị: {1}", "Người này đã ngừng hoạt động. Hạn giữ nguyên.", $"/nhiem-vu/{assignment.Code}", [happened.Officer, assignment.Title], ct);
    }
}
