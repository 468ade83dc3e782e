using System.Net;
using AngleSharp.Dom;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Host;

/// <summary>The page where a visitor of the demonstration begins: one press is a role, and each chapter can be done for them by the real handlers.</summary>
public sealed class StoryPageTests(App app) : IClassFixture<App>
{
    static Task<HttpResponseMessage> Post(App.Client visitor, string handler, string field, string value) =>
        visitor.PostForm("/trinh-dien?handler=" + handler, new() { [field] = value });

    static async Task<IReadOnlyList<string>> Done(App.Client visitor) =>
        [.. (await visitor.Http.Open("/trinh-dien")).QuerySelectorAll(".nl-chapters > li").Where(li => li.QuerySelector(".nl-ok[data-ok]") is not null).Select(li => li.Id!)];

    [Fact]
    public async Task Every_chapter_can_be_done_for_the_visitor_and_the_dossier_goes_all_the_way()
    {
        var visitor = app.Anybody();
        Assert.Empty(await Done(visitor));
        Assert.Equal(HttpStatusCode.Conflict, (await Post(visitor, "Help", "chapter", "ky")).StatusCode); // nothing to sign yet

        var filled = await Post(visitor, "Help", "chapter", "nop");
        Assert.Equal(HttpStatusCode.SeeOther, filled.StatusCode);
        var check = await visitor.Http.Open(filled.Headers.Location!.ToString()); // this browser is the mother now
        Assert.Equal(HttpStatusCode.SeeOther, (await visitor.Http.Press(check.FormWith("Nộp hồ sơ"), "Nộp hồ sơ")).StatusCode);
        Assert.Equal(["nop"], await Done(visitor));

        string[] chapters = ["nop", "tiep-nhan", "giai-quyet", "ky", "tra"];
        for (var n = 1; n < chapters.Length; n++)
        {
            Assert.Equal("/trinh-dien#" + chapters[n], (await Post(visitor, "Help", "chapter", chapters[n])).Headers.Location?.ToString());
            Assert.Equal(chapters[..(n + 1)], await Done(visitor));
        }
        var mine = await visitor.Http.Open("/ho-so-cua-toi");
        Assert.Contains("Đã trả", mine.Words(), StringComparison.Ordinal);
        await app.Settled();
        Assert.Equal(5, (await app.Journal(await app.Db(db => Task.FromResult(db.Entries.OrderByDescending(e => e.At).First(e => e.SubjectKind == "Dossier").SubjectId)))).Count);
    }

    [Theory]
    [InlineData("chu-tich.tinh", "/buoi-sang", "/buoi-sang")]
    [InlineData("chu-tich.tinh", "https://elsewhere.example/", "/viec")]
    [InlineData("chu-tich.tinh", "//elsewhere.example/", "/viec")]
    [InlineData("mai.lien", "", "/ho-so-cua-toi")]
    public async Task One_press_is_a_role_and_leads_only_within_the_site(string login, string go, string expected)
    {
        var visitor = app.Anybody();
        var answer = await visitor.PostForm("/trinh-dien?handler=As", new() { ["login"] = login, ["go"] = go });
        Assert.Equal(expected, answer.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.OK, (await visitor.Get(expected)).StatusCode);
    }

    [Fact]
    public async Task Nobody_becomes_who_is_not_offered() =>
        Assert.Equal(HttpStatusCode.NotFound, (await Post(app.Anybody(), "As", "login", "khong-co")).StatusCode);
}
