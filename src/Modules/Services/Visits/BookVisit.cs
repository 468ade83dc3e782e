using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Services.Visits;

/// <summary>Somebody agrees a time with a desk; the desk owes them to be received then. No account is needed.</summary>
public static class BookVisit
{
    public const string TokenPurpose = "visit";

    public sealed record Command
    {
        public Guid Id { get; set; }
        public string UnitCode { get; set; } = "";
        public string? ProcedureCode { get; set; }

        [Required(ErrorMessage = "Hãy chọn giờ đến.")]
        public DateTimeOffset? At { get; set; }

        [Required(ErrorMessage = "Hãy ghi họ tên người đến.")]
        [StringLength(100, ErrorMessage = "Họ tên dài quá 100 chữ. Hãy ghi ngắn hơn.")]
        public string Person { get; set; } = "";

        [Required(ErrorMessage = "Hãy nhập số điện thoại.")]
        public string Phone { get; set; } = "";
    }

    /// <param name="Token">Opens the ticket for whoever holds it.</param>
    public sealed record Ticket(string Code, int Number, DateTimeOffset At, string Desk, string Token);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/visits", async (Command command, HttpContext context, BookingLimits limits, Actor actor, Handler handler, CancellationToken ct) =>
        {
            limits.Spend(context, actor);
            var ticket = await handler.Run(command, ct);
            return Results.Created($"/api/services/visits/{ticket.Code}", ticket);
        });

    public sealed class Handler(
        ServicesDb db, Actor actor, ICatalogue catalogue, DirectoryCache directory, Codes codes, ColumnCipher cipher, VisitHours hours)
    {
        const int Tries = 5;

        public async Task<Ticket> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần đặt hẹn (id).");
            var units = await directory.Get(ct);
            var phone = PhoneNumber.Read(command.Phone);
            if (phone.Refusal is { } no) throw Refusal.Invalid("Phone", no.Message, [.. no.Args]);
            var phoneKey = cipher.Lookup(phone.Value!.National);
            var (unit, desk) = Place(units, command.UnitCode);
            var at = command.At!.Value.ToUniversalTime();
            if (await First(command.Id, unit, at, phoneKey, units, ct) is { } first) return first;
            var procedure = command.ProcedureCode is { Length: > 0 } code ? await catalogue.Current(code, ct) : null;
            if (!hours.IsOffered(at)) throw Refusal.Invalid("At", "Giờ này quầy không tiếp theo hẹn. Hãy chọn giờ khác.");

            for (var attempt = 1; ; attempt++)
            {
                var seat = Free(VisitHours.Seats, await db.Visits.Where(v => v.UnitId == unit.Id && v.At == at && v.Status != VisitStatus.Cancelled).Select(v => v.Seat).ToListAsync(ct));
                if (seat == 0) throw Refusal.Invalid("At", "Giờ này vừa hết chỗ. Hãy chọn giờ khác.");
                var slot = Free(Visit.MostOpen, await db.Visits.Where(v => v.PhoneKey == phoneKey && v.Status == VisitStatus.Booked).Select(v => v.PhoneSlot).ToListAsync(ct));
                if (slot == 0) throw Refusal.Conflict("visit.many", "Số điện thoại này đang có {0} lịch hẹn. Hãy hủy bớt lịch không cần.", Visit.MostOpen);
                var number = (int)await codes.Next($"visit/{unit.Code}/{LegalTime.DateOf(at):yyMMdd}", ct);
                var visit = Visit.Book(new(
                    command.Id, string.Create(CultureInfo.InvariantCulture, $"{unit.ShortCode}-{LegalTime.DateOf(at):yyMMdd}-H{number:000}"), unit.Id, desk.Id, procedure?.Code,
                    procedure?.EverydayName ?? "Việc khác tại quầy", command.Person, cipher.Encrypt(phone.Value.National), phoneKey, actor.IsCitizen ? actor.AccountId : null, at, seat, number, slot));
                db.Visits.Add(visit);
                db.Record(visit, new VisitBooked(visit.Id, visit.Code, visit.UnitId, visit.At));
                db.Owe(visit, Duties.Receive, unit.Id, Permits.Accept, visit.Until, new DutyCard(visit.Title, visit.Person, visit.Code, $"/quay/lich-hen?ngay={LegalTime.DateOf(at):yyyy-MM-dd}"));
                try
                {
                    await db.SaveChangesAsync(ct);
                    return TicketOf(visit, units);
                }
                catch (Exception e) when (e is DbUpdateException or Refusal && attempt < Tries) // the seat, the slot or the id was taken between looking and sitting down
                {
                    db.ChangeTracker.Clear();
                    if (await First(command.Id, unit, at, phoneKey, units, ct) is { } pressedTwice) return pressedTwice;
                }
            }
        }

        static int Free(int most, List<int> taken) => Enumerable.Range(1, most).Except(taken).FirstOrDefault();

        /// <summary>The answer this booking got before; who sends its id must know what was booked.</summary>
        async Task<Ticket?> First(Guid id, Unit unit, DateTimeOffset at, string phoneKey, DirectorySnapshot units, CancellationToken ct)
        {
            if (await db.Visits.AsNoTracking().SingleOrDefaultAsync(v => v.Id == id, ct) is not { } known) return null;
            if (known.UnitId == unit.Id && known.At == at && known.PhoneKey == phoneKey && known.Status == VisitStatus.Booked) return TicketOf(known, units);
            throw Refusal.Conflict("visit.id-taken", "Lần đặt hẹn này đã dùng rồi. Hãy mở lại trang đặt giờ để đặt lịch khác.");
        }

        Ticket TicketOf(Visit visit, DirectorySnapshot units) => new(visit.Code, visit.Number, visit.At, units.Unit(visit.DeskUnitId).FullName, cipher.Token(TokenPurpose, visit.Id));
    }

    /// <summary>The authority that receives, and its desk: its own, or for a department the one at the service centre.</summary>
    /// <exception cref="Refusal">404, no such desk.</exception>
    public static (Unit Unit, Unit Desk) Place(DirectorySnapshot units, string? unitCode) =>
        units.FindUnit(unitCode ?? "") is { Kind: UnitKind.Commune or UnitKind.District or UnitKind.Department, HasEnded: false } unit && units.DeskOf(unit.Id) is { } desk
            ? (unit, desk) : throw Refusal.Missing("desk", "Không có bộ phận một cửa này. Hãy chọn lại xã, phường hoặc huyện.");
}
