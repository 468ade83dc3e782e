using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Exchange.Axis;

/// <summary>An official takes a document in, says how far it is, or refuses it; to a recall or an update they agree or not. Its sender is told by the axis.</summary>
public static class AnswerPacket
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [EnumDataType(typeof(PacketStatus), ErrorMessage = "Hãy chọn trạng thái.")]
        public PacketStatus Status { get; set; }

        public string Reason { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/exchange/packets/{id:guid}/status", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(PacketActs acts)
    {
        public async Task Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            acts.MustAct(await acts.Visible(command.Id, ct));
            await acts.Tell(command.Id, command.Status, command.Reason.Trim(), ct);
        }
    }
}
