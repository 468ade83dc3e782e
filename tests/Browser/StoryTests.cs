using System.Globalization;
using Microsoft.Playwright;
using QRCoder;
using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>A child is born in Trọng Hóa: from the mother's telephone to the certificate in her hand, with everybody at their own device.</summary>
[Collection("Site")]
public sealed class StoryTests(Site site, Chromium chromium) : Journey(chromium, site.Address)
{
    static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 30_000 };

    [Fact]
    public async Task The_story_on_a_phone_and_a_desktop()
    {
        const string child = "Hồ Gia Bảo";
        var clerk = await NewDesktop();
        await clerk.OpenInbox(Acts.Clerk, "06-inbox-before");
        await clerk.Page.EvaluateAsync("() => { window.stayed = true }");

        // The mother files from her telephone.
        var mother = await NewPhone();
        await mother.Visit("/", "01-home");
        await mother.Page.FillAsync("#ask", "khai sinh");
        await mother.Press("Tìm");
        await mother.Arrive("Thủ tục hành chính", "02-found");
        await mother.Page.ClickAsync($"main a[href='/thu-tuc/{Acts.BirthRegistration}']");
        await mother.Arrive("Làm giấy khai sinh cho con", "03-procedure");
        await mother.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Nộp trực tuyến" }).ClickAsync();
        await mother.Arrive("Đăng nhập", "03-sign-in");
        await mother.SignInHere(Acts.Mother);
        await mother.Arrive("Làm giấy khai sinh cho con", "03-start");
        await mother.Press("Bắt đầu");
        await mother.AnswerQuestions(child, draw: true);
        await mother.Page.EvaluateAsync(
            """
            () => {
                window.bars = 0
                new MutationObserver(all => { for (const one of all) for (const node of one.addedNodes) if (node.querySelector?.('progress')) window.bars++ })
                    .observe(document.body, { childList: true, subtree: true })
            }
            """);
        await mother.SendPaper(Acts.PaperKeys[0], await Chromium.Photograph("chung-sinh.jpg", "GIẤY CHỨNG SINH"));
        await mother.SendPaper(Acts.PaperKeys[1], await Chromium.Photograph("can-cuoc.jpg", "CĂN CƯỚC CÔNG DÂN"));
        await mother.SendPaper(Acts.PaperKeys[2], await Chromium.Document("ket-hon.pdf", "GIẤY CHỨNG NHẬN KẾT HÔN"));
        Assert.Equal(3, await mother.Page.EvaluateAsync<int>("window.bars"));
        await mother.Look("06-papers");
        await mother.Press("Tiếp tục");
        await mother.Arrive("Xem lại trước khi nộp", "07-check");
        var code = await mother.File(child);
        await mother.Look("07-filed");

        // The clerk's open inbox has it, without having been reloaded; the keyboard opens it, F9 accepts it.
        await Expect(clerk.Row(code)).ToBeVisibleAsync(Patiently);
        Assert.True(await clerk.Page.EvaluateAsync<bool>("window.stayed"));
        await clerk.Look("06-inbox");
        await clerk.OpenByKeys(code);
        await clerk.Page.Keyboard.PressAsync("F9");
        var qr = clerk.Page.GetByRole(AriaRole.Img, new() { Name = "Mã QR mở trang tra cứu hồ sơ này" });
        await Expect(qr).ToBeVisibleAsync(Patiently);
        await clerk.See("17:00 thứ Hai 18/11/2024"); // the day the clock begins: within the day
        await clerk.Look("09-slip");
        var drawn = await qr.Locator("path").GetAttributeAsync("d");

        // The mother's page, open all the while, says so.
        await mother.See("Đang giải quyết");
        await mother.Look("10-own");

        var justice = await NewDesktop();
        await justice.OpenInbox(Acts.Justice);
        await justice.OpenDossier(code);
        var result = await Chromium.Document("giay-khai-sinh.pdf", "GIẤY KHAI SINH");
        await justice.Propose(result);

        var chair = await NewPhone();
        await chair.OpenInbox(Acts.Chair, "11-inbox");
        await chair.OpenDossier(code);
        await chair.Look("12-approve");
        await chair.Approve();

        await clerk.Visit($"/giai-quyet/{code}");
        await clerk.Press("Trả kết quả");
        await Expect(clerk.Page.Locator(".nl-pagehead")).ToContainTextAsync("Đã trả", new() { Timeout = 30_000 });
        await clerk.Look("13-returned");
        Assert.Equal(5, (await clerk.JournalTimes()).Count);

        // The mother's page again, by itself: the result, the very file the official sent.
        await mother.See("Ông/bà có hài lòng không?");
        var link = await mother.Page.GetByRole(AriaRole.Link, new() { Name = result.Name }).GetAttributeAsync("href");
        Assert.Equal(result.Buffer, await (await mother.Page.APIRequest.GetAsync(link!)).BodyAsync());
        await mother.Look("13-result");
        await mother.Page.CheckAsync("[name=Stars][value='5']");
        await mother.Press("Gửi đánh giá");
        await mother.See("Ông/bà đã đánh giá: Rất hài lòng.");
        await mother.Look();

        // She was told of every step.
        await mother.Visit("/ho-so-cua-toi", "14-mine");
        var bell = mother.Page.GetByRole(AriaRole.Link, new() { Name = "thông báo mới" });
        var unread = int.Parse((await bell.GetAttributeAsync("aria-label"))!.Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.True(unread >= 4, $"{unread} notices for filed, accepted, approved and returned");
        await bell.ClickAsync();
        await mother.Arrive("Thông báo", "15-notices");
        await mother.See($"{unread} thông báo chưa đọc.");
        foreach (var step in new[] { "Đã nộp", "Đã tiếp nhận", "Đã có kết quả", "Đã trả kết quả" }) await mother.See($"{step}: Làm giấy khai sinh cho con");

        await TheSlipIsAKey(code, child, drawn!);
    }

    /// <summary>A stranger with the code alone sees no names; with the last digits of her card, or the slip's QR code, they do.</summary>
    async Task TheSlipIsAKey(string code, string child, string drawn)
    {
        var stranger = await NewPhone();
        await stranger.Visit($"/tra-cuu/{code}", "16-stranger");
        var shown = await stranger.Page.ContentAsync();
        foreach (var name in new[] { "Hồ Thị Mai Liên", child, "giay-khai-sinh" }) Assert.DoesNotContain(name, shown, StringComparison.Ordinal);

        await stranger.Page.FillAsync("[name=LastDigits]", "4217");
        await stranger.Press("Xem đầy đủ");
        await stranger.See("Hồ Thị Mai Liên");
        await stranger.Look();
        var address = stranger.Page.Url;
        Assert.Equal(Modules(address), drawn); // that is what a camera reads on the slip

        var holder = await NewPhone();
        await holder.Visit(address, "16-holder");
        await holder.See("Hồ Thị Mai Liên");
        await holder.See("giay-khai-sinh.pdf");
    }

    /// <summary>The path a QR code of this text is drawn with.</summary>
    static string Modules(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        return string.Concat(data.ModuleMatrix.SelectMany((row, y) => row.Cast<bool>().Select((dark, x) => dark ? $"M{x} {y}h1v1h-1z" : "")));
    }

    [Fact]
    public async Task The_story_without_JavaScript()
    {
        const string child = "Hồ Thị An Nhiên";
        var mother = await NewPhone(javaScript: false);
        await mother.Visit("/");
        await mother.Page.FillAsync("#ask", "khai sinh");
        await mother.Press("Tìm");
        await mother.Arrive("Thủ tục hành chính");
        await mother.Page.ClickAsync($"main a[href='/thu-tuc/{Acts.BirthRegistration}']");
        await mother.Arrive("Làm giấy khai sinh cho con");
        await mother.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Nộp trực tuyến" }).ClickAsync();
        await mother.Arrive("Đăng nhập");
        await mother.SignInHere(Acts.Mother);
        await mother.Arrive("Làm giấy khai sinh cho con");
        await mother.Press("Bắt đầu");
        await mother.AnswerQuestions(child);

        // The required papers are missing: the page says which, and goes no further.
        mother.Allow(422);
        await mother.Press("Tiếp tục");
        await mother.See("Còn thiếu giấy: Giấy chứng sinh");
        await mother.Look();
        foreach (var key in Acts.PaperKeys)
            await mother.Page.SetInputFilesAsync($"[name='paper-{key}']", await Chromium.Photograph($"{key}.jpg", key));
        await mother.Press("Tiếp tục");
        var code = await mother.File(child);

        var clerk = await NewDesktop(javaScript: false);
        await clerk.OpenInbox(Acts.Clerk);
        await clerk.OpenDossier(code);
        await clerk.Press("Tiếp nhận và in giấy hẹn (F9)");
        await clerk.Arrive("GIẤY TIẾP NHẬN HỒ SƠ");

        var justice = await NewDesktop(javaScript: false);
        await justice.OpenInbox(Acts.Justice);
        await justice.OpenDossier(code);
        var result = await Chromium.Document("giay-khai-sinh.pdf", "GIẤY KHAI SINH");
        await justice.Propose(result);

        var chair = await NewPhone(javaScript: false);
        await chair.OpenInbox(Acts.Chair);
        await chair.OpenDossier(code);
        await chair.Approve();

        await clerk.Visit($"/giai-quyet/{code}");
        await clerk.Press("Trả kết quả");
        await clerk.See("Chuỗi khớp");
        await clerk.Look();

        await mother.Visit($"/ho-so/{code}");
        await mother.See("Đã trả kết quả");
        var link = await mother.Page.GetByRole(AriaRole.Link, new() { Name = result.Name }).GetAttributeAsync("href");
        Assert.Equal(result.Buffer, await (await mother.Page.APIRequest.GetAsync(link!)).BodyAsync());
    }

    [Fact]
    public async Task One_officer_of_a_small_commune_accepts_and_proposes_in_one_act()
    {
        var code = await (await NewPhone()).FileQuietly("Cao Minh Khôi", Acts.NguHoa);
        var officer = await NewDesktop();
        await officer.OpenInbox(Acts.OnePerson, "17-one-person-inbox");
        await officer.OpenDossier(code);
        await officer.Page.Locator("summary").Filter(new() { HasText = "Làm và chuyển" }).ClickAsync();
        await officer.Page.SetInputFilesAsync("details[open] [name=Result]", await Chromium.Document("giay-khai-sinh.pdf", "GIẤY KHAI SINH"));
        await officer.Look("17-one-person");
        await officer.Press("Làm và chuyển");
        await officer.See("Đang ở bước: Ký kết quả"); // approving stays with another person
        await officer.Look();
        await officer.See("giay-khai-sinh.pdf");
        Assert.Equal(3, (await officer.JournalTimes()).Count); // filed, accepted, proposed
        await officer.Visit("/viec");
        await Expect(officer.Row(code)).ToHaveCountAsync(0);
    }
}
