using System.Text;
using System.Text.Json;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Text;

namespace NhatLe.Tests.Data;

[Trait("Run", "Once")]
public sealed class ReferenceDataTests
{
    static readonly IReadOnlyList<IDictionary<string, string>> Units = DataFiles.Rows("units.csv");
    static readonly Dictionary<string, IDictionary<string, string>> ByCode = Units.ToDictionary(u => u["code"]);
    static readonly IReadOnlyList<IDictionary<string, string>> Officers = DataFiles.Rows("officers.csv");
    static readonly Dictionary<string, JsonElement> Positions = Json("positions.json").GetProperty("positions").EnumerateArray().ToDictionary(p => p.GetProperty("key").GetString()!);

    [Theory]
    [InlineData("province", 1)]
    [InlineData("district", 8)]
    [InlineData("commune", 151)]
    [InlineData("department", 20)]
    [InlineData("service_centre", 1)]
    [InlineData("one_stop_desk", 159)]
    public void The_province_of_2024_is_complete(string kind, int count) => Assert.Equal(count, Units.Count(u => u["kind"] == kind));

    [Fact]
    public void Every_unit_stands_under_a_unit_and_only_the_province_under_none()
    {
        Assert.Equal(["44"], Units.Where(u => u["parent_code"].Length == 0).Select(u => u["code"]));
        Assert.All(Units.Where(u => u["parent_code"].Length > 0), u => Assert.Contains(u["parent_code"], ByCode.Keys));
    }

    [Fact]
    public void Every_unit_that_answers_for_dossiers_has_an_identification_code_of_its_own()
    {
        var codes = Units.Where(u => u["kind"] != "one_stop_desk").Select(u => u["short_code"]).ToList();
        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(codes, code => Assert.StartsWith(code, DossierCode.Format(code, new DateOnly(2024, 11, 18), 1), StringComparison.Ordinal));
        Assert.Equal("H46.21.12", ByCode["18889"]["short_code"]);
    }

    [Theory]
    [InlineData("units.csv")]
    [InlineData("officers.csv")]
    [InlineData("positions.json")]
    [InlineData("demo-accounts.json")]
    [InlineData("search-synonyms.json")]
    [InlineData("field-map-2024.json")]
    [InlineData("procedures-curated.json")]
    [InlineData("flows.json")]
    public void Text_is_shipped_composed(string file) => Assert.True(DataFiles.Read(file).IsNormalized(NormalizationForm.FormC));

    [Fact]
    public void Every_post_of_an_officer_fits_its_unit()
    {
        Assert.All(Officers, o => Assert.Equal(ByCode[o["unit_code"]]["kind"], Positions[o["position_key"]].GetProperty("unit_kind").GetString()));
        Assert.All(Officers, o => Assert.Equal(
            Positions[o["position_key"]].GetProperty("scope").GetString() == "parent" ? ByCode[o["unit_code"]]["parent_code"] : o["unit_code"], o["scope_unit_code"]));
        Assert.All(Officers.GroupBy(o => o["id"]), o => Assert.Single(o.Select(row => (row["full_name"], row["email"])).Distinct()));
    }

    [Fact]
    public void Every_authority_can_accept_process_approve_and_return()
    {
        foreach (var unit in Units.Where(u => u["kind"] is "commune" or "district" or "department"))
        {
            var held = Officers.Where(o => o["scope_unit_code"] == unit["code"])
                .SelectMany(o => Positions[o["position_key"]].GetProperty("permits").EnumerateArray().Select(p => p.GetString())).ToHashSet();
            Assert.Superset(new HashSet<string?> { "services.accept", "services.process", "services.approve", "services.return" }, held);
        }
    }

    [Fact]
    public void In_ten_mountain_communes_one_person_is_desk_and_specialist() =>
        Assert.Equal(10, Officers.Where(o => o["position_key"].StartsWith("commune.", StringComparison.Ordinal)).GroupBy(o => o["id"]).Count(o => o.Count() == 2));

    [Fact]
    public void Demonstration_accounts_are_people_that_exist_with_numbers_that_fit()
    {
        var accounts = Json("demo-accounts.json").GetProperty("accounts").EnumerateArray().ToList();
        Assert.Equal(accounts.Count, accounts.Select(a => a.GetProperty("login").GetString()).Distinct().Count());
        foreach (var account in accounts)
        {
            if (account.TryGetProperty("citizen", out var citizen))
            {
                var number = CitizenNumber.Read(citizen.GetProperty("citizen_number").GetString());
                Assert.Empty(number.Value!.Compare(citizen.GetProperty("gender").GetString() == "female" ? Sex.Female : Sex.Male, citizen.GetProperty("birth_date").GetDateTime().Year));
                Assert.Empty(PhoneNumber.Read(citizen.GetProperty("phone").GetString()).Findings);
                Assert.Contains(citizen.GetProperty("unit_code").GetString()!, ByCode.Keys);
            }
            else Assert.Contains(Officers, o => o["id"] == account.GetProperty("officer_id").GetString() && o["unit_code"] == account.GetProperty("unit_code").GetString() && o["position_key"] == account.GetProperty("position_key").GetString());
        }
    }

    [Fact]
    public void A_field_belongs_to_a_department_or_says_who_else_is_competent()
    {
        var fields = Json("field-map-2024.json").GetProperty("fields").EnumerateArray().ToList();
        Assert.Equal(121, fields.Count);
        foreach (var field in fields)
        {
            var department = field.GetProperty("levels").GetProperty("province").GetString();
            if (department is null) Assert.NotEmpty(field.GetProperty("competent").GetString()!);
            else Assert.Equal("department", ByCode[department]["kind"]);
        }
    }

    static JsonElement Json(string name)
    {
        using var document = JsonDocument.Parse(DataFiles.Read(name));
        return document.RootElement.Clone();
    }
}
