using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Tests.Exchange.Reports;

/// <summary>When the province is merged, what it still owes goes on with its date.</summary>
public sealed class ReportReformTests(ReportsApp app) : IClassFixture<ReportsApp>
{
    [Fact]
    public async Task An_open_report_is_owed_by_the_unit_that_goes_on_and_those_of_before_stay()
    {
        var report = await app.Report();
        var units = await app.Services.GetRequiredService<DirectoryCache>().Get();
        var (from, to) = (units.Province!, units.FindUnit("VP-UBND")!);
        var order = app.Merging(from, to);
        await using var scope = app.Services.As(Actor.System);
        var participant = scope.ServiceProvider.GetServices<IReformParticipant>().Single(p => p.Name == "exchange.reports");
        var line = Assert.Single(await participant.Rehearse(order, default));
        Assert.Equal((from.Id, to.Id, 1L), (line.FromId, line.ToId, line.Count));
        Assert.Equal(1, await participant.Move(order, 1, default));
        Assert.Equal(0, await participant.Move(order, 2, default));
        var duty = await app.Db(db => db.Duties.SingleAsync(d => d.SubjectId == report.Id && d.EndedAt == null));
        Assert.Equal((to.Id, report.DueAt), (duty.UnitId, duty.DueAt!.Value));
        Assert.Equal([from.Id, to.Id], (await app.Read(db => db.Reports.AsNoTracking().OrderBy(r => r.LastDay).Select(r => r.UnitId).ToListAsync())).Distinct());
        Assert.Equal(GovernmentReportState.Drafting, (await app.Read(db => db.Reports.AsNoTracking().SingleAsync(r => r.Id == report.Id))).State);
        Assert.All(await app.Journal(report.Id), entry => Assert.True(entry.Holds));
    }
}
