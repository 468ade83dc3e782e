using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NhatLe.Catalogue.Editing;

namespace NhatLe.Tests.Catalogue;

/// <summary>Two versions side by side, and the lists from which they are reached.</summary>
public sealed class CompareTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Only_what_differs_is_shown_and_the_changed_words_are_marked()
    {
        await app.GivenSubmitted("9.330001", d =>
        {
            d["name"] = "Cấp giấy chứng nhận thử";
            d.ChannelOf("counter")["value"] = 5;
        });
        var page = await (await app.As(Demo.Approver)).Http.Open("/danh-muc/9.330001/so-sanh");
        Assert.Equal(["Tên gọi", "Cách nộp, thời hạn, phí"], page.QuerySelectorAll("main section header h2").Select(h => h.TextContent));
        Assert.Equal(["thêm: chứng nhận .", "thêm: 5."], page.QuerySelectorAll("ins").Select(i => i.TextContent));
        Assert.Equal(["bỏ: 3."], page.QuerySelectorAll("del").Select(d => d.TextContent));
        Assert.DoesNotContain("Lĩnh vực", page.Words(), StringComparison.Ordinal);
        var all = await (await app.As(Demo.Approver)).Http.Open("/danh-muc/9.330001/so-sanh?tat-ca=true");
        Assert.Contains("Lĩnh vực", all.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Papers_and_rules_are_matched_row_by_row()
    {
        await app.Import(Given.Line("9.330002", documents: [new { name = "Đơn đề nghị", originals = 1, copies = 0 }, new { name = "Giấy sẽ bỏ", originals = 1, copies = 0 }, new { name = "Giấy ở lại", originals = 1, copies = 0 }]));
        var editor = await app.As(Demo.Editor);
        await editor.Begin("9.330002");
        await editor.Save("9.330002", d =>
        {
            var papers = d["papers"]!.AsArray();
            papers.RemoveAt(1);
            papers[0]!["name"] = "Đơn đề nghị theo mẫu";
            papers.Add(new JsonObject { ["name"] = "Giấy thêm" });
            d["feeRules"] = new JsonArray(new JsonObject { ["subject"] = "Child", ["value"] = 0, ["unit"] = "Vnd", ["legalBasis"] = "Nghị quyết 34" });
        });
        var page = await editor.Http.Open("/danh-muc/9.330002/so-sanh");
        var changes = page.QuerySelectorAll("tr[data-change]").Select(r => (r.GetAttribute("data-change"), r.QuerySelector("ins, del")!.TextContent.Split('\n')[0])).ToList();
        Assert.Equal([("changed", "thêm:  theo mẫu."), ("removed", "Giấy sẽ bỏ"), ("added", "Giấy thêm"), ("added", "Miễn phí")], changes);
        Assert.DoesNotContain("Giấy ở lại", page.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_version_is_not_found_and_two_equal_ones_say_so()
    {
        await app.Import(Given.Line("9.330003"));
        var editor = await app.As(Demo.Editor);
        Assert.Equal(HttpStatusCode.NotFound, (await editor.Get("/danh-muc/9.330003/so-sanh?truoc=1&sau=9")).StatusCode);
        Assert.Contains("Hai bản giống nhau", (await editor.Http.Open("/danh-muc/9.330003/so-sanh?truoc=1&sau=1")).Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("một hai ba", "một ba", "=một |-hai |=ba")]
    [InlineData("", "mới", "+mới")]
    [InlineData("cũ", "", "-cũ")]
    [InlineData("3 ngày, miễn phí", "5 ngày, miễn phí", "-3|+5|= ngày, miễn phí")]
    [InlineData("như nhau", "như nhau", "=như nhau")]
    public void Words_are_compared_by_the_longest_common_run(string before, string after, string parts) =>
        Assert.Equal(parts, string.Join('|', WordDiff.Of(before, after).Select(p => "=-+"[(int)p.Kind] + p.Text)));

    [Fact]
    public void Very_long_texts_are_compared_as_a_whole_and_quickly()
    {
        var (before, after) = (string.Concat(Enumerable.Repeat("chữ ", 4000)), string.Concat(Enumerable.Repeat("lời ", 4000)));
        Assert.Equal([DiffKind.Removed, DiffKind.Added], WordDiff.Of(before, after).Select(p => p.Kind));
    }

    [Fact]
    public async Task The_lists_count_what_is_in_hand_and_find_by_name_or_code()
    {
        var seen = await app.GivenSubmitted("9.331001", d => d["everydayName"] = "Giấy chờ duyệt");
        await app.GivenSubmitted("9.331002");
        await app.Import(Given.Line("9.331003", name: "Cấp giấy phép thả diều"));
        var editor = await app.As(Demo.Editor);
        await editor.Begin("9.331003");
        await (await app.As(Demo.Approver)).Approve("9.331001", seen, app.Time.Today.AddDays(30));

        async Task<List<string>> Codes(string query) => [.. (await editor.Http.Open("/danh-muc?" + query)).QuerySelectorAll("main td .num").Select(n => n.TextContent)];
        Assert.Contains("9.331003", await Codes("muc=ban-nhap"));
        Assert.Contains("9.331002", await Codes("muc=cho-duyet"));
        Assert.DoesNotContain("9.331001", await Codes("muc=cho-duyet"));
        Assert.Equal(["9.331001"], await Codes("muc=sap-cong-bo"));
        Assert.Equal(["9.331003"], await Codes("muc=tat-ca&q=tha dieu"));
        Assert.Equal(["9.331002"], await Codes("muc=tat-ca&q=9.331002"));
        Assert.Equal(HttpStatusCode.OK, (await editor.Get("/danh-muc?muc=tat-ca&trang=99999")).StatusCode);
    }

    [Fact]
    public async Task The_list_opens_in_a_spreadsheet_and_is_no_formula()
    {
        await app.Import(Given.Line("9.331004", name: "=HYPERLINK(\"x\") Cấp giấy, loại \"đặc biệt\""));
        var bytes = await (await app.As(Demo.Editor)).Http.GetByteArrayAsync(new Uri("/danh-muc/danh-sach.csv?muc=tat-ca&q=9.331004", UriKind.Relative));
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("\"Mã thủ tục\",\"Tên thường gọi\"", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("\"9.331004\",\"'=HYPERLINK(\"\"x\"\") Cấp giấy, loại \"\"đặc biệt\"\"\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_procedure_shows_every_version_and_the_journal()
    {
        var seen = await app.GivenSubmitted("9.331005");
        await (await app.As(Demo.Approver)).Post<object>(Drafting.Draft("9.331005") + "/return", new { seen, reason = "Xem lại phí." });
        var words = (await (await app.As(Demo.Editor)).Http.Open("/danh-muc/9.331005")).Words();
        foreach (var said in (string[])["Đang công bố: bản 1", "Bản 2", "Bị trả lại", "Trả lại: Xem lại phí.", "Bản 3", "So với bản 2", "Trả lại bản trình duyệt thủ tục", "Chuỗi khớp"])
            Assert.Contains(said, words, StringComparison.Ordinal);
    }
}
