using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform.Clock;

namespace NhatLe.Tests.Catalogue;

/// <summary>From a draft to what citizens see: who, when, and what stays as it was.</summary>
public sealed class VersionLifeTests(App app) : IClassFixture<App>
{
    DateOnly Today => app.Time.Today;

    [Fact]
    public async Task A_draft_is_written_submitted_approved_and_published_and_every_step_is_journalled()
    {
        await app.Import(Given.Line("9.300001"));
        var editor = await app.As(Demo.Editor);
        await editor.Begin("9.300001");
        await editor.Save("9.300001", d => { d["everydayName"] = "Giấy thử mới"; d["reason"] = "QĐ 12/QĐ-UBND"; });
        Assert.DoesNotContain("Giấy thử mới", (await app.Anybody().Http.Open("/thu-tuc/9.300001")).Words(), StringComparison.Ordinal);
        var waiting = await editor.Submit("9.300001");
        Assert.Equal(VersionStatus.Submitted, waiting.Status);

        var approver = await app.As(Demo.Approver);
        Assert.Contains("Giấy thử mới", (await approver.Http.Open("/viec?loai=catalogue.approve")).Words(), StringComparison.Ordinal);
        var compare = await approver.Http.Open("/danh-muc/9.300001/so-sanh");
        var answer = await approver.Http.Press(compare.Form("[name='PublishOn.Day']"), "Duyệt và công bố");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);

