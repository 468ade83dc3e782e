using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Post;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Post.Settlement;

/// <summary>Somebody has cleared a difference with the post and says how (xử lý chênh lệch).</summary>
public static class MendSettlement
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do, để người sau hiểu."), StringLength(300, ErrorMessage = "Lý do dài quá 300 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }
    }

    public sealed record Mended(Guid Id);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/post/differences/{id:guid}/mending", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(PostDb db, Actor actor, LegalTime time)
    {
        public async Task<Mended> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeOfficer();
            var difference = await db.Differences.Visible(db, actor, Permits.Reconcile).SingleOrDefaultAsync(d => d.Id == command.Id, ct) ?? throw Refusal.Missing("difference", "Không thấy chênh lệch này trong phạm vi của anh/chị.");
            actor.MustHold(Permits.Reconcile, difference.UnitId);
            difference.Mend(command.Reason!, actor.Name, time.Now);
            db.Record(difference, new SettlementMended(difference.Id, command.Reason!), command.Reason, actor.PostFor(Permits.Reconcile, difference.UnitId));
            db.Discharge(difference, Duties.Reconcile, ifAny: true);
            await db.SaveChangesAsync(ct);
            return new(difference.Id);
        }
    }
}
