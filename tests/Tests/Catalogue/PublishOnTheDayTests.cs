using System.Net;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Catalogue;

/// <summary>What is approved for a later day, and what happens when it comes. Each class has its own clock.</summary>
public sealed class PublishOnTheDayTests(App app) : IClassFixture<App>
{
    async Task<bool> CitizensSee(string code, string words) => (await app.Anybody().Http.Open("/thu-tuc/" + code)).Words().Contains(words, StringComparison.Ordinal);

    void MoveToTheDay(DateOnly day) => app.Time.MoveTo(LegalTime.At(day, new TimeOnly(0, 0, 1)));

    [Fact]
    public async Task Citizens_see_it_on_the_day_and_not_before_and_the_system_did_it()
    {
        var seen = await app.GivenSubmitted("9.310001");
        var day = app.Time.Today.AddDays(1);
        var approved = await (await app.As(Demo.Approver)).Approve("9.310001", seen, day);
        Assert.Equal(VersionStatus.Approved, approved.Status);
        Assert.Equal(0, await app.PublishDue());
        Assert.False(await CitizensSee("9.310001", "Giấy thử mới"));
        Assert.Contains("Cấp giấy thử", (await (await app.As(Demo.Editor)).Http.Open("/danh-muc?muc=sap-cong-bo")).Words(), StringComparison.Ordinal);

        MoveToTheDay(day);
        for (var i = 0; i < 200 && (await app.Version("9.310001", 2)).Status != VersionStatus.Published; i++) await Task.Delay(50); // the server looks at the clock each second
        Assert.True(await CitizensSee("9.310001", "Giấy thử mới"));
        Assert.Equal(day, (await app.Version("9.310001", 2)).PublishedOn);
        var last = (await app.Journal((await app.Procedure("9.310001")).Id))[^1];
        Assert.Equal(("catalogue.procedure-published", ActorKind.System, true), (last.Entry.Event, last.Entry.ActorKind, last.Holds));
    }

    [Fact]
    public async Task It_is_published_once_however_many_try_at_the_same_time()
    {
        var seen = await app.GivenSubmitted("9.310002");
        var day = app.Time.Today.AddDays(1);
        await (await app.As(Demo.Approver)).Approve("9.310002", seen, day);
        MoveToTheDay(day);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.PublishDue()));
        Assert.Equal(0, await app.PublishDue());
        Assert.Equal(2, (await app.Journal((await app.Procedure("9.310002")).Id)).Count(l => l.Entry.Event == "catalogue.procedure-published")); // the import's, and this
        Assert.True(await CitizensSee("9.310002", "Giấy thử mới"));
    }

    [Fact]
    public async Task A_day_the_server_slept_through_is_made_up_for_at_the_start()
    {
        var seen = await app.GivenSubmitted("9.310003");
        var day = app.Time.Today.AddDays(1);
        await (await app.As(Demo.Approver)).Approve("9.310003", seen, day);
        await app.Restart(gently: false);
        Assert.Equal(VersionStatus.Approved, (await app.Version("9.310003", 2)).Status);
        MoveToTheDay(day.AddDays(2));
        await app.Restart();
        for (var i = 0; i < 200 && (await app.Version("9.310003", 2)).Status != VersionStatus.Published; i++) await Task.Delay(50);
        Assert.True(await CitizensSee("9.310003", "Giấy thử mới"));
    }

    [Fact]
    public async Task A_day_that_has_passed_or_lies_far_ahead_is_refused_beside_its_field()
    {
        await app.GivenSubmitted("9.310004");
        var approver = (await app.As(Demo.Approver)).Http;
        var (yesterday, farAhead) = (app.Time.Today.AddDays(-1), app.Time.Today.AddYears(3));
        foreach (var (day, month, year) in ((object, object, object)[])[(yesterday.Day, yesterday.Month, yesterday.Year), (farAhead.Day, farAhead.Month, farAhead.Year), ("", "", ""), (30, 2, 2025), ("mai", "", "")])
        {
            var answer = await approver.Press((await approver.Open("/danh-muc/9.310004/so-sanh")).Form("[name='PublishOn.Day']"), "Duyệt và công bố", ("PublishOn.Day", day), ("PublishOn.Month", month), ("PublishOn.Year", year), ("Note", "Giữ chữ này"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            var page = await answer.Page();
            Assert.NotNull(page.QuerySelector("[name='PublishOn.Day'][aria-invalid=true]"));
            Assert.Equal(day.ToString(), page.QuerySelector("[name='PublishOn.Day']")!.GetAttribute("value"));
            Assert.Equal("Giữ chữ này", page.QuerySelector("[name=Note]")!.GetAttribute("value"));
        }
        Assert.Equal(VersionStatus.Submitted, (await app.Version("9.310004", 2)).Status);
    }

    [Fact]
    public async Task An_approval_can_be_taken_back_before_its_day()
    {
        var seen = await app.GivenSubmitted("9.310005");
        var approver = await app.As(Demo.Approver);
        var day = app.Time.Today.AddDays(1);
        var approved = await approver.Approve("9.310005", seen, day);
        await approver.Post<object>(Drafting.Draft("9.310005") + "/return", new { seen = approved.Seen, reason = "Nghị quyết hoãn." });
        MoveToTheDay(day);
        await app.PublishDue();
        Assert.False(await CitizensSee("9.310005", "Giấy thử mới"));
        Assert.Equal([VersionStatus.Returned, VersionStatus.Draft], [(await app.Version("9.310005", 2)).Status, (await app.Version("9.310005", 3)).Status]);
    }

    [Fact]
    public async Task A_dossier_keeps_the_version_it_was_filed_under()
    {
        var filed = await app.GivenFiled();
        var before = (await app.Current(Filing.BirthRegistration))!;
        var (editor, approver) = (await app.As(Demo.Editor), await app.As(Demo.Approver));
        await editor.Begin(Filing.BirthRegistration);
        await editor.Save(Filing.BirthRegistration, d => d["name"] = "Đăng ký khai sinh, bản sửa 2024");
        await approver.Approve(Filing.BirthRegistration, (await editor.Submit(Filing.BirthRegistration)).Seen, app.Time.Today);

        var now = (await app.Current(Filing.BirthRegistration))!;
        Assert.Equal("Đăng ký khai sinh, bản sửa 2024", now.Name);
        Assert.Equal(before.FormKey, now.FormKey);
        Assert.Equal(before.Name, (await app.Version(before.VersionId)).Name);
        await app.Act(Filing.Clerk, filed.Code, "acceptance");
        Assert.DoesNotContain("bản sửa 2024", (await (await app.As(Filing.Clerk)).Http.Open("/giai-quyet/" + filed.Code)).Words(), StringComparison.Ordinal);
    }
}
