using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Organization.Structure;

/// <summary>An administrator gives a post in a unit of their subtree to an officer, old or new (bổ nhiệm, phân công), and ends it (thôi giữ).</summary>
public static class GivePost
{
    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        public string Unit { get; set; } = "";

        /// <summary>Of the posts that units of this kind have: see data/positions.json.</summary>
        [Required(ErrorMessage = "Hãy chọn chức vụ.")]
        public string Position { get; set; } = "";

        /// <summary>An officer who is in the directory; else a new one of this name.</summary>
        public Guid? Officer { get; set; }

        [StringLength(100, ErrorMessage = "Họ tên dài quá 100 chữ.")]
        public string? FullName { get; set; }

        public string? Gender { get; set; }

        [StringLength(200), EmailAddress(ErrorMessage = "Địa chỉ thư này chưa đúng. Ví dụ: ten@tinh.gov.vn.")]
        public string? Email { get; set; }

        /// <summary>The first day; today where it is not said.</summary>
        public DateOnly? From { get; set; }
    }

    public sealed record Given(Guid PositionId, Guid OfficerId, string Title);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/organization/units/{code}/posts", (string code, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Unit = code }, ct));
        routes.MapPost("/api/organization/posts/{id:guid}/end", async (Guid id, EndPost.Command command, EndPost.Handler handler, CancellationToken ct) => { await handler.Run(command with { Id = id }, ct); });
    }

    /// <summary>Posts a unit may have.</summary>
    public static IEnumerable<PositionTemplate> PostsOf(Unit unit, PositionTemplates templates, DirectorySnapshot units) =>
        templates.All.Where(t => t.Scope == "parent" ? units.Children(unit.Id).Any(c => c.Kind == t.UnitKind) && (t.Level is null || t.Level == unit.Kind) : t.UnitKind == unit.Kind);

    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, PositionTemplates templates, LegalTime time)
    {
        public async Task<Given> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var units = await directory.Confirm(ct);
            var unit = units.Administered(actor, command.Unit);
            if (command.Id == Guid.Empty) throw Refusal.Invalid(nameof(Command.Id), "Thiếu mã của lần gửi. Hãy tải lại trang.");
            if (await db.Positions.AsNoTracking().SingleOrDefaultAsync(p => p.Id == command.Id, ct) is { } first) return first.UnitId == unit.Id ? new(first.Id, first.OfficerId, first.Title) : throw Refusal.Conflict("post.id-taken", "Mã của lần gửi này đã dùng. Hãy tải lại trang.");
            var template = PostsOf(unit, templates, units).FirstOrDefault(t => t.Key == command.Position) ?? throw Refusal.Invalid(nameof(Command.Position), "Đơn vị này không có chức vụ đó. Chọn trong danh sách.");
            if (template.Permits.FirstOrDefault(p => p == Permits.Administer) is not null && !actor.PostsAbove(units, unit.Id)) throw Refusal.Forbidden("post.administrator", "Người quản trị cấp trên mới giao quyền quản trị.");
            var from = command.From ?? time.Today;
            if (from < time.Today.AddYears(-1) || from > time.Today.AddYears(1)) throw Refusal.Invalid(nameof(Command.From), "Ngày bắt đầu phải trong vòng một năm.");
            var officer = command.Officer is { } id ? units.FindOfficer(id) is { Active: true } known ? known : throw Refusal.Invalid(nameof(Command.Officer), "Không thấy cán bộ này. Chọn lại, hoặc ghi họ tên người mới.") : New(command);
            var seat = template.Scope == "parent" ? units.Children(unit.Id).First(c => c.Kind == template.UnitKind) : unit;
            if (units.Positions.Any(p => p.OfficerId == officer.Id && p.UnitId == unit.Id && p.PositionKey == template.Key && (p.ValidTo is null || p.ValidTo >= from)))
                throw Refusal.Conflict("post.held", "{0} đang giữ chức vụ này ở đơn vị.", officer.FullName);
            db.Positions.Add(new() { Id = command.Id, OfficerId = officer.Id, UnitId = unit.Id, SeatUnitId = seat.Id, PositionKey = template.Key, Title = template.TitleIn(unit.Type), Permits = string.Join(' ', template.Permits), Subtree = template.Subtree, ValidFrom = from });
            await db.RecordChange(new PostGiven(command.Id, officer.Id, officer.FullName, unit.Id, unit.FullName, template.TitleIn(unit.Type), from), note: null, actor.PostFor(Permits.Administer, unit.Id), ct);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
            return new(command.Id, officer.Id, template.TitleIn(unit.Type));
        }

        Officer New(Command command)
        {
            var name = (command.FullName ?? "").Trim();
            if (!OfficerName.Fits(name)) throw Refusal.Invalid(nameof(Command.FullName), "Hãy chọn cán bộ, hoặc ghi họ tên người mới.");
            var officer = new Officer { Id = Guid.CreateVersion7(time.Now), FullName = name, SortKey = SortKey.Of(name), Gender = command.Gender is "female" or "male" ? command.Gender : "", Email = command.Email ?? "", Active = true };
            db.Officers.Add(officer);
            return officer;
        }
    }
}

