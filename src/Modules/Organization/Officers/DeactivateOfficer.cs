using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Organization.Structure;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Organization.Officers;

/// <summary>
/// An officer leaves office, at once (ngừng hoạt động cán bộ): with one transaction they hold no permit on any node, delegations from and to
/// them end, and what was laid on them is their unit's. Modules that keep more of them follow the entry.
/// </summary>
public static class DeactivateOfficer
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do, ví dụ: nghỉ hưu, chuyển công tác."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/organization/officers/{id:guid}/deactivation", async (Guid id, Command command, Handler handler, CancellationToken ct) => { await handler.Run(command with { Id = id }, ct); });
        routes.MapPost("/api/organization/officers/{id:guid}/reactivation", async (Guid id, Command command, ReactivateOfficer.Handler handler, CancellationToken ct) => { await handler.Run(command with { Id = id }, ct); });
    }

    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        /// <exception cref="Refusal">401, 403; 404 outside of the actor's units; 409 oneself, the last administrator, a post elsewhere, or done before; 422 no reason.</exception>
        public async Task Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustAdminister();
            var units = await directory.Confirm(ct);
            var post = units.MustBeWithin(actor, command.Id, time.Today);
            var officer = await db.Officers.SingleAsync(o => o.Id == command.Id, ct);
            if (!officer.Active) throw Refusal.Conflict("officer.inactive", "{0} đã ngừng hoạt động trước đó.", officer.FullName);
            if (units.IsLastAdministrator(officer.Id, time.Today)) throw Refusal.Conflict("officer.last-administrator", "{0} là người quản trị cuối cùng của tỉnh. Hãy giao quyền quản trị cho người khác trước.", officer.FullName);
            officer.Active = false;
            var delegations = await Open(officer.Id, ct);
            await db.RecordChange(new OfficerDeactivated(officer.Id, officer.FullName, delegations.Count, command.Reason), command.Reason, post, ct);
            foreach (var (delegation, giver) in delegations)
            {
                delegation.RevokedAt = time.Now;
                await db.RecordChange(new DelegationRevoked(delegation.Id, giver, units.FindOfficer(giver)?.FullName ?? "", delegation.OfficerId, units.FindOfficer(delegation.OfficerId)?.FullName ?? ""), command.Reason, post, ct);
            }
            db.FallToUnits(officer.Id);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
        }

        /// <summary>Given by them or to them, running now or to begin later.</summary>
        async Task<List<(Delegation Delegation, Guid Giver)>> Open(Guid officerId, CancellationToken ct)
        {
            var now = time.Now;
            var found = await (
                from d in db.Delegations
                join p in db.Positions on d.PositionId equals p.Id
                where d.RevokedAt == null && d.UntilAt > now && (d.OfficerId == officerId || p.OfficerId == officerId)
                orderby d.Id
                select new { Delegation = d, p.OfficerId }).ToListAsync(ct);
            return found.ConvertAll(f => (f.Delegation, f.OfficerId));
        }
    }
}

/// <summary>They hold their posts again (cho hoạt động trở lại), and sign in anew.</summary>
public static class ReactivateOfficer
{
    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        /// <exception cref="Refusal">401, 403, 404; 409 they are in office; 422 no reason.</exception>
        public async Task Run(DeactivateOfficer.Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustAdminister();
            var units = await directory.Confirm(ct);
            var post = units.MustBeWithin(actor, command.Id, time.Today);
            var officer = await db.Officers.SingleAsync(o => o.Id == command.Id, ct);
            if (officer.Active) throw Refusal.Conflict("officer.active", "{0} đang hoạt động.", officer.FullName);
            officer.Active = true;
            await db.RecordChange(new OfficerReactivated(officer.Id, officer.FullName, command.Reason), command.Reason, post, ct);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
        }
    }
}

static class OfficerActs
{
    /// <summary>The posts by which an officer is somebody's to administer: those they hold or will hold, else the last ones they held.</summary>
    public static IReadOnlyList<Position> PostsThatBind(this DirectorySnapshot units, Guid officerId, DateOnly today)
    {
        List<Position> all = [.. units.Positions.Where(p => p.OfficerId == officerId)];
        List<Position> open = [.. all.Where(p => p.ValidTo is null || p.ValidTo >= today)];
        return open.Count > 0 || all.Count == 0 ? open : [.. all.Where(p => p.ValidTo == all.Max(o => o.ValidTo))];
    }

    /// <summary>Every post of theirs lies within the actor's units; who administers is somebody's from above; nobody is their own.</summary>
    /// <returns>The post it is done under.</returns>
    /// <exception cref="Refusal">403, 404, 409.</exception>
    public static Post? MustBeWithin(this DirectorySnapshot units, Actor actor, Guid officerId, DateOnly today)
    {
        var posts = units.PostsThatBind(officerId, today);
        var within = units.FindOfficer(officerId) is not null && (posts.Count == 0 ? actor.CanAnywhere(Permits.Reform) : posts.Any(p => actor.Can(Permits.Administer, p.UnitId)));
        if (!within) throw Refusal.Missing("officer", "Không thấy cán bộ này trong phạm vi quản trị của anh/chị.");
        if (officerId == actor.OfficerId) throw Refusal.Conflict("officer.self", "Anh/chị không tự ngừng hoạt động của mình. Nhờ người quản trị khác.");
        if (posts.FirstOrDefault(p => !actor.Can(Permits.Administer, p.UnitId)) is { } elsewhere)
            throw Refusal.Conflict("officer.elsewhere", "{0} còn chức vụ ở {1}, ngoài phạm vi của anh/chị. Nhờ người quản trị cấp trên.", units.FindOfficer(officerId)!.FullName, units.Unit(elsewhere.UnitId).FullName);
        if (posts.FirstOrDefault(p => Administers(p) && !actor.PostsAbove(units, p.UnitId)) is not null) throw Refusal.Forbidden("officer.administrator", "Người này có quyền quản trị. Người quản trị cấp trên mới làm được việc này.");
        return posts.Count == 0 ? actor.PostWith(Permits.Reform) : actor.PostFor(Permits.Administer, posts[0].UnitId);
    }

    static bool Administers(Position post) => post.Permits.Split(' ').Any(p => p is Permits.Administer or Permits.Reform);

    /// <summary>Without them nobody could give a post again.</summary>
    public static bool IsLastAdministrator(this DirectorySnapshot units, Guid officerId, DateOnly today)
    {
        List<Guid> holders = [.. units.Positions.Where(p => p.IsValidOn(today) && p.Permits.Split(' ').Contains(Permits.Reform) && units.FindOfficer(p.OfficerId) is { Active: true }).Select(p => p.OfficerId).Distinct()];
        return holders is [var one] && one == officerId;
    }
}
