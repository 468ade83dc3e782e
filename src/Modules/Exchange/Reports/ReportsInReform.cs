using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Exchange.Reports;

/// <summary>The reports that are still owed go on with the unit that goes on; those the Government has stay under the name of then.</summary>
public sealed class ReportsInReform(ExchangeDb db) : IReformParticipant
{
    public string Name => "exchange.reports";
    public string Words => "Chỉ tiêu gửi Chính phủ";
    public int Order => 400;

    IQueryable<GovernmentReport> Open => db.Reports.Where(r => r.State != GovernmentReportState.Accepted);

    public async Task<IReadOnlyList<ReformLine>> Rehearse(ReformOrder order, CancellationToken ct) => [.. await Open.AsNoTracking().Select(r => r.UnitId).Lines(order, "Kỳ báo cáo đang mở", ct, note: "Hạn giữ nguyên.")];

    public async Task<int> Move(ReformOrder order, long number, CancellationToken ct)
    {
        var (moves, from) = (order.MoveOf, order.From);
        var reports = await Open.Where(r => from.Contains(r.UnitId)).OrderBy(r => r.Id).Take(50).ToListAsync(ct);
        if (reports.Count == 0) return 0;
        foreach (var report in reports)
        {
            var move = moves[report.UnitId];
            report.MoveTo(move.ToId);
            db.Record(report, new GovernmentReportMoved(report.Id, report.Period, move.FromId, move.FromName, move.ToId, move.ToName, order.ReformId), order.NoteOf(move));
            db.MoveDuties(report, move.FromId, move.ToId);
        }
        db.Note(order, Name, number, reports.Count);
        await db.SaveChangesAsync(ct);
        return reports.Count;
    }
}
