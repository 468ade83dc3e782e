using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Parcels;
using NhatLe.Exchange.Reports;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Exchange.Reports;

/// <summary>A whole period, from its opening to the discharge of the duty; and a correction after it.</summary>
public sealed class ReportTests(ReportsApp app) : IClassFixture<ReportsApp>
{
    [Fact]
    public async Task A_period_is_drafted_refused_with_words_beside_the_cells_corrected_and_accepted_by_both_on_time()
    {
        var official = await app.As(ReportsApp.Official);
        var opened = await app.Report();
        Assert.Equal((GovernmentReportState.Drafting, 1L, App.Day(2024, 11, 20, 17, 0), 8), (opened.State, opened.Edition, opened.DueAt, opened.Rows.Count));
        var duty = await app.Db(db => db.Duties.SingleAsync(d => d.SubjectId == opened.Id));
        Assert.Equal((opened.DueAt, "exchange.report", null), (duty.DueAt!.Value, duty.Permit, duty.Outcome));
        Assert.Contains("Chỉ tiêu gửi Chính phủ", await official.Page("/viec"), StringComparison.Ordinal);

        // A draft through the page, with what is known so far.
        var half = await official.PostForm(ReportsApp.Page, ReportsApp.Form(ReportsApp.But(("CPI", ""), ("DN_MOI", "")), opened.Version));
        Assert.Equal((HttpStatusCode.SeeOther, ReportsApp.Page), (half.StatusCode, half.Headers.Location!.ToString()));
        var page = await official.Page(ReportsApp.Page);
        Assert.Contains("4.512,6", page, StringComparison.Ordinal);
        Assert.Contains("Đã có 6/8 chỉ tiêu", page, StringComparison.Ordinal);
        Assert.Contains("tăng 9,9%", page, StringComparison.Ordinal); // 4.105,3 → 4.512,6
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await official.PostJson(ReportsApp.Api + "/sending", new { })).StatusCode);

        // Values the Government will not take: three times the visitors, unexplained, and industry beyond its range.
        var wrong = await official.PostForm(ReportsApp.Page, With(ReportsApp.Form(ReportsApp.But(("KHACH_DL", "950"), ("IIP", "170")))));
        Assert.Equal(ReportsApp.Page + "/gui", wrong.Headers.Location!.ToString());
        Assert.Contains("Gửi 8 chỉ tiêu, kỳ Tháng 11/2024?", await official.Page(ReportsApp.Page + "/gui"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await official.PostForm(ReportsApp.Page + "/gui", [])).StatusCode);
        var refused = await app.Until(GovernmentReportState.Refused);
        Assert.Equal((2, 2, 2), (refused.Rows.Single(r => r.Indicator.Code == "KHACH_DL").Errors.Count, refused.Rows.Single(r => r.Indicator.Code == "IIP").Errors.Count, refused.Wrong));
        page = await official.Page(ReportsApp.Page);
        Assert.Contains("Thay đổi nhiều so với kỳ trước mà chưa thuyết minh. Hãy ghi lý do.", page, StringComparison.Ordinal);
        Assert.Contains("Thay đổi 206,1% so với kỳ trước, quá 80%.", page, StringComparison.Ordinal);
        Assert.Contains("Giá trị ngoài khoảng bên nhận chấp nhận.", page, StringComparison.Ordinal);
        Assert.Contains("It differs much from the period before", await official.Page("/en" + ReportsApp.Page), StringComparison.Ordinal);
        Assert.Contains("Chỉ tiêu kỳ 2024-11 gửi Chính phủ bị trả lại", WebUtility.HtmlDecode(await official.Page("/thong-bao")), StringComparison.Ordinal);
        Assert.All(await app.Parcels(), p => Assert.Equal(ParcelState.Sent, p.State)); // it arrived: that it is refused is no trouble of the way
        Assert.Null((await app.Db(db => db.Duties.SingleAsync(d => d.SubjectId == opened.Id))).Outcome);

        // Corrected and explained: the second edition.
        await app.Draft(ReportsApp.But(("KHACH_DL", "950")), ("KHACH_DL", "Lễ hội hang động quốc tế"));
        await app.Send();
        var accepted = await app.Until(GovernmentReportState.Accepted);
        Assert.Equal((2L, 0), (accepted.Edition, accepted.Wrong));
        Assert.All(accepted.Sendings[0].Receivers, r => Assert.StartsWith("TN-2024-11-", r.Reference, StringComparison.Ordinal));
        Assert.Equal(["Chính phủ đã nhận đủ chỉ tiêu kỳ {0}", "Chỉ tiêu kỳ {0} gửi Chính phủ bị trả lại"], await app.Db(db => db.Notices.Where(n => n.SubjectId == opened.Id).OrderByDescending(n => n.At).Select(n => n.Title).ToListAsync()));
        Assert.Equal(DutyOutcome.OnTime, (await app.Db(db => db.Duties.SingleAsync(d => d.SubjectId == opened.Id))).Outcome);
        foreach (var there in new[] { app.Reporting, app.Centre })
        {
            Assert.Equal((1, 1, 0), (there.Accepted, there.Refused, there.Repeated));
            Assert.Equal((2L, 950m, "Lễ hội hang động quốc tế"), (there.All[0].Version, there.All[0].Values["KHACH_DL"].Value, there.All[0].Values["KHACH_DL"].Explanation));
        }

        // After acceptance a correction is a new edition with its reason, and nothing is owed for it.
        var closed = await official.PostJson(ReportsApp.Api + "/draft", new { lines = new[] { new { indicator = "CPI", value = "102,9" } } });
        Assert.Equal(HttpStatusCode.Conflict, closed.StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await official.PostForm(ReportsApp.Page + "?handler=Correct", [])).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await official.PostForm(ReportsApp.Page + "?handler=Correct", new() { ["Reason"] = "Sở Du lịch rà soát lại" })).StatusCode);
        await app.Draft([("KHACH_DL", "940,5")], ("KHACH_DL", "Lễ hội hang động quốc tế"));
        await app.Send();
        var third = await app.Until(r => r is { State: GovernmentReportState.Accepted, Edition: 3 });
        Assert.Equal([3, 2, 1], third.Sendings.Select(s => s.Number));
        Assert.Equal(("Sở Du lịch rà soát lại", 940.5m), (app.Centre.All[0].Reason, app.Centre.All[0].Values["KHACH_DL"].Value));
        Assert.Single(await app.Db(db => db.Duties.Where(d => d.SubjectId == opened.Id).ToListAsync()));
        Assert.Equal(2, app.Reporting.All.Count(r => r.Period == ReportsApp.Current));

        // Both sides count the same, every message is in the log, and the journal holds.
        Assert.Equal(app.Reporting.Accepted + app.Centre.Accepted, await app.Read(db => db.ReportReceipts.CountAsync(r => r.ReportId == opened.Id && r.State == ReceiptState.Accepted)));
        Assert.Equal(app.Reporting.Refused + app.Centre.Refused, await app.Read(db => db.ReportReceipts.CountAsync(r => r.ReportId == opened.Id && r.State == ReceiptState.Refused)));
        Assert.Equal(6, await app.Read(db => db.Messages.CountAsync(m => m.Issue == ReportsApp.Current && m.EntryId != null && (m.Outcome == Outcome.Answered || m.Outcome == Outcome.Refused))));
        Assert.All(await app.Journal(opened.Id), line => Assert.True(line.Holds));
        var shown = await new HttpClient { BaseAddress = app.National }.GetStringAsync("/reports");
        Assert.Contains("Kỳ 2024-11, phiên bản 3", shown, StringComparison.Ordinal);
        Assert.Contains("Indicators the province has sent", await new HttpClient { BaseAddress = app.National }.GetStringAsync("/reports?lang=en"), StringComparison.Ordinal);
    }

    static Dictionary<string, string> With(Dictionary<string, string> form)
    {
        form["send"] = "true";
        return form;
    }
}

