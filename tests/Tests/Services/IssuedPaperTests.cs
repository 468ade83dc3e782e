using System.Net;
using NhatLe.Platform.Facts;
using NhatLe.Services.Papers;

namespace NhatLe.Tests.Services;

/// <summary>The official papers: each says what its act said, is printed and made a PDF for the applicant and for officials in scope, and for nobody else.</summary>
public sealed class IssuedPaperTests
{
    static readonly string[] Nation = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc", "XÃ TRỌNG HÓA"];

    static void Says(string text, params string[] words)
    {
        var one = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var word in words) Assert.True(one.Contains(word, StringComparison.OrdinalIgnoreCase), $"'{word}' does not stand in: {one}");
    }

    [Fact]
    public async Task The_papers_of_a_dossier_are_listed_printed_and_made_a_PDF_with_what_their_acts_said()
    {
        await using var app = await OwnApp.Begin();
        var code = await app.GivenAccepted();
        await app.Act(Filing.Justice, code, "supplement-request", new { what = "Giấy xác nhận của bản Ka Oóc", days = 5 });
        var (mother, justice) = (await app.As(Filing.Mother), await app.As(Filing.Justice));
        var own = await mother.Http.Open($"/ho-so/{code}");
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Http.Press(own.FormWith("Gửi giấy bổ sung"), "Gửi giấy bổ sung", ("Files", Pages.Pdf("ban.pdf")))).StatusCode);
        await app.Move(code, App.Day(2024, 11, 28, 9));

        var issued = await mother.IssuedOf(code);
        Assert.Equal(
            [(OfficialForm.AppointmentSlip, $"{code}/TNHS"), (OfficialForm.SupplementRequest, $"{code}/HDHS"), (OfficialForm.Apology, $"{code}/PXL"), (OfficialForm.ControlSlip, $"{code}/KSQT")],
            issued.Select(p => (p.Form, p.Number)));
        foreach (var client in (App.Client[])[mother, justice])
        {
            var page = await client.Http.Open(client == mother ? $"/ho-so/{code}" : $"/giai-quyet/{code}");
            foreach (var paper in issued)
            {
                Assert.NotNull(page.QuerySelector($"a[href='{paper.Print}']"));
                Assert.NotNull(page.QuerySelector($"a[href='{paper.Pdf}']"));
            }
        }

        string[][] said =
        [
            ["GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "Hồ Thị Mai Liên", "17:00 thứ Năm 21/11/2024", "ngày 18 tháng 11 năm 2024", "3 ngày làm việc", "Cao Thu Giang"], // as promised then, not as it is now
            ["PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Giấy xác nhận của bản Ka Oóc", "17:00 thứ Hai 25/11/2024", "Trần Tiến Đông"],
            ["PHIẾU XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ", "đang chờ xác minh nơi ở", "09 giờ 00, ngày 28 tháng 11 năm 2024", "xin lỗi ông/bà", "Công chức tư pháp", "Trần Tiến Đông"],
            ["PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Nộp hồ sơ", "Tiếp nhận hồ sơ, hẹn trả kết quả", "Bộ phận Tiếp nhận và Trả kết quả UBND xã Trọng Hóa", "Đúng hạn"],
        ];
        foreach (var (paper, words) in issued.Zip(said))
        {
            Says((await justice.Http.Open(paper.Print)).DocumentElement.Words(), [.. Nation, .. words, code]);
            if (paper.Form != OfficialForm.ControlSlip) Says((await justice.Http.Open("/en" + paper.Print)).DocumentElement.Words(), words[0]); // prescribed, in Vietnamese
            Says(await mother.PdfText(paper.Pdf!), [.. Nation, .. paper.Form == OfficialForm.ControlSlip ? [] : words.Where(w => w.Length < 30), paper.Number]); // the cells of a table run into each other
        }
    }

    [Fact]
    public async Task A_refusal_and_a_stop_have_their_paper_and_a_second_request_its_own_number()
    {
        await using var app = await OwnApp.Begin();
        var (refused, stopped) = ((await app.GivenFiled("Hồ Từ Chối")).Code, await app.GivenAccepted());
        await app.Act(Filing.Clerk, refused, "refusal", new { reason = "Trẻ sinh ở tỉnh khác, mời nộp tại nơi đó." });
        var mother = await app.As(Filing.Mother);
        var paper = Assert.Single(await mother.IssuedOf(refused), p => p.Form == OfficialForm.Refusal);
        Says((await mother.Http.Open(paper.Print)).DocumentElement.Words(), "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "không tiếp nhận, giải quyết hồ sơ này", "Trẻ sinh ở tỉnh khác, mời nộp tại nơi đó.", "Cao Thu Giang");

        for (var n = 1; n <= 2; n++)
        {
            await app.Act(Filing.Justice, stopped, "supplement-request", new { what = $"Giấy thứ {n}", days = 1 });
            if (n == 2) break;
            var own = await mother.Http.Open($"/ho-so/{stopped}");
            await mother.Http.Press(own.FormWith("Gửi giấy bổ sung"), "Gửi giấy bổ sung", ("Files", Pages.Pdf("mot.pdf")));
        }
        app.Time.MoveTo(App.Day(2024, 11, 20, 8));
        await app.Act(Filing.Justice, stopped, "stop", new { reason = "Quá thời gian mà chưa có giấy thứ hai." });
        var issued = await mother.IssuedOf(stopped);
        Assert.Equal([$"{stopped}/TNHS", $"{stopped}/HDHS", $"{stopped}-2/HDHS", $"{stopped}/TBHS", $"{stopped}/KSQT"], issued.Select(p => p.Number));
        Says((await mother.Http.Open(issued[1].Print)).DocumentElement.Words(), "Giấy thứ 1");
        Says((await mother.Http.Open(issued[3].Print)).DocumentElement.Words(), "THÔNG BÁO DỪNG GIẢI QUYẾT HỒ SƠ", "Quá thời gian mà chưa có giấy thứ hai.");
    }

    [Fact]
    public async Task Only_the_applicant_and_officials_in_scope_open_a_paper_and_each_look_of_an_official_is_noted()
    {
        await using var app = await OwnApp.Begin();
        var code = await app.GivenAccepted();
        await app.Move(code, App.Day(2024, 11, 28, 9));
        var paths = (await (await app.As(Filing.Mother)).IssuedOf(code)).SelectMany(p => new[] { p.Print, p.Pdf! }).ToList();
        Assert.Equal(6, paths.Count);
        foreach (var path in paths)
        {
            foreach (var login in (string[])["van.khiem", "can-bo.nguhoa", "quan-tri"]) Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(login)).Get(path)).StatusCode);
            Assert.StartsWith("/dang-nhap", (await app.Anybody().Get(path)).Headers.Location?.ToString(), StringComparison.Ordinal);
        }
        foreach (var login in (string[])["van.khiem", "can-bo.nguhoa"]) Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(login)).Get($"/api/services/dossiers/{code}/issued-papers")).StatusCode);
        await Facts.Proof.FlushReadings(app);
        var about = (await app.Dossier(code)).ApplicantAccountId;
        Assert.DoesNotContain(await Facts.Proof.Readings(app, about), a => a.Code == code);

        var chair = await app.As("chu-tich.minhhoa"); // the district sees its communes
        foreach (var path in paths.Where(p => !p.EndsWith(".pdf", StringComparison.Ordinal))) Assert.Equal(HttpStatusCode.OK, (await chair.Get(path)).StatusCode);
        await Facts.Proof.FlushReadings(app);
        Assert.Equal([AccessKind.Slip, AccessKind.IssuedPaper], (await Facts.Proof.Readings(app, about)).Where(a => a.Code == code).Select(a => a.Kind).Distinct());
        Assert.Contains("Xem giấy tờ đã phát hành", await (await app.As(Filing.Mother)).Page("/ai-da-xem"), StringComparison.Ordinal);
        foreach (var seq in (int[])[1, 99]) Assert.Equal(HttpStatusCode.NotFound, (await chair.Get($"/ho-so/{code}/giay/{seq}")).StatusCode);
    }

    [Fact]
    public async Task The_control_slip_names_every_hand_in_order_and_what_was_late()
    {
        await using var app = await OwnApp.Begin();
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Process(code);
        await app.Act(Filing.Chair, code, "sending-back", new { reason = "Sai ngày sinh, chỉ nội bộ biết" });
        app.Time.MoveTo(App.Day(2024, 11, 19, 8)); // due was Monday 17:00
        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        await app.Act(Filing.Clerk, code, "return");
        var page = await (await app.As(Filing.Mother)).Http.Open($"/ho-so/{code}/phieu-kiem-soat");
        var rows = page.QuerySelectorAll("tbody tr").Select(r => r.QuerySelectorAll("td").Select(c => c.Words()).ToList()).ToList();
        Assert.Equal(["Nộp hồ sơ", "Tiếp nhận hồ sơ, hẹn trả kết quả", "Giải quyết xong, chuyển bước sau", "Trả lại để làm lại", "Giải quyết xong, chuyển bước sau", "Phê duyệt kết quả", "Trả kết quả"], rows.Select(r => r[5]));
        Assert.Equal(["", "Đúng hạn", "Đúng hạn", "Đúng hạn", "Quá hạn", "Quá hạn", "Quá hạn"], rows.Select(r => r[4].Split(" (")[0]));
        Assert.Equal("Quá hạn (17:00 18/11)", rows[^1][4]);
        Assert.Equal("Người nộp hồ sơ Hồ Thị Mai Liên", rows[0][1]);
        Assert.Contains("Cao Thu Giang", rows[0][2], StringComparison.Ordinal); // who took it up
        Assert.StartsWith("Xã Trọng Hóa: Ký kết quả", rows[2][2], StringComparison.Ordinal);
        Assert.Equal("08 giờ 00, 19/11/2024", rows[4][3]);
        for (var n = 1; n < rows.Count; n++) Assert.Equal(rows[n - 1][2][..12], rows[n][1][..12]); // whoever received it hands it on
        Assert.DoesNotContain("nội bộ", page.DocumentElement.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_slip_fits_one_page_of_A4_and_one_of_A5()
    {
        await using var app = await OwnApp.Begin();
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        var mother = await app.As(Filing.Mother);
        foreach (var (query, size) in new[] { ("", "(A4)"), ("?kho=A5", "(A5)") })
        {
            var info = await Files.Poppler.Run("pdfinfo", await mother.Http.GetByteArrayAsync($"/ho-so/{code}/giay-hen.pdf{query}"));
            Assert.Matches(@"Pages:\s+1\s", info);
            Assert.Contains(size == "(A5)" ? "420 x 594" : "594.96 x 841", info, StringComparison.Ordinal);
        }
    }
}
