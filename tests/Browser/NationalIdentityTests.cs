using System.Diagnostics;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>A site of its own, and beside it the stand-in of the national identity as a process of its own.</summary>
public sealed class NationalSite : IAsyncLifetime
{
    Process? national;

    public NationalSite()
    {
        National = new($"http://127.0.0.1:{Site.FreePort()}");
        Here = new() { More = ["--national", National + "identity"] };
    }

    public Site Here { get; }

    public Uri National { get; }

    public async Task InitializeAsync()
    {
        await Begin();
        await Here.InitializeAsync();
    }

    /// <summary>Starts it and returns when it answers.</summary>
    public async Task Begin()
    {
        var here = Here.Address.ToString();
        national = Process.Start(new ProcessStartInfo("dotnet", [Program(), "--urls", National.GetLeftPart(UriPartial.Authority), "--client", "nhatle-trinh-dien", "--secret", "chi-de-trinh-dien", "--redirect", here + "dang-nhap/quoc-gia/ve", "--until-input-ends"])
        {
            UseShellExecute = false, RedirectStandardInput = true,
        })!;
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(100))
        {
            if (national.HasExited) throw new InvalidOperationException($"The stand-in ended with code {national.ExitCode} before it was ready.");
            try
            {
                using var answer = await client.GetAsync(new Uri(National, "identity/.well-known/openid-configuration"));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (Exception refused) when (refused is HttpRequestException or TaskCanceledException)
            {
                // not listening yet
            }
        }
        throw new TimeoutException($"The stand-in did not answer at {National} within 60 s.");
    }

    public void End()
    {
        national!.StandardInput.Close(); // it ends by itself
        if (!national.WaitForExit(10_000)) national.Kill();
        national.Dispose();
        national = null;
    }

    public async Task DisposeAsync()
    {
        if (national is not null) End();
        await Here.DisposeAsync();
    }

    static string Program() => new[] { "Release", "Debug" }.Select(c => new FileInfo(Path.Combine(House.Root, "src/National/bin", c, "net10.0/nhatle-national.dll"))).Where(f => f.Exists).MaxBy(f => f.LastWriteTimeUtc)?.FullName
        ?? throw new FileNotFoundException("src/National is not built: dotnet build NhatLe.slnx");
}

/// <summary>A citizen enters by the national identity, is led there by a service that demands it, and enters by password while it is down.</summary>
[Collection("Another site")]
public sealed class NationalIdentityTests(NationalSite sites, Chromium chromium) : Journey(chromium, sites.Here.Address), IClassFixture<NationalSite>
{
    const string Button = "Đăng nhập bằng định danh điện tử quốc gia", Number = "044196004217", Newcomer = "044188700000";

    static async Task SignInThere(Visitor visitor, string number, string? name = null)
    {
        await visitor.Arrive("Đăng nhập", name);
        await visitor.See("Người hư cấu để thử");
        await visitor.Page.FillAsync("[name=number]", number);
        await visitor.Page.FillAsync("[name=password]", "dinh-danh-2024");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập", Exact = true }).ClickAsync();
    }

    static Task PressLink(Visitor visitor, string link) => visitor.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync();

    [Theory]
    [InlineData("phone", true)]
    [InlineData("desktop", false)]
    public async Task Somebody_without_an_account_enters_and_is_known(string device, bool javaScript)
    {
        var citizen = device == "phone" ? await NewPhone(javaScript) : await NewDesktop(javaScript, dark: true);
        await citizen.Visit("/dang-nhap?returnUrl=%2Ftai-khoan", "90-sign-in");
        await PressLink(citizen, Button);
        await SignInThere(citizen, Newcomer, "91-national");
        await citizen.Arrive("Tài khoản của tôi", "92-account");
        await citizen.See("Bùi Thu Trang");
        await citizen.See("Mức 2. Họ tên và ngày sinh đã được xác nhận ngày");
    }

