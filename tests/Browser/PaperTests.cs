using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>A paper on a kitchen table, photographed askew, over a line that is cut: what the citizen sees, and what arrives.</summary>
[Collection("Another site")]
public sealed class PaperTests(Site site, Chromium chromium) : Journey(chromium, site.Address)
{
    static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 30_000 };

    const int Width = 1500, Height = 2000, PaperWidth = 700, PaperHeight = 990;

    async Task<FilePayload> AskewOnATable(string name, double degrees)
    {
        await using var context = await Chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = Width, Height = Height } });
        var page = await context.NewPageAsync();
        await page.SetContentAsync(
            $"<body style='margin:0;height:100vh;background:repeating-linear-gradient(3deg,#3a2a20 0 9px,#4a3628 9px 30px)'><div style='position:absolute;box-sizing:border-box;left:{(Width - PaperWidth) / 2}px;top:{(Height - PaperHeight) / 2}px;width:{PaperWidth}px;height:{PaperHeight}px;padding:80px;background:#efeae0;font:34px/1.7 serif;rotate:{degrees.ToString(CultureInfo.InvariantCulture)}deg'><b>GIẤY CHỨNG SINH</b><p>{string.Concat(Enumerable.Repeat("Trạm y tế xã Trọng Hóa. ", 20))}");
        return new() { Name = name, MimeType = "image/jpeg", Buffer = await page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg, Quality = 92 }) };
    }

    /// <summary>Where the corners of the paper are, in percent of the photograph.</summary>
    static (double X, double Y)[] Corners(double degrees)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return [.. new (double X, double Y)[] { (-1, -1), (1, -1), (1, 1), (-1, 1) }.Select(c => (X: c.X * PaperWidth / 2, Y: c.Y * PaperHeight / 2))
            .Select(c => (100 * ((Width / 2.0) + (c.X * cos) - (c.Y * sin)) / Width, 100 * ((Height / 2.0) + (c.X * sin) + (c.Y * cos)) / Height))];
    }

    async Task<Visitor> AtThePapers(bool dark = false)
    {
        var mother = await NewPhone(dark: dark);
        await mother.BeSignedIn(Acts.Mother);
        await mother.Visit($"/dich-vu-cong/{Acts.BirthRegistration}/nop");
        await mother.Page.Locator("main form button").Last.ClickAsync();
        await mother.AnswerQuestions("Hồ Văn Giấy");
        return mother;
    }

    static ILocator Row(Visitor mother, string key) => mother.Page.Locator($".nl-upload:has([name='paper-{key}']) [data-uploaded] > li");

    [Theory]
    [InlineData(12, false)]
    [InlineData(-8, true)]
    public async Task A_paper_photographed_askew_is_found_and_arrives_upright_and_small(double degrees, bool dark)
    {
        var mother = await AtThePapers(dark);
        var photograph = await AskewOnATable("giay.jpg", degrees);
        await mother.Page.SetInputFilesAsync("[name='paper-identity']", photograph);
        await mother.See("Đã nắn thẳng tờ giấy. Ông/bà xem chữ có rõ không?");
        await mother.Look("30-straightened");

        await mother.Press("Chỉnh góc");
        await mother.Look("31-corners");
        var dots = await mother.Page.Locator(".nl-straighten .dot").EvaluateAllAsync<double[][]>("all => all.map(d => [parseFloat(d.style.left), parseFloat(d.style.top)])");
        foreach (var ((x, y), dot) in Corners(degrees).Zip(dots))
            Assert.True(Math.Abs(x - dot[0]) < 0.7 && Math.Abs(y - dot[1]) < 0.7, $"The corner at {x:N1} %, {y:N1} % was found at {dot[0]:N1} %, {dot[1]:N1} %.");
        await mother.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal(dots[0][0] - 1, await mother.Page.Locator(".nl-straighten .dot").First.EvaluateAsync<double>("d => parseFloat(d.style.left)"), 1);
        await mother.Page.Keyboard.PressAsync("ArrowRight");
        await mother.Press("Xong");
        await mother.Press("Dùng ảnh này");
        await Expect(Row(mother, "identity")).ToContainTextAsync("Đã gửi", Patiently);
        await mother.Look("32-sent");

        var id = await mother.Page.Locator("[name='paper-identityId']").InputValueAsync();
        var arrived = await (await mother.Page.APIRequest.GetAsync($"/tep/nhap/{id}")).BodyAsync();
        Assert.True(arrived.Length < photograph.Buffer.Length / 2, $"{photograph.Buffer.Length} bytes became {arrived.Length}");
        var size = await mother.Page.EvaluateAsync<int[]>("async bytes => { const b = await createImageBitmap(new Blob([new Uint8Array(bytes)])); return [b.width, b.height] }", arrived.Select(b => (int)b).ToArray());
        Assert.InRange((double)size[1] / size[0], 1.40, 1.43); // A4
    }

    [Fact]
    public async Task A_picture_without_a_paper_can_be_kept_turned_or_dropped()
    {
        var mother = await AtThePapers();
        await using (var context = await Chromium.Browser.NewContextAsync(new() { ViewportSize = new() { Width = 2400, Height = 1600 } }))
        {
            var page = await context.NewPageAsync();
            await page.SetContentAsync("<body style='background:#111'>");
            var dark = new FilePayload { Name = "toi.jpg", MimeType = "image/jpeg", Buffer = await page.ScreenshotAsync(new() { Type = ScreenshotType.Jpeg }) };
            foreach (var key in new[] { "identity", "marriage" }) await mother.Page.SetInputFilesAsync($"[name='paper-{key}']", dark);
        }
        await mother.See("Chưa thấy rõ bốn góc giấy");
        await mother.Press("Tiếp tục"); // not while a picture waits for an answer
        await Expect(mother.Page.Locator(".nl-toast")).ToContainTextAsync("Còn ảnh chưa chọn xong.", Patiently);
        await mother.Press("Xoay");
        await mother.Press("Dùng ảnh này");
        await Expect(Row(mother, "identity")).ToContainTextAsync("Đã gửi", Patiently);
        await mother.Press("Bỏ ảnh này");
        await Expect(Row(mother, "marriage")).ToHaveCountAsync(0);
        await mother.Look();
    }

    [Fact]
    public async Task After_a_cut_the_rest_is_sent_and_after_a_reload_as_well()
    {
        var mother = await AtThePapers();
        var page = mother.Page;
        var file = new FilePayload { Name = "ho-khau.pdf", MimeType = "application/pdf", Buffer = [.. "%PDF-1.4\n"u8, .. new byte[2_000_000]] };
        List<string> asked = [];
        page.Request += (_, request) => { if (request.Url.Contains("/uploads", StringComparison.Ordinal)) asked.Add($"{request.Method} {request.Headers.GetValueOrDefault("upload-offset")}".Trim()); };
        var line = await page.Context.NewCDPSessionAsync(page);
        await line.SendAsync("Network.enable");
        await Set(line, offline: false);
        await page.SetInputFilesAsync("[name='paper-identity']", file);
        await mother.WhileTheSiteIsAway(async () =>
        {
            await page.WaitForFunctionAsync("() => document.querySelector('progress')?.value > 25");
            await Set(line, offline: true);
            await Expect(Row(mother, "identity")).ToContainTextAsync("Đang chờ mạng, sẽ gửi tiếp từ", Patiently);
            await Set(line, offline: false);
            await page.WaitForFunctionAsync("() => document.querySelector('progress')?.value > 50");
            Assert.Single(asked, "POST"); // one upload, gone on with
        });
        await page.ReloadAsync();
        await mother.Look();
        asked.Clear();
        await page.SetInputFilesAsync("[name='paper-identity']", file);
        await mother.Press("Tiếp tục");
        await Expect(page.Locator(".nl-toast")).ToContainTextAsync("Gửi xong, trang tự chuyển tiếp.", Patiently);
        mother.Allow(422); // another paper is missing
        await mother.See("Còn thiếu giấy: Giấy chứng sinh.");
        await mother.Look();
        Assert.DoesNotContain("POST", asked);
        Assert.Contains("HEAD", asked);
        var kept = await (await page.APIRequest.GetAsync((await page.Locator("a", new() { HasText = "ho-khau.pdf" }).GetAttributeAsync("href"))!)).BodyAsync();
        Assert.Equal(file.Buffer, kept);
    }

    /// <summary>A line of 2 Mbit/s, so that there is a middle to be cut in.</summary>
    static Task Set(ICDPSession line, bool offline) =>
        line.SendAsync("Network.emulateNetworkConditions", new() { ["offline"] = offline, ["latency"] = 50, ["downloadThroughput"] = 500_000, ["uploadThroughput"] = 250_000 });
}
