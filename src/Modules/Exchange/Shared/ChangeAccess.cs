using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Exchange.Shared;

/// <summary>An operator gives a partner leave to call a shared service, or takes it back; with the reason, and proved anew who they are.</summary>
public static class ChangeAccess
{
    public sealed record Command
    {
        [Required] public string Partner { get; set; } = "";
        [Required] public string Service { get; set; } = "";
        public bool Open { get; set; }

        [Required(ErrorMessage = "Hãy ghi căn cứ hoặc lý do."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public sealed record AccessLine(string Partner, string Service, bool IsOpen);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/exchange/access", (Handler handler, CancellationToken ct) => handler.Read(ct));
        routes.MapPost("/api/exchange/access", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));
    }

    public sealed class Handler(ExchangeDb db, Actor actor, ExchangeSettings settings, SharedCatalog catalog, OpenServices open, StepUp stepUp, LegalTime legal)
    {
        /// <summary>Every partner beside every service.</summary>
        public async Task<IReadOnlyList<AccessLine>> Read(CancellationToken ct)
        {
            actor.MustOperateExchange();
            var opened = (await db.Access.AsNoTracking().Where(a => a.IsOpen).Select(a => new { a.Partner, a.Service }).ToListAsync(ct)).Select(a => (a.Partner, a.Service)).ToHashSet();
            return [.. from service in catalog.All from partner in settings.Partners orderby service.Code, partner.Name select new AccessLine(partner.Key, service.Code, opened.Contains((partner.Id, service.Code)))];
        }

        /// <exception cref="Refusal">404, 409, 422.</exception>
        public async Task<AccessLine> Run(Command command, CancellationToken ct)
        {
            actor.MustOperateExchange();
            Check.Input(command);
            if (settings.Find(command.Partner) is not { } partner || catalog.Find(command.Service) is null) throw Refusal.Missing("access", "Không có đối tác hoặc dịch vụ này. Tải lại trang để xem danh sách mới.");
            stepUp.Demand();
            var id = PartnerAccess.IdOf(partner.Id, command.Service);
            var access = await db.Access.SingleOrDefaultAsync(a => a.Id == id, ct);
            if ((access?.IsOpen ?? false) == command.Open) throw Refusal.Conflict("access.same", command.Open ? "Đối tác này đã dùng được dịch vụ." : "Đối tác này vốn không dùng được dịch vụ.");
            if (access is null) db.Access.Add(access = PartnerAccess.Of(partner.Id, command.Service));
            access.Set(command.Open, legal.Now);
            db.Record(access, command.Open ? new ServiceOpened(id, partner.Id, command.Service, command.Reason) : new ServiceClosed(id, partner.Id, command.Service, command.Reason), note: null, actor.PostWith(Permits.Operate));
            await db.SaveChangesAsync(ct);
            open.Forget();
            return new(command.Partner, command.Service, command.Open);
        }
    }
}
