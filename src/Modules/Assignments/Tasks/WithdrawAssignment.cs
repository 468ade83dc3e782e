using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;

namespace NhatLe.Assignments.Tasks;

/// <summary>The giver takes the task back with a reason (thu hồi); nobody owes anything on it any more.</summary>
public static class WithdrawAssignment
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy ghi lý do thu hồi."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/assignments/{code}/withdrawal", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(AssignmentsDb db, AssignmentActs acts, LegalTime time)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var assignment = await acts.Find(command.Code, command.Version, acts.MayDecide, ct);
            assignment.Withdraw(command.Reason!, time.Now);
            db.Record(assignment, new AssignmentWithdrawn(assignment.Id, assignment.Code, command.Reason!), command.Reason, acts.PostOfGiver(assignment));
            foreach (var kind in (string[])[Duties.Do, Duties.Join, Duties.Confirm, Duties.Extend]) db.Release(assignment, kind, ifAny: true);
            await acts.EndSharing(assignment, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(assignment);
        }
    }
}
