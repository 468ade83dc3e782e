using System.Net;
using System.Text.Json.Nodes;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;

namespace NhatLe.Tests.Catalogue;

/// <summary>The editor as a person without JavaScript uses it: nothing typed is lost, and every fault has its word beside its field.</summary>
public sealed class EditorPageTests(App app) : IClassFixture<App>
{
    async Task<(HttpClient Editor, IHtmlFormElement Form)> Open(string code, params string[] lines)
    {
        await app.Import(lines.Length > 0 ? lines : [Given.Line(code)]);
        var editor = await app.As(Demo.Editor);
        await editor.Begin(code);
        return (editor.Http, Form(await editor.Http.Open($"/danh-muc/{code}/sua")));
    }

    static IHtmlFormElement Form(IDocument page) => page.Form("[name='Input.Reason']");

    static string? Typed(IDocument page, string field) => page.QuerySelector($"[name='{field}']") switch
    {
        IHtmlTextAreaElement area => area.Value,
        IHtmlSelectElement select => select.Value,
        var input => input?.GetAttribute("value"),
    };

    [Theory]
    [InlineData("9.320001", "Input.Name", "")]
    [InlineData("9.320002", "Input.Name", "*10000")]
    [InlineData("9.320003", "Input.EverydayName", "*301")]
    [InlineData("9.320004", "Input.Field", "   ")]
    [InlineData("9.320005", "Input.Channels[1].Value", "bảy")]
    [InlineData("9.320006", "Input.Channels[1].Value", "-1")]
    [InlineData("9.320007", "Input.Channels[1].Value", "1001")]
    [InlineData("9.320008", "Input.Channels[1].FeeVnd", "50.000đ")]
    [InlineData("9.320009", "Input.Channels[1].FeeVnd", "-50000")]
    [InlineData("9.320010", "Input.Channels[1].FeeVnd", "99999999999999")]
    [InlineData("9.320011", "Input.Papers[0].Name", "*2001")]
    [InlineData("9.320012", "Input.Papers[0].Originals", "-1")]
    [InlineData("9.320013", "Input.Papers[0].Copies", "một")]
    [InlineData("9.320014", "Input.Papers[0].Copies", "20261")]
    [InlineData("9.320015", "Input.LegalBasis", "*8001")]
    [InlineData("9.320016", "Input.Reason", "*501")]
    public async Task What_cannot_be_meant_is_shown_again_with_a_word_beside_it(string code, string field, string typed)
    {
        var text = typed.StartsWith('*') ? new string('ă', int.Parse(typed[1..], System.Globalization.CultureInfo.InvariantCulture)) : typed;
        var (editor, form) = await Open(code);
        var answer = await editor.Press(form, "Lưu bản nháp", ("Input.Note", "Giữ chữ này"), (field, text));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Page();
        Assert.NotNull(page.QuerySelector($"[name='{field}'][aria-invalid=true]"));
        Assert.Equal((text, "Giữ chữ này"), (Typed(page, field), Typed(page, "Input.Note")));
        Assert.NotNull(page.QuerySelector(".ds-error-summary a[href^='#Input_']"));
        Assert.Null((await app.Version(code, 2)).Read().Note);
    }

    [Theory]
    [InlineData("9.321001", "Subject", "")]
    [InlineData("9.321002", "Value", "-5")]
    [InlineData("9.321003", "Value", "120", "Percent")]
    [InlineData("9.321004", "Value", "nửa")]
    [InlineData("9.321005", "LegalBasis", "")]
    [InlineData("9.321006", "LegalBasis", "*501")]
    [InlineData("9.321007", "ValidUntil.Year", "2023")] // before its first day
    [InlineData("9.321008", "ValidFrom.Month", "13")]
    public async Task A_fee_rule_that_makes_no_sense_is_refused_beside_its_field(string code, string field, string typed, string unit = "Vnd")
    {
        var text = typed.StartsWith('*') ? new string('a', 501) : typed;
        var (editor, form) = await Open(code);
        form = Form(await (await editor.Press(form, "Thêm mức giảm")).Page());
        var answer = await editor.Press(form, "Lưu bản nháp", ("Input.FeeRules[0].Subject", "PoorHousehold"), ("Input.FeeRules[0].Value", "0"), ("Input.FeeRules[0].Unit", unit),
            ("Input.FeeRules[0].LegalBasis", "Nghị quyết 34"), ("Input.FeeRules[0].ValidFrom.Day", 1), ("Input.FeeRules[0].ValidFrom.Month", 1), ("Input.FeeRules[0].ValidFrom.Year", 2024),
            ("Input.FeeRules[0].ValidUntil.Day", 31), ("Input.FeeRules[0].ValidUntil.Month", 12), ("Input.FeeRules[0].ValidUntil.Year", 2030), ($"Input.FeeRules[0].{field}", text));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Page();
        Assert.NotNull(page.QuerySelector($"[name='Input.FeeRules[0].{field}'][aria-invalid=true]"));
        Assert.Equal(text, Typed(page, $"Input.FeeRules[0].{field}") ?? "");
        Assert.Empty((await app.Version(code, 2)).Read().FeeRules);
    }

