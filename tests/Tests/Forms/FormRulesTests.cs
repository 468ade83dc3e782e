using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;

namespace NhatLe.Tests.Forms;

/// <summary>The rules of every kind of question: what is right, how it is kept, what is said of what is wrong.</summary>
[Trait("Run", "Once")]
public sealed class FormRulesTests
{
    internal static readonly DateOnly Today = new(2024, 11, 18);

    internal static readonly DirectorySnapshot Units = new(1, [new Unit { Id = Guid.CreateVersion7(App.Start), Code = "18907", Name = "Trọng Hóa", FullName = "Xã Trọng Hóa", Kind = UnitKind.Commune }], [], [], []);

    internal static FormDefinition Form(string fields, string more = "") =>
        FormLibrary.Read($$"""{ "key": "t", "title": "Thử", "title_en": "Test", "pages": [ { "key": "p", "title": "Trang", "title_en": "Page", "fields": [ {{fields}} ] } {{more}} ] }""");

    internal static string Field(string key, string type, string rest = "") => $$"""{ "key": "{{key}}", "type": "{{type}}", "label": "Ô {{key}}", "label_en": "Field {{key}}" {{rest}} }""";

    internal static IReadOnlyList<FieldError> Check(FormDefinition form, Dictionary<string, string> answers) => new FormRules(Units, Today).Check(form, form.Pages, answers);

    [Theory]
    [InlineData("number", "", "12", "12")]
    [InlineData("number", ", \"min\": 1, \"max\": 5", " 5 ", "5")]
    [InlineData("money", "", "50.000.000 đ", "50000000")]
    [InlineData("money", "", "50,000 VNĐ", "50000")]
    [InlineData("money", "", "1 500 000 đồng", "1500000")]
    [InlineData("tax_code", "", "3100 123 457", null)]
    [InlineData("tax_code", "", "0100109106", "0100109106")]
    [InlineData("tax_code", "", "0100109106001", "0100109106-001")]
    [InlineData("address", "", "18907|  Bản Ka Oóc ", "18907|Bản Ka Oóc")]
    [InlineData("address", "", "18907|Ngõ 3|5", "18907|Ngõ 3|5")]
    [InlineData("multi_choice", Choices, "b,a,b", "a,b")]
    [InlineData("choice", Choices, "a", "a")]
    [InlineData("date", ", \"year_only\": true", "1958", "1958")]
    [InlineData("date", "", "2024-2-29", "2024-02-29")]
    [InlineData("phone", "", "+84 900 000 101", "0900000101")]
    [InlineData("citizen_number", "", "044 196 004217", "044196004217")]
    [InlineData("email", "", "a@b.vn", "a@b.vn")]
    [InlineData("commune", "", "18907", "18907")]
    public void What_is_right_is_kept_in_one_form(string type, string rest, string typed, string? kept)
    {
        Dictionary<string, string> answers = new() { ["x"] = typed };
        var errors = Check(Form(Field("x", type, rest)), answers);
        if (kept is null) Assert.Single(errors);
        else
        {
            Assert.Empty(errors);
            Assert.Equal(kept, answers["x"]);
        }
    }

    const string Choices = """, "choices": [ { "value": "a", "label": "A", "label_en": "A" }, { "value": "b", "label": "B", "label_en": "B" } ]""";

    [Theory]
    [InlineData("number", "", "mười")]
    [InlineData("number", "", "1,5")]
    [InlineData("number", "", "-3")]
    [InlineData("number", "", "1234567890123456")]
    [InlineData("number", ", \"min\": 2", "1")]
    [InlineData("number", ", \"max\": 5", "6")]
    [InlineData("money", "", "50.00")]
    [InlineData("money", "", "5.0000")]
    [InlineData("money", "", "đ")]
    [InlineData("address", "", "18907|")]
    [InlineData("address", "", "|Bản Ka Oóc")]
    [InlineData("address", "", "99999|Bản Ka Oóc")]
    [InlineData("address", "", "|")]
    [InlineData("multi_choice", Choices, "a,c")]
    [InlineData("choice", Choices, "c")]
    [InlineData("choice", Choices, "")]
    [InlineData("date", "", "1958")]
    [InlineData("date", "", "2023-02-29")]
    [InlineData("date", ", \"not_future\": true", "2024-11-19")]
    [InlineData("tax_code", "", "0100109107")]
    [InlineData("text", ", \"max_length\": 3", "abcd")]
    [InlineData("email", "", "a b@c")]
    [InlineData("commune", "", "00000")]
    public void What_is_wrong_is_said_and_left_as_typed(string type, string rest, string typed)
    {
        Dictionary<string, string> answers = new() { ["x"] = typed };
        Assert.Equal("x", Assert.Single(Check(Form(Field("x", type, rest)), answers)).Field);
        if (type is not ("address" or "email" or "date")) Assert.Equal(typed, answers["x"]);
    }

