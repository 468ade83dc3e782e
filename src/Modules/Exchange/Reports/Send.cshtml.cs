using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.Reports;

/// <summary>What goes out, to whom, and what follows: the last look before it is sent.</summary>
public sealed class SendModel(ReadReport.Handler read, SendReport.Handler send, ReportReceivers receivers) : FormPage
{
    [FromRoute] public string Period { get; set; } = "";
    [BindProperty] public long? Version { get; set; }

    public ReadReport.Answer Report { get; private set; } = null!;
    public IReadOnlyList<ReportReceiver> Receivers => receivers.SetUp;

    public bool MaySend => Report.State == Contracts.Exchange.GovernmentReportState.Drafting && Report.Filled == Report.Rows.Count && Receivers.Count > 0;

    protected override async Task Load(CancellationToken ct) => Report = await read.Run(Period, ct);

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        await send.Run(new() { Period = Period, Version = Version }, ct);
        return See(ReportModel.AddressOf(Period)[1..]);
    }, ct);
}