/// <summary>The post ends with a day; what is open of it stays with the unit.</summary>
public static class EndPost
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        /// <summary>The last day; today where it is not said, and then it ends at once.</summary>
        public DateOnly? LastDay { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        public async Task<string> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustAdminister();
            var units = await directory.Confirm(ct);
            var position = await db.Positions.SingleOrDefaultAsync(p => p.Id == command.Id, ct);
            if (position is null || !actor.Can(Permits.Administer, position.UnitId)) throw Refusal.Missing("post", "Không thấy chức vụ này trong phạm vi quản trị của anh/chị.");
            if (position.OfficerId == actor.OfficerId && position.Permits.Split(' ').Contains(Permits.Administer)) throw Refusal.Conflict("post.own", "Anh/chị không tự thôi quyền quản trị của mình. Nhờ người quản trị cấp trên.");
            var unit = units.Unit(position.UnitId);
            var last = command.LastDay ?? time.Today.AddDays(-1);
            if (position.ValidTo is { } over && over < time.Today) throw Refusal.Conflict("post.ended", "Chức vụ này đã kết thúc từ {0:dd/MM/yyyy}.", over);
            if (last < time.Today.AddDays(-1)) throw Refusal.Invalid(nameof(Command.LastDay), "Ngày cuối phải từ hôm nay trở đi.");
            position.ValidTo = last;
            await db.RecordChange(new PostEnded(position.Id, position.OfficerId, units.FindOfficer(position.OfficerId)?.FullName ?? "", unit.Id, unit.FullName, position.Title, last), command.Reason, actor.PostFor(Permits.Administer, unit.Id), ct);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
            return unit.Code;
        }
    }
}

static class DirectoryActs
{
    /// <summary>A living unit the actor administers.</summary>
    /// <exception cref="Refusal">401, 403, 404, 409 for a unit that has ended.</exception>
    public static Unit Administered(this DirectorySnapshot units, Actor actor, string code)
    {
        actor.MustAdminister();
        var unit = units.FindUnit(code) is { } known && actor.Can(Permits.Administer, known.Id) ? known : throw Refusal.Missing("unit", "Không thấy đơn vị này trong phạm vi quản trị của anh/chị.");
        return unit.HasEnded ? throw Refusal.Conflict("unit.ended", "{0} đã thôi hoạt động. Làm ở đơn vị kế thừa: {1}.", unit.FullName, units.Now(unit.Id).FullName) : unit;
    }

    /// <summary>The actor administers from a unit above: nobody gives others what they hold themselves there.</summary>
    public static bool PostsAbove(this Actor actor, DirectorySnapshot units, Guid unitId) => actor.AdministersAbove(units, unitId, Permits.Administer);

    /// <summary>Officers with a post in one of these units today, but for one of them.</summary>
    public static IEnumerable<Officer> OfficersIn(this DirectorySnapshot units, HashSet<Guid> ids, Guid except, DateOnly today) =>
        units.Positions.Where(p => ids.Contains(p.UnitId) && p.OfficerId != except && p.IsValidOn(today)).Select(p => units.FindOfficer(p.OfficerId)).OfType<Officer>().Where(o => o.Active).Distinct().OrderBy(o => o.SortKey);

    /// <summary>A change of the directory is an entry of it, and a new version for every node.</summary>
    public static async Task RecordChange(this PlatformDb db, object fact, string? note, Post? post, CancellationToken ct) => db.Record(await db.Directory.SingleAsync(ct), fact, note, post);
}
