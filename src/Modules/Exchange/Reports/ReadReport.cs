using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Reports;

/// <summary>The report of a period as officials see it, the periods before it, and its values as a table for a spreadsheet.</summary>
public static class ReadReport
{
    const int MostPeriods = 24;

    /// <param name="Source">The unit the value comes from.</param>
    /// <param name="Before">Of the period before.</param>
    /// <param name="Errors">What receivers said of the edition sent last, while it is not accepted.</param>
    public sealed record Row(GovernmentIndicator Indicator, string Source, decimal? Value, string Explanation, decimal? Before, IReadOnlyList<SaidError> Errors)
    {
        /// <summary>Against the period before, in percent; for what is itself a percentage in points.</summary>
        public decimal? Change => Value is not { } now || Before is not { } before ? null : IsPoints ? now - before : before == 0 ? null : Math.Round((now - before) * 100 / before, 1);

        public bool IsPoints => Indicator.Unit == "%";
    }

    /// <param name="Receiver">Its key.</param>
    public sealed record SaidError(string Receiver, string Code, string Text);

    /// <param name="Trouble">The last parcel has not got through: it is tried again, stuck until an operator looks at it, or left out by one.</param>
    public sealed record Receiver(string Key, ReceiptState State, string Reference, DateTimeOffset? AnsweredAt, ParcelState? Parcel, bool Trouble)
    {
        /// <summary>Nothing goes on by itself.</summary>
        [JsonIgnore]
        public bool IsHeld => Trouble && Parcel is ParcelState.Stuck or ParcelState.LeftOut;
    }

    public sealed record Sending(long Number, DateTimeOffset? SentAt, string Reason, IReadOnlyList<Receiver> Receivers);

    public sealed record Answer(
        Guid Id, string Period, DateOnly FirstDay, DateOnly LastDay, DateTimeOffset DueAt, GovernmentReportState State, long Edition, long Version, string Reason,
        IReadOnlyList<Row> Rows, IReadOnlyList<SaidError> Errors, IReadOnlyList<Sending> Sendings)
    {
        [JsonIgnore]
        public ReportPeriod Of => ReportPeriod.Parse(Period)!.Value;

        /// <summary>Its values may be changed.</summary>
        public bool IsOpen => State is GovernmentReportState.Drafting or GovernmentReportState.Refused;

        public int Filled => Rows.Count(r => r.Value is not null);
        public int Wrong => Rows.Count(r => r.Errors.Count > 0);
    }

    public sealed record PeriodLine(string Period, DateTimeOffset DueAt, GovernmentReportState State, long Edition, IReadOnlyList<Receiver> Receivers)
    {
        [JsonIgnore]
        public ReportPeriod Of => ReportPeriod.Parse(Period)!.Value;
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/exchange/government-reports", (Handler handler, CancellationToken ct) => handler.Periods(ct));
        routes.MapGet("/api/exchange/government-reports/{period}", (string period, Handler handler, CancellationToken ct) => handler.Run(period, ct));
        routes.MapGet("/bao-cao-chinh-phu/{period}.csv", async (string period, Handler handler, Texts texts, CancellationToken ct) =>
        {
            var answer = await handler.Run(period, ct);
            return Results.File(Csv(answer, texts), "text/csv; charset=utf-8", $"chi-tieu-{answer.Period}.csv");
        });
    }

    public sealed class Handler(ExchangeDb db, ReportActs acts, ReportIndicators indicators, DirectoryCache directory)
    {
        /// <summary>Newest first, those that end on one day the shortest first.</summary>
        public async Task<IReadOnlyList<PeriodLine>> Periods(CancellationToken ct)
        {
            acts.MustReport();
            var reports = await acts.Visible.AsNoTracking().OrderByDescending(r => r.LastDay).ThenBy(r => r.Kind).Take(MostPeriods).ToListAsync(ct);
            var receipts = (await Receipts([.. reports.Select(r => r.Id)], ct)).ToLookup(r => r.Report);
            return [.. reports.Select(r => new PeriodLine(r.Period, r.DueAt, r.State, r.Edition, Newest(receipts[r.Id])))];
        }

        /// <param name="period">Null: the newest.</param>
        /// <exception cref="Refusal">401, 403, 404.</exception>
        public async Task<Answer> Run(string? period, CancellationToken ct) =>
            await Find(period, ct) ?? throw ReportActs.Missing(period ?? "");

