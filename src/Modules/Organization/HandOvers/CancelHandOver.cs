using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;

namespace NhatLe.Organization.HandOvers;

/// <summary>Who hands over, or who administers the unit, gives it up before the other one has signed (hủy bàn giao). All stays as it is.</summary>
public static class CancelHandOver
{
    public sealed record Command
    {
        public Guid Id { get; set; }
        public long? Version { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do hủy."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/hand-overs/{id:guid}/cancellation", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(HandOverActs acts)
    {
        public async Task<PrepareHandOver.Answer> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var handOver = await acts.Find(command.Id, command.Version, ct);
            if (!acts.MayChange(handOver)) throw Refusal.Forbidden("hand-over.cancel", "Bên giao hoặc người quản trị đơn vị hủy bàn giao. Anh/chị trả lại nếu thấy chưa đúng.");
            handOver.Cancel(command.Reason);
            return await acts.Save(handOver, new HandOverCancelled(handOver.Id, handOver.FromId, handOver.FromName, handOver.ToId, handOver.ToName, command.Reason), command.Reason, ct);
        }
    }
}
