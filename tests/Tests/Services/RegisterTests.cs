using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using NhatLe.Platform.Facts;
using NhatLe.Services.Papers;
using NhatLe.Tests.Facts;

namespace NhatLe.Tests.Services;

/// <summary>The register of a desk: what it accepted in a period, as a page, a PDF and a spreadsheet.</summary>
public sealed class RegisterTests
{
    const string Page = "/quay/so-theo-doi";

    static async Task<(string Marriage, string Birth, string Later)> Given(App app)
    {
        var marriage = await app.GivenAccepted();
        var birth = (await app.GivenFiled("Hồ Có Sổ")).Code;
        await app.Act(Filing.Clerk, birth, "acceptance");
        await app.Process(birth);
        await app.Act(Filing.Chair, birth, "approval");
        await app.Act(Filing.Clerk, birth, "return");
        await app.GivenFiled("Hồ Chưa Nhận");
        app.Time.MoveTo(App.Day(2024, 11, 20, 9));
        var later = (await app.GivenFiled("Hồ Ngày Khác")).Code;
        await app.Act(Filing.Clerk, later, "acceptance");
        return (marriage, birth, later);
    }

    [Fact]
    public async Task It_has_what_the_desk_accepted_in_the_period_in_order_for_who_may_read_it_and_notes_every_person()
    {
        await using var app = await OwnApp.Begin();
        var (marriage, birth, later) = await Given(app);
        var clerk = await app.As(Filing.Clerk);
        var page = await clerk.Http.Open($"{Page}?tu=2024-11-18&den=2024-11-19");
        var rows = page.QuerySelectorAll(".nl-paper tbody tr").Select(r => r.QuerySelectorAll("td").Select(c => c.Words()).ToList()).ToList();
        Assert.Equal([marriage, birth], rows.Select(r => r[1]));
        Assert.Equal(["1", birth, "Làm giấy khai sinh cho con", "01", "Hồ Thị Mai Liên", "0900000101", "Ủy ban nhân dân xã Trọng Hóa"], rows[1][..7].Select((c, i) => i == 0 ? "1" : c));
        Assert.Equal("17:00 21/11/2024", rows[0][8]);
        Assert.Equal("", rows[0][9]);
        Assert.Matches("^08:0[0-9] 18/11/2024$", rows[1][9]);
        Assert.Contains("SỔ THEO DÕI HỒ SƠ", page.DocumentElement.Words(), StringComparison.Ordinal);
        Assert.Equal([marriage, birth, later], (await clerk.Get<ReadRegister.Answer>("/api/services/register")).Lines.Select(l => l.Code)); // this month
        Assert.Empty((await (await app.As("can-bo.nguhoa")).Get<ReadRegister.Answer>("/api/services/register")).Lines);
        var text = await clerk.PdfText($"{Page}.pdf?tu=2024-11-18&den=2024-11-30");
        foreach (var code in (string[])[marriage, birth, later]) Assert.Contains(code, text, StringComparison.Ordinal);
        Assert.DoesNotContain('\f', text.TrimEnd('\f', '\n')); // one page: the table begins below the title

        await app.FlushReadings();
        var dossier = await app.Dossier(birth);
        var reading = (await app.Readings(dossier.ApplicantAccountId)).Where(a => a is { Kind: AccessKind.Register } && a.Code == birth).ToList();
        Assert.Equal("Cao Thu Giang", Assert.Single(reading).Name);
        Assert.Contains("Xem sổ theo dõi hồ sơ", await (await app.As(Filing.Mother)).Page("/ai-da-xem"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_read_no_dossiers_or_not_those_of_the_unit_gets_none()
    {
        await using var app = await OwnApp.Begin();
        var (marriage, _, _) = await Given(app);
        foreach (var path in (string[])[Page, "/quay/so-theo-doi.xlsx", $"{Page}.pdf", "/api/services/register"])
        {
            foreach (var login in (string[])[Filing.Mother, "quan-tri"]) Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(login)).Get(path)).StatusCode);
            Assert.Contains((await app.Anybody().Get(path)).StatusCode, (HttpStatusCode[])[HttpStatusCode.SeeOther, HttpStatusCode.Unauthorized]);
            var unit = path.Contains("/api/", StringComparison.Ordinal) ? "unit" : "donVi";
            foreach (var (login, of) in new[] { ("can-bo.nguhoa", "18907"), (Filing.Clerk, "18979"), (Filing.Clerk, "khong-co") })
                Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(login)).Get($"{path}?{unit}={of}")).StatusCode);
        }
        Assert.Contains(marriage, await (await app.As("chu-tich.minhhoa")).Page($"{Page}?donVi=18907"), StringComparison.Ordinal); // the district reads its communes
        var clerk = await app.As(Filing.Clerk);
        foreach (var query in (string[])["tu=2024-11-20&den=2024-11-19", "tu=2020-01-01&den=2024-11-19", "tu=ba&den=2024-11-19"])
            Assert.Contains("role=\"alert\"", await clerk.Page($"{Page}?{query}", HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_spreadsheet_is_sound_has_a_frozen_head_and_dates_that_are_dates()
    {
        await using var app = await OwnApp.Begin();
        var (marriage, birth, later) = await Given(app);
        var answer = await (await app.As(Filing.Clerk)).Get("/quay/so-theo-doi.xlsx?tu=2024-11-18&den=2024-11-30");
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("so-theo-doi-18907-20241118-20241130.xlsx", answer.Content.Headers.ContentDisposition?.FileName?.Trim('"'));
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        using (var document = SpreadsheetDocument.Open(new MemoryStream(bytes), isEditable: false))
            Assert.Empty(new OpenXmlValidator().Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}"));

        using var zip = new ZipArchive(new MemoryStream(bytes)); // without the library that wrote it
        await using var part = zip.Entries.Single(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Open();
        var sheet = XDocument.Load(part);
        XNamespace x = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var pane = sheet.Descendants(x + "pane").Single();
        Assert.Equal(("3", "frozen"), ((string?)pane.Attribute("ySplit"), (string?)pane.Attribute("state")));
        var rows = sheet.Descendants(x + "row").Select(r => r.Elements(x + "c").ToList()).ToList();
        Assert.Equal(["STT", "Mã hồ sơ", "Tên hồ sơ", "Số lượng hồ sơ (bộ)", "Tên cá nhân, tổ chức", "Địa chỉ, số điện thoại", "Cơ quan giải quyết", "Ngày nhận hồ sơ", "Ngày hẹn trả kết quả", "Ngày trả kết quả", "Phương thức nhận kết quả", "Ký nhận"], rows[2].Select(c => c.Value));
        Assert.Equal([marriage, birth, later], rows[3..].Select(r => r[1].Value));
        Assert.Equal("0900000101", rows[3][5].Value); // its zero in front kept
        var due = rows[3][8];
        Assert.Null(due.Attribute("t"));
        Assert.Equal(new DateTime(2024, 11, 21, 17, 0, 0), DateTime.FromOADate(double.Parse(due.Value, CultureInfo.InvariantCulture)));
        Assert.Equal("", rows[3][9].Value);
    }

    [Fact]
    public async Task Its_print_can_be_verified_with_desk_period_and_count()
    {
        await using var app = await OwnApp.Begin();
        await Given(app);
        var code = await (await app.As(Filing.Clerk)).VerificationCode($"{Page}?tu=2024-11-18&den=2024-11-19");
        using var stranger = app.Elsewhere();
        var words = (await stranger.Http.Open($"/xac-minh/{code}")).Words();
        foreach (var said in (string[])["Giấy này là thật", "Sổ theo dõi hồ sơ", "Bộ phận Tiếp nhận và Trả kết quả UBND xã Trọng Hóa", "18/11/2024 đến 19/11/2024", "Số hồ sơ2"]) Assert.Contains(said, words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/xac-minh/{code.Replace("-2-", "-3-", StringComparison.Ordinal)}")).StatusCode);
    }
}