    [Theory]
    [InlineData("level", "99")]
    [InlineData("fileAt", "99")]
    [InlineData("lifeEvent", "\"bay-len-trang\"")]
    [InlineData("template", "\"khong.co\"")]
    [InlineData("decidingUnitCode", "\"SO-KHONG-CO\"")]
    [InlineData("papers", "null")]
    [InlineData("papers", "[null]")]
    [InlineData("channels", "[{\"channel\":\"bo-cau\",\"isOffered\":true}]")]
    [InlineData("channels", "[{\"channel\":\"counter\"},{\"channel\":\"counter\"}]")]
    [InlineData("channels", "[{\"channel\":\"counter\",\"isOffered\":true,\"value\":7,\"unit\":99}]")]
    [InlineData("channels", "[{\"channel\":\"counter\",\"isOffered\":true,\"value\":0,\"unit\":\"OfficeHours\"}]")]
    [InlineData("feeRules", "[{\"subject\":99,\"value\":0,\"legalBasis\":\"x\"}]")]
    [InlineData("feeRules", "[{\"subject\":\"Child\",\"value\":0,\"unit\":7,\"legalBasis\":\"x\"}]")]
    [InlineData("papers", "[{\"name\":\"A\",\"isForm\":true},{\"name\":\"B\",\"isForm\":true}]")]
    [InlineData("papers", "[{\"name\":\"A\",\"form\":9}]")]
    public async Task What_is_not_in_a_list_is_refused_with_its_field_and_never_an_error_of_ours(string field, string json)
    {
        await app.Import(Given.Line("9.322001"));
        var editor = await app.As(Demo.Editor);
        if ((await app.Procedure("9.322001")).WorkingVersionId is null) await editor.Begin("9.322001");
        var draft = await editor.Read("9.322001");
        draft[field] = JsonNode.Parse(json);
        var answer = await editor.Put("9.322001", draft);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal("invalid", problem["code"]!.GetValue<string>());
        Assert.NotEmpty(problem["fields"]!.AsArray());
    }

    [Theory]
    [InlineData("9.323001", "<script>alert(1)</script><b>đậm</b>", "<script>alert(1)</script><b>đậm</b>")]
    [InlineData("9.323002", "'; DROP TABLE catalogue_versions; --", "'; DROP TABLE catalogue_versions; --")]
    [InlineData("9.323003", "Khai sinh 👶🏽 cho con", "Khai sinh 👶🏽 cho con")]
    [InlineData("9.323004", "Khai sinh cho con ", "Khai sinh cho con")] // decomposed by the test
    [InlineData("9.323005", "\u202EKhai\u200B sinh\u202C", "Khai sinh")] // marks the eye cannot see
    public async Task Text_is_text_composed_and_visible_and_shown_as_it_was_typed(string code, string typed, string stored)
    {
        var (editor, form) = await Open(code);
        var text = typed.Normalize(System.Text.NormalizationForm.FormD);
        string[] fields = ["Input.Name", "Input.EverydayName", "Input.EnglishName", "Input.FeeNote", "Input.Note", "Input.Papers[0].Name", "Input.Papers[0].Condition", "Input.Subjects", "Input.Results", "Input.LegalBasis", "Input.Reason"];
        var answer = await editor.Press(form, "Lưu và trình duyệt", [.. fields.Select(f => (f, (object?)text))]);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        await (await app.As(Demo.Approver)).Approve(code, (await (await app.As(Demo.Editor)).Read(code))["seen"]!.GetValue<int>(), app.Time.Today);
        var content = (await app.Version(code, 2)).Read();
        Assert.Equal((stored, stored, stored, stored), (content.Name, content.EverydayName, content.Papers[0].Name, content.Note));
        Assert.Equal([stored], content.LegalBasis);
        foreach (var address in (string[])[$"/thu-tuc/{code}", $"/danh-muc/{code}", $"/danh-muc/{code}/so-sanh?truoc=1&sau=2"])
        {
            var page = await editor.Open(address);
            Assert.Contains(stored, page.Words(), StringComparison.Ordinal);
            Assert.DoesNotContain(page.QuerySelectorAll("main b"), b => b.TextContent == "đậm");
        }
    }

