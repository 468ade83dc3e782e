using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>The apology with a new appointment, and the end of a dossier whose citizen never brings what was asked for.</summary>
public sealed class AppointmentTests
{
    static readonly DateTimeOffset Due = App.Day(2024, 11, 21, 17), New = App.Day(2024, 11, 28, 9);

    static async Task Supplement(App app, string code)
    {
        var mother = await app.As(Filing.Mother);
        var page = await mother.Http.Open($"/ho-so/{code}");
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Http.Press(page.FormWith("Gửi giấy bổ sung"), "Gửi giấy bổ sung", ("Files", Pages.Pdf("them.pdf")))).StatusCode);
    }

    [Fact]
    public async Task A_day_before_the_due_day_at_the_latest_the_unit_apologises_and_the_new_appointment_holds()
    {
        await using var app = await OwnApp.Begin();
        var code = await app.GivenAccepted();
        var before = await app.Dossier(code);
        Assert.Equal(Due, before.DueAt);
        app.Time.MoveTo(App.Day(2024, 11, 20, 15));
        var justice = await app.As(Filing.Justice);
        var page = await justice.Http.Open($"/giai-quyet/{code}");
        Assert.DoesNotContain("tính là trễ hạn", page.Words(), StringComparison.Ordinal);
        const string button = "Gửi lời xin lỗi và hẹn lại";
        var empty = await justice.Http.Press(page.FormWith(button), button);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("Hãy ghi lý do trễ hẹn.", (await empty.Page()).Words(), StringComparison.Ordinal);
        var answer = await justice.Http.Press(page.FormWith(button), button, ("Apology", "đang chờ xác minh nơi ở"), ("NewDay.Day", "28"), ("NewDay.Month", "11"), ("NewDay.Year", "2024"), ("NewTime", "09:00"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);

        var dossier = await app.Dossier(code);
        Assert.Equal((New, false, 1), (dossier.DueAt, dossier.ApologisedLate, dossier.ClockState!.Extensions));
        Assert.Equal((New, false), ((await app.OpenDuty(dossier.Id, "services.process")).DueAt, (await app.OpenDuty(dossier.Id, "services.process")).Paused));
        var entry = (await app.Journal(dossier.Id))[^1];
        Assert.True(entry.Holds);
        Assert.Equal(("services.appointment-moved", "Công chức tư pháp – hộ tịch", "đang chờ xác minh nơi ở"), (entry.Entry.Event, entry.Content!.Title, entry.Content.Note));
        Assert.True(entry.Content.Event.GetProperty("inTime").GetBoolean());

        await app.Settled();
        var notice = await app.Db(db => db.Notices.AsNoTracking().SingleAsync(n => n.SubjectId == dossier.Id && n.Title == "Hẹn lại: {0}"));
        Assert.Contains("đang chờ xác minh nơi ở", notice.Args, StringComparison.Ordinal);
        var mother = await app.As(Filing.Mother);
        foreach (var address in (string[])["/thong-bao", $"/ho-so/{code}"])
            Assert.Contains("Xã Trọng Hóa xin lỗi ông/bà vì trễ hẹn: đang chờ xác minh nơi ở. Hẹn lại 09:00 thứ Năm 28/11", (await mother.Http.Open(address)).Words(), StringComparison.Ordinal);
        var stranger = (await app.Anybody().Http.Open($"/tra-cuu/{code}")).Words();
        Assert.Contains("Hẹn lại 09:00 thứ Năm 28/11/2024", stranger, StringComparison.Ordinal);
        Assert.DoesNotContain("xác minh nơi ở", stranger, StringComparison.Ordinal);

        // Decided by the new appointment it is on time; a second one is refused, with the reason on the page.
        var again = await justice.Http.Open($"/giai-quyet/{code}");
        Assert.Contains("Luật không cho hẹn lại lần nữa.", again.Words(), StringComparison.Ordinal);
        Assert.Contains("hẹn lại một lần", await (await justice.PostJson($"/api/services/dossiers/{code}/new-appointment", new { reason = "nữa", dueAt = New.AddDays(1) })).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        app.Time.MoveTo(App.Day(2024, 11, 27, 10));
        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        Assert.True((await app.Dossier(code)).OnTime);
        Assert.All((await app.Duties(dossier.Id)).Where(d => d.EndedAt is not null), d => Assert.Equal(DutyOutcome.OnTime, d.Outcome));
    }

    [Fact]
    public async Task Less_than_a_day_before_it_is_allowed_says_so_and_counts_as_late()
    {
        await using var app = await OwnApp.Begin();
        var code = await app.GivenAccepted();
        app.Time.MoveTo(App.Day(2024, 11, 21, 8));
        Assert.Contains("Hẹn lại lúc này vẫn được, nhưng hồ sơ tính là trễ hạn.", (await (await app.As(Filing.Justice)).Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);
        await app.Process(code);
        await app.Move(code, New, login: Filing.Chair); // who approves may, too, and the duty of the approval moves
        var dossier = await app.Dossier(code);
        Assert.True(dossier.ApologisedLate);
        Assert.Equal(New, (await app.OpenDuty(dossier.Id, "services.approve")).DueAt);
        await app.Act(Filing.Chair, code, "approval");
        Assert.False((await app.Dossier(code)).OnTime);
    }

    [Fact]
    public async Task It_must_lie_after_the_old_one_on_a_working_day_in_office_hours_and_come_before_the_due_instant()
    {
        await using var app = await OwnApp.Begin();
        var code = await app.GivenAccepted();
        var facts = await app.Facts(code);
        var justice = await app.As(Filing.Justice);
        Task<HttpResponseMessage> Try(object body) => justice.PostJson($"/api/services/dossiers/{code}/new-appointment", body);
        foreach (var (due, words) in new[]
        {
            (Due, "phải sau hạn cũ"), (App.Day(2024, 11, 23, 9), "cơ quan nghỉ"), (App.Day(2024, 11, 22, 12), "trong giờ làm việc"), (App.Day(2024, 11, 22, 6), "trong giờ làm việc"), (App.Day(2026, 11, 20, 9), "quá xa"),
        })
        {
            var answer = await Try(new { reason = "bận", dueAt = due });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        foreach (var body in (object[])[new { reason = " ", dueAt = New }, new { reason = "bận" }, new { reason = new string('a', 501), dueAt = New }])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Try(body)).StatusCode);
        app.Time.MoveTo(Due);
        Assert.Contains("quá hạn", await (await Try(new { reason = "bận", dueAt = New })).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(facts, await app.Facts(code));
        Assert.Contains("Đã quá hạn trả nên không hẹn lại được.", (await justice.Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_who_processes_or_approves_in_the_unit_itself_apologises_and_nobody_before_acceptance_or_while_it_waits()
    {
        await using var app = await OwnApp.Begin();
        var early = (await app.GivenFiled()).Code;
        await (await (await app.As(Filing.Justice)).PostJson($"/api/services/dossiers/{early}/new-appointment", new { reason = "bận", dueAt = New })).Refused(HttpStatusCode.Conflict);

        var code = await app.GivenAccepted();
        var facts = await app.Facts(code);
        foreach (var (login, expected) in new[]
        {
            ("", HttpStatusCode.Unauthorized), (Filing.Mother, HttpStatusCode.NotFound), ("can-bo.nguhoa", HttpStatusCode.NotFound), ("quan-tri", HttpStatusCode.NotFound),
            (Filing.Clerk, HttpStatusCode.Forbidden), ("chu-tich.minhhoa", HttpStatusCode.Forbidden), ("chu-tich.tinh", HttpStatusCode.Forbidden),
        })
            await (await (login.Length == 0 ? app.Anybody() : await app.As(login)).PostJson($"/api/services/dossiers/{code}/new-appointment", new { reason = "bận", dueAt = New })).Refused(expected);
        Assert.DoesNotContain("Xin lỗi và hẹn lại", (await (await app.As(Filing.Clerk)).Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);
        Assert.Contains("đã làm trước", await (await (await app.As(Filing.Justice)).PostJson($"/api/services/dossiers/{code}/new-appointment", new { reason = "bận", dueAt = New, version = 1 })).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(facts, await app.Facts(code));

        await app.Act(Filing.Justice, code, "supplement-request", new { what = "Giấy xác nhận" });
        Assert.Contains("chờ bổ sung", await (await (await app.As(Filing.Justice)).PostJson($"/api/services/dossiers/{code}/new-appointment", new { reason = "bận", dueAt = New })).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_never_brought_stops_the_dossier_after_the_time_given_and_nobody_owes_anything()
    {
        await using var app = await OwnApp.Begin();
        var code = await app.GivenAccepted();
        await app.Act(Filing.Justice, code, "supplement-request", new { what = "Giấy xác nhận nơi ở", days = 5 });
        var asked = await app.Dossier(code);
        Assert.Equal(App.Day(2024, 11, 25, 17), asked.SupplementBy);
        Assert.Contains("Gửi trước 17:00 thứ Hai 25/11/2024.", (await (await app.As(Filing.Mother)).Http.Open($"/ho-so/{code}")).Words(), StringComparison.Ordinal);
        var justice = await app.As(Filing.Justice);
        var facts = await app.Facts(code);
        Assert.Contains("còn thời gian bổ sung", await (await justice.PostJson($"/api/services/dossiers/{code}/stop", new { reason = "Không bổ sung" })).Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Contains("Người dân còn thời gian bổ sung đến 17:00 thứ Hai 25/11/2024.", (await justice.Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);

        app.Time.MoveTo(App.Day(2024, 11, 25, 17, 1));
        foreach (var (login, expected) in new[] { ("", HttpStatusCode.Unauthorized), (Filing.Mother, HttpStatusCode.NotFound), ("can-bo.nguhoa", HttpStatusCode.NotFound), (Filing.Clerk, HttpStatusCode.Forbidden), (Filing.Chair, HttpStatusCode.Forbidden), ("chu-tich.tinh", HttpStatusCode.Forbidden) })
            await (await (login.Length == 0 ? app.Anybody() : await app.As(login)).PostJson($"/api/services/dossiers/{code}/stop", new { reason = "Không bổ sung" })).Refused(expected);
        Assert.Equal(facts, await app.Facts(code));
        var page = await justice.Http.Open($"/giai-quyet/{code}");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await justice.Http.Press(page.FormWith("Dừng kèm lý do"), "Dừng kèm lý do")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await justice.Http.Press(page.FormWith("Dừng kèm lý do"), "Dừng kèm lý do", ("StopReason", "Quá thời gian mà chưa có giấy xác nhận."))).StatusCode);

        var dossier = await app.Dossier(code);
        Assert.Equal((DossierStatus.Stopped, (string?)null, "Quá thời gian mà chưa có giấy xác nhận.", new DateOnly(2024, 11, 25)), (dossier.Status, dossier.Step, dossier.EndedReason, dossier.FinishedOn));
        Assert.DoesNotContain(await app.Duties(dossier.Id), d => d.EndedAt is null);
        Assert.Equal(DutyOutcome.Released, (await app.Duties(dossier.Id)).Single(d => d.Kind == "services.process").Outcome);
        Assert.Equal("services.dossier-stopped", (await app.Journal(dossier.Id))[^1].Entry.Event);
        await app.Settled();
        Assert.Contains("Quá thời gian mà chưa có giấy xác nhận.", (await (await app.As(Filing.Mother)).Http.Open("/thong-bao")).Words(), StringComparison.Ordinal);
        var own = (await (await app.As(Filing.Mother)).Http.Open($"/ho-so/{code}")).Words();
        Assert.Contains("Hồ sơ đã dừng", own, StringComparison.Ordinal);
        Assert.DoesNotContain("Gửi giấy bổ sung", own, StringComparison.Ordinal);
        await (await justice.PostJson($"/api/services/dossiers/{code}/stop", new { reason = "nữa" })).Refused(HttpStatusCode.Conflict);
        Assert.Equal(0, await app.Db(db => db.Outbox.CountAsync(o => o.Dead)));
    }

    [Fact]
    public async Task Before_acceptance_the_desk_stops_it_and_who_brings_the_paper_in_time_or_late_is_not_stopped()
    {
        await using var app = await OwnApp.Begin();
        var (never, late) = ((await app.GivenFiled("Hồ Không Đến")).Code, (await app.GivenFiled("Hồ Đến Muộn")).Code);
        foreach (var code in (string[])[never, late]) await app.Act(Filing.Clerk, code, "supplement-request", new { what = "Giấy chứng sinh" });
        Assert.Equal(App.Day(2024, 12, 2, 17), (await app.Dossier(never)).SupplementBy); // ten working days
        app.Time.MoveTo(App.Day(2024, 12, 3, 9));
        await Supplement(app, late);
        await (await (await app.As(Filing.Clerk)).PostJson($"/api/services/dossiers/{late}/stop", new { reason = "Muộn" })).Refused(HttpStatusCode.Conflict);
        Assert.Equal(DossierStatus.Filed, (await app.Dossier(late)).Status);
        Assert.Equal(DossierStatus.Stopped, (await app.Act(Filing.Clerk, never, "stop", new { reason = "Quá thời gian." })).Status);
        Assert.DoesNotContain(await app.Duties((await app.Dossier(never)).Id), d => d.EndedAt is null);
        foreach (var days in (int[])[0, 61])
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await (await app.As(Filing.Clerk)).PostJson($"/api/services/dossiers/{late}/supplement-request", new { what = "Giấy", days })).StatusCode);
    }
}
