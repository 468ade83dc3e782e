using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Post;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Post.Orders;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.Desk;

/// <summary>The desk gives results to the postman: one list of them, signed by both, and the post is told of each (giao bưu tá).
/// A fee that the postman does not collect is paid before.</summary>
public static class HandOver
{
    internal const int Most = 100;

    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        public IReadOnlyList<Guid> Orders { get; set; } = [];

        [Required(ErrorMessage = "Hãy ghi họ tên bưu tá."), StringLength(100, ErrorMessage = "Họ tên dài quá 100 chữ. Hãy rút gọn.")]
        public string Postman { get; set; } = "";
    }

    public sealed record Listed(Guid Id, int Orders);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/post/hand-overs", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(PostDb db, OrderBook book, ICharges charges, PostNotices notices, PostSignal signal, Actor actor, LegalTime time, TimeProvider system)
    {
        public async Task<Listed> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeReader(Permits.Send);
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần gửi (id).");
            var ids = command.Orders.Distinct().ToList();
            if (ids.Count == 0) throw Refusal.Invalid("Orders", "Hãy chọn ít nhất một bưu gửi để giao.");
            if (ids.Count > Most) throw Refusal.Invalid("Orders", "Một bảng kê có nhiều nhất {0} bưu gửi. Hãy lập thêm bảng kê.", Most);
            if (await db.Lists.AsNoTracking().Visible(db, actor, Permits.Send).SingleOrDefaultAsync(l => l.Id == command.Id, ct) is { } first) return new(first.Id, first.Orders);
            var orders = await db.Orders.Visible(db, actor, Permits.Send).Where(o => ids.Contains(o.Id)).OrderBy(o => o.AskedAt).ToListAsync(ct);
            if (orders.Count < ids.Count) throw Refusal.Missing("post-order", "Không thấy bưu gửi này trong phạm vi của anh/chị.");
            var (unit, desk) = (orders[0].UnitId, orders[0].DeskUnitId);
            if (orders.Exists(o => o.UnitId != unit)) throw Refusal.Invalid("Orders", "Mỗi bảng kê là của một đơn vị. Hãy chọn bưu gửi của một đơn vị.");
            actor.MustHold(Permits.Send, unit);
            foreach (var order in orders.Where(o => o.Kind == OrderKind.Return))
                if (await charges.DueAtReturn(order.DossierId, ct) is { } due && due.RemainingVnd > order.CodVnd)
                    throw Refusal.Conflict("post.fee-due", "Hồ sơ {0} còn {1:N0} đồng phí chưa nộp. Hãy thu phí trước, rồi giao bưu tá.", order.DossierCode, due.RemainingVnd);
            var (now, post) = (time.Now, actor.PostFor(Permits.Send, unit));
            var list = HandOverList.Make(command.Id, unit, desk, actor.Name, command.Postman.Trim(), orders.Count, now);
            db.Lists.Add(list);
            db.Record(list, new HandOverListed(list.Id, list.Orders, list.Postman), note: null, post);
            foreach (var order in orders)
            {
                order.HandOver(list.Id, now, system.GetUtcNow());
                await notices.Tell(order, db.Record(order, new PostHandedOver(order.Id, order.DossierCode, list.Id), note: null, post), ct);
                book.Note(order, Platform.Facts.AccessKind.List, Permits.Send);
            }
            await db.SaveChangesAsync(ct);
            signal.Raise();
            return new(list.Id, list.Orders);
        }
    }
}
