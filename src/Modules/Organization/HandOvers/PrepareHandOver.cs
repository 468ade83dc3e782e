using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Organization.HandOvers;

/// <summary>An officer who leaves, or who administers their unit, begins the hand-over to a colleague (lập bàn giao). One at a time in a unit.</summary>
public static class PrepareHandOver
{
    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        public string Unit { get; set; } = "";

        /// <summary>Who hands over; the actor where it is not said.</summary>
        public Guid? From { get; set; }

        public Guid To { get; set; }

        [Required(ErrorMessage = "Hãy ghi căn cứ, ví dụ: Quyết định luân chuyển số, ngày."), StringLength(300, ErrorMessage = "Căn cứ dài quá 300 chữ. Hãy rút gọn.")]
        public string Basis { get; set; } = "";
    }

    public sealed record Answer(Guid Id, HandOverStatus Status, long Version)
    {
        public static Answer Of(HandOver handOver) => new(handOver.Id, handOver.Status, handOver.Version);
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/hand-overs", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(OrganizationDb db, HandOverActs acts, Actor actor, DirectoryCache directory, LegalTime time)
    {
        public async Task<Answer> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeOfficer();
            if (command.Id == Guid.Empty) throw Refusal.Invalid(nameof(Command.Id), "Thiếu mã của lần gửi. Hãy tải lại trang.");
            var (units, today) = (await directory.Get(ct), time.Today);
            var from = units.FindOfficer(command.From ?? actor.OfficerId ?? Guid.Empty);
            var unit = units.FindUnit(command.Unit) is { HasEnded: false } known && from is not null && May(units, from, known) ? known : throw Refusal.Invalid(nameof(Command.Unit), "Hãy chọn đơn vị của mình, hoặc của người trong đơn vị mình quản trị.");
            if (await db.HandOvers.AsNoTracking().SingleOrDefaultAsync(h => h.Id == command.Id, ct) is { } first)
                return first.FromId == from!.Id ? Answer.Of(first) : throw Refusal.Conflict("hand-over.id-taken", "Mã của lần gửi này đã dùng. Hãy tải lại trang.");
            var to = HandOverActs.Takers(units, unit.Id, from!.Id, today).FirstOrDefault(o => o.Id == command.To) ?? throw Refusal.Invalid(nameof(Command.To), "Hãy chọn người nhận đang giữ chức vụ ở đơn vị này.");
            if (await IsOpen(unit, from, ct)) throw Already(from);
            var handOver = HandOver.Prepare(command.Id, (unit.Id, unit.FullName), Party(from), Party(to), command.Basis, actor.Name, time.Now);
            db.HandOvers.Add(handOver);
            db.Record(handOver, new HandOverPrepared(handOver.Id, unit.Id, unit.FullName, from.Id, from.FullName, to.Id, to.FullName, command.Basis), note: null, acts.PostOf(handOver));
            await Save(unit, from, ct);
            return Answer.Of(handOver);

            HandOver.Party Party(Officer officer) => new(officer.Id, officer.FullName, HandOverActs.TitleOf(units, unit.Id, officer.Id, today));
        }

        /// <summary>Where somebody begins another one in the same moment, the index lets one of them through.</summary>
        async Task Save(Unit unit, Officer from, CancellationToken ct)
        {
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateException)
            {
                db.ChangeTracker.Clear();
                if (await IsOpen(unit, from, ct)) throw Already(from);
                throw;
            }
        }

        async Task<bool> IsOpen(Unit unit, Officer from, CancellationToken ct)
        {
            var of = await acts.UnitsOf(unit.Id, ct);
            return await db.HandOvers.AsNoTracking().AnyAsync(h => of.Contains(h.UnitId) && h.FromId == from.Id && (h.Status == HandOverStatus.Draft || h.Status == HandOverStatus.Given), ct);
        }

        static Refusal Already(Officer from) => Refusal.Conflict("hand-over.open", "{0} đang có một bàn giao chưa xong ở đơn vị này. Làm tiếp, hoặc hủy bàn giao đó.", from.FullName);

        /// <summary>Themselves where they work or worked, or who administers that unit.</summary>
        bool May(DirectorySnapshot units, Officer from, Unit unit) =>
            (from.Id == actor.OfficerId || actor.Can(Permits.Administer, unit.Id)) && HandOverActs.UnitsOf(units, from.Id, time.Today).Any(u => u.Id == unit.Id);
    }
}
