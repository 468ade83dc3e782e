using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace NhatLe.Browser;

/// <summary>A leader gives a task from a row, and it lands at the other end while somebody looks; a chair signs on a phone.</summary>
[Collection("Site")]
public sealed class TaskTests(Site site, Chromium chromium) : Journey(chromium, site.Address)
{
    const string Province = "chu-tich.tinh";

    [Theory]
    [InlineData("phone", true, true)]
    [InlineData("desktop", false, false)]
    public async Task A_task_given_from_a_row_lands_live_is_reported_and_confirmed(string device, bool dark, bool javaScript)
    {
        Task<Visitor> Come() => device == "phone" ? NewPhone(javaScript, dark) : NewDesktop(javaScript, dark);
        var mother = await NewPhone();
        var child = $"Hồ Thị {device} {(dark ? "Tối" : "Sáng")} {(javaScript ? "Một" : "Hai")}";
        var dossier = await mother.FileQuietly(child);
        var commune = await Come();
        await commune.BeSignedIn(Acts.Chair);
        await commune.Visit("/viec");

        var leader = await Come();
        await leader.BeSignedIn(Province);
        await leader.Visit("/buoi-sang", "40-morning");
        await leader.Visit("/so-lieu/ho-so?so=da-nop&don-vi=18907", "41-behind");
        await leader.Page.GetByRole(AriaRole.Link, new() { Name = $"Giao việc: Làm giấy khai sinh cho con, {child}" }).ClickAsync();
        await leader.Arrive("Giao việc", "42-give");
        await leader.See(dossier);
        await leader.Page.FillAsync("[name=What]", child);
        await leader.Press("Giao việc");
        await leader.Arrive("Báo cáo nguyên nhân trễ", "43-given");
        var address = new Uri(leader.Page.Url).AbsolutePath;

        if (javaScript) await commune.See(address.Split('/')[^1]); // without a press, within the look
        else await commune.Visit("/viec");
        await commune.Visit("/thong-bao");
        await commune.Visit("/nhiem-vu", "44-tasks");
        await commune.Visit(address, "45-task");
        await commune.Page.FillAsync("[name=Report]", "Thiếu bản sao giấy chứng sinh, hẹn xong thứ Tư.");
        await commune.Press("Gửi báo cáo");
        await commune.See("Đang chờ Chủ tịch UBND tỉnh xác nhận.");
        await commune.Look();

        await leader.Visit(address, "46-reported");
        leader.Allow(422);
        await leader.Press("Xác nhận hoàn thành");
        await leader.See("Hãy chọn một mức đánh giá.");
        await leader.Look("47-refused");
        await leader.Page.GetByLabel("Hoàn thành tốt").CheckAsync();
        await leader.Press("Xác nhận hoàn thành");
        await leader.See("Đã hoàn thành");
        await leader.Look("48-confirmed");
        await leader.Visit("/nhiem-vu?muc=toi-giao&tinh-trang=da-xong", "49-ended");
    }

    [Theory]
    [InlineData("phone", true, true)]
    [InlineData("desktop", false, false)]
    public async Task A_chair_signs_the_chosen_and_sends_back_the_other(string device, bool dark, bool javaScript)
    {
        Task<Visitor> Come() => device == "phone" ? NewPhone(javaScript, dark) : NewDesktop(javaScript, dark);
        var mother = await NewPhone();
        var child = $"Hồ Văn {device} {(dark ? "Tối" : "Sáng")} {(javaScript ? "Ba" : "Tư")}";
        var (one, two) = (await mother.FileQuietly(child + " Một"), await mother.FileQuietly(child + " Hai"));
        var (clerk, justice) = (await NewDesktop(), await NewDesktop());
        await clerk.BeSignedIn(Acts.Clerk);
        await justice.BeSignedIn(Acts.Justice);
        foreach (var code in (string[])[one, two])
        {
            Assert.True((await clerk.Page.APIRequest.PostAsync($"/api/services/dossiers/{code}/acceptance", new() { DataObject = new { } })).Ok);
            var form = justice.Page.APIRequest.CreateFormData();
            form.Set("file", new FilePayload { Name = "du-thao.pdf", MimeType = "application/pdf", Buffer = System.Text.Encoding.UTF8.GetBytes($"%PDF-1.4\n% {code}\n%%EOF\n") });
            var result = await (await justice.Page.APIRequest.PostAsync("/api/services/results", new() { Multipart = form })).JsonAsync();
            Assert.True((await justice.Page.APIRequest.PostAsync($"/api/services/dossiers/{code}/processing", new() { DataObject = new { note = "Đủ điều kiện, đề nghị ký.", result } })).Ok);
        }

        var chair = await Come();
        await chair.BeSignedIn(Acts.Chair);
        await chair.Visit("/ky", "50-to-sign");
        await chair.Page.GetByLabel($"Chọn Làm giấy khai sinh cho con, {child} Một").CheckAsync();
        if (javaScript) await Expect(chair.Page.Locator(".nl-signbar button").First).ToHaveTextAsync("Ký 1 văn bản");
        await chair.Look("51-chosen");
        await chair.Page.Locator(".nl-signbar button").First.ClickAsync();
        await chair.Arrive("Ký 1 văn bản?", "52-asked");
        await chair.Press("Ký 1 văn bản");
        await chair.Arrive("Đã ký 1 văn bản", "53-signed");

        await chair.Visit("/ky");
        await chair.Page.GetByLabel($"Chọn Làm giấy khai sinh cho con, {child} Hai").CheckAsync();
        await chair.Press("Trả lại");
        await chair.Arrive("Trả lại 1 văn bản?", "54-why");
        await chair.Page.GetByLabel("Sai thể thức văn bản").CheckAsync();
        await chair.Press("Trả lại 1 văn bản");
        await chair.Arrive("Đã trả lại 1 văn bản", "55-sent-back");
        await chair.Visit("/ky");
    }
}
