using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Payments;

/// <summary>Money of which nobody knew what it is for is given to the dossier its payer meant (ghi khoản nộp vào hồ sơ).</summary>
public static class AssignPayment
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy nhập mã hồ sơ.")]
        public string? Code { get; set; }

        [Required(ErrorMessage = "Hãy ghi vì sao biết khoản này nộp cho hồ sơ đó."), StringLength(300, ErrorMessage = "Lý do dài quá 300 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public sealed record Assigned(PaymentState State, long AppliedVnd);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/payments/{id:guid}/assignment", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(PaymentsDb db, PaymentBook book, Actor actor, LegalTime time)
    {
        public async Task<Assigned> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var payment = await book.Find(command.Id, Permits.Refund, ct);
            actor.MustHold(Permits.Refund, payment.UnitId);
            var typed = command.Code!.Trim().ToUpperInvariant();
            var charge = await db.Charges.Visible(db, actor, Permits.Refund).SingleOrDefaultAsync(c => c.DossierCode == typed, ct) ?? throw Refusal.Invalid("Code", "Không có khoản phải nộp nào của hồ sơ mã này trong phạm vi của anh/chị.");
            var post = actor.PostFor(Permits.Refund, payment.UnitId);
            payment.AssignTo(charge, time.Now);
            db.Record(payment, new PaymentAssigned(payment.Id, charge.Id, charge.DossierCode, command.Reason!), command.Reason, post);
            db.Discharge(payment, Duties.Mend, ifAny: true);
            await book.Follow(payment, charge, post, ct);
            await db.SaveChangesAsync(ct);
            return new(payment.State, payment.AppliedVnd);
        }
    }
}
