using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Assignments.Tasks;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Services;
using static NhatLe.Tests.Assignments.Given;

namespace NhatLe.Tests.Assignments;

/// <summary>A task from giving to its end: every act is a row, an entry and duties.</summary>
public sealed class AssignmentTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_task_is_owed_by_the_main_unit_in_three_working_days_and_by_the_joint_units()
    {
        var given = await app.GivenTask(more: new { jointUnits = new[] { DepartmentOfJustice, MinhHoa }, urgency = "Urgent" });
        Assert.Matches(@"^NV-241118-\d{4,}$", given.Code);
        Assert.Equal((AssignmentStatus.Given, App.Day(2024, 11, 21, 17)), (given.Status, given.DueAt)); // the clock stands at Monday 18 November
        var assignment = await app.Task(given.Code);
        Assert.Equal((Urgency.Urgent, "Trần Anh Phúc", "Chủ tịch UBND tỉnh"), (assignment.Urgency, assignment.GivenByName, assignment.GivenTitle));
        Assert.Equal(["assignments.do 18907", "assignments.join 452", "assignments.join SO-TP"], await app.DutyLines(given.Code));
        Assert.All(await app.DutiesOf(given.Code), d => Assert.Equal((given.DueAt, "Giải quyết ngay, báo cáo kết quả", "Chủ tịch UBND tỉnh, Trần Anh Phúc", "/nhiem-vu/" + given.Code), (d.DueAt!.Value, d.Title, d.Person, d.Link)));
        var entry = Assert.Single(await app.Journal(assignment.Id));
        Assert.True(entry.Holds);
        Assert.Equal(("assignments.assignment-given", "Trần Anh Phúc", "Giải quyết ngay, báo cáo kết quả"), (entry.Entry.Event, entry.Content!.Name, entry.Content.Note));
    }

    [Fact]
    public async Task From_giving_over_a_report_sent_back_to_the_confirmation_each_duty_is_met_and_the_chain_holds()
    {
        var code = (await app.GivenTask(more: new { jointUnits = new[] { DepartmentOfJustice } })).Code;
        Assert.Equal(AssignmentStatus.Accepted, (await app.Do(Commune, code, "acceptance")).Status);
        await app.Do(Department, code, "contribution", new { part = "Đã cử chuyên viên xuống xã." });
        Assert.Equal(AssignmentStatus.Reported, (await app.Do(Commune, code, "report", new { report = "Đã giải quyết 3 trên 4 hồ sơ." })).Status);
        Assert.Equal(["assignments.confirm 44", "assignments.do 18907 OnTime", "assignments.join SO-TP OnTime"], await app.DutyLines(code));
        var confirm = Assert.Single(await app.DutiesOf(code), d => d.Kind == "assignments.confirm");
        Assert.Equal((App.Day(2024, 11, 19, 17), (await app.Task(code)).GivenBy), (confirm.DueAt!.Value, confirm.OfficerId!.Value));

        var back = await app.Do(Province, code, "sending-back", new { reason = "Còn 1 hồ sơ." });
        Assert.Equal((AssignmentStatus.SentBack, App.Day(2024, 11, 21, 17)), (back.Status, back.DueAt)); // the date is still to come, so it stays
        await app.Do(Commune, code, "report", new { report = "Đã xong cả 4 hồ sơ." });
        var done = await app.Do(Province, code, "confirmation", new { rating = "Good", note = "Làm nhanh." });
        Assert.Equal(AssignmentStatus.Confirmed, done.Status);

        var assignment = await app.Task(code);
        Assert.Equal((Rating.Good, true, "Đã xong cả 4 hồ sơ."), (assignment.Rating!.Value, assignment.OnTime!.Value, assignment.Report));
        Assert.All(await app.DutiesOf(code), d => Assert.NotNull(d.EndedAt));
        var journal = await app.Journal(assignment.Id);
        Assert.Equal(["assignment-given", "assignment-accepted", "assignment-contributed", "assignment-reported", "assignment-sent-back", "assignment-reported", "assignment-confirmed"],
            journal.Select(l => l.Entry.Event["assignments.".Length..]));
        Assert.All(journal, l => Assert.True(l.Holds));
    }

    [Fact]
    public async Task What_is_sent_back_after_its_date_is_due_on_the_next_working_day_or_the_one_that_is_said()
    {
        await using var own = await OwnApp.Begin();
        var (one, other) = ((await own.GivenTask()).Code, (await own.GivenTask()).Code);
        own.Time.MoveTo(App.Day(2024, 11, 22, 9)); // a Friday, after the date
        foreach (var code in (string[])[one, other])
        {
            await own.Do(Commune, code, "report", new { report = "Xong." });
            Assert.False((await own.Task(code)).OnTime);
        }
        Assert.Equal(App.Day(2024, 11, 25, 17), (await own.Do(Province, one, "sending-back", new { reason = "Thiếu số liệu." })).DueAt);
        Assert.Equal(App.Day(2024, 11, 28, 17), (await own.Do(Province, other, "sending-back", new { reason = "Thiếu số liệu.", dueOn = "2024-11-28" })).DueAt);
        Assert.Equal(["assignments.confirm 44 OnTime", "assignments.do 18907", "assignments.do 18907 Late"], await own.DutyLines(one));
    }

    [Fact]
    public async Task More_time_is_asked_for_once_and_granted_moves_every_open_duty()
    {
        var code = (await app.GivenTask(more: new { jointUnits = new[] { DepartmentOfJustice } })).Code;
        await (await (await app.As(Commune)).PostJson($"/api/assignments/{code}/extension-request", new { until = "2024-11-21", reason = "Chờ xác minh" })).Refused(HttpStatusCode.UnprocessableEntity); // not later
        foreach (var until in (string[])["2024-11-23", "2024-11-15", "9999-12-30"])
            await (await (await app.As(Commune)).PostJson($"/api/assignments/{code}/extension-request", new { until, reason = "Chờ xác minh" })).Refused(HttpStatusCode.UnprocessableEntity);
        await app.Do(Commune, code, "extension-request", new { until = "2024-11-27", reason = "Chờ huyện xác minh" });
        Assert.Contains("assignments.extend 44", await app.DutyLines(code));
        var answered = await app.Do(Province, code, "extension-answer", new { granted = true });
        Assert.Equal(App.Day(2024, 11, 27, 17), answered.DueAt);
        Assert.Equal([answered.DueAt, answered.DueAt], (await app.DutiesOf(code)).Where(d => d.EndedAt is null).Select(d => d.DueAt!.Value));
        var again = await (await app.As(Commune)).PostJson($"/api/assignments/{code}/extension-request", new { until = "2024-11-29", reason = "Chờ nữa" });
        Assert.Contains("chỉ xin gia hạn một lần", await again.Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_time_declined_leaves_the_date_and_needs_a_reason()
    {
        var code = (await app.GivenTask()).Code;
        await (await (await app.As(Province)).PostJson($"/api/assignments/{code}/extension-answer", new { granted = true })).Refused(HttpStatusCode.Conflict); // nobody asked
        await app.Do(Commune, code, "extension-request", new { until = "2024-11-27", reason = "Chờ huyện xác minh" });
        await (await (await app.As(Province)).PostJson($"/api/assignments/{code}/extension-answer", new { granted = false })).Refused(HttpStatusCode.UnprocessableEntity);
        var answered = await app.Do(Province, code, "extension-answer", new { granted = false, reason = "Việc khẩn" });
        Assert.Equal(App.Day(2024, 11, 21, 17), answered.DueAt);
        Assert.Null((await app.Task(code)).AskedUntil);
        Assert.Equal(["assignments.do 18907", "assignments.extend 44 OnTime"], await app.DutyLines(code));
    }

    [Fact]
    public async Task What_is_withdrawn_nobody_owes_any_more()
    {
        var code = (await app.GivenTask(more: new { jointUnits = new[] { DepartmentOfJustice } })).Code;
        await app.Do(Commune, code, "extension-request", new { until = "2024-11-27", reason = "Chờ huyện xác minh" });
        Assert.Equal(AssignmentStatus.Withdrawn, (await app.Do(Province, code, "withdrawal", new { reason = "Đã giải quyết xong" })).Status);
        Assert.Equal(["assignments.do 18907 Released", "assignments.extend 44 Released", "assignments.join SO-TP Released"], await app.DutyLines(code));
        var late = await (await app.As(Commune)).PostJson($"/api/assignments/{code}/report", new { report = "Xong." });
        Assert.Contains("Đã thu hồi", await late.Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"dueOn":"2024-11-18"}""", "DueOn")] // today
    [InlineData("""{"dueOn":"2024-11-15"}""", "DueOn")] // over
    [InlineData("""{"dueOn":"2024-11-23"}""", "DueOn")] // a Saturday
    [InlineData("""{"dueOn":"2025-01-01"}""", "DueOn")] // a holiday
    [InlineData("""{"dueOn":"2031-06-02"}""", "DueOn")] // out of sight
    [InlineData("""{"dueOn":"9999-12-31"}""", "DueOn")]
    [InlineData("""{"what":""}""", "What")]
    [InlineData("""{"urgency":7}""", "Urgency")]
    [InlineData("""{"unit":"khong-co"}""", "Unit")]
    [InlineData("""{"unit":"18907-MC"}""", "Unit")] // a desk takes nothing for itself
    [InlineData("""{"jointUnits":["SO-TP","khong-co"]}""", "JointUnits")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000"}""", "Id")]
    public async Task What_cannot_be_given_is_said_beside_its_field_and_nothing_is_stored(string change, string field)
    {
        var before = await app.Tasks(db => db.Assignments.CountAsync());
        var body = new Dictionary<string, object?> { ["id"] = app.NewId(), ["what"] = "Báo cáo", ["unit"] = TrongHoa };
        foreach (var (key, value) in System.Text.Json.JsonSerializer.Deserialize<Dictionary<string, System.Text.Json.JsonElement>>(change)!) body[key] = value;
        var answer = await (await app.As(Province)).PostJson("/api/assignments", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity, text);
        using var problem = System.Text.Json.JsonDocument.Parse(text);
        Assert.Equal([field], problem.RootElement.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("field").GetString()));
        Assert.Equal(before, await app.Tasks(db => db.Assignments.CountAsync()));
    }

    [Fact]
    public async Task A_chosen_working_day_is_the_date_and_the_clock_says_why()
    {
        var given = await app.GivenTask(more: new { dueOn = "2024-11-26" });
        Assert.Equal(App.Day(2024, 11, 26, 17), given.DueAt);
        var page = (await (await app.As(Commune)).Http.Open("/nhiem-vu/" + given.Code)).Words();
        Assert.Contains("Thời hạn 6 ngày làm việc. Ngày thứ 1 là thứ Ba 19/11. Không tính thứ Bảy 23/11, Chủ nhật 24/11. Hạn là 17:00 thứ Ba 26/11/2024.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_task_sent_five_times_at_once_is_given_once_and_the_id_is_nobody_elses()
    {
        var id = app.NewId();
        var chair = await app.As(Province);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => chair.Post<ActResult>("/api/assignments", new { id, what = "Một lần", unit = TrongHoa })));
        var given = Assert.Single(answers.Distinct());
        Assert.Equal(given, await chair.Post<ActResult>("/api/assignments", new { id, what = "Lần sau", unit = NguHoa }));
        Assert.Equal("Một lần", (await app.Task(given.Code)).What);
        Assert.Single(await app.DutiesOf(given.Code));
        var stolen = await (await app.As(District)).PostJson("/api/assignments", new { id, what = "Của tôi", unit = TrongHoa });
        Assert.DoesNotContain(given.Code, await stolen.Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_answer_at_once_the_second_is_told_who_was_first()
    {
        var code = (await app.GivenTask()).Code;
        var seen = (await app.Task(code)).Version;
        await app.Do(Commune, code, "report", new { report = "Xong.", version = seen });
        var before = await app.FactsOf(code);
        var second = await (await app.As(Province)).PostJson($"/api/assignments/{code}/withdrawal", new { reason = "Không cần nữa", version = seen });
        var said = await second.Refused(HttpStatusCode.Conflict);
        Assert.Contains("Hồ Văn Ai đã làm trước", said, StringComparison.Ordinal);
        Assert.Contains("Báo cáo kết quả nhiệm vụ", said, StringComparison.Ordinal);
        Assert.Equal(before, await app.FactsOf(code));
    }

    [Fact]
    public async Task Five_reports_at_once_are_one_report()
    {
        var code = (await app.GivenTask()).Code;
        var commune = await app.As(Commune);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(n => commune.PostJson($"/api/assignments/{code}/report", new { report = $"Lần {n}" })));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{(int)a.StatusCode}"));
        Assert.Single(await app.Journal((await app.Task(code)).Id), l => l.Entry.Event == "assignments.assignment-reported");
    }
}
