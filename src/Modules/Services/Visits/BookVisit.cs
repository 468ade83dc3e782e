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
using NhatLe.Services.Tracking;

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
        routes.MapPost("/api/services/visits", async (Command command, HttpContext context, TrackingLimits limits, Handler handler, CancellationToken ct) =>
        {
            limits.Spend(context);
            var ticket = await handler.Run(command, ct);
            return Results.Created($"/api/services/visits/{ticket.Code}", ticket);
        });

    public sealed class Handler(
        ServicesDb db, Actor actor, ICatalogue catalogue, DirectoryCache directory, Codes codes, ColumnCipher cipher, VisitHours hours)
    {
        const int Tries = 3;
        const int MostOpenVisits = 3;

        public async Task<Ticket> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần đặt hẹn (id).");
            var units = await directory.Get(ct);
            if (await db.Visits.AsNoTracking().SingleOrDefaultAsync(v => v.Id == command.Id, ct) is { } first) return TicketOf(first, units);

            var phone = PhoneNumber.Read(command.Phone);
            if (phone.Refusal is { } no) throw Refusal.Invalid("Phone", no.Message, [.. no.Args]);
            var unit = units.FindUnit(command.UnitCode);
            if (unit is null || !Receives(unit) || units.DeskOf(unit.Id) is not { } desk) throw Refusal.Missing("desk", "Không có bộ phận một cửa này. Hãy chọn lại xã, phường hoặc huyện.");
            var procedure = command.ProcedureCode is { Length: > 0 } code ? await catalogue.Current(code, ct) : null;
            if (!hours.IsOffered(command.At!.Value)) throw Refusal.Invalid("At", "Giờ này quầy không tiếp theo hẹn. Hãy chọn giờ khác.");

            var now = db.Now;
            var phoneKey = cipher.Lookup(phone.Value!.National);
            if (await db.Visits.CountAsync(v => v.PhoneKey == phoneKey && v.Status == VisitStatus.Booked && v.At > now, ct) >= MostOpenVisits)
                throw Refusal.Conflict("visit.many", "Số điện thoại này đang có {0} lịch hẹn. Hãy hủy bớt lịch không cần.", MostOpenVisits);
            for (var attempt = 1; ; attempt++)
            {
                var at = command.At.Value.ToUniversalTime();
                var taken = await db.Visits.Where(v => v.UnitId == unit.Id && v.At == at && v.Status != VisitStatus.Cancelled).Select(v => v.Seat).ToListAsync(ct);
                var seat = Enumerable.Range(1, VisitHours.Seats).Except(taken).FirstOrDefault();
                if (seat == 0) throw Refusal.Invalid("At", "Giờ này vừa hết chỗ. Hãy chọn giờ khác.");
                var number = (int)await codes.Next($"visit/{unit.Code}/{LegalTime.DateOf(at):yyMMdd}", ct);
                var visit = Visit.Book(new(
                    command.Id, string.Create(CultureInfo.InvariantCulture, $"{unit.ShortCode}-{LegalTime.DateOf(at):yyMMdd}-H{number:000}"), unit.Id, desk.Id, procedure?.Code,
                    procedure?.EverydayName ?? "Việc khác tại quầy", command.Person, cipher.Encrypt(phone.Value.National), phoneKey, actor.IsCitizen ? actor.AccountId : null, at, seat, number));
                db.Visits.Add(visit);
                db.Record(visit, new VisitBooked(visit.Id, visit.Code, visit.UnitId, visit.At));
                db.Owe(visit, Duties.Receive, unit.Id, Permits.Accept, visit.Until, new DutyCard(visit.Title, visit.Person, visit.Code, $"/quay/lich-hen?ngay={LegalTime.DateOf(at):yyyy-MM-dd}"));
                try
                {
                    await db.SaveChangesAsync(ct);
                    return TicketOf(visit, units);
                }
                catch (DbUpdateException) when (attempt < Tries) // somebody took the seat between looking and sitting down
                {
                    db.ChangeTracker.Clear();
                }
            }
        }

        Ticket TicketOf(Visit visit, DirectorySnapshot units) => new(visit.Code, visit.Number, visit.At, units.Unit(visit.DeskUnitId).FullName, cipher.Token(TokenPurpose, visit.Id));
    }

    /// <summary>Has a desk of its own, or one at the service centre.</summary>
    public static bool Receives(Unit unit) => unit.Kind is UnitKind.Commune or UnitKind.District or UnitKind.Department;
}
