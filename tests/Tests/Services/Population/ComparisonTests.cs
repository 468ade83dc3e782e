using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Forms;
using NhatLe.Platform.Text;
using NhatLe.Services.Population;

namespace NhatLe.Tests.Services.Population;

/// <summary>What counts as the same between a form and the register.</summary>
public sealed class ComparisonTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("Hòa", "Hoà", true)]
    [InlineData("NGUYỄN  THÚY", "Nguyễn Thuý", true)]
    [InlineData("Hòa", "Hoa", false)]
    [InlineData("Hòa", "Hóa", false)]
    [InlineData("Hô", "Ho", false)]
    [InlineData("Nheng", "Nheng", true)]
    [InlineData("Ho\u0300a", "Hoà", true)]
    public void Names_are_the_same_wherever_the_tone_is_written(string one, string other, bool same) => Assert.Equal(same, Comparison.NameKey(one) == Comparison.NameKey(other));

    static readonly RegisteredPerson Registered = new(
        "044192001234", "", "Hoàng", "Thị", "Mai", Sex.Female, "Bru–Vân Kiều", "", MaritalStatus.Married, "", null, 1992, "Việt Nam", "", null, null,
        new("44", "452", "18907", "Bản Ka Oóc", "Việt Nam"), null, null, null, new("Trần Văn Dũng", "", "", ""), null, null, "");

    async Task<Match> Of(PersonField field, FieldType type, string said) =>
        Assert.Single(new Comparison(await app.Services.GetRequiredService<DirectoryCache>().Get(default), english: false)
            .Of(new("k", Registered.CitizenNumber, "", new Dictionary<PersonField, SaidOfPerson> { [field] = new(new("k", type, "", "", Choices: [new("male", "Nam", "Male"), new("female", "Nữ", "Female")]), said) }), Registered)).Match;

    [Theory]
    [InlineData(PersonField.BirthDate, FieldType.Date, "1992-03-12", Match.Same)] // the register has the year only
    [InlineData(PersonField.BirthDate, FieldType.Date, "1992", Match.Same)]
    [InlineData(PersonField.BirthDate, FieldType.Date, "1993-03-12", Match.Differs)]
    [InlineData(PersonField.Sex, FieldType.Choice, "female", Match.Same)]
    [InlineData(PersonField.Sex, FieldType.Choice, "male", Match.Differs)]
    [InlineData(PersonField.Ethnicity, FieldType.Text, "Bru - Vân kiều", Match.Same)]
    [InlineData(PersonField.Ethnicity, FieldType.Text, "Kinh", Match.Differs)]
    [InlineData(PersonField.Nationality, FieldType.Text, "", Match.Unsaid)]
    [InlineData(PersonField.Home, FieldType.Address, "18907|Bản khác", Match.Same)] // by the commune
    [InlineData(PersonField.Home, FieldType.Address, "18904|Bản Ka Oóc", Match.Differs)]
    [InlineData(PersonField.Spouse, FieldType.Text, "trần văn dũng", Match.Same)]
    public async Task Each_field_is_compared_by_what_it_means(PersonField field, FieldType type, string said, Match expected) => Assert.Equal(expected, await Of(field, type, said));

    [Fact]
    public void A_number_that_disagrees_with_sex_or_year_is_worth_a_look_and_no_more()
    {
        Assert.Empty(Comparison.Warnings(Registered));
        var odd = Comparison.Warnings(Registered with { Sex = Sex.Male, BirthYear = 1990 });
        Assert.Equal(["citizen-number.sex", "citizen-number.year"], odd.Select(f => f.Code));
        Assert.All(odd, f => Assert.False(f.Blocks));
    }

    [Fact]
    public void People_of_a_form_are_those_with_a_number_rows_of_a_group_among_them()
    {
        var forms = app.Services.GetRequiredService<FormLibrary>();
        var people = DossierPerson.Of(forms.Find("birth-registration")!, Filing.Answers());
        Assert.Equal(["mother_number"], people.Select(p => p.Key));
        Assert.Equal(("Hồ Thị Mai Liên", "1996-03-08"), (people[0].Name, people[0].Said[PersonField.BirthDate].Answer));
        var status = DossierPerson.Of(forms.Find("marriage-status")!, new Dictionary<string, string>
        {
            ["purpose"] = "marriage", ["person_name"] = "Hồ Thị Mai Liên", ["person_number"] = "044196004217", ["person_sex"] = "female", ["status"] = "married", ["spouse"] = "Hồ Văn Khiêm",
        });
        var herself = status.Single(p => p.Key == "person_number");
        Assert.Equal(("Hồ Văn Khiêm", "female"), (herself.Said[PersonField.Spouse].Answer, herself.Said[PersonField.Sex].Answer));
        var business = DossierPerson.Of(forms.Find("household-business")!, new Dictionary<string, string> { ["owner_number"] = "044196004217", ["founder"] = "family", ["members"] = "2", ["members[0].name"] = "A", ["members[0].number"] = "044093007356", ["members[1].number"] = "044196004217", ["owner_home"] = "18907|Bản Ka Oóc" });
        Assert.Equal("18907|Bản Ka Oóc", business.Single(p => p.Key == "owner_number").Said[PersonField.Home].Answer);
        Assert.Equal(business.Count, business.Select(p => p.Number).Distinct().Count());
    }
}
