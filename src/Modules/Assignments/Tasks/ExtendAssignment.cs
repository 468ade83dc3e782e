using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;

namespace NhatLe.Assignments.Tasks;

/// <summary>The main unit asks for more time with a reason, once (xin gia hạn).</summary>
public static class AskExtension
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy chọn ngày xin gia hạn đến.")]
        public DateOnly? Until { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do xin gia hạn."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/assignments/{code}/extension-request", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(AssignmentsDb db, AssignmentActs acts)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var assignment = await acts.Find(command.Code, command.Version, a => ValueTask.FromResult(acts.MayDo(a)), ct);
            var until = command.Until!.Value;
            _ = acts.ClockUntil(until, AssignmentActs.UsualLimit, nameof(Command.Until)); // a day on which something can be due
            if (until <= LegalTime.DateOf(assignment.DueAt)) throw Refusal.Invalid(nameof(Command.Until), "Ngày xin gia hạn phải sau hạn hiện nay.");
            assignment.AskExtension(until, command.Reason!);
            db.Record(assignment, new ExtensionAsked(assignment.Id, assignment.Code, until, command.Reason!), command.Reason, acts.PostOfDoer(assignment));
            await acts.OweAnswer(assignment, Duties.Extend, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(assignment);
        }
    }
}

/// <summary>The giver grants the time that was asked for, or declines with a reason (trả lời xin gia hạn).</summary>
public static class AnswerExtension
{
    public sealed record Command : Act
    {
        public bool Granted { get; set; }

        [StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/assignments/{code}/extension-answer", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(AssignmentsDb db, AssignmentActs acts, LegalClock clock, OfficeCalendar calendar)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            if (!command.Granted && string.IsNullOrWhiteSpace(command.Reason)) throw Refusal.Invalid(nameof(Command.Reason), "Hãy ghi lý do không cho gia hạn.");
            var assignment = await acts.Find(command.Code, command.Version, acts.MayDecide, ct);
            var until = assignment.ExpectAsked();
            if (command.Granted)
            {
                var extended = clock.Extend(assignment.ClockState, calendar.Closing(until));
                var deadline = clock.Evaluate(extended);
                assignment.Extend(extended, deadline);
                db.Record(assignment, new ExtensionGranted(assignment.Id, assignment.Code, assignment.DueAt), command.Reason, acts.PostOfGiver(assignment));
                db.Reschedule(assignment, Duties.Do, deadline);
                db.Reschedule(assignment, Duties.Join, deadline, ifAny: true);
            }
            else
            {
                assignment.Decline();
                db.Record(assignment, new ExtensionDeclined(assignment.Id, assignment.Code, command.Reason!), command.Reason, acts.PostOfGiver(assignment));
            }
            db.Discharge(assignment, Duties.Extend);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(assignment);
        }
    }
}
