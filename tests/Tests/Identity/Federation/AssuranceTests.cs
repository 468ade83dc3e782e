using System.Net;
using System.Text.Json;
using NhatLe.Platform.Directory;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Catalogue;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity.Federation;

/// <summary>A procedure demands that the state is sure of who files online: the page leads there and back, and the handler lets nobody pass.</summary>
public sealed class AssuranceTests(AssuranceTests.DemandingApp app) : IClassFixture<AssuranceTests.DemandingApp>
{
    const string Code = Filing.BirthRegistration;

    /// <summary>Birth registration demands level 2, by an editor and an approver.</summary>
    public sealed class DemandingApp : FederationApp, IAsyncLifetime
    {
        public new async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var editor = await As(Demo.Editor);
            await Drafting.Begin(editor, Code);
            await editor.Save(Code, d => d["onlineAssurance"] = nameof(AssuranceLevel.National2));
            await (await As(Demo.Approver)).Approve(Code, (await editor.Submit(Code)).Seen, Time.Today);
        }
    }

    /// <summary>A draft with its papers, of whoever sits at this browser.</summary>
    static async Task<Guid> Draft(App.Client citizen)
    {
        var draft = await Filing.Begin(citizen);
        await citizen.UploadPapers(draft);
        return draft;
    }

    static Task<HttpResponseMessage> FileIt(App.Client citizen, Guid draft) => citizen.PostJson("/api/services/dossiers", new { id = draft, procedureCode = Code, answers = Filing.Answers() });

    async Task<App.Client> WithPassword(string login)
    {
        var browser = app.Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", IdentityApp.Form(login))).StatusCode);
        return browser;
    }

    [Fact]
    public async Task The_version_that_was_published_says_it_and_others_demand_nothing()
    {
        Assert.Equal(AssuranceLevel.National2, (await app.Current(Code))!.OnlineAssurance);
        Assert.Equal(AssuranceLevel.None, (await app.Current("1.004873"))!.OnlineAssurance);
        Assert.Contains("Nộp qua mạng cần tài khoản định danh điện tử quốc gia mức 2.", await app.Anybody().Page("/thu-tuc/" + Code), StringComparison.Ordinal);
        Assert.DoesNotContain("định danh điện tử quốc gia", await app.Anybody().Page("/thu-tuc/1.004873"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_a_password_the_page_leads_to_the_national_sign_in_and_back_and_then_it_is_filed()
    {
        using var mother = await WithPassword(Filing.Mother);
        var draft = await Draft(mother);
        var check = $"/dich-vu-cong/nop/{draft}/kiem-tra";
        Assert.Contains("Trước khi nộp cần xác nhận bằng định danh quốc gia mức 2", (await mother.Http.Open($"/dich-vu-cong/{Code}/nop")).Words(), StringComparison.Ordinal);
        var page = await mother.Http.Open(check);
        Assert.DoesNotContain("Nộp hồ sơ", page.QuerySelectorAll("main button").Select(b => b.TextContent.Trim()));
        var way = page.QuerySelectorAll("main a").Single(a => a.TextContent.Contains("Xác nhận rồi nộp", StringComparison.Ordinal)).GetAttribute("href")!;
        Assert.Equal(way, (await mother.PostForm(check, [])).Headers.Location!.OriginalString); // who presses an old page's button is led there too

        var why = await mother.Http.Open(way);
        Assert.Contains("Dịch vụ này cần tài khoản định danh điện tử mức 2", why.Words(), StringComparison.Ordinal);
        Assert.Contains("Chưa xác nhận", why.Words(), StringComparison.Ordinal);
        var there = why.QuerySelectorAll("main a").Single(a => a.TextContent.Contains("Đến trang định danh quốc gia", StringComparison.Ordinal)).GetAttribute("href")!;
        Assert.Equal(check, await FederationApp.SignIn(mother, FederationApp.Mother, there[there.IndexOf('?', StringComparison.Ordinal)..]));
        Assert.Equal(AssuranceLevel.National2, (await app.SessionOf(FederationApp.Mother)).Assurance);
        Assert.Contains("Nộp hồ sơ", (await mother.Http.Open(check)).Words(), StringComparison.Ordinal);
        Assert.Equal(check, (await mother.Get(way)).Headers.Location!.OriginalString); // there is nothing to do there any more
        Assert.Equal(HttpStatusCode.Created, (await FileIt(mother, draft)).StatusCode);
    }

    [Fact]
    public async Task The_API_refuses_who_is_not_sure_enough_and_nothing_is_filed()
    {
        using var mother = await WithPassword(Filing.Mother);
        var draft = await Draft(mother);
        var answer = await FileIt(mother, draft);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal("assurance.required", problem.RootElement.GetProperty("code").GetString());
        Assert.Contains("mức 2", problem.RootElement.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Contains("Đang điền dở", (await mother.Http.Open($"/dich-vu-cong/{Code}/nop")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_back_with_level_1_is_told_how_to_get_level_2_and_does_not_pass()
    {
        using var father = await WithPassword("van.khiem");
        var at = await FederationApp.SignIn(father, FederationApp.Father, "?muc=2&returnUrl=%2Ftra-cuu");
        Assert.Equal("/dang-nhap/quoc-gia?muc=2&returnUrl=%2Ftra-cuu&quoc-gia=level", at);
        var page = (await father.Http.Open(at)).Words();
        Assert.Contains("Muốn lên mức 2, hãy mang thẻ căn cước đến công an xã, phường.", page, StringComparison.Ordinal);
        Assert.Contains("Định danh quốc gia mức 1", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await FileIt(father, await Draft(father))).StatusCode);
    }

    [Fact]
    public async Task Signing_in_by_password_again_is_as_sure_as_a_password()
    {
        using var browser = app.Elsewhere();
        await FederationApp.SignIn(browser, FederationApp.Mother);
        Assert.Equal(AssuranceLevel.National2, (await app.SessionOf(FederationApp.Mother)).Assurance);
        await browser.PostForm("/dang-nhap", IdentityApp.Form(Filing.Mother));
        Assert.Equal(AssuranceLevel.None, (await app.SessionOf(FederationApp.Mother)).Assurance);
    }

    [Fact]
    public async Task While_the_other_side_is_down_the_page_says_so_and_what_was_filled_in_stays()
    {
        await app.TakeBackFaults();
        using var mother = await WithPassword(Filing.Mother);
        var check = $"/dich-vu-cong/nop/{await Draft(mother)}/kiem-tra";
        var back = await FederationApp.SignInThere(mother, await FederationApp.Begin(mother, "?muc=2&returnUrl=" + Uri.EscapeDataString(check)), FederationApp.Mother);
        await app.Tell("token", NhatLe.National.Control.FaultKind.Fail);
        var at = await FederationApp.Follow(mother, back);
        Assert.Equal("/dang-nhap/quoc-gia", new Uri(app.Address, at).AbsolutePath);
        Assert.Contains("Định danh điện tử quốc gia đang gián đoạn.", (await mother.Http.Open(at)).Words(), StringComparison.Ordinal);
        Assert.Contains("birth-certificate-hospital.pdf", (await mother.Http.Open(check)).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_desk_that_sees_the_card_files_without_it()
    {
        var clerk = await app.As(Filing.Clerk);
        var id = Guid.CreateVersion7(app.Time.Now);
        Assert.True((await clerk.PostJson("/api/services/desk/drafts", new { id, procedureCode = Code, citizenNumber = FederationApp.Mother })).IsSuccessStatusCode);
        await clerk.UploadPapers(id);
        var answer = await clerk.PostJson("/api/services/desk/dossiers", new { id, answers = Filing.Answers("Hồ Thị Tại Quầy") });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_level_that_does_not_exist_is_refused_in_the_editor()
    {
        var editor = await app.As(Demo.Editor);
        await Drafting.Begin(editor, "1.004873");
        var draft = await editor.Read("1.004873");
        draft["onlineAssurance"] = 7;
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await editor.Put("1.004873", draft)).StatusCode);
        await editor.Save("1.004873", d => d["onlineAssurance"] = nameof(AssuranceLevel.National1));
        var page = await editor.Http.Open("/danh-muc/1.004873/sua");
        Assert.Equal("National1", page.QuerySelector("[name='Input.OnlineAssurance'] option[selected]")!.GetAttribute("value"));
        Assert.Contains("Định danh quốc gia mức 1", (await editor.Http.Open("/danh-muc/1.004873/so-sanh")).Words(), StringComparison.Ordinal);
    }
}
