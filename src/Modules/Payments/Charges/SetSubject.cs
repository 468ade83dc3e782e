using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Charges;

/// <summary>The desk says what the payer is (đối tượng miễn, giảm), by which paper it knows that, and the amount follows from the rules.</summary>
public static class SetSubject
{
    public sealed record Command
    {
        public string Code { get; set; } = "";

        /// <summary>None: the payer is nobody whom a rule names.</summary>
        public IReadOnlyList<FeeSubject> Subjects { get; set; } = [];

        [Required(ErrorMessage = "Hãy ghi giấy tờ làm căn cứ, hoặc lý do không được giảm."), StringLength(300, ErrorMessage = "Căn cứ dài quá 300 chữ. Hãy rút gọn.")]
        public string? Evidence { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/charges/{code}/subject", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(PaymentsDb db, ChargeBook book, Actor actor, LegalTime time)
    {
        public async Task<ChargeView> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var charge = await book.Visible(command.Code, Permits.Collect, ct);
            actor.MustHold(Permits.Collect, charge.UnitId);
            if (command.Subjects.Any(s => s == FeeSubject.OnlineFiling || !Enum.IsDefined(s))) throw Refusal.Invalid("Subjects", "Hãy chọn đối tượng trong danh sách.");
            var subjects = command.Subjects.Distinct().ToList();
            var claimed = charge.Claimed is not null;
            charge.Reckon(await book.Due(charge, subjects, ct), subjects, command.Evidence, time.Now);
            var post = actor.PostFor(Permits.Collect, charge.UnitId);
            db.Record(charge, new PayerSubjectSet(charge.Id, charge.DossierCode, charge.Subjects, charge.AmountVnd, charge.Basis), command.Evidence, post);
            if (claimed) db.Discharge(charge, Duties.Relief, ifAny: true);
            book.SayIfSettled(charge, post);
            await book.CloseOrders(charge.Id, ct); // an order says the old amount
            await db.SaveChangesAsync(ct);
            return ChargeView.Of(charge);
        }
    }
}

/// <summary>A charge as the API shows it.</summary>
public sealed record ChargeView(string Code, ChargeStatus Status, long FullVnd, long AmountVnd, long PaidVnd, long RemainingVnd, string Subjects, string? Basis, long Version)
{
    public static ChargeView Of(Charge c) => new(c.DossierCode, c.Status, c.FullVnd, c.AmountVnd, c.PaidVnd, c.RemainingVnd, c.Subjects, c.Basis, c.Version);
}
