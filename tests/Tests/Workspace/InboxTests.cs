using System.Net;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Live;
using NhatLe.Tests.Facts;
using static NhatLe.Tests.Facts.FactsApp;

namespace NhatLe.Tests.Workspace;

public sealed class InboxTests(FactsApp app) : IClassFixture<FactsApp>
{
    [Fact]
    public async Task Who_is_not_signed_in_is_sent_there_and_back()
    {
        var answer = await app.Anybody().Get("/viec?nhom=tre");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/dang-nhap?returnUrl=%2Fviec%3Fnhom%3Dtre", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Citizens_are_refused_on_the_page_and_on_the_api()
    {
        var citizen = await app.As(CitizenLogin);
        Assert.Equal(HttpStatusCode.Forbidden, (await citizen.Get("/viec")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await citizen.Get("/api/workspace/duties")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().Get("/api/workspace/duties")).StatusCode);
    }

    [Fact]
    public async Task A_row_shows_person_matter_act_and_time_left_and_leads_to_its_page()
    {
        var matter = await app.GivenMatter("Đăng ký khai sinh", app.Time.Now.AddDays(1), kind: "test.row");
        var page = await (await app.As(JusticeLogin)).Http.Open("/viec?loai=test.row");
        var row = Assert.Single(page.QuerySelectorAll("#inbox tbody tr"));
        Assert.Equal("/thu/" + matter.Id, row.QuerySelector("a.t")!.GetAttribute("href"));
        var words = row.Words();
        foreach (var shown in new[] { "Đăng ký khai sinh", "Hồ Thị Mai Liên", "T-Đăng ký khai sinh", "test.row", "mai" }) Assert.Contains(shown, words, StringComparison.Ordinal);
        Assert.Equal("/live", page.QuerySelector("#inbox")!.GetAttribute("data-live"));
    }

    [Fact]
    public async Task Every_filter_is_an_address_and_says_its_number()
    {
        await app.GivenMatter("việc trễ", app.Time.Now.AddMinutes(-5), kind: "test.late");
        var justice = (await app.As(JusticeLogin)).Http;
        var page = await justice.Open("/viec?loai=test.late");
        var chip = Assert.Single(page.QuerySelectorAll(".nl-chips a"), a => a.Words() == "Trễ 1");
        var late = await justice.Open(chip.GetAttribute("href")!);
        Assert.Equal("/viec?nhom=tre&loai=test.late", chip.GetAttribute("href"));
        Assert.Contains("việc trễ", late.Words(), StringComparison.Ordinal);
        var today = await justice.Open("/viec?nhom=hom-nay&loai=test.late");
        Assert.Contains("Không có việc nào trong nhóm này", today.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_page_goes_on_where_this_one_ends()
    {
        for (var i = 0; i < 27; i++) await app.GivenMatter($"trang {i:00}", app.Time.Now.AddDays(2).AddMinutes(i), kind: "test.page");
        var justice = (await app.As(JusticeLogin)).Http;
        var first = await justice.Open("/viec?loai=test.page");
        Assert.Equal(25, first.QuerySelectorAll("#inbox tbody tr").Length);
        var second = await justice.Follow(first, "25 việc tiếp");
        Assert.Equal(["trang 25", "trang 26"], second.QuerySelectorAll("#inbox tbody a.t").Select(a => a.TextContent));
        Assert.DoesNotContain(second.QuerySelectorAll("a"), a => a.Words() == "25 việc tiếp");
    }

    [Fact]
    public async Task The_chosen_duty_is_shown_beside_the_list_but_never_one_of_another_unit()
    {
        var mine = await app.GivenMatter("xem nhanh", app.Time.Now.AddDays(3), kind: "test.view");
        var foreign = await app.GivenMatter("việc của huyện", app.Time.Now.AddDays(3), kind: "test.view", unitId: MinhHoa);
        var justice = (await app.As(JusticeLogin)).Http;
        var page = await justice.Open($"/viec?loai=test.view&chon={(await app.OnlyDuty(mine.Id)).Id}");
        Assert.Equal("xem nhanh", Assert.Single(page.QuerySelectorAll("#inbox tr[data-at]")).QuerySelector("a.t")!.TextContent);
        Assert.Contains("xem nhanh", page.QuerySelector("#inbox aside")!.Words(), StringComparison.Ordinal);
        Assert.Equal("/thu/" + mine.Id, page.QuerySelector("#inbox aside a.ds-button")!.GetAttribute("href"));
        var other = await justice.Open($"/viec?chon={(await app.OnlyDuty(foreign.Id)).Id}");
        Assert.DoesNotContain("việc của huyện", other.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_inbox_says_what_happens_next()
    {
        var page = await (await app.As("giam-doc.sotuphap")).Http.Open("/viec");
        Assert.Contains("Không còn việc nào", page.Words(), StringComparison.Ordinal);
        Assert.Contains("sẽ tự hiện ở đây", page.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_English_the_filters_keep_the_language()
    {
        var page = await (await app.As(ClerkLogin)).Http.Open("/en/viec");
        Assert.Contains("My duties", page.Words(), StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll(".nl-chips a"), a => Assert.StartsWith("/en/viec", a.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_notice_is_on_the_bell_until_it_is_opened_and_leads_to_its_record()
    {
        var citizen = await app.As(CitizenLogin);
        var accountId = await AccountOf(CitizenLogin);
        Assert.Contains("Chưa có thông báo nào", (await citizen.Http.Open("/thong-bao")).Words(), StringComparison.Ordinal);
        Guid given;
        await using (var scope = app.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<Notices>().Give(accountId, Guid.Empty, "Hồ sơ {0} đã có kết quả", "Mời đến nhận từ {1}.", "/tra-cuu/H46", ["H46", "07:00"], default);
            given = (await app.Db(async db => await Task.FromResult(db.Notices.Single(n => n.AccountId == accountId)))).Id;
        }
        var page = await citizen.Http.Open("/thong-bao");
        Assert.Contains("Hồ sơ H46 đã có kết quả", page.Words(), StringComparison.Ordinal);
        Assert.Equal("1", page.QuerySelector(".nl-iconlink .dot")!.TextContent);

        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(ClerkLogin)).Get("/thong-bao/" + given)).StatusCode);
        var opened = await citizen.Get("/thong-bao/" + given);
        Assert.Equal((HttpStatusCode.SeeOther, "/tra-cuu/H46"), (opened.StatusCode, opened.Headers.Location!.ToString()));
        var after = await citizen.Http.Open("/thong-bao");
        Assert.Null(after.QuerySelector(".nl-iconlink .dot"));
        Assert.Contains("Đã đọc hết", after.Words(), StringComparison.Ordinal);
    }

    /// <summary>The one account whose notices its session counts: asked through the live topic of who is signed in.</summary>
    async Task<Guid> AccountOf(string login)
    {
        await using var connection = await app.Services.GetRequiredService<Database>().Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id FROM identity_accounts WHERE login = '{login}'";
        return Guid.Parse((await command.ExecuteScalarAsync())!.ToString()!);
    }

    [Fact]
    public async Task Dead_letters_are_for_administrators_who_send_them_again()
    {
        var matter = await app.GivenMatter("thư chết", app.Time.Now.AddDays(1), kind: "test.dead");
        app.Faults.For[matter.Id] = Fault.BeforeSaving;
        await app.Move(matter.Id);
        await Until(async () => await app.Db(async db => await Task.FromResult(db.Outbox.Any(o => o.SubjectId == matter.Id && o.Attempts > 0))), "a first attempt");

        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(JusticeLogin)).Get("/van-hanh/thu-chet")).StatusCode);
        var administrator = (await app.As(AdministratorLogin)).Http;
        var page = await administrator.Open("/van-hanh/thu-chet");
        Assert.Contains("The neighbour is away.", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Không lấy lại được", page.Words(), StringComparison.Ordinal);

        app.Faults.For.TryRemove(matter.Id, out _);
        var sent = await administrator.Press(page.Form("form[action*=Retry]"), "Gửi lại");
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        await app.Settled();
        Assert.Contains("Không có thư chết", (await administrator.Open("/van-hanh/thu-chet")).Words(), StringComparison.Ordinal);
    }
}
