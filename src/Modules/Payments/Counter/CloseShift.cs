using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Counter;

/// <summary>The drawer is counted note by note (chốt ca thu). What differs has a reason, and so has
/// who counts for a cashier who collects there no more; who closes has proved within minutes who they are.</summary>
public static class CloseShift
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        /// <summary>How many of each note, in the order of <see cref="Shift.Notes"/>.</summary>
        public IReadOnlyList<int> Counts { get; set; } = [];

        [StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public sealed record Closed(Guid Id, long ExpectedVnd, long CountedVnd, long DifferenceVnd);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/shifts/{id:guid}/closing", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(PaymentsDb db, Shifts shifts, Actor actor, StepUp stepUp, LegalTime time)
    {
        const int MostNotes = 100_000;

        public async Task<Closed> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var shift = await shifts.Find(command.Id, ct);
            if (!await shifts.MayClose(shift, ct)) throw Demands.NotYours();
            var inPlace = shift.OfficerId != actor.OfficerId;
            if (inPlace && string.IsNullOrWhiteSpace(command.Reason)) throw Refusal.Invalid("Reason", "Hãy ghi lý do chốt thay, ví dụ: đã chuyển công tác, tài khoản đã khóa.");
            if (command.Counts.Count != Shift.Notes.Count || command.Counts.Any(c => c is < 0 or > MostNotes)) throw Refusal.Invalid("Counts", "Hãy ghi số tờ của từng loại tiền, không có thì ghi 0.");
            stepUp.Demand();
            var counts = Shift.Notes.Zip(command.Counts).Where(n => n.Second > 0).ToDictionary(n => n.First, n => n.Second);
            shift.Close(await shifts.Expected(shift, ct), counts, inPlace ? $"{actor.Name}: {command.Reason!.Trim()}" : command.Reason, time.Now);
            db.Record(shift, new ShiftClosed(shift.Id, shift.ExpectedVnd!.Value, shift.CountedVnd!.Value, shift.Reason), shift.Reason, actor.PostFor(Permits.Collect, shift.UnitId));
            await db.SaveChangesAsync(ct);
            return new(shift.Id, shift.ExpectedVnd.Value, shift.CountedVnd.Value, shift.DifferenceVnd);
        }
    }
}
