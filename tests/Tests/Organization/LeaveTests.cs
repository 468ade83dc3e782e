using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Assignments.Tasks;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Organization;

/// <summary>Who is away gets no new work; what they have begun stays theirs.</summary>
public sealed class LeaveTests(App app) : IClassFixture<App>
{
    const string Address = "/api/organization/leaves";

    sealed record Line(Guid Id, string Officer, string? StandIn, DateOnly FromOn, DateOnly UntilOn, DateTimeOffset? CancelledAt);

    /// <summary>The chair lays a task on the justice official; says on whom it came to lie.</summary>
    async Task<(string Code, Guid? Officer)> Given()
    {
        var task = await (await app.As(Filing.Chair)).Post<ActResult>("/api/assignments", new { id = Guid.CreateVersion7(app.Time.Now), what = "Báo cáo hộ tịch", unit = "18907", officer = FactsApp.Justice });
        return (task.Code, (await app.Db(db => db.Duties.AsNoTracking().SingleAsync(d => d.Code == task.Code && d.EndedAt == null))).OfficerId);
    }

    [Fact]
    public async Task New_work_goes_to_the_stand_in_while_somebody_is_away_and_only_then()
    {
        var justice = await app.As(Filing.Justice);
        var answer = await justice.PostForm("/to-chuc/nghi-phep", new()
        {
            ["Id"] = Guid.CreateVersion7(app.Time.Now).ToString(), ["Officer"] = FactsApp.Justice.ToString(), ["StandIn"] = FactsApp.Clerk.ToString(), ["Reason"] = "Nghỉ phép năm",
            ["From.Day"] = "20", ["From.Month"] = "11", ["From.Year"] = "2024", ["Until.Day"] = "22", ["Until.Month"] = "11", ["Until.Year"] = "2024",
        });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var begun = await Given();
        Assert.Equal(FactsApp.Justice, begun.Officer); // planned ahead, not away yet

        app.Time.MoveTo(App.Day(2024, 11, 20, 9));
        Assert.Equal(FactsApp.Clerk, (await Given()).Officer);
        Assert.Equal(FactsApp.Justice, (await app.Db(db => db.Duties.AsNoTracking().SingleAsync(d => d.Code == begun.Code))).OfficerId); // begun work stays
        Assert.Contains("nghỉ đến 22/11: việc sẽ giao Cao Thu Giang", (await (await app.As(Filing.Chair)).Http.Open("/nhiem-vu/giao")).Words(), StringComparison.Ordinal);
        Assert.Contains("Đang nghỉ", (await justice.Http.Open("/to-chuc/nghi-phep")).Words(), StringComparison.Ordinal);

        // The stand-in is away too: the unit.
        var clerk = await app.As(Filing.Clerk);
        await clerk.PostJson(Address, new { id = Guid.CreateVersion7(app.Time.Now), from = "2024-11-21", until = "2024-11-21", reason = "Việc nhà" });
        app.Time.MoveTo(App.Day(2024, 11, 21, 9));
        Assert.Null((await Given()).Officer);

        // Back a day early.
        var leave = Assert.Single(await justice.Get<List<Line>>(Address), l => l.Officer == "Trần Tiến Đông");
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As("can-bo.nguhoa")).PostJson($"{Address}/{leave.Id}/cancellation", new { })).StatusCode);
        await justice.Http.Submit((await justice.Http.Open("/to-chuc/nghi-phep")).Form($"[value='{leave.Id}']"));
        Assert.Equal(FactsApp.Justice, (await Given()).Officer);
        Assert.All(await app.Journal(DirectoryState.TheOne), line => Assert.True(line.Holds));
    }

    [Fact]
    public async Task A_leave_is_refused_with_a_reason_where_it_cannot_be()
    {
        var clerk = await app.As("can-bo.nguhoa");
        object Wanted(string from, string until, Guid? officer = null, Guid? standIn = null, string reason = "Nghỉ phép") => new { id = Guid.CreateVersion7(app.Time.Now), from, until, officer, standIn, reason };
        foreach (var wrong in new[] { Wanted("2025-01-10", "2025-01-09"), Wanted("2024-01-01", "2024-01-02"), Wanted("2025-01-01", "2026-06-01"), Wanted("2025-01-10", "2025-01-12", officer: FactsApp.Justice), Wanted("2025-01-10", "2025-01-12", standIn: FactsApp.Specialist), Wanted("2025-01-10", "2025-01-12", reason: "") })
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostJson(Address, wrong)).StatusCode);
        Assert.True((await clerk.PostJson(Address, Wanted("2025-01-10", "2025-01-12"))).IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostJson(Address, Wanted("2025-01-12", "2025-01-14"))).StatusCode); // overlaps
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Mother)).PostJson(Address, Wanted("2025-01-10", "2025-01-12"))).StatusCode);
    }
}
