using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Assignments.Tasks;

/// <summary>Open tasks go to the successors of the units that do them, help with them or gave them. Those that have ended keep the names of then.</summary>
public sealed class AssignmentsInReform(AssignmentsDb db, AssignmentActs acts, DirectoryCache directory, LegalTime time) : IReformParticipant
{
    const int AtOnce = 50;

    public string Name => "assignments";
    public string Words => "Nhiệm vụ";
    public int Order => 200;

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct)
    {
        var (open, ended) = (db.Assignments.AsNoTracking().Where(a => a.EndedAt == null), db.Assignments.AsNoTracking().Where(a => a.EndedAt != null));
        return
        [
            .. await open.Select(a => a.UnitId).Lines(order, "Nhiệm vụ đang làm", ct, note: "Hạn giữ nguyên."),
            .. await open.Select(a => a.GivenUnitId).Lines(order, "Nhiệm vụ đã giao, chưa xong", ct, note: "Người giao, hoặc lãnh đạo đơn vị kế thừa, xác nhận kết quả."),
            .. await db.JointUnits.AsNoTracking().Where(j => open.Any(a => a.Id == j.AssignmentId)).Select(j => j.UnitId).Lines(order, "Phần phối hợp", ct),
            .. await ended.Select(a => a.UnitId).Lines(order, "Nhiệm vụ đã xong", ct, moves: false, "Giữ dưới tên đơn vị cũ; đơn vị kế thừa đọc được."),
        ];
    }

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        var from = order.From;
        var some = await db.Assignments.Where(a => a.EndedAt == null
                && (from.Contains(a.UnitId) || from.Contains(a.GivenUnitId) || db.JointUnits.Any(j => j.AssignmentId == a.Id && from.Contains(j.UnitId))))
            .OrderBy(a => a.Id).Take(AtOnce).ToListAsync(ct);
        if (some.Count == 0) return 0;
        var ids = some.ConvertAll(a => a.Id);
        var joint = (await db.JointUnits.Where(j => ids.Contains(j.AssignmentId)).ToListAsync(ct)).ToLookup(j => j.AssignmentId);
        var posts = order.Posts.Where(p => p.NewId is not null).ToDictionary(p => p.PositionId, p => p.NewId!.Value);
        var (moves, units) = (order.MoveOf, await directory.Get(ct));
        foreach (var assignment in some)
        {
            Move(assignment, [.. joint[assignment.Id]], moves, posts, order);
            GiveToTheUnit(assignment, units);
        }
        db.Note(order, Name, number, some.Count);
        await db.SaveChangesAsync(ct);
        return some.Count;
    }

    /// <summary>Who does it by name has no post in the unit that goes on: else nobody could.</summary>
    void GiveToTheUnit(Assignment assignment, DirectorySnapshot units)
    {
        if (assignment.OfficerId is not { } officer || units.Holders(assignment.UnitId, Permits.Own, time.Today).Any(o => o.Id == officer)) return;
        assignment.LayOn(null, null);
        if (!assignment.IsToDo) return;
        db.Release(assignment, Duties.Do, assignment.UnitId);
        acts.OweDoing(assignment);
    }

    void Move(Assignment assignment, List<JointUnit> joint, IReadOnlyDictionary<Guid, UnitEnding> moves, Dictionary<Guid, Guid> posts, ReformOrder order)
    {
        if (moves.TryGetValue(assignment.UnitId, out var main))
        {
            assignment.MoveTo(main.ToId, main.ToName);
            Go(main, does: true);
        }
        if (moves.TryGetValue(assignment.GivenUnitId, out var giver))
        {
            assignment.MoveGiver(giver.ToId, posts.GetValueOrDefault(assignment.GivenPositionId, assignment.GivenPositionId));
            if (giver.ToId != assignment.UnitId) db.Share(assignment.Id, giver.ToId, Permits.Give);
            Go(giver, does: false);
        }
        foreach (var part in joint)
        {
            var to = moves.GetValueOrDefault(part.UnitId);
            if (to is null && part.UnitId != assignment.UnitId) continue;
            var (unit, name) = to is null ? (part.UnitId, part.UnitName) : (to.ToId, to.ToName);
            db.JointUnits.Remove(part);
            if (unit == assignment.UnitId) db.Release(assignment, Duties.Join, part.UnitId, ifAny: true); // who does it does not help itself
            else if (joint.TrueForAll(j => j.UnitId != unit) && db.ChangeTracker.Entries<JointUnit>().All(e => e.State != EntityState.Added || e.Entity.AssignmentId != assignment.Id || e.Entity.UnitId != unit))
                db.JointUnits.Add(part.GoesOnAs(unit, name));
            if (to is not null) Go(to, does: true);
        }

        void Go(UnitEnding move, bool does)
        {
            db.Record(assignment, new AssignmentMoved(assignment.Id, assignment.Code, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.MoveDuties(assignment, move.FromId, move.ToId);
            if (assignment.AboutId is not { } about || !does) return;
            db.Unshare(about, move.FromId, Permits.Do);
            db.Share(about, move.ToId, Permits.Do);
        }
    }
}
