using Microsoft.Playwright;

namespace NhatLe.Browser;

/// <summary>A computer that two clerks share: one press locks it, six digits open it, and what was typed is still there.</summary>
[Collection("Another site")]
public sealed class CounterTests(Site site, Chromium chromium) : Journey(chromium, site.Address)
{
    [Fact]
    public async Task A_clerk_locks_the_counter_in_the_middle_of_a_form_another_works_and_the_first_goes_on_where_they_were()
    {
        var counter = await NewDesktop();
        await counter.BeSignedIn("quan-tri");
        await counter.Visit("/quan-tri/mat-khau?unit=18907", "87-accounts");
        await counter.Visit("/quan-tri/may-quay");
        await counter.Page.SelectOptionAsync("[name='Input.Unit']", "18907");
        await counter.Page.FillAsync("[name='Input.Name']", "Quầy 2");
        await counter.Press("Đăng ký máy này");
        await counter.See("Máy này đã là Quầy 2.");
        await counter.Look("88-counters");

        await BecomesWithPin(counter, Acts.Justice, "705318");
        await BecomesWithPin(counter, Acts.Clerk, "482913");
        await counter.Visit("/quay/tiep-nhan");
        await counter.Page.FillAsync("[name='Input.CitizenNumber']", "044196004217");
        await counter.Page.GetByLabel("Hồ sơ gửi qua bưu chính").CheckAsync();
        await counter.Page.Keyboard.PressAsync("F8");
        await counter.Arrive("Máy đang khóa", "89-lock");

        await ComeBack(counter, "Trần Tiến Đông", "705318");
        await counter.Page.Locator(".nl-bar .post b", new() { HasText = "Trần Tiến Đông" }).WaitForAsync();
        await counter.Look();
        await counter.Page.Keyboard.PressAsync("F8");
        await counter.Arrive("Máy đang khóa");
        await ComeBack(counter, "Cao Thu Giang", "482913");
        await Holds(counter);

        await counter.Page.FillAsync("[name='Input.Name']", "Hồ Thị Mai Liên");
        await counter.Page.Keyboard.PressAsync("F8");
        await counter.Arrive("Máy đang khóa");
        await ComeBack(counter, "Cao Thu Giang", "482913");
        await Assertions.Expect(counter.Page.Locator("[name='Input.Name']")).ToHaveValueAsync("Hồ Thị Mai Liên");
        await Holds(counter);
        await counter.Look("90-as-it-was");
    }

    static async Task BecomesWithPin(Visitor counter, string login, string pin)
    {
        await counter.BeSignedIn(login);
        await counter.Visit("/tai-khoan/ma-pin");
        await counter.Page.FillAsync("[name='Input.Pin']", pin);
        await counter.Press("Đặt mã PIN");
        await counter.See("Đã đặt mã PIN");
    }

    static async Task ComeBack(Visitor counter, string name, string pin)
    {
        await counter.Page.GetByLabel(name).CheckAsync();
        await counter.Page.FillAsync("[name=Pin]", pin);
        await counter.Press("Vào làm việc");
    }

    static async Task Holds(Visitor counter)
    {
        await Assertions.Expect(counter.Page.Locator("[name='Input.CitizenNumber']")).ToHaveValueAsync("044196004217");
        await Assertions.Expect(counter.Page.Locator("input[value=Post]")).ToBeCheckedAsync();
        await counter.Look();
    }
}
