using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Reports;

/// <summary>Values copied from a spreadsheet: a line an indicator, its code or name, the value, and perhaps the explanation; or the values alone, in our order.</summary>
public static class PasteReport
{
    const int MostSaid = 8;

    public sealed record Command
    {
        public string Period { get; set; } = "";
        public long? Version { get; set; }

        [Required(ErrorMessage = "Hãy dán các dòng từ bảng tính vào ô."), StringLength(20_000, ErrorMessage = "Đoạn dán dài quá. Chỉ dán các dòng của chỉ tiêu.")]
        public string Text { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/exchange/government-reports/{period}/paste", (string period, Command command, Handler handler, CancellationToken ct) => handler.Run(command with { Period = period }, ct));

    public sealed class Handler(ExchangeDb db, ReportActs acts, ReportIndicators indicators)
    {
        /// <exception cref="Refusal">401, 403, 404, 409, 422 with one message a line.</exception>
        public async Task<ReportVersion> Run(Command command, CancellationToken ct)
        {
            Check(command);
            var report = await acts.Find(command.Period, command.Version, ct);
            await acts.Draft(report, Read(command.Text, indicators.Of(report.Of)), ct);
            await db.SaveChangesAsync(ct);
            return ReportVersion.Of(report);
        }

        /// <summary>Tabs are what separates the columns, so the text is not cleaned before it is cut.</summary>
        static void Check(Command command)
        {
            var text = command.Text;
            Platform.Check.Input(command);
            command.Text = text;
        }

        static List<ReportedValue> Read(string text, IReadOnlyList<GovernmentIndicator> asked)
        {
            var lines = text.Split('\n').Select((l, n) => (Number: n + 1, Cells: l.Trim('\r').Split('\t').Select(c => ReportActs.Clean(c).Trim('"')).ToList())).Where(l => l.Cells.Exists(c => c.Length > 0)).ToList();
            var alone = lines.TrueForAll(l => Find(asked, l.Cells[0]) is null) && lines.Count == asked.Count;
            List<FieldError> wrong = [];
            Dictionary<string, ReportedValue> values = [];
            foreach (var (place, (number, cells)) in lines.Index())
            {
                var indicator = alone ? asked[place] : Find(asked, cells[0]);
                var rest = alone ? cells : cells[1..];
                if (indicator is null)
                {
                    if (place > 0 || lines.Count == 1) wrong.Add(new(nameof(Command.Text), "Dòng {0}: không có chỉ tiêu “{1}”. Cột đầu là mã hoặc tên chỉ tiêu.", number, cells[0].Length > 60 ? cells[0][..60] : cells[0])); // the first may be the head of the table
                    continue;
                }
                var (typed, explanation) = (rest.FirstOrDefault() ?? "", rest.Skip(1).FirstOrDefault() ?? "");
                if ((SaveReport.Wrong(indicator, typed, nameof(Command.Text)) ?? ReportActs.WrongExplanation(explanation, nameof(Command.Text))) is { } error) wrong.Add(new(nameof(Command.Text), "Dòng {0}, {1}: {2}", number, indicator.Code, error));
                else if (!values.TryAdd(indicator.Code, new(indicator.Code, typed.Length == 0 ? null : ReportNumber.Read(typed), explanation))) wrong.Add(new(nameof(Command.Text), "Chỉ tiêu {0} có hai dòng. Hãy giữ một dòng.", indicator.Code));
            }
            if (wrong.Count == 0 && values.Count == 0) wrong.Add(new(nameof(Command.Text), "Không thấy chỉ tiêu nào. Cột đầu là mã hoặc tên chỉ tiêu, cột sau là số."));
            return wrong.Count == 0 ? [.. values.Values] : throw Refusal.Invalid(Together(wrong));
        }

        /// <summary>They stand beside one field, which shows one message.</summary>
        static FieldError Together(List<FieldError> wrong) =>
            new(nameof(Command.Text), string.Join(' ', wrong.Take(MostSaid).Select((_, n) => "{" + n.ToString(CultureInfo.InvariantCulture) + "}")), [.. wrong.Take(MostSaid)]);

        static GovernmentIndicator? Find(IReadOnlyList<GovernmentIndicator> asked, string cell) =>
            asked.FirstOrDefault(i => string.Equals(i.Code, cell, StringComparison.OrdinalIgnoreCase) || Fold.Index(i.Vi) == Fold.Index(cell) || string.Equals(i.En, cell, StringComparison.OrdinalIgnoreCase));
    }
}
