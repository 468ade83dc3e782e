using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Payments.Charges;
using NhatLe.Payments.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Papers;

namespace NhatLe.Payments.Counter;

/// <summary>
/// Everything a unit took on a day, receipt by receipt, with sums by way (bảng kê thu phí, lệ phí): what goes to the treasury and to the bank. Whose
/// names it shows is noted as one reading of the list.
/// </summary>
public static class ReadDay
{
    /// <param name="UnitCode">Null: the actor's own.</param>
    /// <param name="Day">Null: today.</param>
    public sealed record Query(string? UnitCode, DateOnly? Day);

    public sealed record Line(int Number, string Receipt, string DossierCode, string Payer, string Title, PaymentWay Way, string Slip, long AmountVnd, string TakenBy, DateTimeOffset At, string? Cancelled);

    public sealed record Sum(PaymentWay Way, int Count, long AmountVnd);

    public sealed record Answer(Unit Unit, DateOnly Day, IReadOnlyList<Unit> Units, IReadOnlyList<Line> Lines, IReadOnlyList<Sum> Sums)
    {
        public long TotalVnd => Sums.Sum(s => s.AmountVnd);
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/thu-tien/ngay.xlsx", async (string? donVi, DateOnly? ngay, HttpContext context, Handler handler, CancellationToken ct) =>
    {
        var answer = await handler.Run(new(donVi, ngay), ct);
        handler.DemandExport();
        context.Response.Headers.CacheControl = "private, no-store";
        return Results.Stream(await Handler.Spreadsheet(answer, ct), Workbook.MediaType, $"bang-ke-thu-{answer.Unit.Code}-{answer.Day:yyyyMMdd}.xlsx");
    });

    public sealed class Handler(PaymentsDb db, DirectoryCache directory, Actor actor, AccessLog accesses, StepUp stepUp, LegalTime time)
    {
        public async Task<Answer> Run(Query query, CancellationToken ct)
        {
            actor.MustBeOfficer();
            var snapshot = await directory.Get(ct);
            List<Unit> units = [.. actor.UnitsWith(Permits.Read).Select(snapshot.Unit).Where(u => u.Kind is not (UnitKind.OneStopDesk or UnitKind.ServiceCentre)).OrderBy(u => u.Code, StringComparer.Ordinal)];
            if (units.Count == 0) throw Demands.ReadersOnly();
            var unit = query.UnitCode is { Length: > 0 } code ? units.FirstOrDefault(u => u.Code == code) ?? throw Refusal.Missing("unit", "Không thấy đơn vị này trong phạm vi của anh/chị.") : units.FirstOrDefault(u => u.Id == actor.MainPost?.UnitId) ?? units[0];
            var day = query.Day ?? time.Today;
            var (from, to) = (LegalTime.StartOf(day), LegalTime.StartOf(day.AddDays(1)));
            var rows = await (
                from r in db.Receipts.AsNoTracking()
                join p in db.Payments.AsNoTracking() on r.PaymentId equals p.Id
                where r.UnitId == unit.Id && r.IssuedAt >= @from && r.IssuedAt < to
                orderby r.Year, r.Number
                select new { Receipt = r, p.Slip, p.PlatformId }).ToListAsync(ct);
            List<Line> lines = [.. rows.Select((r, n) => new Line(n + 1, r.Receipt.Code, r.Receipt.DossierCode, r.Receipt.Payer, r.Receipt.Title, r.Receipt.Way, r.PlatformId ?? r.Slip ?? "", r.Receipt.AmountVnd, r.Receipt.IssuedBy, r.Receipt.IssuedAt, r.Receipt.CancelReason))];
            var ids = rows.Select(r => r.Receipt.ChargeId).Distinct().ToList();
            foreach (var charge in await db.Charges.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.PayerAccountId, c.PayerKey, c.DossierCode }).ToListAsync(ct))
                accesses.Note(actor, new(AccessKind.List, Permits.Read, unit.Id, new(charge.PayerAccountId, charge.PayerKey), nameof(Charge), charge.Id, charge.DossierCode));
            return new(unit, day, units, lines, [.. lines.Where(l => l.Cancelled is null).GroupBy(l => l.Way).OrderBy(g => g.Key).Select(g => new Sum(g.Key, g.Count(), g.Sum(l => l.AmountVnd)))]);
        }

        /// <summary>Data leaves the platform: who takes it has proved who they are.</summary>
        public void DemandExport() => stepUp.Demand();

        public static Task<Stream> Spreadsheet(Answer answer, CancellationToken ct) => Workbook.Write("Bảng kê", ["BẢNG KÊ THU PHÍ, LỆ PHÍ", $"{answer.Unit.FullName}, ngày {answer.Day:dd/MM/yyyy}"],
            [new("STT", 6), new("Số biên lai", 16), new("Mã hồ sơ", 26), new("Người nộp", 28), new("Nội dung", 40), new("Hình thức", 20), new("Mã giao dịch", 24), new("Số tiền (đồng)", 16), new("Người thu", 26), new("Thời điểm", 18), new("Đã hủy vì", 30)],
            Rows(answer), ct);

        static async IAsyncEnumerable<object?[]> Rows(Answer answer)
        {
            foreach (var l in answer.Lines) yield return [(long)l.Number, l.Receipt, l.DossierCode, l.Payer, l.Title, Words.Of(l.Way), l.Slip, l.AmountVnd, l.TakenBy, l.At, l.Cancelled];
            yield return [null, null, null, null, "Cộng, không kể biên lai đã hủy", null, null, answer.TotalVnd, null, null, null];
            await Task.CompletedTask;
        }
    }
}
