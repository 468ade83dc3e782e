using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>The story in five minutes, from the page a visitor of the demonstration begins at; everybody at their own device.</summary>
[Collection("Site")]
public sealed class DemonstrationTests(Site site, Chromium chromium) : Journey(chromium, site.Address)
{
    const string Story = "/trinh-dien";

    /// <summary>"Vào vai" of a chapter.</summary>
    static async Task Become(Visitor visitor, string chapter, string heading, string? name = null)
    {
        await visitor.Visit(Story);
        await visitor.Page.Locator($"#{chapter}").GetByRole(AriaRole.Button, new() { Name = "Vào vai" }).ClickAsync();
        await visitor.Arrive(heading, name);
    }

    /// <summary>The button by which a chapter is done for the visitor.</summary>
    static Task Help(Visitor visitor, string chapter) => visitor.Page.Locator($"#{chapter} form[action*='Help'] button").ClickAsync();

    [Fact]
    public async Task The_story_in_five_minutes()
    {
        // The clerk waits before an inbox; what would sound and print is counted.
        var clerk = await NewDesktop();
        await clerk.Page.AddInitScriptAsync(
            """
            window.rang = 0; window.printed = 0
            window.print = () => { window.printed++ }
            const real = window.AudioContext
            window.AudioContext = class extends real { constructor() { super(); window.rang++ } }
            """);
        await clerk.BeSignedIn(Acts.Clerk);
        await clerk.Visit("/viec");

        // She files: the form is filled in for her, she looks once more and presses.
        var mother = await NewPhone();
        await mother.Visit(Story, "60-story");
        await Help(mother, "nop");
        await mother.Arrive("Xem lại trước khi nộp");
        await mother.Press("Nộp hồ sơ");
        await mother.See("Đã nộp hồ sơ");
        await mother.Look("61-filed");
        var code = mother.Page.Url.Split("/ho-so/")[1].Split('?')[0];

        // The clerk hears it, opens it by keys, and one key accepts it and prints the slip.
        await Expect(clerk.Row(code)).ToBeVisibleAsync(new() { Timeout = 30_000 });
        Assert.Equal(1, await clerk.Page.EvaluateAsync<int>("window.rang"));
        await clerk.OpenByKeys(code);
        await clerk.Page.Keyboard.PressAsync("F9");
        await clerk.Arrive("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", "62-slip");
        Assert.Equal(1, await clerk.Page.EvaluateAsync<int>("window.printed"));

        // The justice official's step is done for the visitor; the chair signs on a phone.
        var visitor = await NewDesktop();
        await visitor.Visit(Story, "63-story");
        await Help(visitor, "giai-quyet");
        await Expect(visitor.Page.Locator("#giai-quyet").GetByText("Xong", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await visitor.Look();
        var chair = await NewPhone();
        await Become(chair, "ky", "Chờ ký", "64-to-sign");
        await chair.Page.Locator("tr").Filter(new() { HasText = code }).Locator("input[type=checkbox]").CheckAsync();
        await chair.Page.Locator(".nl-signbar button").First.ClickAsync();
        await chair.Arrive("Ký 1 văn bản?");
        await chair.Press("Ký 1 văn bản");
        await chair.Arrive("Đã ký 1 văn bản", "65-signed");

        // A stranger checks the slip, and learns no name.
        var stranger = await NewPhone();
        await stranger.Visit(Story);
        await stranger.Page.Locator("#xac-minh").GetByRole(AriaRole.Link, new() { Name = "Mở trang này" }).ClickAsync();
        await stranger.See("Giấy này là thật");
        await stranger.Look("66-genuine");
        await stranger.See(code);
        Assert.DoesNotContain("Mai Liên", await stranger.Page.ContentAsync(), StringComparison.Ordinal);

        // She sees who read her data.
        await Become(mother, "ai-da-xem", "Ai đã xem dữ liệu của tôi", "67-who-read");
        await mother.See("Cao Thu Giang");

        // The chairman goes from a rate to the commune to the dossier, and gives a task: it lands while the chair of the commune looks.
        await chair.Visit("/viec");
        var chairman = await NewDesktop();
        await Become(chairman, "giao-viec", "Sáng nay", "68-morning");
        await chairman.Visit("/buoi-sang?don-vi=452");
        await chairman.Page.Locator("[data-unit='18907'] [data-so='da-nop'] a").ClickAsync();
        await chairman.See(code);
        await chairman.Look("69-behind");
        await chairman.Page.Locator("tr, li, article").Filter(new() { HasText = code }).GetByRole(AriaRole.Link, new() { Name = "Giao việc" }).First.ClickAsync();
        await chairman.Arrive("Giao việc");
        await chairman.Page.FillAsync("[name=What]", $"Báo cáo vì sao hồ sơ {code} mất một ngày.");
        await chairman.Press("Giao việc");
        await chairman.Arrive("Báo cáo vì sao hồ sơ", "70-given");
        var task = new Uri(chairman.Page.Url).AbsolutePath.Split('/')[^1];
        await Expect(chair.Page.Locator("main").GetByText(task).First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await chair.Look("71-landed");
    }
}
