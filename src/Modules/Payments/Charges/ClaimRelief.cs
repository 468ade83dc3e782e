using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;

namespace NhatLe.Payments.Charges;

/// <summary>The payer says that the law lets them pay less (đề nghị miễn, giảm); the desk looks at the paper and decides within a working day.</summary>
public static class ClaimRelief
{
    public sealed record Command
    {
        public string Code { get; set; } = "";

        [Required(ErrorMessage = "Hãy chọn đối tượng của ông/bà.")]
        public FeeSubject? Subject { get; set; }

        [Required(ErrorMessage = "Hãy ghi giấy tờ ông/bà có: tên giấy, số, nơi cấp."), StringLength(300, ErrorMessage = "Nội dung dài quá 300 chữ. Hãy rút gọn.")]
        public string? Paper { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/payments/charges/{code}/relief", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(PaymentsDb db, ChargeBook book)
    {
        public async Task<ChargeView> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var charge = await book.Own(command.Code, ct);
            if (!(await book.Offered(charge, ct)).Contains(command.Subject!.Value)) throw Refusal.Invalid("Subject", "Thủ tục này không giảm cho đối tượng đó. Hãy chọn trong danh sách.");
            book.Claim(charge, command.Subject.Value, command.Paper!);
            await db.SaveChangesAsync(ct);
            return ChargeView.Of(charge);
        }
    }
}
