using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>Deadlines of a dossier as the legal clock gives them, and what people read of them.</summary>
public sealed class DossierClockTests
{
    static async Task Supplement(App app, string code, string name)
    {
        var mother = await app.As(Filing.Mother);
        var page = await mother.Http.Open($"/ho-so/{code}");
        var sent = await mother.Http.Press(page.FormWith("Gửi giấy bổ sung"), "Gửi giấy bổ sung", ("Files", Pages.Pdf(name)));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
    }

    [Fact]
    public async Task What_is_filed_at_night_is_answered_within_8_office_hours_of_the_next_opening_and_the_night_is_no_delay()
    {
        await using var app = await OwnApp.Begin();
        app.Time.MoveTo(App.Day(2024, 11, 18, 22));
        var receipt = await app.GivenFiled();
        Assert.Equal(App.Day(2024, 11, 19, 17), receipt.AnswerDueAt);
        var dossier = await app.Dossier(receipt.Code);
        Assert.Equal(receipt.AnswerDueAt, (await app.OpenDuty(dossier.Id, "services.accept")).DueAt);
        Assert.Equal(new DateOnly(2024, 11, 18), dossier.FiledOn);

        // Accepted after 15:00, a matter of the same day is due on the next working day.
        app.Time.MoveTo(App.Day(2024, 11, 19, 15, 1));
        var accepted = await app.Act(Filing.Clerk, receipt.Code, "acceptance");
        Assert.Equal(App.Day(2024, 11, 20, 17), accepted.DueAt);
        Assert.Equal(App.Day(2024, 11, 20, 17), (await app.OpenDuty(dossier.Id, "services.process")).DueAt);
        Assert.Contains("thứ Tư 20/11", (await app.Anybody().Http.Open($"/tra-cuu/{receipt.Code}")).Words(), StringComparison.Ordinal);

        // Late by that clock: the tracking page says so, and the duty.
        app.Time.MoveTo(App.Day(2024, 11, 20, 17, 1));
        var tracking = (await app.Anybody().Http.Open($"/tra-cuu/{receipt.Code}")).Words();
        Assert.Contains("Xã Trọng Hóa xin lỗi ông/bà vì trễ hẹn", tracking, StringComparison.Ordinal);
        Assert.Contains("Trễ hẹn", tracking, StringComparison.Ordinal);
        app.Time.MoveTo(App.Day(2024, 11, 21, 8));
        await app.Process(receipt.Code);
        await app.Act(Filing.Chair, receipt.Code, "approval");
        await app.Act(Filing.Clerk, receipt.Code, "return");
        var duties = await app.Duties(dossier.Id);
        Assert.Equal([DutyOutcome.OnTime, DutyOutcome.Late, DutyOutcome.Late, DutyOutcome.Late], duties.Select(d => d.Outcome));
        Assert.Contains("\"onTime\":false", (await app.Journal(dossier.Id))[^1].Content!.Event.GetRawText(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_answer_that_does_not_come_in_time_is_apologised_for()
    {
        await using var app = await OwnApp.Begin();
        var receipt = await app.GivenFiled();
        Assert.DoesNotContain("xin lỗi", (await app.Anybody().Http.Open($"/tra-cuu/{receipt.Code}")).Words(), StringComparison.Ordinal);
        app.Time.MoveTo(receipt.AnswerDueAt.AddMinutes(1));
        Assert.Contains("Xã Trọng Hóa xin lỗi ông/bà vì chưa trả lời đúng hẹn.", (await app.Anybody().Http.Open($"/tra-cuu/{receipt.Code}")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_supplement_after_acceptance_stops_the_clock_and_moves_the_date_by_exactly_the_office_time_it_took()
    {
        await using var app = await OwnApp.Begin();
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        app.Time.MoveTo(App.Day(2024, 11, 18, 9));
        var asked = await app.Act(Filing.Justice, code, "supplement-request", new { what = "Giấy chứng sinh chụp lại cho rõ" });
        Assert.Equal((DossierStatus.SupplementRequested, (DateTimeOffset?)null), (asked.Status, asked.DueAt));
        var dossier = await app.Dossier(code);
        var duty = await app.OpenDuty(dossier.Id, "services.process");
        Assert.Equal((true, (DateTimeOffset?)null), (duty.Paused, duty.DueAt));
        var justice = await app.As(Filing.Justice);
        await (await justice.PostJson($"/api/services/dossiers/{code}/processing", new { })).Refused(HttpStatusCode.UnprocessableEntity);
        var waiting = (await app.Anybody().Http.Open($"/tra-cuu/{code}")).Words();
        Assert.Contains("Thời gian chờ không tính vào hạn.", waiting, StringComparison.Ordinal);
        Assert.DoesNotContain("chụp lại cho rõ", waiting, StringComparison.Ordinal);
        var own = await (await app.As(Filing.Mother)).Http.Open($"/ho-so/{code}");
        Assert.Contains("Giấy chứng sinh chụp lại cho rõ", own.Words(), StringComparison.Ordinal);
        var nothing = await (await app.As(Filing.Mother)).Http.Press(own.FormWith("Gửi giấy bổ sung"), "Gửi giấy bổ sung");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);

        app.Time.MoveTo(App.Day(2024, 11, 18, 10, 30));
        await Supplement(app, code, "chung-sinh-ro.pdf");
        dossier = await app.Dossier(code);
        var pause = Assert.Single(dossier.ClockState!.Pauses);
        var calendar = app.Services.GetRequiredService<OfficeCalendar>();
        var expected = calendar.AddOfficeTime(App.Day(2024, 11, 18, 17), calendar.OfficeTimeBetween(pause.From, pause.To!.Value));
        Assert.Equal(expected, dossier.DueAt);
        Assert.InRange(expected, App.Day(2024, 11, 19, 8, 20), App.Day(2024, 11, 19, 8, 40)); // an hour and a half of Monday, on Tuesday
        duty = await app.OpenDuty(dossier.Id, "services.process");
        Assert.Equal((false, dossier.DueAt), (duty.Paused, duty.DueAt));
        Assert.Equal((DossierStatus.InProcess, "process", 1), (dossier.Status, dossier.Step, dossier.Supplements));
        Assert.Equal(["chung-sinh-ro.pdf"], (await app.Papers(dossier.Id)).Where(p => p.Role == PaperRole.Supplement).Select(p => p.FileName));
        var journal = await app.Journal(dossier.Id);
        Assert.InRange(journal[^2].Entry.At - pause.From, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.InRange(journal[^1].Entry.At - pause.To!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(2));

        // A second supplement counts, and over the weekend no office time passes.
        await app.Act(Filing.Justice, code, "supplement-request", new { what = "Căn cước mặt sau" });
        Assert.Equal(2, (await app.Dossier(code)).Supplements);
        await Supplement(app, code, "mat-sau.pdf");
        Assert.Equal(2, (await app.Papers(dossier.Id)).Count(p => p.Role == PaperRole.Supplement));
        Assert.Equal("approve", (await app.Process(code)).Step);
    }

    [Fact]
    public async Task A_supplement_before_acceptance_is_an_answer_and_gives_the_desk_8_office_hours_anew()
    {
        await using var app = await OwnApp.Begin();
        var code = (await app.GivenFiled()).Code;
        app.Time.MoveTo(App.Day(2024, 11, 18, 9));
        await app.Act(Filing.Clerk, code, "supplement-request", new { what = "Giấy chứng sinh" });
        var dossier = await app.Dossier(code);
        Assert.Equal(DutyOutcome.OnTime, Assert.Single(await app.Duties(dossier.Id)).Outcome);
        foreach (var act in (string[])["acceptance", "supplement-request"])
            await (await (await app.As(Filing.Clerk)).PostJson($"/api/services/dossiers/{code}/{act}", new { what = "nữa" })).Refused(HttpStatusCode.Conflict);

        app.Time.MoveTo(App.Day(2024, 11, 20, 10, 30));
        await Supplement(app, code, "chung-sinh.pdf");
        dossier = await app.Dossier(code);
        Assert.Equal((DossierStatus.Filed, "accept"), (dossier.Status, dossier.Step));
        var due = (await app.OpenDuty(dossier.Id, "services.accept")).DueAt!.Value;
        Assert.InRange(due, App.Day(2024, 11, 21, 10, 30), App.Day(2024, 11, 21, 10, 45));
        var tracking = (await app.Anybody().Http.Open($"/tra-cuu/{code}")).Words();
        Assert.Contains($"trả lời trước {LegalTime.ToLocal(due):HH:mm} thứ Năm 21/11", tracking, StringComparison.Ordinal);
        Assert.DoesNotContain("xin lỗi", tracking, StringComparison.Ordinal);
        Assert.Equal(DossierStatus.Accepted, (await app.Act(Filing.Clerk, code, "acceptance")).Status);
        Assert.Equal([DutyOutcome.OnTime, DutyOutcome.OnTime], (await app.Duties(dossier.Id)).Where(d => d.Kind == "services.accept").Select(d => d.Outcome!.Value));
    }
}
