using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Assignments;
using NhatLe.Assignments.Tasks;
using NhatLe.Platform.Live;
using NhatLe.Tests.Services;
using static NhatLe.Tests.Assignments.Given;

namespace NhatLe.Tests.Assignments;

/// <summary>The pages of tasks, used as a person without JavaScript uses them.</summary>
public sealed class AssignmentPageTests(App app) : IClassFixture<App>
{
    const string Phrase = "Báo cáo nguyên nhân trễ và thời hạn xong";

    [Fact]
    public async Task A_dossier_behind_a_number_leads_to_a_form_that_knows_what_it_is_about_and_whose_it_is()
    {
        var dossier = (await app.GivenFiled("Hồ Thị Trễ")).Code;
        var chair = (await app.As(Province)).Http;
        var list = await chair.Open("/so-lieu/ho-so?so=da-nop&don-vi=18907");
        var row = list.QuerySelectorAll("tbody tr").Single(r => r.TextContent.Contains(dossier, StringComparison.Ordinal));
        var link = Assert.Single(row.QuerySelectorAll("a"), a => a.Words() == "Giao việc");
        Assert.Equal("Giao việc: Làm giấy khai sinh cho con, Hồ Thị Trễ", link.GetAttribute("aria-label"));
        var form = await chair.Open(link.GetAttribute("href")!);
        Assert.Contains("Hồ Thị Trễ", form.Words(), StringComparison.Ordinal);
        Assert.Equal(TrongHoa, ((IHtmlSelectElement)form.QuerySelector("[name=Unit]")!).Value);
        Assert.Equal(Phrase, form.Value("Phrase"));
        Assert.Equal(("21", "11", "2024"), (form.Value("DueOn.Day"), form.Value("DueOn.Month"), form.Value("DueOn.Year")));

        var answer = await chair.Press(form.Form("[name=Unit]"), "Giao việc", ("What", "Gọi cho người dân."), ("Urgency", "Express"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var code = answer.Headers.Location!.ToString().Split('/')[^1];
        var given = await app.Task(code);
        Assert.Equal((Phrase + ". Gọi cho người dân.", dossier, Urgency.Express), (given.What, given.AboutCode, given.Urgency));
        Assert.Equal(App.Day(2024, 11, 21, 17), given.DueAt);
        var page = await chair.Open("/nhiem-vu/" + code);
        Assert.Contains("/giai-quyet/" + dossier, page.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")));

        // The form sent again is the same task.
        Assert.Equal(answer.Headers.Location, (await chair.Press(form.Form("[name=Unit]"), "Giao việc", ("What", "Lần nữa"))).Headers.Location);
    }

    [Fact]
    public async Task Who_gives_no_tasks_is_offered_none()
    {
        var dossier = (await app.GivenFiled("Hồ Văn Không")).Code;
        Assert.DoesNotContain("Giao việc", (await (await app.As(Justice)).Http.Open("/giai-quyet/" + dossier)).Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Giao việc", (await (await app.As(Justice)).Http.Open("/nhiem-vu")).QuerySelectorAll("main a").Select(a => a.Words()));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Justice)).Get("/nhiem-vu/giao")).StatusCode);
        Assert.Contains("Giao việc", (await (await app.As(District)).Http.Open("/giai-quyet/" + dossier)).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_morning_offers_a_task_on_every_row_of_a_unit_and_of_what_is_late()
    {
        await using var own = await OwnApp.Begin();
        var late = (await own.GivenFiled("Hồ Thị Chậm")).Code;
        var code = (await own.GivenTask()).Code;
        own.Time.MoveTo(App.Day(2024, 11, 25, 9));
        var page = await (await own.As(Province)).Http.Open("/buoi-sang");
        var unit = page.QuerySelector("tr[data-unit='452']")!;
        Assert.Equal("/nhiem-vu/giao?don-vi=452", Assert.Single(unit.QuerySelectorAll("a"), a => a.Words() == "Giao việc").GetAttribute("href"));
        string? Give(string about) => page.QuerySelector($"[data-late='{about}']")!.QuerySelectorAll("a").Single(a => a.Words() == "Giao việc").GetAttribute("href");
        Assert.Equal($"/nhiem-vu/giao?ve=Dossier&ma={late}&don-vi=18907", Give(late));
        Assert.Equal("/nhiem-vu/giao?don-vi=18907", Give(code)); // a late task is late work of the unit too
    }

    [Fact]
    public async Task A_form_sent_wrong_comes_back_with_everything_typed()
    {
        var chair = (await app.As(Province)).Http;
        var form = await chair.Open("/nhiem-vu/giao?don-vi=18907");
        var answer = await chair.Press(form.Form("[name=Unit]"), "Giao việc", ("What", "Rà soát hộ nghèo"), ("DueOn.Day", "24"), ("JointUnits", "SO-TP"));
        var page = await answer.RefusedAt("DueOn", "Ngày này cơ quan nghỉ. Hãy chọn một ngày làm việc.");
        Assert.Equal(("Rà soát hộ nghèo", "24", TrongHoa), (page.Value("What"), page.Value("DueOn.Day"), ((IHtmlSelectElement)page.QuerySelector("[name=Unit]")!).Value));
        Assert.True(((IHtmlInputElement)page.QuerySelector("[name=JointUnits][value=SO-TP]")!).IsChecked);

        var none = await chair.Press((await chair.Open("/nhiem-vu/giao")).Form("[name=Unit]"), "Giao việc");
        await none.RefusedAt("What", "Hãy ghi việc cần làm, hoặc chọn một câu có sẵn.");
        var nowhere = await chair.Press((await chair.Open("/nhiem-vu/giao")).Form("[name=Unit]"), "Giao việc", ("Phrase", Phrase), ("DueOn.Month", "13"));
        await nowhere.RefusedAt("DueOn", "Ngày này không có. Ví dụ: 28/09/2024.");
    }

    [Fact]
    public async Task A_commune_chair_chooses_among_the_officers_of_the_commune_only()
    {
        var chair = (await app.As(Commune)).Http;
        var form = await chair.Open("/nhiem-vu/giao");
        var choices = ((IHtmlSelectElement)form.QuerySelector("[name=Unit]")!).Options.Select(o => (o.Value, o.Text)).Where(o => o.Value.Length > 0).ToList();
        Assert.All(choices, c => Assert.StartsWith("18907/", c.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(choices, c => c.Text.Contains("Hồ Văn Ai", StringComparison.Ordinal)); // that is the chair
        var justice = Assert.Single(choices, c => c.Text.Contains("tư pháp", StringComparison.Ordinal));
        var answer = await chair.Press(form.Form("[name=Unit]"), "Giao việc", ("Unit", justice.Value), ("Phrase", Phrase));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var given = await app.Task(answer.Headers.Location!.ToString().Split('/')[^1]);
        Assert.Equal(await app.JusticeOfficer(), given.OfficerId);
    }

    [Fact]
    public async Task A_task_is_done_on_its_page_from_both_ends()
    {
        var code = (await app.GivenTask(what: "Lập danh sách hộ nghèo")).Code;
        var (commune, province) = ((await app.As(Commune)).Http, (await app.As(Province)).Http);
        string at = "/nhiem-vu/" + code;
        var page = await commune.Open(at);
        Assert.Equal("Lập danh sách hộ nghèo", page.QuerySelector("h1")!.Words());
        Assert.Equal(HttpStatusCode.SeeOther, (await commune.Press(page.FormWith("Nhận việc"), "Nhận việc")).StatusCode);
        page = await commune.Open(at);
        Assert.DoesNotContain("Nhận việc", page.QuerySelectorAll("button").Select(b => b.Words()));
        Assert.Equal(HttpStatusCode.SeeOther, (await commune.Press(page.FormWith("Gửi đề nghị gia hạn"), "Gửi đề nghị gia hạn", ("Until.Day", "27"), ("Until.Month", "11"), ("Until.Year", "2024"), ("WhyLonger", "Chờ họp thôn"))).StatusCode);
        page = await province.Open(at);
        Assert.Contains("Xã Trọng Hóa xin gia hạn đến thứ Tư 27/11", page.Words(), StringComparison.Ordinal);
        await (await province.Press(page.FormWith("Thu hồi nhiệm vụ"), "Thu hồi nhiệm vụ")).RefusedAt("WhyWithdrawn", "Hãy ghi lý do thu hồi.");
        Assert.Equal(HttpStatusCode.SeeOther, (await province.Press(page.QuerySelector("form[action='?handler=Grant']") is IHtmlFormElement grant ? grant : throw new InvalidOperationException(), "Cho gia hạn")).StatusCode);
        page = await commune.Open(at);
        Assert.Contains("Hạn này đã được gia hạn.", page.Words(), StringComparison.Ordinal);
        await (await commune.Press(page.FormWith("Gửi báo cáo"), "Gửi báo cáo")).RefusedAt("Report", "Hãy ghi kết quả đã làm được.");
        Assert.Equal(HttpStatusCode.SeeOther, (await commune.Press(page.FormWith("Gửi báo cáo"), "Gửi báo cáo", ("Report", "Đã lập xong"))).StatusCode);
        page = await province.Open(at);
        await (await province.Press(page.FormWith("Xác nhận hoàn thành"), "Xác nhận hoàn thành")).RefusedAt("Rating", "Hãy chọn một mức đánh giá.");
        Assert.Equal(HttpStatusCode.SeeOther, (await province.Press(page.FormWith("Trả lại kèm lý do"), "Trả lại kèm lý do", ("Reason", "Thiếu một thôn"))).StatusCode);
        page = await commune.Open(at);
        Assert.Contains("Thiếu một thôn", page.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await commune.Press(page.FormWith("Gửi báo cáo"), "Gửi báo cáo", ("Report", "Đủ cả thôn"))).StatusCode);
        page = await province.Open(at);
        Assert.Equal(HttpStatusCode.SeeOther, (await province.Press(page.FormWith("Xác nhận hoàn thành"), "Xác nhận hoàn thành", ("Rating", "Good"))).StatusCode);
        var words = (await commune.Open(at)).Words();
        foreach (var said in (string[])["Đã hoàn thành", "Hoàn thành tốt", "Đúng hạn", "Chuỗi khớp", "Đủ cả thôn"]) Assert.Contains(said, words, StringComparison.Ordinal);
        Assert.Empty((await province.Open(at)).QuerySelectorAll("main form"));
    }

    [Fact]
    public async Task Who_is_second_keeps_what_they_typed()
    {
        var code = (await app.GivenTask()).Code;
        var commune = (await app.As(Commune)).Http;
        var page = await commune.Open("/nhiem-vu/" + code);
        await app.Do(Province, code, "withdrawal", new { reason = "Đã xong" });
        var answer = await commune.Press(page.FormWith("Gửi báo cáo"), "Gửi báo cáo", ("Report", "Báo cáo viết dở"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var words = (await answer.Page()).Words();
        Assert.Contains("Trần Anh Phúc đã làm trước", words, StringComparison.Ordinal);
        Assert.Contains("Báo cáo viết dở", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_other_end_hears_of_it_at_once_and_finds_it_in_the_inbox_and_on_the_bell()
    {
        var commune = await app.As(Commune);
        await commune.PostForm("/thong-bao", []);
        var hub = app.Services.GetRequiredService<LiveHub>();
        var unit = (await app.Db(db => db.Units.SingleAsync(u => u.Code == TrongHoa))).Id;
        using var live = hub.Subscribe([NhatLe.Platform.Facts.Topic.Unit(unit)]);
        var code = (await app.GivenTask(what: "Chuẩn bị tiếp công dân")).Code;
        Assert.True(live.HasNews);
        var inbox = await commune.Http.Open("/viec?loai=assignments.do");
        Assert.Equal("/nhiem-vu/" + code, inbox.QuerySelectorAll("tbody a.t").Single(a => a.Words() == "Chuẩn bị tiếp công dân").GetAttribute("href"));
        Assert.Contains("Thực hiện nhiệm vụ", inbox.Words(), StringComparison.Ordinal);
        await app.Settled();
        var bell = await commune.Http.Open("/thong-bao");
        Assert.Contains("Chủ tịch UBND tỉnh giao việc: Chuẩn bị tiếp công dân", bell.Words(), StringComparison.Ordinal);
        Assert.Contains("Báo cáo kết quả trước 17:00 thứ Năm 21/11.", bell.Words(), StringComparison.Ordinal);

        await app.Do(Commune, code, "report", new { report = "Đã chuẩn bị." });
        await app.Settled();
        Assert.Contains("Xã Trọng Hóa báo cáo kết quả: Chuẩn bị tiếp công dân", (await (await app.As(Province)).Http.Open("/thong-bao")).Words(), StringComparison.Ordinal);
        Assert.Contains("Chuẩn bị tiếp công dân", (await (await app.As(Province)).Http.Open("/viec?loai=assignments.confirm")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lists_hold_what_I_gave_what_my_unit_does_and_what_is_late()
    {
        await using var own = await OwnApp.Begin();
        Assert.Contains("Anh/chị chưa giao nhiệm vụ nào", (await (await own.As(Province)).Http.Open("/nhiem-vu")).Words(), StringComparison.Ordinal);
        Assert.Contains("Đơn vị chưa có nhiệm vụ nào", (await (await own.As(Justice)).Http.Open("/nhiem-vu")).Words(), StringComparison.Ordinal);
        var mine = (await own.GivenTask(what: "Của xã")).Code;
        var other = (await own.GivenTask(unit: DongHoi, what: "Của thành phố")).Code;
        var express = (await own.GivenTask(District, what: "Việc của huyện", more: new { urgency = "Express" })).Code;
        var joint = (await own.GivenTask(unit: DepartmentOfJustice, what: "Xã phối hợp", more: new { jointUnits = new[] { TrongHoa } })).Code;

        Assert.Equal([mine, other, joint], await Codes(Province, "muc=toi-giao"));
        Assert.Equal([mine, express, joint], await Codes(Commune, "muc=don-vi"));
        Assert.Equal([mine, express, joint], await Codes(Commune, "")); // who gave none begins with what they have to do
        Assert.Equal([express], await Codes(Commune, "muc=don-vi&do-khan=Express"));
        Assert.Empty(await Codes(Commune, "muc=don-vi&tinh-trang=cho-xac-nhan"));
        await own.Do(Commune, mine, "report", new { report = "Xong." });
        Assert.Equal([mine], await Codes(Commune, "muc=don-vi&tinh-trang=cho-xac-nhan"));
        await own.Do(Province, mine, "confirmation", new { rating = "Done" });
        Assert.Equal([mine], await Codes(Commune, "muc=don-vi&tinh-trang=da-xong"));

        own.Time.MoveTo(App.Day(2024, 11, 22, 9));
        Assert.Equal([other, express, joint], await Codes(Province, "muc=tre"));
        Assert.Equal([express, joint], await Codes(Commune, "muc=tre"));
        Assert.Empty(await Codes("can-bo.nguhoa", "muc=tre"));

        async Task<List<string>> Codes(string login, string query) =>
            [.. (await (await own.As(login)).Http.Open("/nhiem-vu?" + query)).QuerySelectorAll("tbody a.t").Select(a => a.GetAttribute("href")!.Split('/')[^1]).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public async Task The_next_page_goes_on_where_this_one_ends()
    {
        await using var own = await OwnApp.Begin();
        for (var n = 0; n < 27; n++) await own.GivenTask(what: $"Việc {n:00}");
        var chair = (await own.As(Province)).Http;
        var first = await chair.Open("/nhiem-vu");
        var second = await chair.Follow(first, "25 nhiệm vụ tiếp");
        Assert.Equal((25, 2), (first.QuerySelectorAll("tbody a.t").Length, second.QuerySelectorAll("tbody a.t").Length));
        Assert.Equal(27, first.QuerySelectorAll("tbody a.t").Concat(second.QuerySelectorAll("tbody a.t")).Select(a => a.TextContent).Distinct().Count());
    }

    [Fact]
    public async Task In_English_the_pages_speak_English()
    {
        var code = (await app.GivenTask()).Code;
        var chair = (await app.As(Province)).Http;
        Assert.Contains("Given by me", (await chair.Open("/en/nhiem-vu")).Words(), StringComparison.Ordinal);
        Assert.Contains("Give a task", (await chair.Open("/en/nhiem-vu/giao")).Words(), StringComparison.Ordinal);
        Assert.Contains("Withdraw the task", (await chair.Open("/en/nhiem-vu/" + code)).Words(), StringComparison.Ordinal);
    }
}
