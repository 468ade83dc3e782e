using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform;

namespace NhatLe.Assignments.Tasks;

/// <summary>The main unit says that it has begun (nhận nhiệm vụ); the giver sees who. Not a must before the report.</summary>
public static class AcceptAssignment
{
    public sealed record Command : Act;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/assignments/{code}/acceptance", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(AssignmentsDb db, AssignmentActs acts)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var assignment = await acts.Find(command.Code, command.Version, a => ValueTask.FromResult(acts.MayDo(a)), ct);
            assignment.Accept();
            db.Record(assignment, new AssignmentAccepted(assignment.Id, assignment.Code), note: null, acts.PostOfDoer(assignment));
            await db.SaveChangesAsync(ct);
            return ActResult.Of(assignment);
        }
    }
}
