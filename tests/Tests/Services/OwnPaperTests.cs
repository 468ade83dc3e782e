using System.Net;
using Microsoft.EntityFrameworkCore;

namespace NhatLe.Tests.Services;

/// <summary>What was handed in once is not asked for again: ticked on the procedure's page, one press away in the next filing.</summary>
public sealed class OwnPaperTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_paper_of_an_accepted_dossier_is_ticked_and_used_again_without_being_sent()
    {
        var mother = await app.As(Filing.Mother);
        var first = await app.GivenFiled("Hồ Lần Đầu");
        Assert.DoesNotContain("Đã có, nộp ngày", await mother.Page("/thu-tuc/1.001193"), StringComparison.Ordinal); // nobody has looked at it yet
        await app.Act(Filing.Clerk, first.Code, "acceptance");
        var list = (await mother.Http.Open("/thu-tuc/1.001193")).QuerySelectorAll(".nl-list .item").Where(i => i.Words().Contains("Đã có, nộp ngày 18/11", StringComparison.Ordinal)).Select(i => i.Words()).ToList();
        Assert.Contains(list, i => i.StartsWith("Thẻ căn cước hoặc hộ chiếu của người nộp", StringComparison.Ordinal));
        Assert.DoesNotContain(list, i => i.StartsWith("Giấy chứng sinh", StringComparison.Ordinal)); // one child's paper is none of the next child's
        Assert.DoesNotContain("Đã có, nộp ngày", await app.Anybody().Page("/thu-tuc/1.001193"), StringComparison.Ordinal);
        Assert.DoesNotContain("Đã có, nộp ngày", await (await app.As("van.khiem")).Page("/thu-tuc/1.001193"), StringComparison.Ordinal);

        var draft = await mother.Start();
        await mother.AnswerAll(draft, Filing.Answers("Hồ Lần Hai"));
        var page = await mother.Http.Open(Pages.Address(draft, "giay-to"));
        var reuse = Assert.Single(page.QuerySelectorAll("button"), b => b.GetAttribute("formaction")?.Contains("handler=Reuse", StringComparison.Ordinal) is true && b.Words().Contains("Thẻ căn cước", StringComparison.Ordinal));
        var again = await mother.PostForm(Pages.Address(draft, "giay-to") + reuse.GetAttribute("formaction"), []);
        Assert.Equal($"{Pages.Address(draft, "giay-to")}#paper-identity", again.Headers.Location?.ToString());
        var next = await mother.Photograph(draft, ("paper-birth-certificate-hospital", Pages.Pdf("chung-sinh-hai.pdf")));
        Assert.Equal(Pages.Address(draft, "kiem-tra"), next.Headers.Location?.ToString());
        var second = await app.Dossier(await mother.PressFile(draft));
        var old = (await app.Papers((await app.Dossier(first.Code)).Id)).ToDictionary(p => p.Key);
        var papers = await app.Papers(second.Id);
        Assert.Equal(2, papers.Count);
        var identity = papers.Single(p => p.Key == "identity");
        Assert.Equal((old["identity"].Hash, (Guid?)old["identity"].Id), (identity.Hash, identity.ReusedFrom));
        Assert.Null(papers.Single(p => p.Key != "identity").ReusedFrom);
        Assert.Equal(HttpStatusCode.OK, (await (await app.As(Filing.Clerk)).Get($"/tep/{papers[0].Id}")).StatusCode);
    }

    [Fact]
    public async Task A_paper_of_two_files_is_taken_over_whole()
    {
        var mother = await app.As("van.khiem");
        var draft = await mother.Begin();
        foreach (var name in (string[])["mat-truoc.pdf", "mat-sau.pdf"]) Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/identity", name, Filing.Pdf(name))).StatusCode);
        await mother.Upload($"/api/services/drafts/{draft}/files/birth-certificate-hospital", "gcs.pdf", Filing.Pdf("gcs"));
        var receipt = await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers("Hồ Hai Mặt") });
        await app.Act(Filing.Clerk, receipt.Code, "acceptance");
        var next = await mother.Begin();
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.PostForm(Pages.Address(next, "giay-to") + "?handler=Reuse&key=identity", [])).StatusCode);
        Assert.Equal(["mat-truoc.pdf", "mat-sau.pdf"], await app.Tables(db => db.DraftFiles.Where(f => f.DraftId == next).OrderBy(f => f.AddedAt).Select(f => f.FileName).ToListAsync()));
    }

    [Fact]
    public async Task A_photograph_used_again_and_bound_with_another_page_still_says_where_it_came_from()
    {
        var mother = await app.As(Filing.Mother);
        var first = await mother.Begin();
        await mother.UploadPapers(first);
        await app.Tables(db => db.DraftFiles.Where(f => f.DraftId == first && f.Key == "identity").ExecuteDeleteAsync());
        Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{first}/files/identity", "mot.jpg", Files.Photograph.Jpeg(seed: 61), "image/jpeg")).StatusCode);
        var receipt = await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = first, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() });
        await app.Act(Filing.Clerk, receipt.Code, "acceptance");
        var old = (await app.Papers(first)).Single(p => p.Key == "identity");

        var draft = await mother.Begin();
        Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/birth-certificate-hospital", "sinh.pdf", Filing.Pdf("sinh"))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.PostForm(Pages.Address(draft, "giay-to") + "?handler=Reuse&key=identity", [])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/identity", "hai.jpg", Files.Photograph.Jpeg(seed: 62), "image/jpeg")).StatusCode);
        await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() });
        var bound = (await app.Papers(draft)).Single(p => p.Key == "identity");
        Assert.Equal(("application/pdf", (Guid?)old.Id), (bound.MediaType, bound.ReusedFrom));
    }

    [Fact]
    public async Task What_was_never_handed_in_and_what_is_of_one_case_only_is_not_to_be_had()
    {
        var mother = await app.As(Filing.Mother);
        await app.Act(Filing.Clerk, (await app.GivenFiled("Hồ Của Mẹ")).Code, "acceptance");
        var stranger = await app.As("van.khiem");
        var his = await stranger.Begin();
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostForm(Pages.Address(his, "giay-to") + "?handler=Reuse&key=marriage", [])).StatusCode);
        var hers = await mother.Begin();
        Assert.Equal(HttpStatusCode.NotFound, (await mother.PostForm(Pages.Address(hers, "giay-to") + "?handler=Reuse&key=birth-certificate-hospital", [])).StatusCode);
        Assert.Equal(0, await app.Tables(db => db.DraftFiles.CountAsync(f => f.DraftId == his || f.DraftId == hers)));
    }
}