/// <summary>What the page takes, whom it is for, and what it gives; on an open period.</summary>
public sealed class ReportPageTests(ReportsApp app) : IClassFixture<ReportsApp>
{
    [Fact]
    public async Task What_is_no_number_is_said_beside_the_cell_and_nothing_typed_is_lost()
    {
        var official = await app.As(ReportsApp.Official);
        var before = await app.Report();
        var answer = await official.PostForm(ReportsApp.Page, ReportsApp.Form(ReportsApp.But(("IIP", "mười"), ("THU_NS", "4512.6"), ("CPI", "102,12345"), ("DN_MOI", "53,5"), ("GIAI_NGAN", "660")), null, ("BAN_LE", "Đang rà soát")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        foreach (var said in new[] { "“mười” không phải số. Hãy ghi như 1.234,5.", "Có phải 4512,6?", "nhiều nhất 2 chữ số sau dấu phẩy", "là số nguyên", "Giá trị phải từ 0 đến 100 %." }) Assert.Contains(said, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        foreach (var typed in new[] { "mười", "4512.6", "102,12345", "53,5", "4.810,2", "Đang rà soát" }) Assert.Contains($"value=\"{typed}\"", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal(before.Version, (await app.Report()).Version);
    }

    [Fact]
    public async Task Lines_of_a_spreadsheet_are_taken_by_code_by_name_or_in_order()
    {
        var official = await app.As(ReportsApp.Official);
        var pasted = await official.PostForm(ReportsApp.Page + "?handler=Paste", new() { ["Text"] = "Chỉ tiêu\tGiá trị\tGhi chú\r\nIIP\t109,5\r\nChỉ số giá tiêu dùng so với cùng kỳ\t103,1\tGiá xăng tăng\r\n" });
        Assert.Equal(HttpStatusCode.SeeOther, pasted.StatusCode);
        var report = await app.Report();
        Assert.Equal((109.5m, 103.1m, "Giá xăng tăng"), (Row("IIP").Value, Row("CPI").Value, Row("CPI").Explanation));
        Assert.Equal(HttpStatusCode.SeeOther, (await official.PostForm(ReportsApp.Page + "?handler=Paste", new() { ["Text"] = string.Join('\n', ReportsApp.Good.Select(g => g.Value)) })).StatusCode);
        report = await app.Report();
        Assert.Equal((108.15m, 4512.6m, 53m), (Row("IIP").Value, Row("THU_NS").Value, Row("DN_MOI").Value));

        var wrong = await official.PostForm("/en" + ReportsApp.Page + "?handler=Paste", new() { ["Text"] = "IIP\t109,5\nGDP\t7\nCPI\t103.1" });
        var page = WebUtility.HtmlDecode(await wrong.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("Line 2: there is no indicator “GDP”.", page, StringComparison.Ordinal);
        Assert.Contains("Line 3, CPI: The comma is the decimal mark, the point separates thousands. Did you mean 103,1?", page, StringComparison.Ordinal);
        Assert.Contains("GDP\t7", page, StringComparison.Ordinal);
        Assert.Equal(108.15m, (await app.Report()).Rows[0].Value);

        ReadReport.Row Row(string code) => report.Rows.Single(r => r.Indicator.Code == code);
    }

    [Fact]
    public async Task Who_saved_on_an_older_version_is_told_who_was_faster_and_keeps_what_was_typed()
    {
        var official = await app.As(ReportsApp.Official);
        var seen = (await app.Report()).Version;
        await app.Draft([("XUAT_KHAU", "26,4")]);
        var late = await official.PostForm(ReportsApp.Page, ReportsApp.Form([("XUAT_KHAU", "27,9")], seen));
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("đã làm trước", WebUtility.HtmlDecode(await late.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(26.4m, (await app.Report()).Rows.Single(r => r.Indicator.Code == "XUAT_KHAU").Value);
    }

    [Fact]
    public async Task The_table_goes_into_a_spreadsheet_and_comes_back_from_it()
    {
        var official = await app.As(ReportsApp.Official);
        await app.Draft([("BAN_LE", "4.810,2")]);
        var answer = await official.Get(ReportsApp.Page + ".csv");
        var csv = await answer.Content.ReadAsStringAsync();
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"BAN_LE\";\"Tổng mức bán lẻ hàng hóa và doanh thu dịch vụ\";\"tỷ đồng\";\"4.810,2\";\"4.720,8\"", csv, StringComparison.Ordinal);
        Assert.Equal(9, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("\"Retail sales of goods and revenue from services\";\"billion dong\"", await (await official.Get("/en" + ReportsApp.Page + ".csv")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_there_in_both_languages_with_the_periods_before()
    {
        var official = await app.As(ReportsApp.Official);
        var page = await official.Page("/bao-cao-chinh-phu");
        foreach (var said in new[] { "Chỉ tiêu gửi Chính phủ, Tháng 11/2024", "Tháng 10/2024", "Tháng 5/2024", "Số liệu từ 15/10/2024 đến 14/11/2024", "Sở Công Thương", "4.105,3", "Hệ thống thông tin báo cáo Chính phủ" }) Assert.Contains(said, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        var english = await official.Page("/en/bao-cao-chinh-phu");
        foreach (var said in new[] { "Indicators for the Government, Month 11/2024", "Newly registered enterprises", "Data from 15 Oct 2024 to 14 Nov 2024", "Government reporting system" }) Assert.Contains(said, WebUtility.HtmlDecode(english), StringComparison.Ordinal);
        var past = await official.Page("/bao-cao-chinh-phu/2024-10");
        Assert.Contains("Đính chính số liệu đã gửi", past, StringComparison.Ordinal);
        Assert.DoesNotContain("Lines[0].Value", past, StringComparison.Ordinal);
        await official.Page("/bao-cao-chinh-phu/2019-01", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("mot-cua.tronghoa", HttpStatusCode.Forbidden)]
    [InlineData("chu-tich.tinh", HttpStatusCode.Forbidden)]
    [InlineData("quan-tri", HttpStatusCode.Forbidden)]
    [InlineData("mai.lien", HttpStatusCode.Forbidden)]
    public async Task Nobody_reads_or_writes_without_the_permit(string login, HttpStatusCode expected)
    {
        var other = await app.As(login);
        var before = await app.Report();
        foreach (var path in new[] { "/api/exchange/government-reports", ReportsApp.Api, ReportsApp.Page, ReportsApp.Page + "/gui", ReportsApp.Page + ".csv" }) Assert.Equal(expected, (await other.Get(path)).StatusCode);
        Assert.Equal(expected, (await other.PostJson(ReportsApp.Api + "/draft", new { lines = new[] { new { indicator = "CPI", value = "1" } } })).StatusCode);
        Assert.Equal(expected, (await other.PostJson(ReportsApp.Api + "/paste", new { text = "CPI\t100" })).StatusCode);
        Assert.Equal(expected, (await other.PostJson(ReportsApp.Api + "/sending", new { })).StatusCode);
        Assert.Equal(expected, (await other.PostJson(ReportsApp.Api + "/correction", new { reason = "Vì sao" })).StatusCode);
        Assert.Equal(before.Version, (await app.Report()).Version);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().Get(ReportsApp.Api)).StatusCode);
    }

    [Fact]
    public async Task The_periods_of_before_are_the_same_on_both_sides()
    {
        foreach (var period in new[] { "2024-05", "2024-10" })
        {
            var ours = await app.Report(period);
            Assert.Equal(GovernmentReportState.Accepted, ours.State);
            foreach (var there in new[] { app.Reporting, app.Centre })
            {
                var theirs = there.All.Single(r => r.Period == period);
                Assert.All(ours.Rows, r => Assert.Equal(theirs.Values[r.Indicator.Code].Value, r.Value));
                Assert.Equal(8, theirs.Values.Count);
            }
        }
    }

    [Fact]
    public async Task A_period_is_opened_once_however_often_the_job_runs()
    {
        await app.Run<OpenReports>();
        await Task.WhenAll(app.Run<OpenReports>(), app.Run<OpenReports>());
        var opened = await app.Report();
        Assert.Single(await app.Db(db => db.Duties.Where(d => d.SubjectId == opened.Id).ToListAsync()));
        Assert.Single(await app.Db(db => db.Entries.Where(e => e.SubjectId == opened.Id && e.Event == "exchange.government-report-opened").ToListAsync()));
    }
}
