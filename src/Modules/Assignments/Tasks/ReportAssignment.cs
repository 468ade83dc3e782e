using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Assignments.Tasks;

/// <summary>The main unit reports what it did (báo cáo kết quả); its duty is met, and the giver owes a confirmation.</summary>
public static class ReportAssignment
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy ghi kết quả đã làm được."), StringLength(2000, ErrorMessage = "Báo cáo dài quá 2.000 chữ. Hãy rút gọn.")]
        public string? Report { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/assignments/{code}/report", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(AssignmentsDb db, AssignmentActs acts, Actor actor, LegalTime time)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var assignment = await acts.Find(command.Code, command.Version, a => ValueTask.FromResult(acts.MayDo(a)), ct);
            assignment.MakeReport(command.Report!, actor.Name, time.Now);
            db.Record(assignment, new AssignmentReported(assignment.Id, assignment.Code, assignment.OnTime!.Value), command.Report, acts.PostOfDoer(assignment));
            db.Discharge(assignment, Duties.Do);
            db.Release(assignment, Duties.Join, ifAny: true);
            db.Release(assignment, Duties.Extend, ifAny: true);
            await acts.OweAnswer(assignment, Duties.Confirm, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(assignment);
        }
    }
}
