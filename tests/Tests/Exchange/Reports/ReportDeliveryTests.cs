using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.National.Control;

namespace NhatLe.Tests.Exchange.Reports;

/// <summary>Whatever a receiver does, each edition arrives later, once and in order; the other receiver does not wait for it.</summary>
public sealed class ReportDeliveryTests(ReportsApp app) : IClassFixture<ReportsApp>
{
    [Theory]
    [InlineData(FaultKind.Fail, null, 5)]
    [InlineData(FaultKind.Slow, null, 1)]
    [InlineData(FaultKind.Slow, null, 5)]
    [InlineData(FaultKind.Garbage, null, 5)]
    [InlineData(FaultKind.Wrong, "signature", 5)]
    [InlineData(FaultKind.Wrong, "hash", 5)]
    [InlineData(FaultKind.Wrong, "body", 5)]
    public async Task What_a_receiver_does_wrong_delays_the_report_and_loses_nothing(FaultKind kind, string? wrong, double seconds)
    {
        var (there, other) = (app.Reporting.Accepted, app.Centre.Accepted);
        await app.Tell(app.Reporting, kind, wrong, seconds, times: 2);
        await app.SendAnew(ReportsApp.Good);
        var report = await app.Until(GovernmentReportState.Accepted);
        await app.TakeBackFaults();
        Assert.Equal((there + 1, other + 1), (app.Reporting.Accepted, app.Centre.Accepted));
        Assert.Equal(report.Edition, app.Reporting.All.First(r => r.Period == ReportsApp.Current).Version);
    }

    [Fact]
    public async Task What_was_done_there_and_never_acknowledged_is_said_again_and_counted_once()
    {
        var (there, repeated) = (app.Centre.Accepted, app.Centre.Repeated);
        await app.Tell(app.Centre, FaultKind.Hang, times: 1);
        await app.SendAnew(ReportsApp.Good);
        await app.Until(GovernmentReportState.Accepted);
        Assert.Equal((there + 1, repeated + 1), (app.Centre.Accepted, app.Centre.Repeated));
    }

    [Fact]
    public async Task What_piled_up_while_a_receiver_was_away_goes_in_order_and_the_page_says_who_is_waited_for()
    {
        await app.Tell(app.Reporting, FaultKind.Fail);
        await app.SendAnew(ReportsApp.Good);
        var first = (await app.Report()).Edition;
        var waiting = await app.Until(r => r.Sendings[0].Receivers.Any(s => s is { State: ReceiptState.Waiting, Trouble: true }) && r.Sendings[0].Receivers.Any(s => s.State == ReceiptState.Accepted));
        Assert.Equal(GovernmentReportState.Sent, waiting.State);
        Assert.Contains("Bên nhận đang gián đoạn. Hệ thống tự gửi lại.", await (await app.As(ReportsApp.Official)).Page(ReportsApp.Page), StringComparison.Ordinal);
        await app.SendAnew(ReportsApp.But(("CPI", "103,5"))); // corrected while the edition before is still on its way
        await app.Until(r => r.Sendings[0].Receivers.Any(s => s.State == ReceiptState.Accepted));
        Assert.DoesNotContain(app.Reporting.All, r => r.Period == ReportsApp.Current && r.Version >= first);
        await app.TakeBackFaults();
        var accepted = await app.Until(GovernmentReportState.Accepted);
        Assert.Equal([first + 1, first], app.Reporting.All.Where(r => r.Period == ReportsApp.Current).Select(r => r.Version).Take(2));
        Assert.Equal((first + 1, 103.5m), (accepted.Edition, app.Reporting.All[0].Values["CPI"].Value));
    }

    [Fact]
    public async Task A_power_cut_loses_nothing_that_was_sent()
    {
        await app.Tell(app.Reporting, FaultKind.Fail);
        await app.Tell(app.Centre, FaultKind.Fail);
        await app.SendAnew(ReportsApp.But(("IIP", "109,9")));
        var edition = (await app.Report()).Edition;
        await app.Restart(gently: false);
        await app.TakeBackFaults();
        var accepted = await app.Until(GovernmentReportState.Accepted);
        Assert.Equal(edition, accepted.Edition);
        foreach (var there in new[] { app.Reporting, app.Centre })
        {
            Assert.Equal(109.9m, there.All[0].Values["IIP"].Value);
            Assert.Equal(1, there.All.Count(r => r.Period == ReportsApp.Current && r.Version == edition));
        }
    }

    [Fact]
    public async Task What_an_operator_leaves_out_is_said_and_goes_again_as_a_correction()
    {
        await app.Tell(app.Centre, FaultKind.Wrong, "denied", times: 1);
        await app.SendAnew(ReportsApp.Good);
        await app.Until(r => r.Sendings[0].Receivers.Any(s => s.Parcel == ParcelState.Stuck));
        var stuck = (await app.Parcels()).Single(p => p.State == ParcelState.Stuck);
        (await (await app.As("quan-tri")).PostJson($"/api/exchange/parcels/{stuck.Id}", new { leaveOut = true, reason = "Gửi lại sau" })).EnsureSuccessStatusCode();
        var page = await (await app.As(ReportsApp.Official)).Page(ReportsApp.Page);
        Assert.Contains("Quản trị đã bỏ qua lần gửi này.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Anh/chị không cần làm gì.", page, StringComparison.Ordinal);
        await app.SendAnew(ReportsApp.Good);
        await app.Until(GovernmentReportState.Accepted);
    }

    [Fact]
    public async Task That_the_exchange_denies_us_holds_it_up_until_an_operator_sends_it_again()
    {
        await app.Tell(app.Centre, FaultKind.Wrong, "denied", times: 1);
        await app.SendAnew(ReportsApp.Good);
        await app.Until(r => r.Sendings[0].Receivers.Any(s => s.Parcel == ParcelState.Stuck));
        Assert.Contains("Bị kẹt ở đường truyền.", await (await app.As(ReportsApp.Official)).Page(ReportsApp.Page), StringComparison.Ordinal);
        var stuck = (await app.Parcels()).Single(p => p.State == ParcelState.Stuck);
        (await (await app.As("quan-tri")).PostJson($"/api/exchange/parcels/{stuck.Id}", new { })).EnsureSuccessStatusCode();
        await app.Until(GovernmentReportState.Accepted);
        var mine = await app.Read(db => db.ReportReceipts.CountAsync(r => r.Receiver == "dieu-hanh-chinh-phu" && r.State == ReceiptState.Accepted && r.ReportId == stuck.SubjectId));
        Assert.Equal(app.Centre.All.Count(r => r.Period == ReportsApp.Current), mine);
    }
}
