using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Payments.Payments;
using NhatLe.Payments.Platform;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Reconciliation;

/// <summary>One difference is mended with a reason (xử lý chênh lệch). A payment that only the platform knows may be taken into our books by it.</summary>
public static class MendDifference
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        /// <summary>Take the payment as the signed file has it.</summary>
        public bool Take { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do, để người sau hiểu."), StringLength(300, ErrorMessage = "Lý do dài quá 300 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public sealed record Mended(Guid Id, bool Taken);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/differences/{id:guid}/mending", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(PaymentsDb db, PaymentBook book, Actor actor, LegalTime time)
    {
        public async Task<Mended> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeOfficer();
            var difference = await Find(command.Id, ct);
            actor.MustHold(Permits.Reconcile, difference.UnitId);
            if (difference.MendedAt is not null) throw Refusal.Conflict("difference.mended", "Chênh lệch này đã xử lý rồi.");
            var taken = false;
            if (command.Take)
            {
                if (difference.Kind != DifferenceKind.MissingHere) throw Refusal.Conflict("difference.kind", "Chỉ ghi nhận được khoản mà bên mình thiếu.");
                taken = await book.TakeFromPlatform(difference.Reference, new(difference.PlatformId, difference.TheirsVnd!.Value, difference.Method, difference.PaidAt), actor.Name, ct);
                difference = await Find(command.Id, ct);
            }
            difference.Mend(command.Reason!, actor.Name, time.Now);
            db.Record(difference, new DifferenceMended(difference.Id, command.Reason!), command.Reason, actor.PostFor(Permits.Reconcile, difference.UnitId));
            db.Discharge(difference, Duties.Reconcile, ifAny: true);
            await db.SaveChangesAsync(ct);
            return new(difference.Id, taken);
        }

        async Task<Difference> Find(Guid id, CancellationToken ct) =>
            await db.Differences.Visible(db, actor, Permits.Reconcile).SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw Refusal.Missing("difference", "Không thấy chênh lệch này trong phạm vi của anh/chị.");
    }
}
