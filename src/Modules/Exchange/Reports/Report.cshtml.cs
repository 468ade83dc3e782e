using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.Reports;

/// <summary>The grid of one period, and the periods before it.</summary>
public sealed class ReportModel(ReadReport.Handler read, SaveReport.Handler save, PasteReport.Handler paste, CorrectReport.Handler correct, ReportReceivers receivers, LegalTime legal) : FormPage
{
    public const string Address = "~/bao-cao-chinh-phu";

    [FromRoute] public string? Period { get; set; }
    [BindProperty] public long? Version { get; set; }
    [BindProperty] public List<SaveReport.Line> Lines { get; set; } = [];
    [BindProperty] public string? Text { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public DateTimeOffset Now => legal.Now;
    public bool IsSetUp => receivers.IsSetUp;

    /// <summary>Null: no period was opened yet.</summary>
    public ReadReport.Answer? Report { get; private set; }
    public IReadOnlyList<ReadReport.PeriodLine> Periods { get; private set; } = [];

    /// <summary>The folded form that was refused stays open.</summary>
    public string? Failed { get; private set; }

    public static string AddressOf(string period) => $"{Address}/{period}";

    public static string SendAddressOf(string period) => $"{Address}/{period}/gui";

    public string TitleOf(ReportPeriod period) => ReportWords.Of(period, T);

    public string ChangeOf(ReadReport.Row row) => row.Change switch
    {
        null => "",
        0 => T["không đổi"],
        > 0 and var up => row.IsPoints ? T["tăng {0} điểm", ReportNumber.Write(up, 2)] : T["tăng {0}%", ReportNumber.Write(up, 1)],
        var down => row.IsPoints ? T["giảm {0} điểm", ReportNumber.Write(-down.Value, 2)] : T["giảm {0}%", ReportNumber.Write(-down.Value, 1)],
    };

    protected override async Task Load(CancellationToken ct)
    {
        Periods = await read.Periods(ct);
        Report = Period is null ? await read.Find(null, ct) : await read.Run(Period, ct);
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(bool send, CancellationToken ct) => Do(nameof(Lines), async () =>
    {
        await save.Run(new() { Period = Period ?? "", Version = Version, Lines = Lines }, ct);
        return See((send ? SendAddressOf(Period!) : AddressOf(Period!))[1..]);
    }, ct);

    public Task<IActionResult> OnPostPasteAsync(CancellationToken ct) => Do(nameof(Text), async () =>
    {
        await paste.Run(new() { Period = Period ?? "", Version = Version, Text = Text ?? "" }, ct);
        return See(AddressOf(Period!)[1..]);
    }, ct);

    public Task<IActionResult> OnPostCorrectAsync(CancellationToken ct) => Do(nameof(Reason), async () =>
    {
        await correct.Run(new() { Period = Period ?? "", Version = Version, Reason = Reason ?? "" }, ct);
        return See(AddressOf(Period!)[1..]);
    }, ct);

    Task<IActionResult> Do(string form, Func<Task<IActionResult>> act, CancellationToken ct)
    {
        Failed = form;
        return Act(act, ct);
    }
}
