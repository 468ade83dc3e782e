using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;

namespace NhatLe.Tests.Services;

/// <param name="Unit">Code of the unit that decides.</param>
/// <param name="Pages">What is typed on each page, in order; a key "+" presses the button of this name first.</param>
/// <param name="Json">The answers object for the API, by hand.</param>
/// <param name="Said">What check, declaration and the official's page must say.</param>
sealed record FiledForm(string Key, string Unit, long Fee, string Clerk, (string, object?)[][] Pages, string Json, string[] Said, Dictionary<string, string> Kept, string[] NotKept);

/// <summary>A valid filing of each form.</summary>
static class FiledForms
{
    const string Commune = "18907", District = "452", Clerk = Filing.Clerk, DistrictClerk = "mot-cua.minhhoa";

    public static readonly Dictionary<string, FiledForm> All = new()
    {
        ["1.001193"] = new("birth-registration", Commune, 0, Clerk,
            TypedForms.All["1.001193"],
            """{ "child_name": "Hồ Gia Bảo", "child_born_on": "2024-11-10", "child_sex": "male", "child_birth_place": "Trạm y tế", "child_ethnicity": "Chứt", "mother_name": "Hồ Thị Mai Liên", "mother_born_on": "1996", "mother_number": "044196004217", "unit": "18907" }""",
            ["Hồ Gia Bảo", "10/11/2024"], new() { ["child_name"] = "Hồ Gia Bảo", ["child_born_on"] = "2024-11-10" }, []),
        ["1.000656"] = new("death-registration", Commune, 0, Clerk,
            TypedForms.All["1.000656"],
            """{ "dead_name": "Hồ Văn Già", "dead_born_on": "1940", "dead_sex": "male", "dead_ethnicity": "Chứt", "dead_home": { "unit": "18907", "detail": "Bản Ka Oóc" }, "died_on": "2024-11-15", "died_where": "home", "cause": "Tuổi già", "notice_kind": "death_notice", "notice_issuer": "Trạm y tế", "notice_on": "2024-11-16", "applicant_name": "Hồ Thị Mai Liên", "applicant_number": "044196004217", "relation": "relative", "relation_other": "Cháu", "copies": 2, "unit": "18907" }""",
            ["Hồ Văn Già", "Trạm y tế xã Trọng Hóa", "84"], new() { ["dead_home"] = "18907|Bản Ka Oóc", ["death_age"] = "84", ["copies"] = "2" }, ["died_place"]),
        ["1.004873"] = new("marriage-status", Commune, 10000, Clerk,
            TypedForms.All["1.004873"],
            """{ "purpose": "loan", "person_name": "Hồ Thị Mai Liên", "person_born_on": "1996-03-08", "person_sex": "female", "person_ethnicity": "Chứt", "person_number": "044196004217", "periods": [ { "place": { "unit": "18907", "detail": "Bản Ka Oóc" }, "from_on": "2014", "until_on": "2020-03-01" }, { "place": { "unit": "18907", "detail": "Bản Lòm" }, "from_on": "2020-03-02" } ], "status": "never", "unit": "18907" }""",
            ["Nơi cư trú 2", "Bản Lòm, Xã Trọng Hóa"], new() { ["periods"] = "2", ["periods[0].years"] = "6", ["periods[1].years"] = "4", ["periods[1].place"] = "18907|Bản Lòm" }, ["spouse", "dead_spouse", "purpose_other"]),
        ["2.000815"] = new("certified-copy", Commune, 25000, Clerk,
            TypedForms.All["2.000815"],
            """{ "documents": [ { "name": "Bằng tốt nghiệp", "pages": 3, "copies": 5 } ], "purposes": [ "study", "work" ], "by_other": "self", "unit": "18907" }""",
            ["Sổ hộ khẩu cũ", "Đi học; Việc khác", "25.000 đồng"], new() { ["documents[0].copy_fee"] = "5000", ["fee_total"] = "25000" }, ["collector"]),
        ["2.000635"] = new("civil-status-extract", Commune, 16000, Clerk,
            TypedForms.All["2.000635"],
            """{ "kind": "marriage", "register_where": "Xã Trọng Hóa", "for_whom": "self", "subject_name": "Hồ Thị Mai Liên", "subject_born_on": "1996", "spouse_name": "Hồ Văn Khiêm", "copies": 2, "unit": "18907" }""",
            ["Xã Trọng Hóa", "16.000 đồng"], new() { ["fee_total"] = "16000" }, []),
        ["1.001612"] = new("household-business", District, 100000, DistrictClerk,
            TypedForms.All["1.001612"],
            """{ "business_name": "Tạp hóa Mai Liên", "business_place": { "unit": "18907", "detail": "Bản Ka Oóc" }, "lines": [ { "name": "Bán lẻ thực phẩm" } ], "sale_ways": [ "shop" ], "capital": 50000000, "workers": 2, "starts_on": "2025-01-02", "owner_name": "Hồ Thị Mai Liên", "owner_born_on": "1996-03-08", "owner_sex": "female", "owner_number": "044196004217", "owner_home": { "unit": "18907", "detail": "Bản Ka Oóc" }, "founder": "family", "members": [ { "name": "Hồ Thị Mai Liên", "born_on": "1996-03-08", "sex": "female", "number": "044196004217", "is_owner": "yes", "share": 30000000 }, { "name": "Hồ Văn Khiêm", "born_on": "1994-01-02", "sex": "male", "number": "044094001234", "is_owner": "no", "relation": "Chồng", "share": 20000000 } ] }""",
            ["Tạp hóa Mai Liên", "50.000.000 đồng", "Bản Ka Oóc, Xã Trọng Hóa", "Thành viên 2"], new() { ["capital"] = "50000000", ["share_total"] = "50000000", ["member_count"] = "2", ["members[1].relation"] = "Chồng" }, ["website", "members[0].relation"]),
    };

