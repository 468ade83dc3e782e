using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Assignments.Tasks;

/// <summary>A joint unit sends its part (phối hợp), once, before the main unit reports.</summary>
public static class ContributeToAssignment
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy ghi phần đơn vị đã làm."), StringLength(2000, ErrorMessage = "Nội dung dài quá 2.000 chữ. Hãy rút gọn.")]
        public string? Part { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/assignments/{code}/contribution", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(AssignmentsDb db, AssignmentActs acts, Actor actor, LegalTime time)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            JointUnit? mine = null;
            var assignment = await acts.Find(command.Code, command.Version, async a => (mine = await MyPart(a, ct)) is not null, ct);
            assignment.ExpectToDo();
            mine!.Contribute(time.Now);
            db.Record(assignment, new AssignmentContributed(assignment.Id, assignment.Code, mine.UnitId), command.Part, actor.PostFor(Permits.Do, mine.UnitId));
            db.Discharge(assignment, Duties.Join, mine.UnitId, ifAny: true); // none after a report that was sent back
            await db.SaveChangesAsync(ct);
            return ActResult.Of(assignment);
        }

        /// <summary>The joint unit the actor takes tasks for; one that has not sent its part before one that has.</summary>
        public async Task<JointUnit?> MyPart(Assignment assignment, CancellationToken ct)
        {
            var joint = await db.JointUnits.Where(j => j.AssignmentId == assignment.Id).OrderBy(j => j.UnitName).ToListAsync(ct);
            return joint.Where(j => actor.HoldsPost(Permits.Do, j.UnitId)).OrderBy(j => j.ContributedAt is null ? 0 : 1).FirstOrDefault();
        }
    }
}
