using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;

namespace NhatLe.Tests.Services;

/// <summary>The papers of a draft: wrong ones are refused in words, the good ones and everything typed stay.</summary>
public sealed class PapersOfDraftTests(App app) : IClassFixture<App>
{
    const string Birth = "paper-birth-certificate-hospital";

    static readonly Upload Good = Pages.Pdf("can-cuoc.pdf");

    static byte[] Bytes(string name) => name switch
    {
        "trong.pdf" => [],
        "chuong-trinh.pdf" => [.. "MZ"u8, .. new byte[200]],
        "trang.pdf" => [.. "<html><script>alert(1)</script>"u8],
        "21-mb.pdf" => [.. "%PDF-1.4\n"u8, .. new byte[21 * 1024 * 1024]],
        _ => [.. "%PDF-1.4\n"u8, .. new byte[30 * 1024 * 1024]],
    };

    [Theory]
    [InlineData("trong.pdf", "Tệp này trống. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.")]
    [InlineData("chuong-trinh.pdf", "Tệp này không phải ảnh hay PDF. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.")]
    [InlineData("trang.pdf", "Tệp này không phải ảnh hay PDF. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.")]
    [InlineData("21-mb.pdf", "Tệp này lớn hơn 20 MB. Hãy chụp lại với ảnh nhỏ hơn. Phần đã điền vẫn còn.")]
    [InlineData("30-mb.pdf", "Tệp này lớn hơn 20 MB. Hãy chụp lại với ảnh nhỏ hơn. Phần đã điền vẫn còn.")]
    public async Task A_wrong_file_is_refused_beside_its_paper_and_the_good_one_sent_with_it_is_kept(string name, string message)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.Answer(draft, 1, Pages.Typed(1, Filing.Answers("Hồ Văn Tệp")));
        var page = await (await mother.Photograph(draft, (Birth, new Upload(name, "application/pdf", Bytes(name))), ("paper-identity", Good))).RefusedAt(Birth, message);
        Assert.Contains("can-cuoc.pdf", page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain(name, page.Words(), StringComparison.Ordinal);
        Assert.Equal(["can-cuoc.pdf"], await Names(draft));
        Assert.Equal("Hồ Văn Tệp", (await app.Answers(draft))["child_name"]);
    }

    [Fact]
    public async Task With_script_a_file_that_is_too_large_is_refused_in_the_same_words()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        var answer = await mother.Upload($"/api/services/drafts/{draft}/files/identity", "to.pdf", Bytes("21-mb.pdf"));
        Assert.Contains("Tệp này lớn hơn 20 MB.", await answer.Refused(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Empty(await Names(draft));
    }

    [Fact]
    public async Task A_missing_paper_is_named_and_the_one_that_came_is_kept()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await (await mother.Photograph(draft, ("paper-identity", Good))).RefusedAt(Birth, "Còn thiếu giấy: Giấy chứng sinh. Hãy chụp ảnh hoặc chọn tệp.");
        Assert.Equal(["can-cuoc.pdf"], await Names(draft));
    }

    [Fact]
    public async Task A_file_can_be_looked_at_and_taken_away_again()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.Photograph(draft, (Birth, Pages.Pdf("mot.pdf")), ("paper-identity", Good));
        var page = await mother.Http.Open(Pages.Address(draft, "giay-to"));
        var link = page.QuerySelectorAll("a[href*='/tep/nhap/']").Single(a => a.Words().Contains("mot.pdf", StringComparison.Ordinal));
        Assert.Equal(Filing.Pdf("mot.pdf"), await mother.Http.GetByteArrayAsync(link.GetAttribute("href")));
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Http.Press(page.Form("input[type=file]"), "Xóa mot.pdf")).StatusCode);
        Assert.Equal(["can-cuoc.pdf"], await Names(draft));
    }

    [Theory]
    [InlineData("C:\\Users\\Lien\\Desktop\\giay.pdf", "giay.pdf")]
    [InlineData("../../../etc/passwd", "passwd")]
    [InlineData("anh\u202Efdp.exe", "anhfdp.exe")]
    [InlineData("giấy\u0000chứng\u0007sinh.pdf", "giấy chứng sinh.pdf")]
    public async Task The_name_of_a_file_loses_folders_and_hidden_marks(string sent, string kept)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        using var content = new MultipartFormDataContent();
        var file = new ByteArrayContent(Filing.Pdf(kept));
        file.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename*=UTF-8''{Uri.EscapeDataString(sent)}");
        content.Add(file);
        var answer = await mother.Http.PostAsync($"/api/services/drafts/{draft}/files/identity", content);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        Assert.Equal([kept], await Names(draft));
    }

    [Fact]
    public async Task A_very_long_name_keeps_its_ending()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/identity", new string('a', 2000) + ".pdf", Filing.Pdf("long"))).StatusCode);
        var name = Assert.Single(await Names(draft));
        Assert.True(name.Length <= 150 && name.EndsWith("….pdf", StringComparison.Ordinal), name);
    }

    [Fact]
    public async Task A_paper_that_the_procedure_does_not_ask_for_is_not_kept()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await (await mother.Upload($"/api/services/drafts/{draft}/files/anything-else", "a.pdf", Filing.Pdf("a"))).Refused(HttpStatusCode.NotFound);
        Assert.Empty(await Names(draft));
    }

    [Theory]
    [InlineData("giay-to", "application/json")]
    [InlineData("giay-to?handler=Remove&file=0197b2c4-0000-7000-8000-000000000000", "application/json")]
    [InlineData("giay-to?handler=Reuse&key=identity&paper=0197b2c4-0000-7000-8000-000000000000", "application/json")]
    [InlineData("1", "application/json")]
    [InlineData("1?handler=Save", "text/plain")]
    public async Task A_body_that_is_no_form_is_refused_and_no_error_of_ours(string page, string type)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        using var body = new StringContent("{}");
        body.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        Assert.Equal(HttpStatusCode.BadRequest, (await mother.Http.PostAsync(Pages.Address(draft, page), body)).StatusCode);
    }

    [Fact]
    public async Task Without_script_the_pages_stand_in_the_order_of_the_form()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.Photograph(draft, [.. Enumerable.Range(1, 6).Select(n => ("paper-identity", (object?)Pages.Pdf($"trang {n}.pdf")))]);
        var listed = (await mother.Http.Open(Pages.Address(draft, "giay-to"))).QuerySelectorAll("a[href*='/tep/nhap/']").Select(a => a.Words());
        Assert.Equal(Enumerable.Range(1, 6).Select(n => $"trang {n}.pdf"), listed);
    }

    [Fact]
    public async Task Photographs_sent_at_the_same_time_are_all_kept_and_the_same_one_only_once()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => mother.Upload($"/api/services/drafts/{draft}/files/identity", $"anh-{n}.pdf", Filing.Pdf($"page {n % 4}"))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.Equal(4, (await Names(draft)).Count);
    }

    Task<List<string>> Names(Guid draft) => app.Tables(db => db.DraftFiles.Where(f => f.DraftId == draft).OrderBy(f => f.AddedAt).Select(f => f.FileName).ToListAsync());
}