        Assert.Contains("Giấy thử mới", (await app.Anybody().Http.Open("/thu-tuc/9.300001")).Words(), StringComparison.Ordinal);
        var procedure = await app.Procedure("9.300001");
        Assert.Equal((Origin.Edited, 2, (Guid?)null), (procedure.Origin, procedure.LatestNumber, procedure.WorkingVersionId));
        Assert.Equal([VersionStatus.Retired, VersionStatus.Published], [(await app.Version("9.300001", 1)).Status, (await app.Version("9.300001", 2)).Status]);
        var journal = await app.Journal(procedure.Id);
        Assert.Equal(
            ["catalogue.procedure-published", "catalogue.procedure-draft-begun", "catalogue.procedure-draft-changed", "catalogue.procedure-submitted", "catalogue.procedure-approved", "catalogue.procedure-published"],
            journal.Select(l => l.Entry.Event));
        Assert.All(journal, line => Assert.True(line.Holds));
        Assert.Equal("QĐ 12/QĐ-UBND", journal[^1].Content!.Note);
        Assert.DoesNotContain(await app.Db(db => db.Duties.Where(d => d.SubjectId == procedure.Id).ToListAsync()), d => d.EndedAt is null);
    }

    [Fact]
    public async Task Who_wrote_a_part_of_it_does_not_approve_it()
    {
        await app.Import(Given.Line("9.300002"));
        var (editor, chief) = (await app.As(Demo.Editor), await app.As(Demo.Approver));
        await editor.Begin("9.300002");
        await chief.Save("9.300002", d => d["everydayName"] = "Chánh văn phòng sửa");
        var waiting = await editor.Submit("9.300002");
        var answer = await chief.PostJson(Drafting.Draft("9.300002") + "/approval", new { seen = waiting.Seen, publishOn = Today });
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("version.four-eyes", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await editor.PostJson(Drafting.Draft("9.300002") + "/approval", new { seen = waiting.Seen, publishOn = Today })).StatusCode);
        Assert.Equal(VersionStatus.Submitted, (await app.Version("9.300002", 2)).Status);
        var page = await chief.Http.Open("/danh-muc/9.300002/so-sanh");
        Assert.Contains("Người khác phải duyệt bản này", page.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("[name='PublishOn.Day']"));
    }

    [Fact]
    public async Task What_was_submitted_never_changes_again_and_a_returned_one_goes_on_in_a_new_draft()
    {
        var seen = await app.GivenSubmitted("9.300003");
        var (editor, approver) = (await app.As(Demo.Editor), await app.As(Demo.Approver));
        var submitted = (await app.Version("9.300003", 2)).ContentHash;
        var draft = await editor.Read("9.300003");
        draft["name"] = "Tên khác";
        Assert.Equal(HttpStatusCode.Conflict, (await editor.Put("9.300003", draft)).StatusCode);

        var compare = await approver.Http.Open("/danh-muc/9.300003/so-sanh");
        var unsaid = await approver.Http.Press(compare.Form("[name=Reason]"), "Trả lại kèm lý do");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
        await approver.Post<object>(Drafting.Draft("9.300003") + "/return", new { seen, reason = "Tên chưa rõ." });
        var procedure = await app.Procedure("9.300003");
        Assert.Equal(["catalogue.edit"], await app.Db(db => db.Duties.Where(d => d.SubjectId == procedure.Id && d.EndedAt == null).Select(d => d.Kind).ToListAsync()));
        Assert.Contains("Tên chưa rõ.", (await editor.Http.Open("/danh-muc/9.300003/sua")).Words(), StringComparison.Ordinal);

        await editor.Save("9.300003", d => d["name"] = "Cấp giấy thử, bản rõ hơn");
        await editor.Submit("9.300003");
        var (second, third) = (await app.Version("9.300003", 2), await app.Version("9.300003", 3));
        Assert.Equal((VersionStatus.Returned, submitted), (second.Status, second.ContentHash));
        Assert.Equal((VersionStatus.Submitted, 2), (third.Status, third.BasedOn));
        Assert.Equal(["catalogue.approve"], await app.Db(db => db.Duties.Where(d => d.SubjectId == procedure.Id && d.EndedAt == null).Select(d => d.Kind).ToListAsync()));
    }

    [Fact]
    public async Task A_discarded_draft_leaves_what_is_published_and_another_can_begin()
    {
        await app.Import(Given.Line("9.300004"));
        var editor = await app.As(Demo.Editor);
        var draft = await editor.Begin("9.300004");
        Assert.Equal(HttpStatusCode.Conflict, (await editor.PostJson(Drafting.Draft("9.300004"), new { })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await editor.Http.DeleteAsync($"{Drafting.Draft("9.300004")}?seen={draft.Seen}")).StatusCode);
        Assert.Equal(3, (await editor.Begin("9.300004")).Number);
        Assert.Equal(VersionStatus.Discarded, (await app.Version("9.300004", 2)).Status);
        Assert.Equal("Cấp giấy thử", (await app.Current("9.300004"))!.Name);
    }

    [Fact]
    public async Task An_import_under_a_draft_leaves_the_draft_and_asks_for_a_look()
    {
        await app.Import(Given.Line("9.300005"));
        var editor = await app.As(Demo.Editor);
        await editor.Begin("9.300005");
        await editor.Save("9.300005", d => d["everydayName"] = "Sửa tay");
        var changed = Given.Line("9.300005", name: "Cấp giấy thử, nguồn mới");
        Assert.Equal((1, 0), ((await app.Import(changed)) is var report ? (report.KeptByHand, report.Changed) : default));
        Assert.Equal([Need.SourceChanged], (await app.Procedure("9.300005")).OpenNeeds);
        Assert.Equal("Sửa tay", (await editor.Read("9.300005"))["everydayName"]!.GetValue<string>());

        var seen = (await editor.Read("9.300005"))["seen"]!.GetValue<int>();
        await editor.Http.DeleteAsync($"{Drafting.Draft("9.300005")}?seen={seen}");
        Assert.Equal(1, (await app.Import(changed)).Changed); // what the draft kept away comes with the next import
        Assert.Equal("Cấp giấy thử, nguồn mới", (await app.Current("9.300005"))!.Name);
    }

    [Fact]
    public async Task Only_who_may_sees_and_changes_what_is_in_hand()
    {
        var seen = await app.GivenSubmitted("9.300006");
        foreach (var address in (string[])["/danh-muc", "/danh-muc/9.300006", "/danh-muc/9.300006/sua", "/danh-muc/9.300006/so-sanh", "/danh-muc/danh-sach.csv"])
        {
            var stranger = await app.Anybody().Get(address);
            Assert.True(stranger.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.SeeOther, $"{address} answered {stranger.StatusCode}");
            Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Demo.Clerk)).Get(address)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("mai.lien")).Get(address)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await (await app.As(Demo.Editor)).Get(address)).StatusCode);
        }
        var path = Drafting.Draft("9.300006");
        foreach (var (act, body) in ((string, object)[])[("", new { }), ("/submission", new { seen }), ("/approval", new { seen, publishOn = Today }), ("/return", new { seen, reason = "x" })])
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().PostJson(path + act, body)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Demo.Clerk)).PostJson(path + act, body)).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As("mai.lien")).PostJson(path + act, body)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(Demo.Editor)).Get(Drafting.Draft("9.999999"))).StatusCode);
        Assert.Equal(VersionStatus.Submitted, (await app.Version("9.300006", 2)).Status);
    }

    [Fact]
    public async Task A_limit_without_a_unit_is_not_published_until_an_editor_completes_it_and_another_approves()
    {
        await app.Import(Given.Line("9.300007", channels: [Given.Channel("counter", 7, "unspecified")]));
        Assert.Null(await app.Current("9.300007"));
        Assert.Contains("Đang hoàn thiện thông tin", (await app.Anybody().Http.Open("/thu-tuc/9.300007")).Words(), StringComparison.Ordinal);
        var (editor, approver) = (await app.As(Demo.Editor), await app.As(Demo.Approver));
        Assert.Contains("Thời hạn chưa rõ đơn vị tính", (await editor.Http.Open("/danh-muc?ly-do=TimeLimitUnit")).Words(), StringComparison.Ordinal);
        await editor.Begin("9.300007");
        var form = (await editor.Http.Open("/danh-muc/9.300007/sua")).Form("[name='Input.Reason']");
        var lacking = await editor.Http.Press(form, "Lưu và trình duyệt", ("Input.EverydayName", "Giấy bảy ngày"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, lacking.StatusCode);
        var again = await lacking.Page();
        Assert.NotNull(again.QuerySelector("[name='Input.Channels[1].Unit'][aria-invalid=true]"));
        var answer = await editor.Http.Press(again.Form("[name='Input.Reason']"), "Lưu và trình duyệt", ("Input.Channels[1].Unit", "WorkingDays"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await approver.Approve("9.300007", (await editor.Read("9.300007"))["seen"]!.GetValue<int>(), Today);
        Assert.Equal(new TimeLimit(7, TimeLimitUnit.WorkingDays), (await app.Current("9.300007"))!.TimeLimit);
        Assert.Equal("Giấy bảy ngày", (await app.Current("9.300007"))!.EverydayName);
    }
}
