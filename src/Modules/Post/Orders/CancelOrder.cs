using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.Orders;

/// <summary>The applicant or the desk takes an order back, while the post has nothing of it in hand (hủy yêu cầu).</summary>
public static class CancelOrder
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [StringLength(300, ErrorMessage = "Lý do dài quá 300 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    /// <param name="Done">False: the post is being asked.</param>
    public sealed record Cancelled(bool Done);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/post/orders/{id:guid}/cancellation", (Guid id, Command? command, Handler handler, CancellationToken ct) => handler.Run((command ?? new()) with { Id = id }, ct));

    public sealed class Handler(PostDb db, OrderBook book, IDossiers dossiers, PostSignal signal, Actor actor)
    {
        public async Task<Cancelled> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var order = actor.IsCitizen ? await Own(command.Id, ct) : await book.Visible(command.Id, Permits.Send, ct);
            if (!actor.IsCitizen) actor.MustHold(Permits.Send, order.UnitId);
            book.Cancel(order, string.IsNullOrWhiteSpace(command.Reason) ? "Người dân yêu cầu hủy" : command.Reason.Trim(), actor.IsCitizen ? null : actor.PostFor(Permits.Send, order.UnitId));
            await db.SaveChangesAsync(ct);
            signal.Raise();
            return new(order.State == OrderState.Cancelled);
        }

        async Task<PostOrder> Own(Guid id, CancellationToken ct) =>
            await db.Orders.SingleOrDefaultAsync(o => o.Id == id, ct) is { } order && await dossiers.IsOwn(order.DossierId, ct) ? order : throw Refusal.Missing("post-order", "Không thấy yêu cầu bưu chính này trong hồ sơ của ông/bà.");
    }
}
