using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;

namespace NhatLe.Assignments.Tasks;

/// <summary>The giver confirms that the task is done, and how well (xác nhận), or sends it back with a reason (trả lại).</summary>
public static class ConfirmAssignment
{
    public sealed record Command : Act
    {
        public Rating Rating { get; set; }

        [StringLength(500, ErrorMessage = "Ghi chú dài quá 500 chữ. Hãy rút gọn.")]
        public string? Note { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/assignments/{code}/confirmation", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(AssignmentsDb db, AssignmentActs acts, LegalTime time)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            if (!Enum.IsDefined(command.Rating)) throw Refusal.Invalid(nameof(Command.Rating), "Hãy chọn một mức đánh giá.");
            var assignment = await acts.Find(command.Code, command.Version, acts.MayDecide, ct);
            assignment.Confirm(command.Rating, time.Now);
            db.Record(assignment, new AssignmentConfirmed(assignment.Id, assignment.Code, (int)command.Rating), command.Note, acts.PostOfGiver(assignment));
            db.Discharge(assignment, Duties.Confirm);
            await acts.EndSharing(assignment, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(assignment);
        }
    }
}

/// <inheritdoc cref="ConfirmAssignment"/>
public static class SendBackAssignment
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy ghi lý do trả lại, để đơn vị biết làm tiếp gì."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }

        /// <summary>Until when; when it is not said, the old date while it is to come, else the next working day.</summary>
        public DateOnly? DueOn { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/assignments/{code}/sending-back", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(AssignmentsDb db, AssignmentActs acts, LegalTime time)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var assignment = await acts.Find(command.Code, command.Version, acts.MayDecide, ct);
            var clock = command.DueOn is null && assignment.DueAt > time.Now ? assignment.ClockState : acts.ClockUntil(command.DueOn, AssignmentActs.AnswerLimit, nameof(Command.DueOn));
            assignment.SendBack(clock, acts.Evaluate(clock));
            db.Record(assignment, new AssignmentSentBack(assignment.Id, assignment.Code, command.Reason!, assignment.DueAt), command.Reason, acts.PostOfGiver(assignment));
            db.Discharge(assignment, Duties.Confirm);
            acts.OweDoing(assignment);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(assignment);
        }
    }
}
