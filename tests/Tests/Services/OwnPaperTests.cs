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
        Assert.Contains(list, i => i.Contains("Giấy chứng sinh", StringComparison.Ordinal));
        Assert.DoesNotContain("Đã có, nộp ngày", await app.Anybody().Page("/thu-tuc/1.001193"), StringComparison.Ordinal);
        Assert.DoesNotContain("Đã có, nộp ngày", await (await app.As("van.khiem")).Page("/thu-tuc/1.001193"), StringComparison.Ordinal);

        var draft = await mother.Start();
        await mother.AnswerAll(draft, Filing.Answers("Hồ Lần Hai"));
        foreach (var key in (string[])["birth-certificate-hospital", "identity"])
        {
            var page = await mother.Http.Open(Pages.Address(draft, "giay-to"));
            var reuse = page.QuerySelectorAll("button").Single(b => b.GetAttribute("formaction")?.Contains($"handler=Reuse&key={key}", StringComparison.Ordinal) is true);
            var again = await mother.PostForm(Pages.Address(draft, "giay-to") + reuse.GetAttribute("formaction"), []);
            Assert.Equal($"{Pages.Address(draft, "giay-to")}#paper-{key}", again.Headers.Location?.ToString());
        }
        var next = await mother.Photograph(draft);
        Assert.Equal(Pages.Address(draft, "kiem-tra"), next.Headers.Location?.ToString());
        var second = await app.Dossier(await mother.PressFile(draft));
        var old = (await app.Papers((await app.Dossier(first.Code)).Id)).ToDictionary(p => p.Key);
        var papers = await app.Papers(second.Id);
        Assert.Equal(2, papers.Count);
        Assert.All(papers, p => Assert.Equal((old[p.Key].Hash, (Guid?)old[p.Key].Id), (p.Hash, p.ReusedFrom)));
        Assert.Equal(HttpStatusCode.OK, (await (await app.As(Filing.Clerk)).Get($"/tep/{papers[0].Id}")).StatusCode);
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
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.PostForm(Pages.Address(draft, "giay-to") + $"?handler=Reuse&key=identity&paper={old.Id}", [])).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await mother.Upload($"/api/services/drafts/{draft}/files/identity", "hai.jpg", Files.Photograph.Jpeg(seed: 62), "image/jpeg")).StatusCode);
        await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() });
        var bound = (await app.Papers(draft)).Single(p => p.Key == "identity");
        Assert.Equal(("application/pdf", (Guid?)old.Id), (bound.MediaType, bound.ReusedFrom));
    }

    [Fact]
    public async Task A_paper_of_somebody_else_or_of_another_name_is_not_to_be_had()
    {
        var mother = await app.As(Filing.Mother);
        var code = (await app.GivenFiled("Hồ Của Mẹ")).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        var papers = (await app.Papers((await app.Dossier(code)).Id)).ToDictionary(p => p.Key);

        var father = await app.As("van.khiem");
        var his = await father.Begin();
        Assert.Equal(HttpStatusCode.NotFound, (await father.PostForm(Pages.Address(his, "giay-to") + $"?handler=Reuse&key=identity&paper={papers["identity"].Id}", [])).StatusCode);
        Assert.DoesNotContain("Dùng lại", await father.Page(Pages.Address(his, "giay-to")), StringComparison.Ordinal);

        var hers = await mother.Begin();
        Assert.Equal(HttpStatusCode.NotFound, (await mother.PostForm(Pages.Address(hers, "giay-to") + $"?handler=Reuse&key=identity&paper={papers["marriage"].Id}", [])).StatusCode);
        Assert.Equal(0, await app.Tables(db => db.DraftFiles.CountAsync(f => f.DraftId == his || f.DraftId == hers)));
    }
}
