using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace NhatLe.Browser;

/// <summary>One account opens another system, which others wrote (tests/SecondSystem), and signing out on either side reaches the other.</summary>
[Collection("Another site")]
public sealed class OneAccountTests(Site site, Chromium chromium) : Journey(chromium, site.Address)
{
    [Theory]
    [InlineData("phone", true, "openid-client")]
    [InlineData("desktop", false, "oauth4webapi")]
    public async Task A_citizen_enters_another_system_leaves_here_and_is_out_there_and_the_other_way_round(string device, bool javaScript, string library)
    {
        var (port, code) = (Site.FreePort(), "so-" + library);
        var there = $"http://127.0.0.1:{port}";
        var name = $"Sổ sức khỏe {library}";

        var admin = await NewDesktop();
        await admin.BeSignedIn("quan-tri");
        await admin.Visit("/quan-tri/he-thong/moi", "80-register");
        await admin.Page.FillAsync("[name=ClientId]", code);
        await admin.Page.FillAsync("[name='Input.Name']", name);
        await admin.Page.GetByLabel("Của đơn vị ngoài tỉnh").CheckAsync();
        await admin.Page.GetByLabel("Người dùng đăng nhập").CheckAsync();
        await admin.Page.GetByLabel("Gia hạn phiên mà không hỏi lại").CheckAsync();
        await admin.Page.GetByLabel("Người dân mở được").CheckAsync();
        await admin.Page.GetByLabel("Họ tên và tên đăng nhập").CheckAsync();
        await admin.Page.FillAsync("[name='Input.LaunchAddress']", there + "/");
        await admin.Page.FillAsync("[name='Input.RedirectUris']", there + "/callback");
        await admin.Page.FillAsync("[name='Input.PostLogoutUris']", there + "/bye");
        await admin.Page.FillAsync("[name='Input.BackChannelUri']", there + "/backchannel");
        await admin.Press("Đăng ký");
        await admin.See("Bí mật của hệ thống, chỉ hiện một lần");
        var secret = await admin.Page.Locator("#bi-mat").InnerTextAsync();
        await admin.Look("81-secret");
        await admin.Visit("/quan-tri/he-thong", "82-systems");

        using var system = await Start(library, new { issuer = site.Address.ToString().TrimEnd('/'), clientId = code, secret, port, scope = "openid profile" });
        var mother = device == "phone" ? await NewPhone(javaScript) : await NewDesktop(javaScript, dark: true);
        await mother.Visit(there + "/");
        await mother.Page.ClickAsync("#in");
        await mother.Arrive("Đăng nhập", "83-sign-in");
        await mother.See($"Để vào {name}.");
        await mother.SignInHere(Acts.Mother);
        await mother.Arrive($"Cho {name} biết thông tin của ông/bà?", "84-consent");
        await mother.Press("Đồng ý");
        await mother.Arrive("Xin chào, Hồ Thị Mai Liên");

        await mother.Visit("/he-thong", "85-systems");
        await mother.See(name);
        await mother.Visit("/tai-khoan", "86-account");
        await mother.Page.ClickAsync("header form[action$=\"/dang-xuat\"] .nl-out");
        await mother.Page.WaitForURLAsync(site.Address.ToString());
        await mother.Look();
        await Becomes(mother, there, "Chưa đăng nhập");

        await mother.Page.ClickAsync("#in"); // agreed already: only the password is asked
        await mother.Arrive("Đăng nhập");
        await mother.SignInHere(Acts.Mother);
        await mother.Arrive("Xin chào, Hồ Thị Mai Liên");
        await mother.Page.ClickAsync("#out");
        await mother.Arrive("Tạm biệt bye");
        await mother.Page.GotoAsync("/tai-khoan");
        await mother.Arrive("Đăng nhập");
        await Becomes(mother, there, "Chưa đăng nhập");
    }

    /// <summary>The systems tell each other behind the browser's back, a moment later.</summary>
    static async Task Becomes(Visitor visitor, string there, string heading)
    {
        for (var i = 0; i < 40; i++)
        {
            await visitor.Page.GotoAsync(there + "/");
            if (await visitor.Page.Locator("h1").InnerTextAsync() == heading) break;
            await Task.Delay(250);
        }
        await visitor.Arrive(heading);
    }

    static async Task<Second> Start(string library, object settings)
    {
        var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(House.Root, "tests/SecondSystem/system.mjs"), library, JsonSerializer.Serialize(settings)]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = await node.StandardOutput.ReadLineAsync(new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token);
        return said == "ready" ? new(node) : throw new InvalidOperationException(await node.StandardError.ReadToEndAsync());
    }

    sealed class Second(Process node) : IDisposable
    {
        public void Dispose()
        {
            node.StandardInput.Close(); // it ends by itself
            if (!node.WaitForExit(5000)) node.Kill();
            node.Dispose();
        }
    }
}
