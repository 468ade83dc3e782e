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

namespace NhatLe.Organization.Leaves;

/// <summary>An officer, or an administrator of their unit, plans days away (nghỉ phép). Only new work goes to the stand-in; what is begun stays.</summary>
public static class PlanLeave
{
    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        /// <summary>Who is away; the actor where it is not said.</summary>
        public Guid? Officer { get; set; }

        /// <summary>Who gets new work meanwhile; the unit where it is not said.</summary>
        public Guid? StandIn { get; set; }

        public DateOnly? From { get; set; }
        public DateOnly? Until { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do, ví dụ: nghỉ phép năm."), StringLength(300, ErrorMessage = "Lý do dài quá 300 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public sealed record Planned(Guid Id, DateOnly From, DateOnly Until);

    public const int MostDays = 366;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/organization/leaves", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));
        routes.MapPost("/api/organization/leaves/{id:guid}/cancellation", async (Guid id, CancelLeave.Handler handler, CancellationToken ct) => { await handler.Run(id, ct); });
        routes.MapGet("/api/organization/leaves", async (ListLeaves.Handler handler, CancellationToken ct) =>
            (await handler.Run(ct)).Select(l => new { l.Leave.Id, Officer = l.Officer.FullName, StandIn = l.StandIn?.FullName, l.Leave.FromOn, l.Leave.UntilOn, l.Leave.Reason, l.Leave.CancelledAt }));
    }

    /// <summary>The units an officer has posts in.</summary>
    public static IEnumerable<Guid> UnitsOf(DirectorySnapshot units, Guid officer, DateOnly today) => units.Positions.Where(p => p.OfficerId == officer && p.IsValidOn(today)).Select(p => p.UnitId).Distinct();

    /// <summary>The officer themselves, or who administers a unit of theirs.</summary>
    public static bool May(Actor actor, DirectorySnapshot units, Guid officer, DateOnly today) => officer == actor.OfficerId || UnitsOf(units, officer, today).Any(u => actor.Can(Permits.Administer, u));

    /// <summary>Colleagues with a post in the same unit.</summary>
    public static IEnumerable<Officer> StandIns(DirectorySnapshot units, Guid officer, DateOnly today) => units.OfficersIn([.. UnitsOf(units, officer, today)], except: officer, today);

    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        public async Task<Planned> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            actor.MustBeOfficer();
            if (command.Id == Guid.Empty) throw Refusal.Invalid(nameof(Command.Id), "Thiếu mã của lần gửi. Hãy tải lại trang.");
            var (units, today) = (await directory.Confirm(ct), time.Today);
            var officer = units.FindOfficer(command.Officer ?? actor.OfficerId ?? Guid.Empty) is { Active: true } known && May(actor, units, known.Id, today) ? known : throw Refusal.Invalid(nameof(Command.Officer), "Hãy chọn mình, hoặc người trong đơn vị mình quản trị.");
            if (await db.Leaves.AsNoTracking().SingleOrDefaultAsync(l => l.Id == command.Id, ct) is { } first)
                return first.OfficerId == officer.Id ? new(first.Id, first.FromOn, first.UntilOn) : throw Refusal.Conflict("leave.id-taken", "Mã của lần gửi này đã dùng. Hãy tải lại trang.");
            var from = command.From ?? throw Refusal.Invalid(nameof(Command.From), "Hãy ghi ngày bắt đầu nghỉ.");
            var until = command.Until ?? throw Refusal.Invalid(nameof(Command.Until), "Hãy ghi ngày nghỉ cuối cùng.");
            if (until < from || until < today) throw Refusal.Invalid(nameof(Command.Until), "Ngày nghỉ cuối cùng phải từ ngày bắt đầu, và từ hôm nay trở đi.");
            if (until.DayNumber - from.DayNumber >= MostDays) throw Refusal.Invalid(nameof(Command.Until), "Một lần nghỉ dài nhất một năm. Hãy chọn ngày gần hơn.");
            if (units.Leaves.Any(l => l.OfficerId == officer.Id && l.CancelledAt is null && l.FromOn <= until && from <= l.UntilOn)) throw Refusal.Invalid(nameof(Command.From), "Những ngày này đã có lần nghỉ khác. Hủy lần đó trước.");
            var standIn = command.StandIn is { } id ? StandIns(units, officer.Id, today).FirstOrDefault(o => o.Id == id) ?? throw Refusal.Invalid(nameof(Command.StandIn), "Hãy chọn người nhận việc mới trong cùng đơn vị.") : null;
            db.Leaves.Add(new() { Id = command.Id, OfficerId = officer.Id, StandInId = standIn?.Id, FromOn = from, UntilOn = until, Reason = command.Reason });
            await db.RecordChange(new LeavePlanned(command.Id, officer.Id, officer.FullName, standIn?.Id, standIn?.FullName, from, until, command.Reason), note: null, actor.PostWith(Permits.Administer) ?? actor.MainPost, ct);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
            return new(command.Id, from, until);
        }
    }
}

/// <summary>The officer is there after all; new work is theirs again at once.</summary>
public static class CancelLeave
{
    public sealed class Handler(PlatformDb db, Actor actor, DirectoryCache directory, LegalTime time)
    {
        public async Task Run(Guid id, CancellationToken ct)
        {
            actor.MustBeOfficer();
            var units = await directory.Confirm(ct);
            var leave = await db.Leaves.SingleOrDefaultAsync(l => l.Id == id, ct);
            if (leave is null || !PlanLeave.May(actor, units, leave.OfficerId, time.Today)) throw Refusal.Missing("leave", "Không thấy lần nghỉ này trong phạm vi của anh/chị.");
            if (leave.CancelledAt is not null || leave.UntilOn < time.Today) throw Refusal.Conflict("leave.over", "Lần nghỉ này đã qua hoặc đã hủy.");
            leave.CancelledAt = time.Now;
            await db.RecordChange(new LeaveCancelled(id, leave.OfficerId, units.FindOfficer(leave.OfficerId)?.FullName ?? ""), note: null, actor.PostWith(Permits.Administer) ?? actor.MainPost, ct);
            await db.SaveChangesAsync(ct);
            await directory.Confirm(ct);
        }
    }
}

/// <summary>Leaves of the actor, of those they stand in for, and of the units they administer; those to come first.</summary>
public static class ListLeaves
{
    public sealed record Line(Leave Leave, Officer Officer, Officer? StandIn, bool IsOpen, bool MayCancel);

    public sealed class Handler(Actor actor, DirectoryCache directory, LegalTime time)
    {
        public async Task<IReadOnlyList<Line>> Run(CancellationToken ct)
        {
            actor.MustBeOfficer();
            var (units, today) = (await directory.Get(ct), time.Today);
            return
            [
                .. from l in units.Leaves
                   let may = PlanLeave.May(actor, units, l.OfficerId, today)
                   where may || l.StandInId == actor.OfficerId
                   let officer = units.FindOfficer(l.OfficerId)
                   where officer is not null
                   let open = l.CancelledAt is null && l.UntilOn >= today
                   orderby open descending, l.FromOn descending, l.Id
                   select new Line(l, officer, l.StandInId is { } id ? units.FindOfficer(id) : null, open, open && may)
            ];
        }
    }
}