    [Fact]
    public async Task Rows_come_go_and_move_and_nothing_typed_is_lost()
    {
        var (editor, form) = await Open("9.324001", Given.Line("9.324001", documents: [new { name = "Một", originals = 1, copies = 0 }, new { name = "Hai", originals = 1, copies = 0 }]));
        var page = await (await editor.Press(form, "Thêm giấy tờ", ("Input.Name", "Tên đang gõ dở"), ("Input.Papers[0].Name", "Một, sửa"))).Page();
        Assert.Equal(("Tên đang gõ dở", "Một, sửa", ""), (Typed(page, "Input.Name"), Typed(page, "Input.Papers[0].Name"), Typed(page, "Input.Papers[2].Name")));
        Assert.NotNull(page.QuerySelector("[name='Input.Papers[2].Name'][autofocus]"));
        page = await (await editor.Press(Form(page), "papers.up.2", ("Input.Papers[2].Name", "Ba"), ("Input.Papers[2].Required", true))).Page();
        page = await (await editor.Press(Form(page), "papers.remove.0")).Page();
        var answer = await editor.Press(Form(page), "Lưu bản nháp");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var content = (await app.Version("9.324001", 2)).Read();
        Assert.Equal([("Ba", true), ("Hai", false)], content.Papers.Select(p => (p.Name, p.Required)));
        Assert.Equal("p2", content.Papers[1].Key);
        Assert.Equal("Tên đang gõ dở", content.Name);
    }

