using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;

namespace NhatLe.Exchange.Reports;

/// <summary>
/// Opens the report of each period whose window has closed, and the province owes it from then on. What was missed while nothing ran is opened too, with
/// the dates it has; the first time only the period that closed last.
/// </summary>
public sealed class OpenReports(IServiceScopeFactory scopes, ReportIndicators indicators, ReportReceivers receivers, LegalClock clock, LegalTime legal, DirectoryCache directory) : IScheduledJob
{
    public const string Name = "exchange.open-reports";

    public async Task<int> Run(CancellationToken ct)
    {
        if (!receivers.IsSetUp || (await directory.Get(ct)).Province is not { } province) return 0;
        var opened = 0;
        foreach (var kind in Enum.GetValues<ReportPeriodKind>())
        foreach (var (period, rule) in await Closed(kind, ct))
            if (await Open(period, rule, province.Id, ct)) opened++;
        return opened;
    }

    async Task<List<(ReportPeriod Period, PeriodRule Rule)>> Closed(ReportPeriodKind kind, CancellationToken ct)
    {
        if (indicators.Rule(kind, legal.Today) is not { } rule) return [];
        var last = ReportPeriod.LastClosed(kind, legal.Today, rule.CloseDay);
        await using var scope = scopes.CreateAsyncScope();
        var known = await scope.ServiceProvider.GetRequiredService<ExchangeDb>().Reports.AsNoTracking().Where(r => r.Kind == kind).OrderByDescending(r => r.LastDay).Select(r => r.Period).FirstOrDefaultAsync(ct);
        List<(ReportPeriod, PeriodRule)> closed = [];
        var newest = last.Window(rule.CloseDay).Last;
        for (var period = ReportPeriod.Parse(known) is { } before ? before.Next : last; period.Window(rule.CloseDay).Last <= newest; period = period.Next)
            if (indicators.Of(period).Count > 0) closed.Add((period, indicators.Rule(kind, new(period.Year, period.LastMonth, 1)) ?? rule));
        return closed;
    }

    async Task<bool> Open(ReportPeriod period, PeriodRule rule, Guid unitId, CancellationToken ct)
    {
        await using var scope = scopes.As(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<ExchangeDb>();
        var report = GovernmentReport.Open(period, period.Window(rule.CloseDay), unitId, legal.Now, rule.DueAt(period, clock));
        db.Reports.Add(report);
        db.ReportEditions.Add(new() { ReportId = report.Id, Number = report.Edition });
        db.Record(report, new GovernmentReportOpened(report.Id, report.Period, report.DueAt));
        db.Owe(report, Duties.Report, unitId, Permits.Report, report.DueAt, new DutyCard(ReportWords.Title, "", report.Period, ReportModel.AddressOf(report.Period)[1..]));
        try
        {
            await db.SaveChangesAsync(ct);
            return true;
        }
        catch (Refusal refusal) when (refusal.Status == 409)
        {
            return false; // another node was faster
        }
    }
}
