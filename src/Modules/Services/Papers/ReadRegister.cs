using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Papers;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Papers;

/// <summary>
/// Paper 06, the register of dossiers a desk accepted in a period (sổ theo dõi hồ sơ, TT 01/2018), for officials who may read them. Every
/// person in it is noted as read.
/// </summary>
public static class ReadRegister
{
    /// <summary>So many a page of the print has; the spreadsheet has all.</summary>
    public const int MostPrinted = 500;

    const int AtOnce = 500, MostDays = 366;

    /// <param name="UnitCode">The authority behind the desk; null for the actor's own.</param>
    /// <param name="From">Null: the first of this month.</param>
    /// <param name="To">Null: today.</param>
    public sealed record Query(string? UnitCode, DateOnly? From, DateOnly? To);

    /// <param name="Phone">Decrypted: the register prints it.</param>
    /// <param name="Unit">Who decides.</param>
    public sealed record Line(long Number, string Code, string Title, string Applicant, string Phone, string Unit, DateTimeOffset AcceptedAt, DateTimeOffset? DueAt, DateTimeOffset? ReturnedAt, Channel Channel)
    {
        /// <summary>How it was filed and is handed back.</summary>
        public string Way => Channel switch { Channel.Counter => "Trực tiếp", Channel.Post => "Bưu chính", _ => "Trực tuyến" };
    }

    /// <param name="Units">Those whose desk's register the actor may read.</param>
    public sealed record Scope(Unit Unit, Unit Desk, DateOnly From, DateOnly To, IReadOnlyList<Unit> Units);

    public sealed record Answer(string Unit, string Desk, DateOnly From, DateOnly To, int Count, IReadOnlyList<Line> Lines);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/services/register", async (string? unit, DateOnly? from, DateOnly? to, Handler handler, CancellationToken ct) =>
        {
            var scope = await handler.Look(new(unit, from, to), ct);
            return new Answer(scope.Unit.Code, scope.Desk.Code, scope.From, scope.To, await handler.Count(scope, ct), await handler.Lines(scope, MostPrinted, ct).ToListAsync(ct));
        });
        routes.MapGet("/quay/so-theo-doi.xlsx", async (string? donVi, DateOnly? tu, DateOnly? den, HttpContext context, Handler handler, CancellationToken ct) =>
        {
            var scope = await handler.Look(new(donVi, tu, den), ct);
            context.Response.Headers.CacheControl = "private, no-store";
            return Results.Stream(await handler.Spreadsheet(scope, ct), Workbook.MediaType, $"so-theo-doi-{scope.Unit.Code}-{scope.From:yyyyMMdd}-{scope.To:yyyyMMdd}.xlsx");
        });
    }

    public sealed class Handler(ServicesDb db, Actor actor, DirectoryCache directory, ColumnCipher cipher, AccessLog accesses, StepUp stepUp, LegalTime time)
    {
        DirectorySnapshot units = null!;

        /// <exception cref="Refusal">401, 403, 404 for a unit out of scope, 422 for days that are none.</exception>
        public async Task<Scope> Look(Query query, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            units = await directory.Get(ct);
            List<Unit> readable = [.. ReadableUnits.Of(actor, units).Where(u => units.DeskOf(u.Id) is not null)];
            if (readable.Count == 0) throw Refusal.Forbidden("register.permit", "Sổ này dành cho cán bộ được xem hồ sơ của đơn vị.");
            var own = readable.FirstOrDefault(u => actor.MainPost?.UnitId == u.Id) ?? readable[0];
            var unit = query.UnitCode is { Length: > 0 } code ? readable.Named(code) : own;
            var today = time.Today;
            var (from, to) = (query.From ?? new(today.Year, today.Month, 1), query.To ?? today);
            if (to < from) throw Refusal.Invalid("den", "Ngày cuối phải từ ngày đầu trở đi.");
            if (to.DayNumber - from.DayNumber > MostDays || from.Year is < 2000 or > 2099 || to.Year > 2099) throw Refusal.Invalid("den", "Kỳ của sổ dài nhất một năm.");
            return new(unit, units.DeskOf(unit.Id)!, from, to, readable);
        }

        IQueryable<Dossier> Rows(Scope scope)
        {
            var (begin, end) = (LegalTime.StartOf(scope.From), LegalTime.StartOf(scope.To.AddDays(1)));
            var rows = db.Dossiers.AsNoTracking().Visible(db, actor, Permits.Read).Where(d => d.ReceivedUnitId == scope.Desk.Id && d.AcceptedAt >= begin && d.AcceptedAt < end);
            return scope.Desk.Kind == UnitKind.OneStopDesk ? rows : rows.Where(d => d.UnitId == scope.Unit.Id); // the centre of the province receives for every department
        }

        public Task<int> Count(Scope scope, CancellationToken ct) => Rows(scope).CountAsync(ct);

        /// <summary>In the order of acceptance, a few hundred at a time.</summary>
        public async IAsyncEnumerable<Line> Lines(Scope scope, int most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            var number = 0L;
            for (Dossier? last = null; number < most;)
            {
                var rows = Rows(scope);
                if (last is { AcceptedAt: var at, Id: var id }) rows = rows.Where(d => d.AcceptedAt > at || (d.AcceptedAt == at && d.Id.CompareTo(id) > 0));
                var some = await rows.OrderBy(d => d.AcceptedAt).ThenBy(d => d.Id).Take((int)Math.Min(AtOnce, most - number)).ToListAsync(ct);
                foreach (var d in some)
                {
                    accesses.Note(actor, d, AccessKind.Register);
                    yield return new(++number, d.Code, d.Title, d.ApplicantName, cipher.Decrypt(d.ApplicantPhone), units.On(d.FiledUnitId ?? d.UnitId, LegalTime.DateOf(d.AcceptedAt!.Value)).Authority, d.AcceptedAt!.Value, d.DueAt, d.ReturnedAt, d.Channel);
                }
                if (some.Count < AtOnce) yield break;
                last = some[^1];
                await accesses.Flush(ct); // a long register must not fill the queue of the log
            }
        }

        static readonly WorkbookColumn[] columns =
        [
            new("STT", 6), new("Mã hồ sơ", 25), new("Tên hồ sơ", 40), new("Số lượng hồ sơ (bộ)", 10), new("Tên cá nhân, tổ chức", 26), new("Địa chỉ, số điện thoại", 18),
            new("Cơ quan giải quyết", 34), new("Ngày nhận hồ sơ", 17), new("Ngày hẹn trả kết quả", 17), new("Ngày trả kết quả", 17), new("Phương thức nhận kết quả", 15), new("Ký nhận", 14),
        ];

        public Task<Stream> Spreadsheet(Scope scope, CancellationToken ct)
        {
            stepUp.Demand();
            return Workbook.Write("So theo doi", ["SỔ THEO DÕI HỒ SƠ", $"{scope.Desk.FullName}, từ {scope.From:dd/MM/yyyy} đến {scope.To:dd/MM/yyyy}"], columns,
                Lines(scope, int.MaxValue, ct).Select(l => (object?[])[l.Number, l.Code, l.Title, 1L, l.Applicant, l.Phone, l.Unit, l.AcceptedAt, l.DueAt, l.ReturnedAt, l.Way, null]), ct);
        }
    }
}
