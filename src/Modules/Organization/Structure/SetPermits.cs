using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Organization.Structure;

/// <summary>An administrator gives a post other permits than its kind usually has (quyền theo chức vụ). What was delegated from it shrinks with it.</summary>
public static class SetPermits
{
    public sealed record Command
    {
        /// <summary>The post.</summary>
        public Guid Id { get; set; }

        public IReadOnlyList<string> Permits { get; set; } = [];

        /// <summary>What the person saw; another set means somebody was faster.</summary>
        public string? Seen { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/posts/{id:guid}/permits", async (Guid id, Command command, Handler handler, CancellationToken ct) => { await handler.Run(command with { Id = id }, ct); });

    /// <summary>What posts of such a unit may give: what any post of its kind gives; administration only from above.</summary>
    public static IReadOnlyList<string> Choosable(Unit unit, PositionTemplates templates, DirectorySnapshot units, Actor actor) =>
        [.. templates.Permits.Select(p => p.Name).Intersect(GivePost.PostsOf(unit, templates, units).SelectMany(t => t.Permits)).Where(p => !IsAdministration(p) || actor.PostsAbove(units, unit.Id))];

    static bool IsAdministration(string permit) => permit is Permits.Administer or Permits.Reform;

    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, PositionTemplates templates, LegalTime time)
    {
        public async Task<string> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustAdminister();
            var units = await directory.Confirm(ct);
            var post = await db.Positions.SingleOrDefaultAsync(p => p.Id == command.Id, ct);
            if (post is null || !actor.Can(Permits.Administer, post.UnitId)) throw Refusal.Missing("post", "Không thấy chức vụ này trong phạm vi quản trị của anh/chị.");
            if (post.OfficerId == actor.OfficerId) throw Refusal.Conflict("post.own-permits", "Anh/chị không tự đổi quyền của mình. Nhờ người quản trị khác.");
            if (post.ValidTo is { } over && over < time.Today) throw Refusal.Conflict("post.ended", "Chức vụ này đã kết thúc từ {0:dd/MM/yyyy}.", over);
            if (command.Seen is { } seen && seen != post.Permits) throw Refusal.Conflict("post.changed", "Quyền của chức vụ này vừa được người khác đổi. Tải lại trang.");
            var (unit, before) = (units.Unit(post.UnitId), post.Permits.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            var may = Choosable(unit, templates, units, actor);
            List<string> after = [.. command.Permits.Where(p => !string.IsNullOrEmpty(p)).Distinct()];
            if (after.Count == 0) throw Refusal.Invalid(nameof(Command.Permits), "Hãy chọn ít nhất một quyền, hoặc cho thôi giữ chức vụ.");
            // What is there already may stay; what is new must be choosable, and what is not choosable cannot be taken away either.
            if (after.Except(before).Any(p => !may.Contains(p)) || before.Except(after).Any(p => !may.Contains(p))) throw Refusal.Invalid(nameof(Command.Permits), "Có quyền anh/chị không giao hoặc thu được ở đơn vị này.");
            if (after.ToHashSet().SetEquals(before)) return unit.Code;
            post.Permits = string.Join(' ', after);
            await db.RecordChange(new PostPermitsChanged(post.Id, post.OfficerId, units.FindOfficer(post.OfficerId)?.FullName ?? "", unit.Id, unit.FullName, post.Title, string.Join(' ', before), post.Permits), command.Reason, actor.PostFor(Permits.Administer, unit.Id), ct);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
            return unit.Code;
        }
    }
}
