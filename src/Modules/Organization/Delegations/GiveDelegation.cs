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

namespace NhatLe.Organization.Delegations;

/// <summary>
/// Somebody acts for the holder of a post, for some permits, between two instants (ủy quyền). Given by the holder, or for them by an
/// administrator of the unit. What is done under it names both, in every journal.
/// </summary>
public static class GiveDelegation
{
    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        public Guid Position { get; set; }
        public Guid Officer { get; set; }
        public IReadOnlyList<string> Permits { get; set; } = [];
        public DateTimeOffset? From { get; set; }
        public DateTimeOffset? Until { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do, ví dụ: đi họp tỉnh."), StringLength(300, ErrorMessage = "Lý do dài quá 300 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public sealed record Given(Guid Id, DateTimeOffset FromAt, DateTimeOffset UntilAt);

    public const int MostDays = 366;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/delegations", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        public async Task<Given> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeOfficer();
            if (command.Id == Guid.Empty) throw Refusal.Invalid(nameof(Command.Id), "Thiếu mã của lần gửi. Hãy tải lại trang.");
            var units = await directory.Confirm(ct);
            var position = units.Positions.FirstOrDefault(p => p.Id == command.Position && p.IsValidOn(time.Today)) is { } known && May(known) ? known : throw Refusal.Invalid(nameof(Command.Position), "Hãy chọn chức vụ của mình, hoặc của người trong đơn vị mình quản trị.");
            if (await db.Delegations.AsNoTracking().SingleOrDefaultAsync(d => d.Id == command.Id, ct) is { } first)
                return first.PositionId == position.Id ? new(first.Id, first.FromAt, first.UntilAt) : throw Refusal.Conflict("delegation.id-taken", "Mã của lần gửi này đã dùng. Hãy tải lại trang.");
            var taker = Takers(units, position, time.Today).FirstOrDefault(o => o.Id == command.Officer) ?? throw Refusal.Invalid(nameof(Command.Officer), "Hãy chọn người nhận ủy quyền trong đơn vị, khác người ủy quyền.");
            var may = Delegable(position);
            List<string> permits = [.. command.Permits.Where(p => !string.IsNullOrEmpty(p)).Distinct()];
            if (permits.Count == 0) throw Refusal.Invalid(nameof(Command.Permits), "Hãy chọn ít nhất một quyền.");
            if (permits.Find(p => !may.Contains(p)) is not null) throw Refusal.Invalid(nameof(Command.Permits), "Chỉ ủy quyền được quyền mà chức vụ đang có, trừ quyền quản trị.");
            var from = LegalTime.Cut(command.From ?? time.Now);
            var until = command.Until is { } typed ? LegalTime.Cut(typed) : throw Refusal.Invalid(nameof(Command.Until), "Hãy ghi ngày kết thúc ủy quyền.");
            if (until <= from || until <= time.Now) throw Refusal.Invalid(nameof(Command.Until), "Ủy quyền phải kết thúc sau khi bắt đầu, và sau lúc này.");
            if (until - from > TimeSpan.FromDays(MostDays)) throw Refusal.Invalid(nameof(Command.Until), "Ủy quyền dài nhất một năm. Hãy chọn ngày gần hơn.");
            var giver = units.FindOfficer(position.OfficerId)!;
            db.Delegations.Add(new() { Id = command.Id, PositionId = position.Id, OfficerId = taker.Id, Permits = string.Join(' ', permits), FromAt = from.ToUniversalTime(), UntilAt = until.ToUniversalTime(), Reason = command.Reason });
            await db.RecordChange(new DelegationGiven(command.Id, position.Id, giver.Id, giver.FullName, taker.Id, taker.FullName, string.Join(' ', permits), from.ToUniversalTime(), until.ToUniversalTime(), command.Reason), command.Reason, actor.PostFor(Organization.Permits.Administer, position.UnitId), ct);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
            return new(command.Id, from, until);
        }

        /// <summary>The holder, or who administers the unit.</summary>
        public bool May(Position position) => position.OfficerId == actor.OfficerId || actor.Can(Organization.Permits.Administer, position.UnitId);

