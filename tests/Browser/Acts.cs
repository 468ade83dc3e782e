using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>What people do on the pages, each said once. Every page met on the way is looked at.</summary>
public static partial class Acts
{
    public const string Mother = "mai.lien", Clerk = "mot-cua.tronghoa", Justice = "tu-phap.tronghoa", Chair = "chu-tich.tronghoa", OnePerson = "can-bo.nguhoa";
    public const string Password = "nhatle-2024";
    public const string BirthRegistration = "1.001193";
    public const string TrongHoa = "18907", NguHoa = "18979";

    /// <summary>The papers of a birth registration a citizen photographs, by their keys.</summary>
    public static readonly string[] PaperKeys = ["birth-certificate-hospital", "identity", "marriage"];

    static readonly float Patience = (float)TimeSpan.FromSeconds(30).TotalMilliseconds;

    [GeneratedRegex(@"/ho-so/(?<code>H[^/?]+)")]
    private static partial Regex OwnDossier { get; }

    /// <summary>Waits for the page with this heading, then looks at it.</summary>
    public static async Task Arrive(this Visitor visitor, string heading, string? name = null)
    {
        await Expect(visitor.Page.Locator("h1").Filter(new() { HasText = heading }).First).ToBeVisibleAsync(new() { Timeout = Patience });
        await visitor.Look(name);
    }

    /// <summary>Waits until a text stands on the page, whoever put it there.</summary>
    public static Task See(this Visitor visitor, string text) =>
        Expect(visitor.Page.Locator("main").GetByText(text).First).ToBeVisibleAsync(new() { Timeout = Patience });

    public static Task Press(this Visitor visitor, string button) =>
        visitor.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Signs in on the page where the visitor stands.</summary>
    public static async Task SignInHere(this Visitor visitor, string login)
    {
        await visitor.Page.FillAsync("[name='Input.Login']", login);
        await visitor.Page.FillAsync("[name='Input.Password']", Password);
        await visitor.Press("Đăng nhập");
    }

    /// <summary>Goes to the inbox, by way of signing in.</summary>
    public static async Task OpenInbox(this Visitor official, string login, string? name = null)
    {
        await official.Visit("/viec");
        await official.SignInHere(login);
        await official.Arrive("Việc của tôi", name);
    }

    /// <summary>Has a session without having met a page.</summary>
    public static async Task BeSignedIn(this Visitor visitor, string login)
    {
        var answer = await visitor.Page.APIRequest.PostAsync("/api/identity/sessions", new() { DataObject = new { login, password = Password } });
        Assert.True(answer.Ok, $"{login} cannot sign in: {answer.Status} {await answer.TextAsync()}");
    }

    /// <summary>The open hand-over of the justice official to the clerk, with a line of each kind; begun where there is none.</summary>
    public static async Task<string> HandOverQuietly(this Visitor justice)
    {
        const string address = "/api/organization/hand-overs", clerk = "6fddfeda-ad3d-5675-9fd3-79ded2adc29a";
        var known = (await (await justice.Page.APIRequest.GetAsync(address)).JsonAsync())!.Value;
        if (known.GetArrayLength() > 0) return known[0].GetProperty("id").GetString()!;
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        var made = await justice.Page.APIRequest.PostAsync(address, new() { DataObject = new { id, unit = TrongHoa, to = clerk, basis = "Quyết định 12/QĐ-UBND ngày 15/11/2024" } });
        Assert.True(made.Ok, await made.TextAsync());
        foreach (var (kind, what, count) in new[] { ("Original", "Giấy chứng sinh của hồ sơ đang giữ", 2), ("Blank", "Phôi giấy khai sinh, số 000120 đến 000159", 40), ("Cash", "Lệ phí chưa nộp kho bạc", 1_250_000), ("Receipt", "Quyển 000007, từ số 301 đến 350", 50) })
            Assert.True((await justice.Page.APIRequest.PostAsync($"{address}/{id}/lines", new() { DataObject = new { add = new { kind, what, count, remark = "Đã đối chiếu sổ" } } })).Ok);
        return id;
    }

