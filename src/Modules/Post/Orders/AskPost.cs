using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Post;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.Orders;

/// <summary>
/// The applicant, or the desk for them, asks the post to fetch the papers or to bring the result (dịch vụ bưu chính công ích, QĐ 45/2016). What
/// failed before is sent anew by the same act; the same asked twice is one order.
/// </summary>
public static class AskPost
{
    public sealed record Command
    {
        public string Code { get; set; } = "";
        public OrderKind Kind { get; set; } = OrderKind.Return;

        [Required(ErrorMessage = "Hãy nhập họ tên người gửi hoặc nhận."), StringLength(100, ErrorMessage = "Họ tên dài quá 100 chữ. Hãy rút gọn.")]
        public string Name { get; set; } = "";

        public string Phone { get; set; } = "";

        /// <summary>Code of the commune.</summary>
        public string Unit { get; set; } = "";

        [Required(ErrorMessage = "Hãy ghi số nhà, đường, thôn hoặc bản."), StringLength(200, ErrorMessage = "Địa chỉ dài quá 200 chữ. Hãy rút gọn.")]
        public string Detail { get; set; } = "";

        /// <summary>What is still due of the fee is paid to the postman.</summary>
        public bool PayAtDoor { get; set; }
    }

    public sealed record Asked(Guid Id, string Reference, OrderState State);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/post/dossiers/{code}/orders", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Code = code }, ct));

    public sealed class Handler(PostDb db, OrderBook book, PostClient post, PostSignal signal, Actor actor, DirectoryCache directory, LegalTime time, TimeProvider system)
    {
        public async Task<Asked> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await book.Dossier(command.Code, Permits.Send, ct);
            if (!actor.IsCitizen) actor.MustHold(Permits.Send, dossier.UnitId);
            if (!post.IsSetUp) throw Refusal.Conflict("post.offline", "Ở đây chưa gửi qua bưu chính được. Mời ông/bà đến một cửa.");
            if (!Enum.IsDefined(command.Kind)) throw Refusal.Invalid("Kind", "Hãy chọn lấy giấy tờ hoặc trả kết quả.");
            var person = await Person(command, ct);
            var payAtDoor = command is { PayAtDoor: true, Kind: OrderKind.Return };
            var before = await db.Orders.Where(o => o.DossierId == dossier.Id && o.Kind == command.Kind).OrderByDescending(o => o.Number).ToListAsync(ct);
            var open = before.Find(o => o.EndedAt is null);
            if (open is { NeedsDecision: false } first && first.PayAtDoor == payAtDoor && book.PersonOf(first) == person) return new(first.Id, first.Reference, first.State); // said again
            if (dossier.HasEnded) throw Refusal.Conflict("post.ended", "Hồ sơ đã kết thúc nên không còn gì để gửi.");
            if (command.Kind == OrderKind.PickUp && dossier.HasResult) throw Refusal.Conflict("post.has-result", "Hồ sơ đã có kết quả nên không cần lấy thêm giấy tờ.");
            var by = actor.IsCitizen ? null : actor.PostFor(Permits.Send, dossier.UnitId);
            if (open is not null)
            {
                if (!open.MayBeSentAnew) throw Refusal.Conflict("post.open", "Đã có một yêu cầu bưu chính đang chạy. Muốn đổi thì hủy yêu cầu đó trước.");
                book.Close(open, keptAtDesk: false, "Gửi lại bằng yêu cầu mới", by);
            }
            var order = PostOrder.Ask(dossier, command.Kind, before.Count + 1, book.Seal(person), payAtDoor, actor.Name, time.Now, system.GetUtcNow());
            db.Orders.Add(order);
            db.Record(order, new PostAsked(order.Id, order.DossierId, order.DossierCode, order.Kind.ToString(), order.PayAtDoor), note: null, by);
            await db.SaveChangesAsync(ct);
            signal.Raise();
            return new(order.Id, order.Reference, order.State);
        }

        async Task<PostPerson> Person(Command command, CancellationToken ct)
        {
            var phone = PhoneNumber.Read(command.Phone);
            if (phone.Refusal is { } no) throw Refusal.Invalid("Phone", no.Message, [.. no.Args]);
            if ((await directory.Get(ct)).FindUnit(command.Unit) is not { Kind: UnitKind.Commune, HasEnded: false } commune) throw Refusal.Invalid("Unit", "Hãy chọn xã, phường hoặc thị trấn trong danh sách.");
            return new(command.Name.Trim(), phone.Value!.National, commune.Code, commune.FullName, command.Detail.Trim());
        }
    }
}