        /// <summary>Posts the actor may delegate from: their own first.</summary>
        public IReadOnlyList<Position> Posts(DirectorySnapshot units) =>
            [.. units.Positions.Where(p => p.IsValidOn(time.Today) && May(p) && Delegable(p).Count > 0 && units.FindOfficer(p.OfficerId) is { Active: true })
                .OrderBy(p => p.OfficerId == actor.OfficerId ? 0 : 1).ThenBy(p => units.Unit(p.UnitId).Code, StringComparer.Ordinal).ThenBy(p => p.Title, StringComparer.Ordinal).ThenBy(p => p.Id)];
    }

    /// <summary>Everything a post gives but administration: that is not handed on.</summary>
    public static IReadOnlyList<string> Delegable(Position position) => [.. position.Permits.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(p => p is not (Organization.Permits.Administer or Organization.Permits.Reform))];

    /// <summary>Officers of the same unit, of its desk, and of the units right above and below.</summary>
    public static IEnumerable<Officer> Takers(DirectorySnapshot units, Position position, DateOnly today)
    {
        var near = units.Children(position.UnitId).Select(c => c.Id).Append(position.UnitId).Concat(units.Unit(position.UnitId).ParentId is { } above ? [above] : (Guid[])[]).ToHashSet();
        return units.OfficersIn(near, except: position.OfficerId, today);
    }
}

/// <summary>It ends before its time; from then on the taker holds nothing of it, on every node within a second.</summary>
public static class RevokeDelegation
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/delegations/{id:guid}/revocation", async (Guid id, Handler handler, CancellationToken ct) => { await handler.Run(id, ct); });

    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        public async Task Run(Guid id, CancellationToken ct)
        {
            actor.MustBeOfficer();
            var units = await directory.Confirm(ct);
            var delegation = await db.Delegations.SingleOrDefaultAsync(d => d.Id == id, ct);
            var position = units.Positions.FirstOrDefault(p => p.Id == delegation?.PositionId);
            if (delegation is null || position is null || !(position.OfficerId == actor.OfficerId || delegation.OfficerId == actor.OfficerId || actor.Can(Permits.Administer, position.UnitId)))
                throw Refusal.Missing("delegation", "Không thấy ủy quyền này trong phạm vi của anh/chị.");
            if (delegation.RevokedAt is not null || delegation.UntilAt <= time.Now) throw Refusal.Conflict("delegation.over", "Ủy quyền này đã kết thúc.");
            delegation.RevokedAt = time.Now;
            await db.RecordChange(new DelegationRevoked(id, position.OfficerId, units.FindOfficer(position.OfficerId)?.FullName ?? "", delegation.OfficerId, units.FindOfficer(delegation.OfficerId)?.FullName ?? ""), note: null, actor.PostFor(Permits.Administer, position.UnitId), ct);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
        }
    }
}

/// <summary>Delegations the actor gave, took, or administers, newest first.</summary>
public static class ListDelegations
{
    public sealed record Line(Delegation Delegation, Position Position, Officer Giver, Officer Taker, Unit Unit, bool IsOpen, bool MayRevoke);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/organization/delegations", async (Handler handler, CancellationToken ct) => (await handler.Run(ct)).Select(l => new
        {
            l.Delegation.Id, Giver = l.Giver.FullName, Taker = l.Taker.FullName, l.Position.Title, Unit = l.Unit.Code, Permits = l.Delegation.Permits.Split(' '), l.Delegation.FromAt, l.Delegation.UntilAt, l.Delegation.Reason, l.Delegation.RevokedAt, l.IsOpen,
        }));

    public sealed class Handler(Actor actor, DirectoryCache directory, LegalTime time)
    {
        public async Task<IReadOnlyList<Line>> Run(CancellationToken ct)
        {
            actor.MustBeOfficer();
            var units = await directory.Get(ct);
            var positions = units.Positions.ToDictionary(p => p.Id);
            return
            [
                .. from d in units.Delegations
                   where positions.ContainsKey(d.PositionId)
                   let p = positions[d.PositionId]
                   where p.OfficerId == actor.OfficerId || d.OfficerId == actor.OfficerId || actor.Can(Permits.Administer, p.UnitId)
                   let giver = units.FindOfficer(p.OfficerId)
                   let taker = units.FindOfficer(d.OfficerId)
                   where giver is not null && taker is not null
                   let open = d.RevokedAt is null && d.UntilAt > time.Now && (p.ValidTo is null || p.ValidTo >= time.Today) // with the post it ends; after a reform it goes on with the new one
                   orderby open descending, d.FromAt descending, d.Id
                   select new Line(d, p, giver, taker, units.Unit(p.UnitId), open, open)
            ];
        }
    }
}