    [Fact]
    public void A_day_before_another_one_is_refused_and_years_are_compared_as_years()
    {
        var form = Form($"{Field("from", "date", ", \"year_only\": true")}, {Field("until", "date", ", \"not_before\": \"from\", \"year_only\": true")}");
        Assert.Equal("until", Assert.Single(Check(form, new() { ["from"] = "2020-05-02", ["until"] = "2020-05-01" })).Field);
        Assert.Empty(Check(form, new() { ["from"] = "2020-05-02", ["until"] = "2020" }));
        Assert.Single(Check(form, new() { ["from"] = "2020", ["until"] = "2019-12-31" }));
    }

    [Fact]
    public void A_number_that_fits_neither_sex_nor_year_warns_and_is_taken()
    {
        var form = Form($"{Field("sex", "choice", ", \"choices\": [ { \"value\": \"male\", \"label\": \"Nam\", \"label_en\": \"Male\" } ]")}, {Field("born", "date")}, {Field("number", "citizen_number", ", \"compare\": { \"sex_field\": \"sex\", \"born_field\": \"born\" }")}");
        Dictionary<string, string> answers = new() { ["sex"] = "male", ["born"] = "1997-01-01", ["number"] = "044196004217" };
        Assert.Empty(Check(form, answers));
        var warnings = new FormRules(Units, Today).Warnings(form, answers);
        Assert.Equal(["number", "number"], warnings.Select(w => w.Field));
        Assert.Contains("1996", string.Format(warnings[1].Message, warnings[1].Args!), StringComparison.Ordinal);
    }

    static readonly string Kinds = Field("kind", "choice", Choices);

    [Fact]
    public void What_is_not_asked_is_not_required_and_not_filed_and_stays_in_the_draft()
    {
        var form = Form($"{Kinds}, {Field("why", "text", IfB)}, {Field("deep", "text", ", \"show_if\": { \"field\": \"why\", \"in\": [\"x\"] }")}",
            $$""", { "key": "q", "title": "Hai", "title_en": "Two", "show_if": { "field": "kind", "equals": "b" }, "fields": [ {{Field("more", "text")}} ] }""");
        Dictionary<string, string> answers = new() { ["kind"] = "a", ["why"] = "x", ["deep"] = "", ["more"] = "giữ lại" };
        Assert.Empty(Check(form, answers));
        Assert.Equal("giữ lại", answers["more"]);
        var filled = new FilledForm(form, answers);
        Assert.Equal(["kind"], filled.Filed().Keys);
        Assert.Equal(["p"], filled.Pages.Select(p => p.Key));

        (answers["kind"], answers["more"]) = ("b", "");
        Assert.Equal(["p", "q"], filled.Pages.Select(p => p.Key));
        Assert.Equal(["deep", "more"], Check(form, answers).Select(e => e.Field));
    }

    const string IfB = """, "show_if": { "field": "kind", "equals": "b" }""";

    [Fact]
    public void A_condition_on_several_choices_holds_where_one_of_them_is_ticked()
    {
        var form = Form($"{Field("kind", "multi_choice", Choices)}, {Field("why", "text", IfB)}");
        Assert.Empty(Check(form, new() { ["kind"] = "a" }));
        Assert.Equal("why", Assert.Single(Check(form, new() { ["kind"] = "a,b" })).Field);
    }

    static readonly FormDefinition Members = Form($$"""{ "key": "members", "type": "group", "label": "Thành viên", "label_en": "Members", "min_rows": 1, "max_rows": 3, "fields": [ {{Field("name", "text")}}, {{Kinds}}, {{Field("why", "text", IfB)}}, {{Field("share", "money", ", \"required\": false")}} ] }""");

    [Fact]
    public void An_error_of_a_row_names_group_row_and_question_and_a_row_has_its_own_conditions()
    {
        Dictionary<string, string> answers = new()
        {
            ["members"] = "3", ["members[0].name"] = "Lan", ["members[0].kind"] = "a", ["members[1].kind"] = "b", ["members[1].share"] = "x",
        };
        Assert.Equal(["members[1].name", "members[1].why", "members[1].share"], Check(Members, answers).Select(e => e.Field));
        Assert.Equal("2", answers["members"]); // the last row was empty
    }

    [Fact]
    public void Rows_are_added_up_to_the_most_and_taken_out_down_to_the_least()
    {
        var group = Members.Fields.Single();
        Dictionary<string, string> answers = new() { ["members[0].name"] = "Một" };
        foreach (var expected in (string[])["2", "3", "3"])
        {
            FilledForm.AddRow(group, Members, answers);
            Assert.Equal(expected, answers["members"]);
        }
        (answers["members[1].name"], answers["members[2].name"]) = ("Hai", "Ba");
        FilledForm.RemoveRow(group, 0, Members, answers);
        Assert.Equal(("2", "Hai", "Ba"), (answers["members"], answers["members[0].name"], answers["members[1].name"]));
        FilledForm.RemoveRow(group, 7, Members, answers);
        FilledForm.RemoveRow(group, 1, Members, answers);
        FilledForm.RemoveRow(group, 0, Members, answers);
        Assert.Equal("1", answers["members"]);
        Assert.DoesNotContain(answers.Keys, k => k.Contains(".name", StringComparison.Ordinal));
    }

    [Fact]
    public void More_rows_than_the_group_takes_are_refused_and_not_dropped_in_silence()
    {
        Dictionary<string, string> answers = new() { ["members"] = "4" };
        for (var n = 0; n < 4; n++) (answers[$"members[{n}].name"], answers[$"members[{n}].kind"]) = ("Tên", "a");
        Assert.Equal("members", Assert.Single(Check(Members, answers)).Field);
    }

    [Fact]
    public void Computed_values_are_the_servers_whatever_was_sent()
    {
        var form = Form($$"""
            { "key": "docs", "type": "group", "label": "Giấy", "label_en": "Papers", "fields": [ {{Field("pages", "number")}}, {{Field("copies", "number")}},
              {{Field("one", "money", ", \"compute\": { \"op\": \"tiers\", \"of\": [\"pages\"], \"tiers\": [ { \"price\": 2000, \"up_to\": 2 }, { \"price\": 1000 } ], \"at_most\": 200000 }")}},
              {{Field("fee", "money", ", \"compute\": { \"op\": \"product\", \"of\": [\"copies\", \"one\"] }")}} ] },
            {{Field("total", "money", ", \"compute\": { \"op\": \"sum\", \"of\": [\"docs.fee\"] }")}}, {{Field("rows", "money", ", \"compute\": { \"op\": \"count\", \"of\": [\"docs\"], \"times\": 500 }")}},
            {{Field("born", "date")}}, {{Field("age", "number", ", \"compute\": { \"op\": \"years\", \"of\": [\"born\"] }")}}
            """);
        Dictionary<string, string> answers = new()
        {
            ["docs"] = "2", ["docs[0].pages"] = "3", ["docs[0].copies"] = "2", ["docs[1].pages"] = "1.000", ["docs[1].copies"] = "1", ["docs[1].fee"] = "1",
            ["total"] = "5", ["born"] = "2000-11-19", ["age"] = "99",
        };
        Assert.Empty(Check(form, answers));
        Assert.Equal(("5000", "10000", "200000", "210000", "1000", "23"),
            (answers["docs[0].one"], answers["docs[0].fee"], answers["docs[1].fee"], answers["total"], answers["rows"], answers["age"]));
        answers["docs[1].copies"] = "";
        new Sums(Today).Fill(form, answers);
        Assert.Equal(("", "10000"), (answers["docs[1].fee"], answers["total"]));
    }

    [Fact]
    public void A_summary_says_money_choices_addresses_and_rows_as_people_read_them()
    {
        var form = Form($"{Field("sum", "money")}, {Field("kind", "multi_choice", Choices)}, {Field("home", "address")}, {People()}");
        var lines = new FormSummary(Units, english: false).Of(form, new Dictionary<string, string> { ["sum"] = "50000", ["kind"] = "a,b", ["home"] = "18907|Bản Ka Oóc", ["members[0].name"] = "Lan" })[0].Lines;
        Assert.Equal(["50.000 đồng", "A; B", "Bản Ka Oóc, Xã Trọng Hóa, ", ""], lines.Select(l => l.Value));
        Assert.Equal(("Người 1", "Lan"), (lines[3].Rows![0].Title, lines[3].Rows![0].Lines[0].Value));
    }

    static string People() => $$"""{ "key": "members", "type": "group", "label": "Người", "label_en": "People", "row_label": "Người {0}", "fields": [ {{Field("name", "text")}} ] }""";
}