    public static async Task<Guid> Begin(this App.Client citizen, string code)
    {
        var page = await citizen.Http.Open($"/dich-vu-cong/{code}/nop");
        var answer = await citizen.Http.Submit(page.Form());
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^2]);
    }

    /// <summary>Types a page; at "+" presses the button of these words, or "Tiếp tục" where the question named is yet to come up.</summary>
    public static async Task Fill(this App.Client citizen, Guid draft, int number, (string Field, object? Value)[] typed)
    {
        List<(string, object?)> some = [];
        foreach (var (field, value) in typed)
        {
            if (field != "+")
            {
                some.Add((field, value));
                continue;
            }
            var form = (await citizen.OpenFor(draft, number, [.. some])).Form();
            var button = form.QuerySelectorAll("button").Any(b => b.Words() == (string)value!) ? (string)value! : "Tiếp tục";
            var again = await citizen.Http.Press(form, button, [.. some]);
            Assert.True(again.StatusCode == HttpStatusCode.SeeOther, $"Page {number}: {(again.StatusCode == HttpStatusCode.SeeOther ? "" : (await again.Page()).Words())}");
            Assert.StartsWith(Pages.Address(draft, number), again.Headers.Location!.ToString(), StringComparison.Ordinal);
            Assert.Contains('#', again.Headers.Location!.ToString());
            some.Clear();
        }
        var answer = await citizen.Answer(draft, number, [.. some]);
        if (answer.StatusCode != HttpStatusCode.SeeOther) Assert.Fail($"Page {number}: {(await answer.Page()).Words()}");
        Assert.DoesNotContain("#", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    /// <summary>One photograph for each paper that is required.</summary>
    public static async Task PhotographAll(this App.Client citizen, Guid draft)
    {
        var page = await citizen.Http.Open(Pages.Address(draft, "giay-to"));
        var needed = page.QuerySelectorAll("input[type=file]").OfType<IHtmlInputElement>().Where(i => i.GetAttribute("aria-required") == "true").Select(i => i.Name!).ToList();
        if (needed.Count > 0) Assert.Equal(HttpStatusCode.SeeOther, (await citizen.Photograph(draft, [.. needed.Select(n => (n, (object?)Pages.Pdf(n + ".pdf")))])).StatusCode);
    }
}
