using Microsoft.Playwright;
using NhatLe.Tests.Services;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>Each service with an electronic form, filed by a mother on a small phone over a slow line, from the procedure's page to the code.</summary>
[Collection("Another site")]
public sealed class SixServicesTests(Site site, Chromium chromium, ITestOutputHelper output) : Journey(chromium, site.Address)
{
    const long MostBytes = 300 * 1024;

    public static TheoryData<string> Codes => [.. TypedForms.All.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task It_is_filed_on_a_phone_over_a_slow_line_within_300_kB(string procedure)
    {
        var mother = await NewPhone();
        var line = await SlowLine.On(mother.Page);
        await mother.Visit($"/thu-tuc/{procedure}");
        await mother.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Nộp trực tuyến" }).First.ClickAsync();
        await mother.Arrive("Đăng nhập");
        await mother.SignInHere(Acts.Mother);
        await Expect(mother.Page.Locator("main form button").Last).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^(Bắt đầu|Điền hồ sơ mới)$"));
        await mother.Look();
        await mother.Page.Locator("main form button").Last.ClickAsync();

        foreach (var (number, page) in TypedForms.All[procedure].Index())
        {
            await Expect(mother.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/{number + 1}$"), new() { Timeout = 30_000 });
            await mother.Look();
            await Type(mother.Page, page);
            await mother.Press("Tiếp tục");
        }
        await mother.Arrive("Giấy tờ");
        await SendPapers(mother);
        await mother.Press("Tiếp tục");
        await mother.Arrive("Xem lại trước khi nộp");
        await mother.Press("Nộp hồ sơ");
        await mother.See("Đã nộp hồ sơ");
        await mother.Look();

        output.WriteLine($"{procedure}: {line.Received / 1024.0:N1} kB\n  {line.Heaviest()}");
        Assert.True(line.Received <= MostBytes, $"{line.Received / 1024.0:N1} kB came over the line:\n  {line.Heaviest()}");
    }

    /// <summary>Types a page as a person does; an answer of the account is opened by "Sửa" before it is typed over.</summary>
    static async Task Type(IPage page, (string Field, object? Value)[] typed)
    {
        foreach (var (field, value) in typed)
        {
            if (field == "+")
            {
                await Press(page, (string)value!);
                continue;
            }
            await Open(page, field);
            var inputs = page.Locator($"main [name='{field}']");
            var kind = await inputs.First.EvaluateAsync<string>("e => e.type ?? ''");
            if (value is string[] several) foreach (var one in several) await page.CheckAsync($"[name='{field}'][value='{one}']");
            else if (kind == "radio") await page.CheckAsync($"[name='{field}'][value='{value}']");
            else if (kind == "select-one") await inputs.SelectOptionAsync((string)value!);
            else await inputs.FillAsync((string)value!);
        }
    }

    static async Task Press(IPage page, string words)
    {
        var button = page.Locator("main").GetByRole(AriaRole.Button, new() { Name = words, Exact = true });
        if (await button.CountAsync() > 0)
        {
            var rows = await page.Locator("main fieldset.nl-panel").CountAsync();
            await button.ClickAsync();
            await Expect(page.Locator("main fieldset.nl-panel")).ToHaveCountAsync(rows + 1);
            return;
        }
        await page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Tiếp tục", Exact = true }).ClickAsync(); // the answer brings up the question
        await Expect(page.Locator($"main [name='{words}'], main [name='{words}.Day']").First).ToBeVisibleAsync();
    }

    static async Task Open(IPage page, string field)
    {
        if (await page.Locator($"main [name='{field}']").CountAsync() > 0) return;
        var key = field.Split('.') is [.. var start, "Day" or "Month" or "Year" or "Unit" or "Detail"] ? string.Join('.', start) : field;
        await page.Locator($"main .nl-reused:has(button[formaction*='field={Uri.EscapeDataString(key)}'])").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator($"main [name='{field}']").First).ToBeAttachedAsync();
    }

    /// <summary>A photograph for each paper that is needed.</summary>
    async Task SendPapers(Visitor mother)
    {
        Assert.NotEqual(0, await mother.Page.Locator("main .nl-upload").CountAsync());
        var keys = await mother.Page.Locator("main .nl-upload input[type=file]").EvaluateAllAsync<string[]>("all => all.filter(i => i.required || i.ariaRequired === 'true').map(i => i.name)");
        foreach (var key in keys) await mother.SendPaper(key["paper-".Length..], await Chromium.Photograph($"{key}.jpg", "GIẤY TỜ"));
        await mother.Look();
    }
}
