using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>People go back, close the phone, go on elsewhere: what was typed is there, and what was filed is filed once.</summary>
[Collection("Site")]
public sealed class InterruptedTests(Site site, Chromium chromium) : Journey(chromium, site.Address)
{
    [Fact]
    public async Task Back_and_forward_and_a_closed_phone_lose_nothing_and_file_nothing_twice()
    {
        const string first = "Hồ Quay Lại", second = "Hồ Đi Tiếp";
        var phone = await NewPhone();
        await phone.BeSignedIn(Acts.Mother);
        await phone.Visit($"/dich-vu-cong/{Acts.BirthRegistration}/nop");
        await phone.Page.Locator("main form button").Last.ClickAsync();
        await phone.Arrive("Con của ông/bà");
        await phone.TypeChild(first);
        await phone.Press("Tiếp tục");
        await phone.Arrive("Người mẹ");

        // The back button of the browser, a change there, and on again.
        await phone.Page.GoBackAsync();
        await phone.Arrive("Con của ông/bà");
        Assert.Equal(first, await phone.Page.InputValueAsync("[name=child_name]"));
        await phone.Page.FillAsync("[name=child_name]", second);
        await phone.Press("Tiếp tục");
        await phone.Arrive("Người mẹ");
        var draft = phone.Page.Url.Split('/')[^2];

        // The phone is closed in the middle of a page; at a computer it goes on from the furthest page.
        await phone.Page.Locator("#mother_number").GetByRole(AriaRole.Button).ClickAsync(); // "Sửa"
        await phone.Page.FillAsync("[name=mother_number]", "04419600421"); // one digit short, and not sent
        await Expect(phone.Page.Locator("[data-saved]")).ToContainTextAsync("Đã lưu");
        await phone.Look();
        await phone.Page.CloseAsync();
        var desktop = await NewDesktop();
        await desktop.BeSignedIn(Acts.Mother);
        await desktop.Visit($"/dich-vu-cong/{Acts.BirthRegistration}/nop");
        await desktop.Page.Locator($"main a[href*='{draft}']").ClickAsync();
        await desktop.Arrive("Người mẹ");
        Assert.Equal("04419600421", await desktop.Page.InputValueAsync("[name=mother_number]"));
        desktop.Allow(422);
        await desktop.Press("Tiếp tục");
        await desktop.See("Số định danh có 12 chữ số. Ông/bà mới nhập 11 số.");
        await desktop.Look();
        await desktop.Page.FillAsync("[name=mother_number]", "044196004217");
        await desktop.Press("Tiếp tục");
        await desktop.Arrive("Người cha");
        await desktop.Press("Tiếp tục");
        await desktop.Arrive("Nơi nhận hồ sơ và liên lạc");
        await desktop.Press("Tiếp tục");
        await desktop.Arrive("Giấy tờ");
        foreach (var key in Acts.PaperKeys[..2]) await desktop.SendPaper(key, await Chromium.Photograph(key + ".jpg", "GIẤY TỜ"));
        await desktop.Press("Tiếp tục");
        var code = await desktop.File(second);

        // Back to the button: it is filed, so the page leads to the dossiers; sent again all the same, it is the same dossier.
        await desktop.Page.GoBackAsync();
        await desktop.Page.WaitForLoadStateAsync();
        var again = await desktop.Page.APIRequest.PostAsync($"{site.Address}dich-vu-cong/nop/{draft}/kiem-tra", new() { Headers = new Dictionary<string, string> { ["Content-Type"] = "application/x-www-form-urlencoded" }, Data = "", MaxRedirects = 0 });
        Assert.Equal((303, true), (again.Status, again.Headers["location"].Contains(code, StringComparison.Ordinal)));
        await desktop.Look();
        await desktop.Visit("/ho-so-cua-toi");
        Assert.Equal(1, await desktop.Page.Locator("main").GetByText(second).CountAsync());
    }
}
