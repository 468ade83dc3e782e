using System.Net;
using System.Text;
using AngleSharp.Dom;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>A filing through the real pages, without script: what is typed right is stored, what is typed wrong is kept and explained.</summary>
public sealed class FilingPagesTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_mother_files_page_by_page_and_the_last_page_says_her_code_and_by_when_she_is_answered()
    {
        var mother = await app.As(Filing.Mother);
        var answers = Filing.Answers("Hồ Thị Ban Mai");
        var code = await mother.FileByHand(answers);

        var dossier = await app.Dossier(code);
        Assert.Equal(("Hồ Thị Ban Mai", "Hồ Thị Mai Liên", DossierStatus.Filed, Channel.Online), (dossier.Person, dossier.ApplicantName, dossier.Status, dossier.Channel));
        Assert.Equal(answers, app.Form(dossier));
        Assert.Equal(["chung-sinh.pdf", "can-cuoc.pdf"], (await app.Papers(dossier.Id)).Select(p => p.FileName));
        Assert.Equal("044196004217", app.Plain(dossier.ApplicantNumber));
        var page = await mother.Http.Open($"/ho-so/{code}?moi=1");
        Assert.Null(page.QuerySelector(".ds-error-summary"));
        var own = page.Words();
        Assert.Contains("Đã nộp hồ sơ", own, StringComparison.Ordinal);
        Assert.Contains(code, own, StringComparison.Ordinal);
        Assert.Contains("thứ Hai 18/11", own, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("04419600421", "Số định danh có 12 chữ số. Ông/bà mới nhập 11 số.")]
    [InlineData("0441960042170", "Số định danh có 12 chữ số. Ông/bà đã nhập 13 số.")]
    [InlineData("194512345", "Số 9 chữ số là số chứng minh nhân dân cũ. Hãy nhập số định danh 12 chữ số.")]
    [InlineData("04419600421O", "Số định danh chỉ gồm chữ số, không có chữ cái.")]
    [InlineData("", "Còn thiếu: số định danh của mẹ.")]
    public async Task A_wrong_citizen_number_is_explained_beside_the_field_and_in_the_summary_and_everything_typed_stays(string number, string message)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        var page = await (await mother.Answer(draft, 2, ("mother_name", "Hồ Thị Mới"), ("mother_born_on.Year", "1988"), ("mother_born_on.Month", "2"), ("mother_born_on.Day", "9"), ("mother_number", number)))
            .RefusedAt("mother_number", message);
        Assert.Equal((number, "Hồ Thị Mới", "1988", "9"), (page.Value("mother_number")!, page.Value("mother_name")!, page.Value("mother_born_on.Year")!, page.Value("mother_born_on.Day")!));
        Assert.Equal(number, (await app.Answers(draft))["mother_number"]);
        Assert.Equal(number, (await mother.Http.Open(Pages.Address(draft, 2))).Value("mother_number"));
    }

    [Fact]
    public async Task A_number_typed_with_blanks_and_dots_is_stored_as_digits()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Answer(draft, 2, ("mother_number", " 044 196.004-217 "))).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Answer(draft, 4, ("phone", "+84 900 000 101"))).StatusCode);
        var answers = await app.Answers(draft);
        Assert.Equal(("044196004217", "0900000101"), (answers["mother_number"], answers["phone"]));
    }

    [Theory]
    [InlineData("31", "2", "2024", "Không có ngày này trong lịch. Hãy xem lại ngày, tháng, năm.")]
    [InlineData("", "", "2024", "Không có ngày này trong lịch. Hãy xem lại ngày, tháng, năm.")]
    [InlineData("00", "11", "2024", "Không có ngày này trong lịch. Hãy xem lại ngày, tháng, năm.")]
    [InlineData("mười", "11", "2024", "Không có ngày này trong lịch. Hãy xem lại ngày, tháng, năm.")]
    [InlineData("19", "11", "2024", "Ngày 19/11/2024 chưa đến. Hãy xem lại ngày, tháng, năm.")]
    [InlineData("1", "1", "1824", "Năm 1824 không đúng. Hãy xem lại năm.")]
    public async Task An_impossible_birth_date_of_a_child_is_refused_and_its_parts_stay(string day, string month, string year, string message)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        var typed = Pages.Typed(1, Filing.Answers()).Where(t => !t.Item1.StartsWith("child_born_on", StringComparison.Ordinal));
        var page = await (await mother.Answer(draft, 1, [.. typed, ("child_born_on.Day", day), ("child_born_on.Month", month), ("child_born_on.Year", year)])).RefusedAt("child_born_on", message);
        Assert.Equal((day, month, year), (page.Value("child_born_on.Day")!, page.Value("child_born_on.Month")!, page.Value("child_born_on.Year")!));
        Assert.Equal("male", page.Value("child_sex"));
    }

    [Fact]
    public async Task A_child_born_today_and_a_mother_of_whom_only_the_year_is_known_can_be_filed()
    {
        var mother = await app.As(Filing.Mother);
        var answers = Filing.Answers();
        (answers["child_born_on"], answers["mother_born_on"]) = ("2024-11-18", "1958");
        var code = await mother.FileByHand(answers);
        var form = app.Form(await app.Dossier(code));
        Assert.Equal(("2024-11-18", "1958"), (form["child_born_on"], form["mother_born_on"]));
        Assert.Contains("1958", (await (await app.As(Filing.Clerk)).Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Xuân", "Xuân")]
    [InlineData("H'Hen Niê", "H'Hen Niê")]
    [InlineData("Hồ A–Răng Y’Thuột", "Hồ A–Răng Y’Thuột")]
    [InlineData("Bé 🌸 Hoa", "Bé 🌸 Hoa")]
    [InlineData("  Hồ \t Gia  Bảo ", "Hồ Gia Bảo")]
    [InlineData("\u202EHồ\u200F \u200BGia\u2069 Bảo", "Hồ Gia Bảo")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    [InlineData("'; DROP TABLE services_dossiers; --", "'; DROP TABLE services_dossiers; --")]
    public async Task A_name_is_stored_as_typed_without_what_the_eye_cannot_see_and_shown_as_text(string typed, string stored)
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.Answer(draft, 1, Pages.Typed(1, Filing.Answers(typed)))).StatusCode);
        Assert.Equal(stored, (await app.Answers(draft))["child_name"]);
        for (var number = 2; number <= 4; number++) await mother.Answer(draft, number, Pages.Typed(number, Filing.Answers()));
        Assert.Contains(stored, (await mother.Http.Open(Pages.Address(draft, "kiem-tra"))).Words(), StringComparison.Ordinal);
        var code = await mother.PressFile(draft);
        Assert.Equal(stored, (await app.Dossier(code)).Person);
        var clerk = await app.As(Filing.Clerk);
        foreach (var (client, address) in new[] { (mother, $"/ho-so/{code}"), (mother, "/ho-so-cua-toi"), (clerk, $"/giai-quyet/{code}"), (clerk, "/viec") })
        {
            var page = await client.Http.Open(address);
            Assert.Contains(stored, page.Words(), StringComparison.Ordinal);
            Assert.DoesNotContain(page.QuerySelectorAll("script"), s => s.TextContent.Contains("alert(1)", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Decomposed_letters_are_stored_composed()
    {
        var mother = await app.As(Filing.Mother);
        var answers = Filing.Answers("Hồ Thị Huyền".Normalize(NormalizationForm.FormD));
        answers["child_birth_place"] = "Trạm y tế Ka Oóc".Normalize(NormalizationForm.FormD);
        var dossier = await app.Dossier(await mother.FileByHand(answers));
        Assert.Equal("Hồ Thị Huyền", dossier.Person);
        Assert.Equal("Trạm y tế Ka Oóc", app.Form(dossier)["child_birth_place"]);
    }

    [Fact]
    public async Task Markup_in_every_field_is_stored_as_typed_and_never_becomes_an_element()
    {
        const string nasty = "\"><img src=x onerror=alert(1)><!-- ]]> {{7*7}} ${7*7} ";
        var mother = await app.As(Filing.Mother);
        var answers = Filing.Answers(nasty + 1);
        foreach (var field in (string[])["child_birth_place", "mother_name", "father_name"]) answers[field] = nasty + field;
        answers["child_ethnicity"] = "<b onmouseover='x()'>Chứt</b>";
        var draft = await mother.Start();
        await mother.AnswerAll(draft, answers);
        await mother.Photograph(draft, ("paper-birth-certificate-hospital", Pages.Pdf("<img src=x onerror=alert(2)>.pdf")), ("paper-identity", Pages.Pdf("b.pdf")));
        var code = await mother.PressFile(draft);
        var form = app.Form(await app.Dossier(code));
        Assert.Equal((nasty + "mother_name", nasty + "child_birth_place", "<b onmouseover='x()'>Chứt</b>"), (form["mother_name"], form["child_birth_place"], form["child_ethnicity"]));
        await app.Act(Filing.Clerk, code, "acceptance", new { note = nasty });
        foreach (var (login, address) in new[] { (Filing.Mother, $"/ho-so/{code}"), (Filing.Clerk, $"/giai-quyet/{code}"), (Filing.Mother, $"/ho-so/{code}/giay-hen"), (Filing.Clerk, "/viec"), (Filing.Mother, "/thong-bao") })
        {
            var answer = await (await app.As(login)).Get(address);
            if (answer.StatusCode == HttpStatusCode.NotFound) continue; // a page of another module, elsewhere
            var page = await answer.Page();
            Assert.Empty(page.QuerySelectorAll("img[src=x], [onerror], [onmouseover]"));
            Assert.DoesNotContain("49 ", page.Words().Replace("2449 ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_name_of_ten_thousand_characters_is_refused_in_words_and_not_thrown_away()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        var name = new string('Ơ', 10_000);
        var typed = Pages.Typed(1, Filing.Answers(name));
        var page = await (await mother.Answer(draft, 1, typed)).RefusedAt("child_name", "Ông/bà nhập 10000 chữ. Chỗ này chỉ ghi được 100 chữ.");
        Assert.Equal(name, page.Value("child_name"));
        Assert.Equal("Trạm y tế xã Trọng Hóa", page.Value("child_birth_place"));
    }

    [Fact]
    public async Task A_page_with_several_faults_counts_them_and_stores_nothing_as_final()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        var answer = await mother.Answer(draft, 1, ("child_name", ""), ("child_born_on.Day", "1"), ("child_ethnicity", ""));
        var page = await answer.RefusedAt("child_name", "Còn thiếu: họ, chữ đệm, tên của con.");
        Assert.Equal(5, page.QuerySelectorAll(".ds-error-summary li").Length);
        Assert.Equal("1", page.Value("child_born_on.Day"));
        // Going on by the address does not help: the last page says what is missing.
        await mother.UploadPapers(draft);
        var check = await mother.Http.Open(Pages.Address(draft, "kiem-tra"));
        var filed = await mother.Http.Press(check.FormWith("Nộp hồ sơ"), "Nộp hồ sơ");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, filed.StatusCode);
        Assert.Contains("Còn thiếu: họ, chữ đệm, tên của con.", (await filed.Page()).Words(), StringComparison.Ordinal);
        Assert.False(await app.Tables(db => Task.FromResult(db.Dossiers.Any(d => d.Id == draft))));
    }
}