    /// <summary>The four pages of questions, with the child's name. The account gives the rest, and says so; the visitor stands on the first.</summary>
    public static async Task AnswerQuestions(this Visitor mother, string child, string unit = TrongHoa, bool draw = false)
    {
        string? Name(string name) => draw ? name : null;
        await mother.Arrive("Con của ông/bà");
        await mother.TypeChild(child);
        await mother.Look(Name("04-question"));
        await mother.Press("Tiếp tục");
        await mother.Arrive("Người mẹ", Name("05-mother"));
        await mother.See("Hồ Thị Mai Liên");
        await mother.Press("Tiếp tục");
        await mother.Arrive("Người cha");
        await mother.Press("Tiếp tục");
        await mother.Arrive("Nơi nhận hồ sơ và liên lạc");
        if (unit != TrongHoa)
        {
            await mother.Page.Locator("#unit").GetByRole(AriaRole.Button).ClickAsync(); // "Sửa"
            await mother.Page.SelectOptionAsync("[name=unit]", unit);
        }
        await mother.Press("Tiếp tục");
        await mother.Arrive("Giấy tờ");
    }

    public static async Task TypeChild(this Visitor mother, string child)
    {
        var page = mother.Page;
        await page.FillAsync("[name=child_name]", child);
        await page.FillAsync("[name='child_born_on.Day']", "10");
        await page.FillAsync("[name='child_born_on.Month']", "11");
        await page.FillAsync("[name='child_born_on.Year']", "2024");
        await page.CheckAsync("[name=child_sex][value=male]");
        await page.FillAsync("[name=child_birth_place]", "Trạm y tế xã Trọng Hóa");
    }

    /// <summary>Chooses a file for a paper and waits until the server has it.</summary>
    public static async Task SendPaper(this Visitor mother, string key, FilePayload file)
    {
        var input = mother.Page.Locator($"[name='paper-{key}']");
        await input.SetInputFilesAsync(file);
        var row = mother.Page.Locator($".nl-upload:has([name='paper-{key}'])").GetByRole(AriaRole.Listitem).Filter(new() { HasText = file.Name });
        await Expect(row).ToContainTextAsync("Đã gửi", new() { Timeout = Patience });
    }

    /// <summary>The last press of a citizen. Says the dossier's code.</summary>
    public static async Task<string> File(this Visitor mother, string child)
    {
        await mother.Arrive("Xem lại trước khi nộp");
        await mother.See(child);
        await mother.Press("Nộp hồ sơ");
        await mother.See("Đã nộp hồ sơ");
        await mother.Look();
        return OwnDossier.Match(mother.Page.Url).Groups["code"].Value;
    }

    /// <summary>Files as the pages do, without meeting one. Says the dossier's code.</summary>
    public static async Task<string> FileQuietly(this Visitor mother, string child, string unit = TrongHoa)
    {
        var api = mother.Page.APIRequest;
        await mother.BeSignedIn(Mother);
        var begun = await api.PostAsync($"/dich-vu-cong/{BirthRegistration}/nop", new() { MaxRedirects = 0 });
        var draft = begun.Headers["location"].Split('/')[^2];
        foreach (var key in PaperKeys)
        {
            var form = api.CreateFormData();
            form.Set("file", new FilePayload { Name = $"{key}.pdf", MimeType = "application/pdf", Buffer = System.Text.Encoding.UTF8.GetBytes($"%PDF-1.4\n% {key} {child}\n%%EOF\n") });
            Assert.True((await api.PostAsync($"/api/services/drafts/{draft}/files/{key}", new() { Multipart = form })).Ok);
        }
        var answers = new Dictionary<string, string>
        {
            ["child_name"] = child, ["child_born_on"] = "2024-11-10", ["child_sex"] = "female", ["child_birth_place"] = "Bệnh viện đa khoa huyện Minh Hóa", ["child_ethnicity"] = "Bru–Vân Kiều",
            ["mother_name"] = "Hồ Thị Mai Liên", ["mother_born_on"] = "1996-03-08", ["mother_number"] = "044196004217",
            ["father_name"] = "", ["father_born_on"] = "", ["father_number"] = "", ["unit"] = unit, ["phone"] = "0900000101",
        };
        var filed = await api.PostAsync("/api/services/dossiers", new() { DataObject = new { id = draft, procedureCode = BirthRegistration, answers } });
        Assert.True(filed.Ok, await filed.TextAsync());
        return (await filed.JsonAsync())!.Value.GetProperty("code").GetString()!;
    }

