using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform;

namespace NhatLe.Exchange.Reports;

/// <summary>The contract for other modules, on the same acts as the page.</summary>
public sealed class GovernmentReports(ExchangeDb db, ReportActs acts, ReportIndicators indicators, ReportReceivers receivers, ParcelSignal signal) : IGovernmentReports
{
    public bool IsSetUp => receivers.IsSetUp;

    public IReadOnlyList<GovernmentIndicator> Indicators(ReportPeriod period) => indicators.Of(period);

    public async Task<GovernmentReportStanding?> Read(ReportPeriod period, CancellationToken ct)
    {
        var code = period.Code;
        return await acts.Visible.AsNoTracking().SingleOrDefaultAsync(r => r.Period == code, ct) is { } report ? await StandingOf(report, ct) : null;
    }

    public async Task<GovernmentReportStanding> Submit(ReportPeriod period, IReadOnlyList<ReportedValue> values, string? reason, CancellationToken ct)
    {
        var report = await acts.Find(period.Code, seen: null, ct);
        acts.MustHaveReceivers();
        Check(values, indicators.Of(period));
        if (report.State is GovernmentReportState.Accepted or GovernmentReportState.Sent)
            await acts.Reopen(report, ReportActs.Clean(reason) is { Length: > 0 and <= 500 } why ? why : throw Refusal.Invalid(nameof(reason), "Hãy ghi vì sao đính chính."), ct);
        await acts.Draft(report, values, ct);
        await acts.Send(report, i => i.Code, ct);
        await db.SaveChangesAsync(ct);
        signal.Raise();
        return await StandingOf(report, ct);
    }

    static void Check(IReadOnlyList<ReportedValue> values, IReadOnlyList<GovernmentIndicator> asked)
    {
        List<FieldError> wrong = [];
        foreach (var value in values)
        {
            if (asked.FirstOrDefault(i => i.Code == value.Indicator) is not { } indicator) wrong.Add(new(value.Indicator, "Kỳ này không có chỉ tiêu {0}. Tải lại trang để xem danh sách mới.", value.Indicator));
            else if (values.Count(v => v.Indicator == value.Indicator) > 1) wrong.Add(new(value.Indicator, "Chỉ tiêu {0} có hai dòng. Hãy giữ một dòng.", value.Indicator));
            else if ((value.Value is { } given ? ReportActs.Wrong(indicator, given, indicator.Code) : null) is { } error) wrong.Add(error);
            else if (ReportActs.WrongExplanation(value.Explanation, indicator.Code) is { } tooLong) wrong.Add(tooLong);
        }
        wrong.AddRange(asked.Where(i => values.All(v => v.Indicator != i.Code || v.Value is null)).Select(i => new FieldError(i.Code, "Chưa có số liệu của chỉ tiêu này.")));
        if (wrong.Count > 0) throw Refusal.Invalid(wrong);
    }

    async Task<GovernmentReportStanding> StandingOf(GovernmentReport report, CancellationToken ct)
    {
        var edition = await db.ReportEditions.AsNoTracking().SingleAsync(e => e.ReportId == report.Id && e.Number == report.Edition, ct);
        var receipts = await db.ReportReceipts.AsNoTracking().Where(r => r.ReportId == report.Id && r.Number == report.Edition).OrderBy(r => r.Receiver).ToListAsync(ct);
        return new(report.Id, report.Of, report.State, report.Edition, report.DueAt, edition.Values, [.. receipts.Select(r => new ReceiverStanding(r.Receiver, r.State, r.Reference, r.AnsweredAt, r.Said))]);
    }
}
