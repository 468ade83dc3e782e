using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Post.Orders;

namespace NhatLe.Post.Desk;

/// <summary>The desk has spoken with the applicant: what did not arrive is kept for them, or they need nothing fetched any more (giữ tại quầy).</summary>
public static class KeepAtDesk
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy ghi đã hẹn với người dân thế nào."), StringLength(300, ErrorMessage = "Ghi chú dài quá 300 chữ. Hãy rút gọn.")]
        public string Agreed { get; set; } = "";
    }

    public sealed record Kept(Guid Id);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/post/orders/{id:guid}/keeping", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(PostDb db, OrderBook book, PostNotices notices, Actor actor)
    {
        public async Task<Kept> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var order = await book.Visible(command.Id, Permits.Send, ct);
            actor.MustHold(Permits.Send, order.UnitId);
            var entry = book.Close(order, keptAtDesk: true, command.Agreed, actor.PostFor(Permits.Send, order.UnitId));
            if (order.Kind == OrderKind.Return) await notices.Tell(order, entry, ct);
            await db.SaveChangesAsync(ct);
            return new(order.Id);
        }
    }
}
