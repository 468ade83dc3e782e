using System.Net;
using AngleSharp.Dom;
using Microsoft.EntityFrameworkCore;

namespace NhatLe.Tests.Services;

/// <summary>A draft outlives the session, the browser and two saves at once; and it is nobody else's.</summary>
public sealed class DraftTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_draft_begun_on_one_device_goes_on_on_another()
    {
        var phone = await app.Again(Filing.Mother);
        var draft = await phone.Start();
        await phone.Answer(draft, 1, Pages.Typed(1, Filing.Answers("Hồ Thị Máy Khác")));
        using var library = await app.Again(Filing.Mother);
        var mine = await library.Http.Open("/ho-so-cua-toi");
        Assert.Contains(mine.QuerySelectorAll("a"), a => a.GetAttribute("href") == Pages.Address(draft, 2));
        Assert.Equal("Hồ Thị Máy Khác", (await library.Http.Open(Pages.Address(draft, 1))).Value("child_name"));
    }

    [Fact]
    public async Task A_draft_whose_questions_are_all_answered_goes_on_with_the_papers()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.AnswerAll(draft, Filing.Answers());
        var link = (await mother.Http.Open("/ho-so-cua-toi")).QuerySelectorAll("a").Single(a => a.GetAttribute("href")?.Contains(draft.ToString(), StringComparison.Ordinal) is true);
        var answer = await mother.Get(link.GetAttribute("href")!);
        Assert.Equal((HttpStatusCode.SeeOther, Pages.Address(draft, "giay-to")), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal(HttpStatusCode.NotFound, (await mother.Get(Pages.Address(draft, 9))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await mother.Get(Pages.Address(draft, 0))).StatusCode);
    }

    [Fact]
    public async Task Autosave_keeps_the_one_field_that_changed_even_half_a_date()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        Assert.Equal(HttpStatusCode.NoContent, (await mother.PostForm(Pages.Address(draft, 1) + "?handler=Save", new() { ["child_born_on.Month"] = "11" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await mother.PostForm(Pages.Address(draft, 1) + "?handler=Save", new() { ["child_name"] = "Hồ" })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await mother.PostForm(Pages.Address(draft, 1) + "?handler=Save", new() { ["child_born_on.Day"] = "9", ["not_asked"] = "x" })).StatusCode);
        var page = await mother.Http.Open(Pages.Address(draft, 1));
        Assert.Equal(("Hồ", "9", "11", ""), (page.Value("child_name")!, page.Value("child_born_on.Day")!, page.Value("child_born_on.Month")!, page.Value("child_born_on.Year") ?? ""));
        Assert.DoesNotContain("not_asked", (await app.Answers(draft)).Keys);
    }

    [Fact]
    public async Task Fields_saved_at_the_same_time_are_all_kept()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        Dictionary<string, string> typed = new() { ["child_name"] = "Hồ Cùng Lúc", ["child_sex"] = "female", ["child_birth_place"] = "Nhà", ["child_ethnicity"] = "Chứt" };
        var answers = await Task.WhenAll(typed.Select(t => mother.PostForm(Pages.Address(draft, 1) + "?handler=Save", new() { [t.Key] = t.Value })));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.NoContent, a.StatusCode));
        var kept = await app.Answers(draft);
        Assert.All(typed, t => Assert.Equal(t.Value, kept[t.Key]));
    }

    [Fact]
    public async Task Nobody_else_sees_a_draft_its_files_or_the_dossier_made_of_it()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.UploadPapers(draft);
        var file = await app.Tables(db => db.DraftFiles.Where(f => f.DraftId == draft).Select(f => f.Id).FirstAsync());
        var filed = await app.GivenFiled();
        var paper = (await app.Papers((await app.Dossier(filed.Code)).Id))[0].Id;
        string[] addresses = [Pages.Address(draft, 1), Pages.Address(draft, "giay-to"), Pages.Address(draft, "kiem-tra"), $"/tep/nhap/{file}", $"/ho-so/{filed.Code}", $"/ho-so/{filed.Code}/giay-hen", $"/tep/{paper}"];
        foreach (var login in (string[])["van.khiem", "can-bo.nguhoa", "mot-cua.minhhoa"])
        {
            var stranger = await app.As(login);
            foreach (var address in addresses)
            {
                var answer = await stranger.Get(address);
                Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{login} {address}: {(int)answer.StatusCode}");
                Assert.DoesNotContain("Mai Liên", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostForm(Pages.Address(draft, 1), new() { ["child_name"] = "Kẻ khác" })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostForm(Pages.Address(draft, 1) + "?handler=Save", new() { ["child_name"] = "Kẻ khác" })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostForm(Pages.Address(draft, "kiem-tra") + "?handler=Discard", [])).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Upload($"/api/services/drafts/{draft}/files/identity", "x.pdf", Filing.Pdf("x"))).StatusCode);
        }
        Assert.False((await app.Answers(draft)).ContainsKey("child_name"));
        Assert.Equal(3, await app.Tables(db => db.DraftFiles.CountAsync(f => f.DraftId == draft)));
    }

    [Fact]
    public async Task A_session_that_ends_in_the_middle_leads_over_sign_in_back_to_the_same_page_with_everything_kept()
    {
        using var browser = await app.Again(Filing.Mother);
        var draft = await browser.Start();
        await browser.Answer(draft, 1, Pages.Typed(1, Filing.Answers("Hồ Đăng Nhập Lại")));
        var page = await browser.OpenFor(draft, 2, ("mother_name", ""), ("mother_born_on", ""));
        await app.Db(async db => await db.Database.ExecuteSqlRawAsync("UPDATE identity_sessions SET ended_at = last_seen_at WHERE created_at = (SELECT MAX(created_at) FROM identity_sessions)"));

        var sent = await browser.Http.Press(page.Form(), "Tiếp tục", ("mother_name", "Hồ Thị Vừa Gõ"), ("mother_born_on.Day", "31"), ("mother_born_on.Month", "2"));
        Assert.Equal(HttpStatusCode.SeeOther, sent.StatusCode);
        var signIn = await browser.Http.Open(sent.Headers.Location!.ToString());
        var back = await browser.Http.Submit(signIn.Form("[name='Input.Password']"), ("Input.Login", Filing.Mother), ("Input.Password", App.Password));
        Assert.Equal(Pages.Address(draft, 2), back.Headers.Location?.ToString());
        var again = await browser.Http.Open(Pages.Address(draft, 2));
        Assert.Equal(("Hồ Thị Vừa Gõ", "31", "2", "1996"), (again.Value("mother_name")!, again.Value("mother_born_on.Day")!, again.Value("mother_born_on.Month")!, again.Value("mother_born_on.Year")!));
        Assert.Equal("Hồ Đăng Nhập Lại", (await browser.Http.Open(Pages.Address(draft, 1))).Value("child_name"));

        // It was put into the draft once: what is typed later is not overwritten.
        await browser.Answer(draft, 2, Pages.Typed(2, Filing.Answers()));
        Assert.Equal("Hồ Thị Mai Liên", (await browser.Http.Open(Pages.Address(draft, 2))).QuerySelector("#mother_name .v")?.Words());
    }

    [Fact]
    public async Task What_the_account_says_stands_with_its_source_until_it_is_to_be_changed()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.Answer(draft, 1, Pages.Typed(1, Filing.Answers()));
        var page = await mother.Http.Open(Pages.Address(draft, 2));
        Assert.Null(page.Value("mother_name"));
        Assert.Contains("Hồ Thị Mai Liên", page.QuerySelector("#mother_name")!.Words(), StringComparison.Ordinal);
        Assert.Contains("Lấy từ tài khoản của ông/bà", page.QuerySelector("#mother_name")!.Words(), StringComparison.Ordinal);

        var edit = page.QuerySelectorAll("#mother_name button").Single(b => b.Words() == "Sửa");
        var opened = await mother.PostForm(Pages.Address(draft, 2) + edit.GetAttribute("formaction"), []);
        Assert.Equal(Pages.Address(draft, 2) + "?sua=mother_name#mother_name", opened.Headers.Location?.ToString());
        page = await mother.Http.Open(Pages.Address(draft, 2) + "?sua=mother_name");
        Assert.Equal("Hồ Thị Mai Liên", page.Value("mother_name"));
        Assert.NotNull(page.QuerySelector("#mother_number.nl-reused"));

        var sent = await mother.Http.Press(page.Form(), "Tiếp tục", ("mother_name", "Hồ Thị Liên"));
        Assert.Equal(Pages.Address(draft, 3), sent.Headers.Location?.ToString());
        page = await mother.Http.Open(Pages.Address(draft, 2));
        Assert.Equal("Hồ Thị Liên", page.Value("mother_name"));
        Assert.DoesNotContain("Lấy từ tài khoản", page.QuerySelector("[name=mother_name]")!.ParentElement!.ParentElement!.Words().Split("Ngày sinh")[0], StringComparison.Ordinal);
        Assert.Equal("044196004217", (await app.Answers(draft))["mother_number"]);
    }

    [Fact]
    public async Task What_was_typed_without_a_session_never_goes_into_another_persons_draft()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        using var other = app.Anybody();
        Assert.Equal(HttpStatusCode.SeeOther, (await other.PostForm(Pages.Address(draft, 2), new() { ["mother_name"] = "Người lạ" })).StatusCode);
        Assert.Equal("Hồ Thị Mai Liên", (await app.Answers(draft))["mother_name"]);
        await other.PostForm("/dang-nhap", new() { ["Input.Login"] = "van.khiem", ["Input.Password"] = App.Password });
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get(Pages.Address(draft, 2))).StatusCode);
        Assert.Equal("Hồ Thị Mai Liên", (await app.Answers(draft))["mother_name"]);
    }

    [Fact]
    public async Task A_draft_that_was_filed_is_closed()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.UploadPapers(draft);
        await mother.Post<object>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() });
        Assert.Equal("/ho-so-cua-toi", (await mother.Get(Pages.Address(draft, 1))).Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Conflict, (await mother.PostForm(Pages.Address(draft, 1), new() { ["child_name"] = "Muộn" })).StatusCode);
        await (await mother.Upload($"/api/services/drafts/{draft}/files/identity", "muon.pdf", Filing.Pdf("muon"))).Refused(HttpStatusCode.Conflict);
        Assert.Equal(HttpStatusCode.Conflict, (await mother.PostForm(Pages.Address(draft, "kiem-tra") + "?handler=Discard", [])).StatusCode);
        Assert.Equal(3, await app.Tables(db => db.DraftFiles.CountAsync(f => f.DraftId == draft)));
        Assert.NotNull(await app.Tables(db => db.Drafts.Where(d => d.Id == draft).Select(d => d.FiledAt).SingleAsync()));
    }

    [Fact]
    public async Task A_draft_that_is_discarded_is_gone_with_its_files()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.UploadPapers(draft);
        var page = await mother.Http.Open(Pages.Address(draft, "kiem-tra"));
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Http.Press(page.FormWith("Xóa bản đang điền"), "Xóa bản đang điền")).StatusCode);
        Assert.Equal(0, await app.Tables(db => db.Drafts.CountAsync(d => d.Id == draft)) + await app.Tables(db => db.DraftFiles.CountAsync(f => f.DraftId == draft)));
        Assert.Equal(HttpStatusCode.NotFound, (await mother.Get(Pages.Address(draft, 1))).StatusCode);
    }
}
