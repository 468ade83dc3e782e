using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Reports;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Exchange.Reports;

/// <summary>Months pass, and other modules report by the contract.</summary>
public sealed class ReportOpeningTests(ReportsApp app) : IClassFixture<ReportsApp>
{
    [Fact]
    public async Task Months_that_were_missed_are_opened_with_their_own_dates_and_another_module_reports_by_the_contract()
    {
        app.Time.MoveTo(App.Day(2025, 1, 16, 9, 0)); // a Thursday; nothing ran since November
        await app.Run<OpenReports>();
        var open = await app.Db(db => db.Duties.Where(d => d.Kind == "exchange.report").OrderBy(d => d.DueAt).ToListAsync());
        Assert.Equal(["2024-11", "2024-12", "2025-01"], open.Select(d => d.Code));
        Assert.Equal([App.Day(2024, 11, 20, 17, 0), App.Day(2024, 12, 19, 17, 0), App.Day(2025, 1, 20, 17, 0)], open.Select(d => d.DueAt!.Value));

        var late = await Submit("2024-11", Actor.System, Values());
        Assert.Equal((GovernmentReportState.Sent, 1L, 2), (late.State, late.Edition, late.Receivers.Count));
        var accepted = await app.Until(GovernmentReportState.Accepted);
        Assert.Equal(DutyOutcome.Late, (await app.Db(db => db.Duties.SingleAsync(d => d.SubjectId == accepted.Id))).Outcome);
        var standing = await Read("2024-11", Actor.System);
        Assert.All(standing!.Receivers, r => Assert.Equal(ReceiptState.Accepted, r.State));
        Assert.Equal(8, standing.Values.Count);

        // What is sent again needs a reason, and then is the next edition.
        await Assert.ThrowsAsync<Refusal>(() => Submit("2024-11", Actor.System, Values()));
        var again = await Submit("2024-11", Actor.System, Values(), "Rà soát lại");
        Assert.Equal((GovernmentReportState.Sent, 2L), (again.State, again.Edition));
        await app.Until(GovernmentReportState.Accepted);

        var missing = await Assert.ThrowsAsync<Refusal>(() => Submit("2024-12", Actor.System, [.. Values().Skip(1), new("GDP", 1), new("DN_MOI", 2)]));
        Assert.Equal(["GDP", "DN_MOI", "DN_MOI", "IIP"], missing.Fields.Select(f => f.Field).OrderBy(f => Array.IndexOf(["GDP", "DN_MOI", "IIP"], f)));
        Assert.Equal(GovernmentReportState.Drafting, (await Read("2024-12", Actor.System))!.State);
        Assert.Equal(401, (await Assert.ThrowsAsync<Refusal>(() => Submit("2024-12", Actor.Anonymous, Values()))).Status);
        Assert.Null(await Read("2024-12", Actor.Anonymous));
        Assert.Null(await Read("2026-12", Actor.System));

        async Task<GovernmentReportStanding> Submit(string period, Actor actor, IReadOnlyList<ReportedValue> values, string? reason = null)
        {
            await using var scope = app.Services.As(actor);
            return await scope.ServiceProvider.GetRequiredService<IGovernmentReports>().Submit(ReportPeriod.Parse(period)!.Value, values, reason, default);
        }

        async Task<GovernmentReportStanding?> Read(string period, Actor actor)
        {
            await using var scope = app.Services.As(actor);
            return await scope.ServiceProvider.GetRequiredService<IGovernmentReports>().Read(ReportPeriod.Parse(period)!.Value, default);
        }

        static IReadOnlyList<ReportedValue> Values() => [.. ReportsApp.Good.Select(g => new ReportedValue(g.Code, ReportNumber.Read(g.Value)))];
    }
}
