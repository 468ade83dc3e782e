using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;

namespace NhatLe.Exchange.Reports;

/// <summary>Values as they were typed, kept as a draft (lưu nháp); what is not mentioned stays.</summary>
public static class SaveReport
{
    public sealed record Line
    {
        public string Indicator { get; set; } = "";

        /// <summary>1.234,5; empty: not known yet.</summary>
        public string? Value { get; set; }

        public string? Explanation { get; set; }
    }

    public sealed record Command
    {
        public string Period { get; set; } = "";

        /// <summary>The version the person saw; null: whatever there is.</summary>
        public long? Version { get; set; }

        public List<Line> Lines { get; set; } = [];
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/exchange/government-reports/{period}/draft", (string period, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Period = period }, ct));

    public static string FieldOf(int line) => $"Lines[{line}].Value";

    public sealed class Handler(ExchangeDb db, ReportActs acts, ReportIndicators indicators)
    {
        /// <exception cref="Refusal">401, 403, 404, 409, 422 with one message a value.</exception>
        public async Task<ReportVersion> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var report = await acts.Find(command.Period, command.Version, ct);
            await acts.Draft(report, Read(command.Lines, indicators.Of(report.Of)), ct);
            await db.SaveChangesAsync(ct);
            return ReportVersion.Of(report);
        }

        static List<ReportedValue> Read(List<Line> lines, IReadOnlyList<GovernmentIndicator> asked)
        {
            List<FieldError> wrong = [];
            List<ReportedValue> values = [];
            foreach (var (n, line) in lines.Index())
            {
                var (typed, explanation) = (ReportActs.Clean(line.Value), ReportActs.Clean(line.Explanation));
                if (asked.FirstOrDefault(i => i.Code == line.Indicator) is not { } indicator) wrong.Add(new(FieldOf(n), "Kỳ này không có chỉ tiêu {0}. Tải lại trang để xem danh sách mới.", line.Indicator));
                else if (values.Exists(v => v.Indicator == indicator.Code)) wrong.Add(new(FieldOf(n), "Chỉ tiêu {0} có hai dòng. Hãy giữ một dòng.", indicator.Code));
                else if (Wrong(indicator, typed, FieldOf(n)) is { } error) wrong.Add(error);
                else if (ReportActs.WrongExplanation(explanation, $"Lines[{n}].Explanation") is { } tooLong) wrong.Add(tooLong);
                else values.Add(new(indicator.Code, typed.Length == 0 ? null : ReportNumber.Read(typed), explanation));
            }
            return wrong.Count == 0 ? values : throw Refusal.Invalid(wrong);
        }
    }

    /// <summary>What is wrong with a value as it was typed; null: nothing.</summary>
    public static FieldError? Wrong(GovernmentIndicator indicator, string typed, string field) =>
        typed.Length == 0 ? null
        : ReportNumber.Read(typed) is { } value ? ReportActs.Wrong(indicator, value, field)
        : ReportNumber.Meant(typed) is { } meant ? new(field, "Dấu phẩy là dấu thập phân, dấu chấm ngăn hàng nghìn. Có phải {0}?", meant)
        : new(field, "“{0}” không phải số. Hãy ghi như 1.234,5.", typed.Length > 30 ? typed[..30] : typed);
}

/// <summary>How a report stands after an act.</summary>
public sealed record ReportVersion(Guid Id, string Period, GovernmentReportState State, long Edition, long Version)
{
    public static ReportVersion Of(GovernmentReport report) => new(report.Id, report.Period, report.State, report.Edition, report.Version);
}