        /// <returns>Null where there is none.</returns>
        /// <exception cref="Refusal">401, 403.</exception>
        public async Task<Answer?> Find(string? period, CancellationToken ct)
        {
            acts.MustReport();
            var visible = acts.Visible.AsNoTracking();
            if (await (period is null ? visible.OrderByDescending(r => r.LastDay).ThenBy(r => r.Kind).FirstOrDefaultAsync(ct) : visible.SingleOrDefaultAsync(r => r.Period == period, ct)) is not { } report) return null;
            var editions = await db.ReportEditions.AsNoTracking().Where(e => e.ReportId == report.Id).OrderByDescending(e => e.Number).ToListAsync(ct);
            var receipts = await Receipts([report.Id], ct);
            var sent = editions.Find(e => e.SentAt is not null)?.Number;
            var errors = report.State == GovernmentReportState.Accepted ? [] : receipts.Where(r => r.Receipt.Number == sent).SelectMany(r => r.Receipt.Said.Select(e => (e.Indicator, Said: new SaidError(r.Receipt.Receiver, e.Code, e.Text)))).ToList();
            var asked = indicators.Of(report.Of);
            return new(report.Id, report.Period, report.FirstDay, report.LastDay, report.DueAt, report.State, report.Edition, report.Version, editions[0].Reason,
                await Rows(report, asked, editions[0], errors.ToLookup(e => e.Indicator, e => e.Said), ct), [.. errors.Where(e => asked.All(i => i.Code != e.Indicator)).Select(e => e.Said)],
                [.. editions.Where(e => e.SentAt is not null).Select(e => new Sending(e.Number, e.SentAt, e.Reason, [.. receipts.Where(r => r.Receipt.Number == e.Number).Select(r => r.Shown)]))]);
        }

        async Task<IReadOnlyList<Row>> Rows(GovernmentReport report, IReadOnlyList<GovernmentIndicator> asked, ReportEdition edition, ILookup<string, SaidError> errors, CancellationToken ct)
        {
            var (values, units, before) = (edition.Values.ToDictionary(v => v.Indicator), await directory.Get(ct), await Before(report, ct));
            return [.. asked.Select(i => new Row(i, units.FindUnit(i.SourceUnit)?.Name ?? i.SourceUnit, values.GetValueOrDefault(i.Code)?.Value, values.GetValueOrDefault(i.Code)?.Explanation ?? "", before.GetValueOrDefault(i.Code), [.. errors[i.Code]]))];
        }

        /// <summary>The values that were sent last for the period before.</summary>
        async Task<Dictionary<string, decimal?>> Before(GovernmentReport report, CancellationToken ct)
        {
            var id = GovernmentReport.IdOf(report.Of.Previous);
            var last = await db.ReportEditions.AsNoTracking().Where(e => e.ReportId == id && e.SentAt != null).OrderByDescending(e => e.Number).FirstOrDefaultAsync(ct);
            return last?.Values.ToDictionary(v => v.Indicator, v => v.Value) ?? [];
        }

        async Task<List<(Guid Report, ReportReceipt Receipt, Receiver Shown)>> Receipts(List<Guid> reports, CancellationToken ct)
        {
            var receipts = await db.ReportReceipts.AsNoTracking().Where(r => reports.Contains(r.ReportId)).OrderBy(r => r.Receiver).ToListAsync(ct);
            var parcels = (await db.Parcels.AsNoTracking().Where(p => reports.Contains(p.SubjectId)).ToListAsync(ct)).ToDictionary(p => (p.Carrier, p.EntryId));
            return receipts.ConvertAll(r =>
            {
                var parcel = parcels.GetValueOrDefault((r.Receiver, r.EntryId));
                var waits = r.State == ReceiptState.Waiting && parcel is not null;
                return (r.ReportId, r, new Receiver(r.Receiver, r.State, r.Reference, r.AnsweredAt, parcel?.State, waits && (parcel!.State is ParcelState.Stuck or ParcelState.LeftOut || parcel.Attempts > 0)));
            });
        }

        static IReadOnlyList<Receiver> Newest(IEnumerable<(Guid Report, ReportReceipt Receipt, Receiver Shown)> receipts) =>
            [.. receipts.GroupBy(r => r.Receipt.Receiver).Select(g => g.MaxBy(r => r.Receipt.Number).Shown)];
    }

    /// <summary>With a byte-order mark, or Excel reads Vietnamese as Latin-1. Semicolons: the comma is in the numbers.</summary>
    static byte[] Csv(Answer answer, Texts texts)
    {
        var lines = new StringBuilder();
        void Line(params IReadOnlyList<string?> fields) => lines.AppendJoin(';', fields.Select(Field)).Append("\r\n");
        Line(texts["Mã"], texts["Chỉ tiêu"], texts["Đơn vị đo"], texts["Giá trị"], texts["Kỳ trước"], texts["Thuyết minh"], texts["Nguồn"]);
        foreach (var row in answer.Rows)
            Line(row.Indicator.Code, ReportWords.NameOf(row.Indicator), ReportWords.UnitOf(row.Indicator), ReportNumber.Write(row.Value, row.Indicator.Decimals), ReportNumber.Write(row.Before, row.Indicator.Decimals), row.Explanation, row.Source);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(lines.ToString())];
    }

    /// <summary>Quoted; what a spreadsheet would take for a formula begins with an apostrophe, but for a negative number.</summary>
    static string Field(string? text) =>
        $"\"{(text is ['=' or '+' or '-' or '@' or '\t', ..] && ReportNumber.Read(text) is null ? "'" : "")}{text?.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
