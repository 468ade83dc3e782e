using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;

namespace NhatLe.Assignments.Tasks;

/// <summary>One task with all that was done on it, and what the actor may do now.</summary>
public static class ReadAssignment
{
    /// <param name="MayAct">The main unit's work is the actor's.</param>
    /// <param name="MyPart">The joint unit whose part the actor may send.</param>
    /// <param name="MayDecide">The actor stands in the giver's place.</param>
    public sealed record Answer(Assignment Assignment, IReadOnlyList<JointUnit> Joint, Deadline Deadline, IReadOnlyList<JournalLine> Journal, bool MayAct, JointUnit? MyPart, bool MayDecide);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/assignments/{code}", async (string code, Handler handler, CancellationToken ct) =>
        {
            var (a, joint, deadline, journal, mayAct, myPart, mayDecide) = await handler.Run(code, ct);
            return TypedResults.Ok(new
            {
                a.Code, a.What, a.Urgency, a.Status, About = a.AboutCode is null ? null : new { Kind = a.AboutKind, Code = a.AboutCode, Title = a.AboutTitle, Link = a.AboutLink },
                a.Giver, a.GivenAt, Unit = a.UnitName, Officer = a.OfficerName, Joint = joint.Select(j => new { Unit = j.UnitName, j.ContributedAt }),
                a.DueAt, deadline.Days, a.Report, a.ReportedAt, a.ReportedBy, a.OnTime, a.AskedUntil, a.AskedReason, a.Rating, a.EndedAt, a.EndedReason, a.Version,
                Acts = journal.Select(l => new { l.Entry.At, l.Entry.Event, l.Content?.Name, l.Content?.Title, l.Content?.OnBehalfOf, l.Content?.Note, l.Holds }),
                MayAct = mayAct, MyPart = myPart?.UnitName, MayDecide = mayDecide,
            });
        });

    public sealed class Handler(AssignmentsDb db, AssignmentActs acts, ContributeToAssignment.Handler contribute, JournalReader journal)
    {
        public async Task<Answer> Run(string code, CancellationToken ct)
        {
            var assignment = await acts.Visible(code, ct);
            var joint = await db.JointUnits.AsNoTracking().Where(j => j.AssignmentId == assignment.Id).OrderBy(j => j.UnitName).ToListAsync(ct);
            return new(assignment, joint, acts.Evaluate(assignment.ClockState), await journal.Of(assignment.Id, ct), acts.MayDo(assignment),
                await contribute.MyPart(assignment, ct), await acts.MayDecide(assignment));
        }
    }
}
