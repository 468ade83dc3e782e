using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Exchange.Reports;

/// <summary>The demonstration's periods of before: invented values that the receivers have, so that the page has something to show.</summary>
public sealed class PastReports(ExchangeDb db, ReferenceData data, ReportIndicators indicators, ReportReceivers receivers, LegalClock clock, DirectoryCache directory) : ISeed
{
    sealed record Past(string Period, DateTimeOffset SentAt, IReadOnlyDictionary<string, decimal> Values);

    sealed record Document(string Note, IReadOnlyList<Past> Reports);

    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public int Order => 60;
    public bool DemonstrationOnly => true;

    public async Task Run(CancellationToken ct)
    {
        if (!receivers.IsSetUp || (await directory.Get(ct)).Province is not { } province || await db.Reports.AnyAsync(ct)) return;
        foreach (var past in JsonSerializer.Deserialize<Document>(await File.ReadAllTextAsync(data.PathOf("demo-government-reports.json"), ct), json)!.Reports)
            Add(past, ReportPeriod.Parse(past.Period)!.Value, province.Id);
        await db.SaveChangesAsync(ct);
    }

    void Add(Past past, ReportPeriod period, Guid unitId)
    {
        var rule = indicators.Rule(period.Kind, new(period.Year, period.LastMonth, 1))!;
        var report = GovernmentReport.TakeOver(period, period.Window(rule.CloseDay), unitId, past.SentAt.ToUniversalTime(), rule.DueAt(period, clock));
        var edition = new ReportEdition { ReportId = report.Id, Number = report.Edition };
        edition.Write([.. indicators.Of(period).Select(i => new ReportedValue(i.Code, past.Values.TryGetValue(i.Code, out var value) ? value : null))]);
        edition.Send(past.SentAt.ToUniversalTime());
        db.Reports.Add(report);
        db.ReportEditions.Add(edition);
        var entry = db.Record(report, new GovernmentReportTakenOver(report.Id, report.Period));
        foreach (var receiver in receivers.SetUp)
        {
            var receipt = ReportReceipt.Awaited(report.Id, report.Edition, receiver.Key, entry.Id);
            receipt.Accept("TN-" + period.Code, past.SentAt.ToUniversalTime());
            db.ReportReceipts.Add(receipt);
        }
    }
}