    [Theory]
    [InlineData("phone", true)]
    [InlineData("desktop", false)]
    public async Task A_service_that_demands_level_2_leads_there_and_back_to_the_same_place(string device, bool javaScript)
    {
        await DemandLevel2();
        var mother = device == "phone" ? await NewPhone(javaScript, dark: true) : await NewDesktop(javaScript);
        await mother.BeSignedIn(Acts.Mother);
        await mother.Visit("/thu-tuc/" + Acts.BirthRegistration, "93-procedure");
        await mother.See("Nộp qua mạng cần tài khoản định danh điện tử quốc gia mức 2.");
        await mother.Visit($"/dich-vu-cong/{Acts.BirthRegistration}/nop", "94-start");
        await mother.Press(await mother.Page.GetByRole(AriaRole.Button, new() { Name = "Điền hồ sơ mới" }).CountAsync() > 0 ? "Điền hồ sơ mới" : "Bắt đầu");
        await mother.Arrive("Con của ông/bà");
        var draft = new Uri(mother.Page.Url).AbsolutePath.Split('/')[^2];
        await mother.Visit($"/dich-vu-cong/nop/{draft}/kiem-tra", "95-check");
        await PressLink(mother, "Xác nhận rồi nộp");
        await mother.Arrive("Xác nhận bằng định danh quốc gia", "96-level");
        await PressLink(mother, "Đến trang định danh quốc gia");
        await SignInThere(mother, Number);
        await mother.Arrive("Xem lại trước khi nộp", "97-back");
        Assert.EndsWith($"/{draft}/kiem-tra", new Uri(mother.Page.Url).AbsolutePath, StringComparison.Ordinal);
        await Expect(mother.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Nộp hồ sơ" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task While_it_is_down_the_page_says_so_and_the_password_opens()
    {
        var mother = await NewPhone();
        await mother.Visit("/dang-nhap");
        sites.End();
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(6)); // what it says of itself is taken for five
            var watch = Stopwatch.StartNew();
            await PressLink(mother, Button);
            await mother.See("Định danh điện tử quốc gia đang gián đoạn.");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
            await mother.Look("98-down");
            await mother.SignInHere(Acts.Mother);
            await mother.Arrive("Hồ sơ của tôi");
        }
        finally
        {
            await sites.Begin();
        }
    }

    /// <summary>An editor sets it, somebody else approves.</summary>
    async Task DemandLevel2()
    {
        const string draft = $"/api/catalogue/procedures/{Acts.BirthRegistration}/draft";
        var (editor, approver) = (await NewDesktop(), await NewDesktop());
        await editor.BeSignedIn("quan-tri");
        await approver.BeSignedIn("chanh-van-phong");
        if ((await (await editor.Page.APIRequest.GetAsync("/thu-tuc/" + Acts.BirthRegistration)).TextAsync()).Contains("quốc gia mức 2", StringComparison.Ordinal)) return;
        await editor.Page.APIRequest.PostAsync(draft, new() { DataObject = new { } });
        var content = System.Text.Json.Nodes.JsonNode.Parse(await (await editor.Page.APIRequest.GetAsync(draft)).TextAsync())!["draft"]!;
        content["onlineAssurance"] = "National2";
        var saved = System.Text.Json.Nodes.JsonNode.Parse(await (await editor.Page.APIRequest.PutAsync(draft, new() { DataString = content.ToJsonString(), Headers = [new("Content-Type", "application/json")] })).TextAsync())!;
        var submitted = System.Text.Json.Nodes.JsonNode.Parse(await (await editor.Page.APIRequest.PostAsync(draft + "/submission", new() { DataObject = new { seen = saved["seen"]!.GetValue<int>() } })).TextAsync())!;
        var answer = await approver.Page.APIRequest.PostAsync(draft + "/approval", new() { DataObject = new { seen = submitted["seen"]!.GetValue<int>(), publishOn = "2024-11-18" } });
        Assert.True(answer.Ok, await answer.TextAsync());
    }
}