    /// <summary>Accepts a dossier and has its unit apologise, without meeting a page. Says the verification code of the slip.</summary>
    public static async Task<string> IssueQuietly(this Visitor clerk, string code)
    {
        var api = clerk.Page.APIRequest;
        async Task<System.Text.Json.JsonElement> Do(string act, object body)
        {
            var answer = await api.PostAsync($"/api/services/dossiers/{code}/{act}", new() { DataObject = body });
            Assert.True(answer.Ok, await answer.TextAsync());
            return (await answer.JsonAsync())!.Value;
        }
        var due = (await Do("acceptance", new { })).GetProperty("dueAt").GetDateTimeOffset();
        await clerk.BeSignedIn(Chair);
        var day = due.ToOffset(TimeSpan.FromHours(7)).AddDays(7);
        await Do("new-appointment", new { reason = "đang chờ xác minh nơi sinh", dueAt = new DateTimeOffset(day.Year, day.Month, day.Day, 9, 0, 0, day.Offset) });
        await clerk.BeSignedIn(Clerk);
        var slip = await (await api.GetAsync($"/ho-so/{code}/giay-hen")).TextAsync();
        return VerificationCode.Match(slip).Groups["code"].Value;
    }

    [GeneratedRegex("""class="num code">(?<code>[^<]+)<""")]
    private static partial Regex VerificationCode { get; }

    /// <summary>The row of a dossier in an inbox.</summary>
    public static ILocator Row(this Visitor official, string code) => official.Page.Locator("table[data-keys] tbody tr").Filter(new() { HasText = code });

    public static async Task OpenDossier(this Visitor official, string code)
    {
        await official.Row(code).Locator("a.t").ClickAsync();
        await official.AtWork(code);
    }

    /// <summary>Stands before the dossier, with the act of its step.</summary>
    public static async Task AtWork(this Visitor official, string code, string? name = null)
    {
        await Expect(official.Page.Locator("#hoso")).ToBeVisibleAsync(new() { Timeout = Patience });
        await official.See(code);
        await official.Look(name);
    }

    /// <summary>J until the row has the focus, then Enter.</summary>
    public static async Task OpenByKeys(this Visitor official, string code)
    {
        for (var n = 0; n < 50; n++)
        {
            await official.Page.Keyboard.PressAsync("j");
            var link = await official.Page.EvaluateAsync<string?>("document.activeElement.getAttribute('href')");
            if (link is null || !link.EndsWith(code, StringComparison.Ordinal)) continue;
            await official.Page.Keyboard.PressAsync("Enter");
            await official.AtWork(code, "08-dossier");
            return;
        }
        Assert.Fail($"J never came to {code}.");
    }

    /// <summary>The official who examines puts a result before the chair.</summary>
    public static async Task Propose(this Visitor official, FilePayload result)
    {
        await official.Page.SetInputFilesAsync("[name=Result]", result);
        await official.Press("Trình phê duyệt");
        await official.See("Đang ở bước: Ký kết quả");
        await official.Look();
    }

    public static async Task Approve(this Visitor chair)
    {
        await chair.Press("Phê duyệt kết quả");
        await chair.See("Đang ở bước: Trả kết quả");
        await chair.Look();
    }

    /// <summary>When the journal of the dossier on screen says things happened, oldest first. Its chain must hold.</summary>
    public static async Task<IReadOnlyList<DateTimeOffset>> JournalTimes(this Visitor official)
    {
        await official.See("Chuỗi khớp");
        var times = await official.Page.Locator(".nl-journal time").EvaluateAllAsync<string[]>("all => all.map(t => t.dateTime)");
        return [.. times.Reverse().Select(t => DateTimeOffset.Parse(t, System.Globalization.CultureInfo.InvariantCulture))];
    }
}
