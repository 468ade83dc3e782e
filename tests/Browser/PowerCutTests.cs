using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>What was acknowledged is on the disk: the process is killed after each answer, and everything is there again.</summary>
[Collection("Site")]
public sealed class PowerCutTests(Site site, Chromium chromium) : Journey(chromium, site.Address)
{
    readonly List<Visitor> there = [];

    [Fact]
    public async Task A_power_cut_in_the_middle_of_the_story_loses_nothing_acknowledged()
    {
        const string child = "Hồ Bình Minh";
        var mother = await Come(NewPhone());
        await mother.BeSignedIn(Acts.Mother);
        await mother.Visit($"/dich-vu-cong/{Acts.BirthRegistration}/nop");
        await mother.Page.Locator("main form button").Last.ClickAsync();
        await mother.Arrive("Con của ông/bà");

        // Typed and saved by itself, not sent.
        await mother.TypeChild(child);
        await Expect(mother.Page.Locator("[data-saved]")).ToContainTextAsync("Đã lưu", new() { Timeout = 30_000 });
        await PowerCut();
        await mother.Page.ReloadAsync();
        await mother.Look();
        Assert.Equal(child, await mother.Page.InputValueAsync("[name=child_name]"));
        Assert.Equal("11", await mother.Page.InputValueAsync("[name='child_born_on.Month']"));
        Assert.True(await mother.Page.IsCheckedAsync("[name=child_sex][value=male]"));
        await mother.AnswerQuestions(child);

        // A paper the server said it has.
        await mother.SendPaper(Acts.PaperKeys[0], await Chromium.Photograph("chung-sinh.jpg", "GIẤY CHỨNG SINH"));
        await PowerCut();
        await mother.Page.ReloadAsync();
        await mother.See("chung-sinh.jpg");
        await mother.Look();
        await mother.SendPaper(Acts.PaperKeys[1], await Chromium.Photograph("can-cuoc.jpg", "CĂN CƯỚC CÔNG DÂN"));
        await mother.Press("Tiếp tục");

        var code = await mother.File(child);
        await PowerCut();
        await mother.Visit($"/ho-so/{code}");
        await mother.See("Đã nhận");
        await mother.See("chung-sinh.jpg");
        await mother.See("can-cuoc.jpg");

        var clerk = await Come(NewDesktop());
        await clerk.OpenInbox(Acts.Clerk);
        await clerk.OpenDossier(code);
        await clerk.Press("Tiếp nhận và in giấy hẹn (F9)");
        await clerk.Arrive("GIẤY TIẾP NHẬN HỒ SƠ");
        var promised = await clerk.Page.Locator("main dd b").First.TextContentAsync();
        await PowerCut();
        await clerk.Page.ReloadAsync();
        await clerk.Look();
        Assert.Equal(promised, await clerk.Page.Locator("main dd b").First.TextContentAsync());
        await mother.See("Đang giải quyết");

        var justice = await Come(NewDesktop());
        await justice.OpenInbox(Acts.Justice);
        await justice.OpenDossier(code);
        await justice.Propose(await Chromium.Document("giay-khai-sinh.pdf", "GIẤY KHAI SINH"));
        await PowerCut();
        await justice.Page.ReloadAsync();
        await justice.See("Đang ở bước: Ký kết quả");
        await justice.See("giay-khai-sinh.pdf");

        var chair = await Come(NewPhone());
        await chair.OpenInbox(Acts.Chair);
        await chair.OpenDossier(code);
        await chair.Approve();
        await PowerCut();
        await clerk.Visit($"/giai-quyet/{code}");
        await clerk.Press("Trả kết quả");
        await clerk.See("Đã trả");
        await PowerCut();

        // Everything once, in order, and the clock went on all the while.
        await clerk.Page.ReloadAsync();
        await clerk.See("Đã trả");
        await clerk.Look();
        var times = await clerk.JournalTimes();
        Assert.Equal(5, times.Count);
        Assert.Equal(times.Order(), times);
        await mother.Visit($"/ho-so/{code}");
        await mother.See("Đã trả kết quả");
        await mother.See("giay-khai-sinh.pdf");
    }

    async Task<Visitor> Come(Task<Visitor> visitor)
    {
        there.Add(await visitor);
        return there[^1];
    }

    /// <summary>The process dies at once and is started again; whoever is there notices.</summary>
    async Task PowerCut()
    {
        var cut = async () =>
        {
            await site.Kill();
            await site.Start();
        };
        foreach (var visitor in there)
        {
            var inner = cut;
            cut = () => visitor.WhileTheSiteIsAway(inner);
        }
        await cut();
    }
}