    [Fact]
    public async Task Without_papers_it_is_submitted_only_when_an_editor_says_there_are_none()
    {
        var (editor, form) = await Open("9.324002", Given.Line("9.324002", documents: []));
        var answer = await editor.Press(form, "Lưu và trình duyệt", ("Input.Note", "Giữ chữ này"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var page = await answer.Page();
        Assert.NotNull(page.QuerySelector("[name='Input.NeedsNoPapers'][aria-invalid=true]"));
        Assert.Equal("Giữ chữ này", Typed(page, "Input.Note"));
        Assert.Equal(VersionStatus.Draft, (await app.Version("9.324002", 2)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await editor.Press(Form(page), "Lưu và trình duyệt", ("Input.NeedsNoPapers", true))).StatusCode);
        Assert.Equal(VersionStatus.Submitted, (await app.Version("9.324002", 2)).Status);
    }

    [Fact]
    public async Task Two_editors_at_once_the_second_is_told_who_changed_what_and_may_write_over_it_knowingly()
    {
        var (editor, form) = await Open("9.324003");
        var chief = await app.As(Demo.Approver);
        await chief.Save("9.324003", d => d["feeNote"] = "Theo nghị quyết");
        var answer = await editor.Press(form, "Lưu bản nháp", ("Input.Name", "Tên của tôi"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        var page = await answer.Page();
        Assert.Contains("Từ Công Hòa đã lưu bản nháp trước", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Cách nộp, thời hạn, phí", page.QuerySelector(".ds-error-summary")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Tên của tôi", Typed(page, "Input.Name"));
        Assert.Equal(HttpStatusCode.Conflict, (await editor.Press(Form(page), "Lưu bản nháp")).StatusCode); // pressing again is no consent
        Assert.Equal("Theo nghị quyết", (await app.Version("9.324003", 2)).Read().FeeNote);
        Assert.Equal(HttpStatusCode.SeeOther, (await editor.Press(Form(page), "Lưu đè lên bản vừa lưu")).StatusCode);
        Assert.Equal("Tên của tôi", (await app.Version("9.324003", 2)).Read().Name);
    }

    [Fact]
    public async Task A_step_template_is_shown_with_its_steps_and_taken_over()
    {
        var (editor, form) = await Open("9.324004");
        Assert.Contains("Hội đồng xác định mức độ khuyết tật họp", form.Words(), StringComparison.Ordinal);
        await editor.Press(form, "Lưu bản nháp", ("Input.Template", "commune.council"));
        Assert.Contains("council", (await app.Version("9.324004", 2)).Read().Flow!.Steps.Select(s => s.Key));
        await editor.Press(Form(await editor.Open("/danh-muc/9.324004/sua")), "Lưu bản nháp", ("Input.Note", "Khác"));
        Assert.Contains("council", (await app.Version("9.324004", 2)).Read().Flow!.Steps.Select(s => s.Key)); // kept when nothing is chosen
    }

    [Fact]
    public async Task A_fee_rule_reaches_citizens_and_other_modules()
    {
        var (editor, form) = await Open("9.324005", Given.Line("9.324005", channels: [Given.Channel("counter", fee: 50_000)]));
        form = Form(await (await editor.Press(form, "Thêm mức giảm")).Page());
        await editor.Press(form, "Lưu và trình duyệt", ("Input.FeeRules[0].Subject", "NearPoorHousehold"), ("Input.FeeRules[0].Value", "50"), ("Input.FeeRules[0].Unit", "Percent"),
            ("Input.FeeRules[0].LegalBasis", "Nghị quyết 34/2023/NQ-HĐND"), ("Input.FeeRules[0].ValidUntil.Day", 31), ("Input.FeeRules[0].ValidUntil.Month", 12), ("Input.FeeRules[0].ValidUntil.Year", 2030));
        await (await app.As(Demo.Approver)).Approve("9.324005", (await (await app.As(Demo.Editor)).Read("9.324005"))["seen"]!.GetValue<int>(), app.Time.Today);
        var section = (await app.Anybody().Http.Open("/thu-tuc/9.324005")).QuerySelector("#mien-giam")!.Words();
        Assert.Contains("Hộ cận nghèo: Nộp 50% phí", section, StringComparison.Ordinal);
        Assert.Contains("Nghị quyết 34/2023/NQ-HĐND", section, StringComparison.Ordinal);
        var procedure = (await app.Current("9.324005"))!;
        Assert.Equal(25_000, FeeRules.Due(procedure.FeeVnd, procedure.FeeRules, new HashSet<FeeSubject> { FeeSubject.NearPoorHousehold }, app.Time.Today).AmountVnd);
    }

    [Fact]
    public async Task A_limit_of_the_source_that_no_law_can_state_waits_for_an_editor()
    {
        await app.Import(Given.Line("9.324006", channels: [Given.Channel("counter", 0, "hour")]), Given.Line("9.324007", channels: [Given.Channel("counter", 2000, "working_day")]));
        foreach (var code in (string[])["9.324006", "9.324007"])
        {
            Assert.Equal([Need.TimeLimit], (await app.Procedure(code)).OpenNeeds);
            Assert.Equal(HttpStatusCode.OK, (await app.Anybody().Get("/thu-tuc/" + code)).StatusCode);
        }
    }

    [Fact]
    public async Task What_was_typed_and_not_saved_is_there_again_for_who_typed_it_until_it_is_saved_or_dropped()
    {
        var (editor, form) = await Open("9.320090");
        var typed = new Dictionary<string, string> { ["Input.Seen"] = form.QuerySelector("[name='Input.Seen']")!.GetAttribute("value")!, ["Input.Name"] = "Tên đang gõ dở", ["Input.Channels[0].Value"] = "bảy", ["Input.Papers[0].Name"] = "Giấy gõ dở" };
        Assert.Equal(HttpStatusCode.NoContent, (await editor.PostAsync("/danh-muc/9.320090/sua?handler=Keep", new FormUrlEncodedContent(typed))).StatusCode);
        using var elsewhere = await Services.Stored.Again(app, Demo.Editor);
        var page = await elsewhere.Http.Open("/danh-muc/9.320090/sua");
        Assert.Contains("Có nội dung gõ dở chưa lưu", page.Words(), StringComparison.Ordinal);
        Assert.Equal(("Tên đang gõ dở", "Giấy gõ dở"), (Typed(page, "Input.Name"), Typed(page, "Input.Papers[0].Name")));
        Assert.NotEqual("Tên đang gõ dở", (await app.Version("9.320090", 2)).Read().Name);

        await elsewhere.PostForm("/danh-muc/9.320090/sua?handler=Forget", []);
        page = await editor.Open("/danh-muc/9.320090/sua");
        Assert.DoesNotContain("gõ dở", page.Words(), StringComparison.Ordinal);

        await editor.PostAsync("/danh-muc/9.320090/sua?handler=Keep", new FormUrlEncodedContent(typed));
        Assert.Equal(HttpStatusCode.SeeOther, (await editor.Press(Form(page), "Lưu bản nháp", ("Input.Name", "Tên đã lưu"))).StatusCode);
        page = await editor.Open("/danh-muc/9.320090/sua");
        Assert.Equal("Tên đã lưu", Typed(page, "Input.Name"));
        Assert.DoesNotContain("gõ dở", page.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Services.Filing.Clerk)).PostForm("/danh-muc/9.320090/sua?handler=Keep", typed)).StatusCode);
    }
}
