using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Files;

namespace NhatLe.Exchange.Axis;

/// <summary>An official sends a document of their unit to other agencies; or recalls, updates or replaces one that was sent.</summary>
public static class SendPacket
{
    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        /// <summary>Code of the unit that sends.</summary>
        [Required(ErrorMessage = "Hãy chọn đơn vị gửi.")]
        public string Unit { get; set; } = "";

        /// <summary>Identification codes of the agencies.</summary>
        public IReadOnlyList<string>? To { get; set; }

        public PacketBusiness Business { get; set; }

        /// <summary>The packet that is recalled, updated or replaced.</summary>
        public Guid? AboutId { get; set; }

        [StringLength(PacketActs.LongestReason, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }

        [Required(ErrorMessage = "Hãy ghi số văn bản."), StringLength(20, ErrorMessage = "Số văn bản dài quá 20 chữ.")]
        public string Number { get; set; } = "";

        [Required(ErrorMessage = "Hãy ghi ký hiệu, ví dụ STP-HCTP."), StringLength(50, ErrorMessage = "Ký hiệu dài quá 50 chữ.")]
        public string Notation { get; set; } = "";

        [Required(ErrorMessage = "Hãy ghi ngày ban hành.")]
        public DateOnly? IssuedOn { get; set; }

        [Required(ErrorMessage = "Hãy chọn loại văn bản.")]
        public string Type { get; set; } = "";

        [Required(ErrorMessage = "Hãy ghi trích yếu."), StringLength(500, ErrorMessage = "Trích yếu dài quá 500 chữ. Hãy rút gọn.")]
        public string Subject { get; set; } = "";

        [Required(ErrorMessage = "Hãy ghi chức vụ người ký."), StringLength(200, ErrorMessage = "Chức vụ dài quá 200 chữ.")]
        public string SignerPosition { get; set; } = "";

        [Required(ErrorMessage = "Hãy ghi họ tên người ký."), StringLength(100, ErrorMessage = "Họ tên dài quá 100 chữ.")]
        public string SignerName { get; set; } = "";

        public PacketPriority Priority { get; set; }

        /// <summary>Until when an answer is wanted.</summary>
        public DateOnly? DueOn { get; set; }

        /// <summary>From <c>POST /api/exchange/packets/files</c>.</summary>
        public IReadOnlyList<FileToSend>? Files { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/exchange/packets", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));
        routes.MapPost("/api/exchange/packets/files", async (IFormFile file, Handler handler, CancellationToken ct) => TypedResults.Ok(await handler.Keep(file, ct))).DisableAntiforgery();
    }

    public sealed class Handler(SendPackets send, PacketActs acts, Actor actor, DirectoryCache directory, FileStore files)
    {
        public async Task<SentPacket> Run(Command c, CancellationToken ct)
        {
            DemandSender();
            Check.Input(c);
            if (c.Id == Guid.Empty) throw Refusal.Invalid(nameof(Command.Id), "Thiếu mã của lần gửi. Hãy tải lại trang.");
            if (!Enum.IsDefined(c.Business) || !Enum.IsDefined(c.Priority)) throw Refusal.Invalid(nameof(Command.Priority), "Hãy chọn độ khẩn.");
            if (!AxisWords.DocumentTypes.Contains(c.Type)) throw Refusal.Invalid(nameof(Command.Type), "Hãy chọn loại văn bản.");
            if (c.Business != PacketBusiness.New && string.IsNullOrEmpty(c.Reason)) throw Refusal.Invalid(nameof(Command.Reason), "Hãy ghi lý do, nơi nhận sẽ đọc.");
            if (c.DueOn < c.IssuedOn) throw Refusal.Invalid(nameof(Command.DueOn), "Hạn trả lời sớm hơn ngày ban hành. Hãy sửa một trong hai ngày.");
            var unit = (await directory.Get(ct)).FindUnit(c.Unit) is { } found && actor.HoldsPost(Permits.Packets, found.Id) ? found : throw Refusal.Invalid(nameof(Command.Unit), "Hãy chọn đơn vị gửi.");
            if (c.AboutId is { } about) acts.MustAct(await acts.Visible(about, ct));
            return await send.Send(new(c.Id, unit.Id, c.To ?? [], c.Number, c.Notation, c.IssuedOn!.Value, c.Type, c.Subject, c.SignerPosition, c.SignerName)
            {
                Place = (await directory.Get(ct)).SelfAndAbove(unit.Id).First(u => u.Kind is UnitKind.Commune or UnitKind.District or UnitKind.Province).Name, Priority = c.Priority, DueOn = c.DueOn, Business = c.Business, AboutId = c.AboutId, Reason = c.Reason ?? "", Files = c.Files ?? [],
            }, ct);
        }

        /// <summary>A file before the packet that names it; what no packet names is swept after a day.</summary>
        public async Task<FileToSend> Keep(IFormFile file, CancellationToken ct)
        {
            DemandSender();
            await using var content = file.OpenReadStream();
            return new((await files.Save(content, ct, otherwise: MediaTypes.Unknown)).Hash, FileNames.Clean(file.FileName));
        }

        /// <exception cref="Refusal">401, 403.</exception>
        public void DemandSender()
        {
            actor.MustBeOfficer();
            if (!actor.CanAnywhere(Permits.Packets)) throw Refusal.Forbidden("packet.permit", "Anh/chị chưa được giao gửi, nhận văn bản qua trục. Hỏi người quản trị của đơn vị.");
        }
    }
}
