using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;

namespace NhatLe.Tests.Catalogue;

public sealed class PublicPageTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_home_page_leads_to_search_life_events_and_tracking()
    {
        using var browser = app.Anybody();
        var page = await browser.Http.Open("/");
        Assert.Equal("Ông/bà cần làm việc gì?", page.QuerySelector("h1")!.Words());
        Assert.Equal(9, page.QuerySelectorAll("a.nl-tile").Length);
        Assert.EndsWith("/tra-cuu", page.Form("[name=ma]").Action, StringComparison.Ordinal);
        var found = await (await browser.Submit(page)).Page();
        Assert.Contains("Xin giấy xác nhận độc thân", found.Words(), StringComparison.Ordinal);
        Assert.Contains("Làm giấy khai sinh cho con", (await browser.Http.Open(page.QuerySelector("a.nl-tile")!.GetAttribute("href")!)).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_procedure_says_how_long_how_much_where_and_leads_to_its_form()
    {
        var page = await app.Anybody().Http.Open("/thu-tuc/1.001193");
        Assert.Equal("Làm giấy khai sinh cho con", page.QuerySelector("h1")!.Words());
        var words = page.Words();
        foreach (var said in (string[])["Thủ tục đăng ký khai sinh", "Trong ngày", "Miễn phí", "UBND xã, phường, thị trấn", "Giấy chứng sinh", "Bản chính", "thứ Hai 18/11, trước 17:00", "Ký kết quả"])
            Assert.Contains(said, words, StringComparison.Ordinal);
        Assert.Equal("/dich-vu-cong/1.001193/nop", page.QuerySelector("a[href$='/nop']")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_procedure_without_a_form_says_where_to_go()
    {
        var page = await app.Anybody().Http.Open("/thu-tuc/1.009994");
        Assert.Null(page.QuerySelector("a[href$='/nop']"));
        Assert.Contains("Mang giấy tờ đến quầy", page.Words(), StringComparison.Ordinal);
        Assert.Contains("75.000 đ", page.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_body_decides_is_told_and_not_filed_here()
    {
        var page = await app.Anybody().Http.Open("/thu-tuc/1.003197");
        Assert.Contains("Công an xã giải quyết", page.Words(), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("a[href$='/nop']"));
    }

    [Fact]
    public async Task An_unknown_code_answers_404_and_says_what_to_do()
    {
        using var browser = app.Anybody();
        foreach (var code in (string[])["9.999999", "khai-sinh"])
        {
            var answer = await browser.Get("/thu-tuc/" + code);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Contains("tìm bằng lời thường ngày", (await answer.Page()).Words(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/api/catalogue/procedures/9.999999")).StatusCode);
    }

    [Fact]
    public async Task A_search_without_hits_says_what_to_do()
    {
        var page = await app.Anybody().Http.Open("/thu-tuc?q=xyzzy+qwrtp");
        Assert.Contains("Thử gõ ít chữ hơn", page.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_narrowed_by_level_field_and_life_event()
    {
        using var browser = app.Anybody();
        async Task<IEnumerable<string>> Codes(string query) => (await browser.Http.Open("/thu-tuc?" + query)).QuerySelectorAll("main .nl-list a").Select(a => a.GetAttribute("href")!.Split('/')[^1]);
        IEnumerable<string> Curated(Func<ProcedureContent, bool> chosen) => app.Services.GetRequiredService<CuratedFile>().Procedures.Where(p => chosen(p.Content)).Select(p => p.Code).Order();
        Assert.Equal(Curated(c => c.Level == ProcedureLevel.Province), (await Codes("cap=tinh")).Order());
        Assert.Equal(Curated(c => c.LifeEvent == "business"), (await Codes("chuyen=business")).Order());
        Assert.Equal(Curated(c => c.Field == "Hộ tịch"), (await Codes("linh-vuc=" + Uri.EscapeDataString("Hộ tịch"))).Order());
    }

    [Fact]
    public async Task The_open_api_finds_and_describes_procedures()
    {
        using var browser = app.Anybody();
        var found = await browser.Get<JsonElement>("/api/catalogue/procedures?q=giay+doc+than");
        Assert.Equal("1.004873", found.GetProperty("procedures")[0].GetProperty("code").GetString());
        var one = await browser.Get<JsonElement>("/api/catalogue/procedures/1.004873");
        Assert.Equal("WorkingDays", one.GetProperty("summary").GetProperty("timeLimit").GetProperty("unit").GetString());
        Assert.Equal(app.Services.GetRequiredService<CuratedFile>().Procedures.Count(p => p.Content.Level == ProcedureLevel.Province), (await browser.Get<JsonElement>("/api/catalogue/procedures?level=Province")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task In_English_the_curated_names_are_English()
    {
        var page = await app.Anybody().Http.Open("/en/thu-tuc/1.001193");
        Assert.Equal("Register a birth", page.QuerySelector("h1")!.Words());
        Assert.Equal("/en/dich-vu-cong/1.001193/nop", page.QuerySelector("a[href$='/nop']")!.GetAttribute("href"));
    }
}

static class HomeSearch
{
    public static Task<HttpResponseMessage> Submit(this App.Client browser, AngleSharp.Dom.IDocument home) =>
        browser.Http.Submit(home.Form("[name=q]"), ("q", "giay doc than"));
}
