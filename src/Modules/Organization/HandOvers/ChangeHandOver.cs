using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Text;

namespace NhatLe.Organization.HandOvers;

/// <summary>Who hands over, or who administers the unit, lists what goes from hand to hand: a counted line more, or less.</summary>
public static class ChangeHandOver
{
    public sealed record Command
    {
        public Guid Id { get; set; }
        public long? Version { get; set; }

        /// <summary>A line more, at the end.</summary>
        public Line? Add { get; set; }

        /// <summary>The number of the line that is dropped, from 1.</summary>
        public int? Drop { get; set; }
    }

    public sealed record Line
    {
        [EnumDataType(typeof(HandedKind), ErrorMessage = "Hãy chọn loại.")]
        public HandedKind Kind { get; set; }

        [Required(ErrorMessage = "Hãy ghi là gì, ví dụ: Phôi giấy khai sinh, từ số đến số."), StringLength(300, ErrorMessage = "Mô tả dài quá 300 chữ. Hãy rút gọn.")]
        public string What { get; set; } = "";

        [Range(0, 1_000_000_000_000, ErrorMessage = "Hãy ghi số lượng bằng chữ số. Không còn thì ghi 0.")]
        public long Count { get; set; } = -1;

        [StringLength(300, ErrorMessage = "Ghi chú dài quá 300 chữ. Hãy rút gọn.")]
        public string? Remark { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/hand-overs/{id:guid}/lines", (Guid id, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Id = id }, ct));

    public sealed class Handler(HandOverActs acts)
    {
        public async Task<PrepareHandOver.Answer> Run(Command command, CancellationToken ct)
        {
            var handOver = await acts.Find(command.Id, command.Version, ct);
            if (!acts.MayChange(handOver)) throw Refusal.Forbidden("hand-over.list", "Bên giao hoặc người quản trị đơn vị lập danh mục. Anh/chị trả lại nếu thấy chưa đúng.");
            if (command.Add is null && command.Drop is null) throw Refusal.Invalid(nameof(Command.Add), "Hãy ghi là gì, ví dụ: Phôi giấy khai sinh, từ số đến số.");
            if (command.Add is { } line)
            {
                Check.Input(line);
                handOver.Add(new(line.Kind, Nfc.Clean(line.What), line.Count, string.IsNullOrWhiteSpace(line.Remark) ? null : Nfc.Clean(line.Remark)));
            }
            if (command.Drop is { } number) handOver.Drop(number);
            return await acts.Save(handOver, new HandOverChanged(handOver.Id, handOver.Items.Count), note: null, ct);
        }
    }
}
