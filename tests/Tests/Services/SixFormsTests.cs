using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using NhatLe.Platform.Directory;
using NhatLe.Services.Dossiers;
using Microsoft.Extensions.DependencyInjection;

namespace NhatLe.Tests.Services;

/// <summary>Each form filed twice: through its pages without script, and through the API by its schema; both reach the unit that decides.</summary>
public sealed class SixFormsTests(App app) : IClassFixture<App>
{
    public static TheoryData<string> Codes => [.. FiledForms.All.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task It_is_filed_page_by_page_without_script(string code)
    {
        var form = FiledForms.All[code];
        var citizen = await app.As(Filing.Mother);
        var draft = await citizen.Begin(code);
        var number = 1;
        foreach (var page in form.Pages)
        {
            await citizen.Fill(draft, number, page);
            number++;
        }
        await citizen.PhotographAll(draft);
        var check = await citizen.Http.Open(Pages.Address(draft, "kiem-tra"));
        foreach (var said in form.Said) Assert.Contains(said, check.Words(), StringComparison.Ordinal);
        var filed = await citizen.PressFile(draft);
        await Reached(filed, form);

        var clerk = await app.As(form.Clerk);
        foreach (var (client, address) in new[] { (citizen, $"/ho-so/{filed}/to-khai"), (clerk, $"/ho-so/{filed}/to-khai"), (clerk, $"/giai-quyet/{filed}") })
        {
            var words = (await client.Http.Open(address)).Words();
            foreach (var said in form.Said) Assert.Contains(said, words, StringComparison.Ordinal);
        }
        Assert.Contains("TỜ KHAI", (await citizen.Http.Open($"/ho-so/{filed}/to-khai")).Words().Replace("GIẤY ĐỀ NGHỊ", "TỜ KHAI", StringComparison.Ordinal).Replace("PHIẾU YÊU CẦU", "TỜ KHAI", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.NotNull((await citizen.Http.Open($"/ho-so/{filed}")).QuerySelector($"a[href='/ho-so/{filed}/to-khai']"));
        Assert.NotNull((await clerk.Http.Open($"/giai-quyet/{filed}")).QuerySelector($"a[href='/ho-so/{filed}/to-khai']"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As("van.khiem")).Get($"/ho-so/{filed}/to-khai")).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task It_is_filed_through_the_API_by_its_schema(string code)
    {
        var form = FiledForms.All[code];
        var schema = JsonNode.Parse(await app.Anybody().Page($"/api/services/procedures/{code}/form"))!;
        Assert.Equal($"urn:nhatle:form:{form.Key}", (string)schema["$id"]!);
        var answers = (JsonObject)JsonNode.Parse(form.Json)!;
        Assert.All(answers, a => Assert.NotNull(schema["properties"]![a.Key]));
        Assert.All(schema["required"]!.AsArray(), key => Assert.True(answers.ContainsKey((string)key!), $"{key}"));

        var citizen = await app.As(Filing.Mother);
        var draft = await citizen.Begin(code);
        await citizen.PhotographAll(draft);
        var receipt = await citizen.Post<FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = code, answers });
        await Reached(receipt.Code, form);
    }

    async Task Reached(string code, FiledForm form)
    {
        var dossier = await app.Dossier(code);
        var unit = (await app.Services.GetRequiredService<DirectoryCache>().Get(default)).Unit(dossier.UnitId);
        Assert.Equal((form.Unit, form.Fee), (unit.Code == form.Unit ? form.Unit : unit.FullName, dossier.Fee));
        var kept = app.Form(dossier);
        foreach (var (key, value) in form.Kept) Assert.Equal((key, value), (key, kept.GetValueOrDefault(key)));
        foreach (var key in form.NotKept) Assert.DoesNotContain(kept.Keys, k => k.StartsWith(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_row_is_explained_beside_it_and_nothing_of_any_row_is_lost()
    {
        var citizen = await app.As(Filing.Mother);
        var draft = await citizen.Begin("2.000815");
        var page = await citizen.Http.Open(Pages.Address(draft, 1));
        var added = await citizen.Http.Press(page.Form(), "Thêm giấy", ("documents[0].name", "Bằng tốt nghiệp"), ("documents[0].pages", "hai"));
        Assert.Equal($"{Pages.Address(draft, 1)}#documents_1__", added.Headers.Location?.ToString());
        page = await citizen.Http.Open(Pages.Address(draft, 1));
        Assert.Equal(("Bằng tốt nghiệp", "hai", ""), (page.Value("documents[0].name"), page.Value("documents[0].pages"), page.Value("documents[1].name")));

        var wrong = await citizen.Http.Press(page.Form(), "Tiếp tục", ("documents[0].pages", "2"), ("documents[0].copies", "1"), ("documents[1].name", "Giấy khai sinh"), ("documents[1].pages", "ba"), ("documents[1].copies", "200"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        page = await wrong.Page();
        Assert.Equal("Chỗ này cần một số nguyên, chỉ gồm chữ số.", Beside(page, "documents[1].pages"));
        Assert.Equal("Nhiều nhất là 100. Hãy xem lại số này.", Beside(page, "documents[1].copies"));
        Assert.Null(page.QuerySelector($"[id='{page.QuerySelector("[name='documents[0].pages']")!.Id}-e']"));
        foreach (var shown in new[] { page, await citizen.Http.Open(Pages.Address(draft, 1)) })
            Assert.Equal(("Bằng tốt nghiệp", "2", "Giấy khai sinh", "ba", "200"),
                (shown.Value("documents[0].name"), shown.Value("documents[0].pages"), shown.Value("documents[1].name"), shown.Value("documents[1].pages"), shown.Value("documents[1].copies")));

        await citizen.Http.Press(page.Form(), "Bỏ giấy 1", ("documents[1].pages", "3"));
        page = await citizen.Http.Open(Pages.Address(draft, 1));
        Assert.Equal(("Giấy khai sinh", "3", "200", (string?)null), (page.Value("documents[0].name"), page.Value("documents[0].pages"), page.Value("documents[0].copies"), page.Value("documents[1].name")));
        await citizen.Http.Press(page.Form(), "Tính lại", ("documents[0].copies", "2"));
        Assert.Equal("10.000 đồng", (await citizen.Http.Open(Pages.Address(draft, 1))).QuerySelector("#fee_total")?.Words());
    }

    static string? Beside(IDocument page, string field) => page.QuerySelector($"[id='{page.QuerySelector($"[name='{field}']")!.Id}-e']")?.Words();

    [Fact]
    public async Task The_API_names_group_row_and_question_of_an_error()
    {
        var citizen = await app.As(Filing.Mother);
        var draft = await citizen.Begin("1.001612");
        var answers = (JsonObject)JsonNode.Parse(FiledForms.All["1.001612"].Json)!;
        answers["members"]![1]!["name"] = "";
        answers["business_place"]!["unit"] = "1";
        using var refused = await citizen.PostJson("/api/services/dossiers", new { id = draft, procedureCode = "1.001612", answers });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        var fields = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["fields"]!.AsArray().Select(f => (string)f!["field"]!);
        Assert.Equal(["business_place", "members[1].name", "paper-identity-copy"], fields); // and the paper that has not come
    }

    [Fact]
    public async Task A_question_that_an_answer_brings_up_is_shown_before_it_is_missed()
    {
        var citizen = await app.As(Filing.Mother);
        var draft = await citizen.Begin("1.004873");
        var first = await citizen.Answer(draft, 1, ("purpose", "other"));
        Assert.Equal($"{Pages.Address(draft, 1)}#purpose_other", first.Headers.Location?.ToString());
        var page = await citizen.Http.Open(Pages.Address(draft, 1));
        Assert.Equal("", page.Value("purpose_other"));
        var missed = await citizen.Http.Press(page.Form(), "Tiếp tục");
        await missed.RefusedAt("purpose_other", "Còn thiếu: ghi rõ việc cần dùng giấy.");
        Assert.Equal(Pages.Address(draft, 2), (await citizen.Answer(draft, 1, ("purpose_other", "Xin học bổng"))).Headers.Location?.ToString());
        Assert.Contains("Bước 2 trên 7", (await citizen.Http.Open(Pages.Address(draft, 2))).Words(), StringComparison.Ordinal); // the page of the partner is skipped

        await citizen.Answer(draft, 1, ("purpose", "marriage"));
        Assert.Contains("Bước 2 trên 8", (await citizen.Http.Open(Pages.Address(draft, 2))).Words(), StringComparison.Ordinal);
        Assert.Equal("Xin học bổng", (await app.Answers(draft))["purpose_other"]);
    }

    [Fact]
    public async Task A_citizen_number_that_does_not_fit_is_pointed_out_at_the_check_and_filed_all_the_same()
    {
        var citizen = await app.As(Filing.Mother);
        var draft = await citizen.Start();
        var answers = Filing.Answers();
        answers["mother_number"] = "044086004217";
        await citizen.AnswerAll(draft, answers);
        await citizen.UploadPapers(draft);
        Assert.Contains("thường cấp cho giới tính khác", (await citizen.Http.Open(Pages.Address(draft, "kiem-tra"))).Words(), StringComparison.Ordinal);
        Assert.NotEmpty(await citizen.PressFile(draft));
    }

    [Fact]
    public async Task A_procedure_without_a_form_has_no_schema() => await (await app.Anybody().Get("/api/services/procedures/9.999999/form")).Refused(HttpStatusCode.NotFound);
}
