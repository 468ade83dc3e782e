using System.Diagnostics;
using System.Text.Json;
using NhatLe.National.People;
using NhatLe.Tests.House;

namespace NhatLe.Tests.National;

/// <summary>The invented population: as many as said, the same every time, and of one piece.</summary>
public sealed class CitizenRegisterTests
{
    static readonly CitizenRegister Register = new(new Population());

    static bool FitsSex(Citizen c) => (c.Number[3] - '0') % 2 == (c.Sex == Sex.Female ? 1 : 0);

    static bool FitsYear(Citizen c) => 1900 + ((c.Number[3] - '0') / 2 * 100) + int.Parse(c.Number.AsSpan(4, 2), System.Globalization.CultureInfo.InvariantCulture) == c.BirthYear;

    [Fact]
    public void Twenty_thousand_people_are_there_at_once_and_the_same_at_every_start()
    {
        var began = Stopwatch.GetTimestamp();
        var again = new CitizenRegister(new Population());
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1), $"{Stopwatch.GetElapsedTime(began)}");
        Assert.Equal(20_000, again.All.Count);
        Assert.Equal(Register.All.Select(c => (c.Number, c.FullName, c.Born, c.Household.Number)), again.All.Select(c => (c.Number, c.FullName, c.Born, c.Household.Number)));
    }

    [Fact]
    public void Numbers_are_unique_and_fit_sex_and_year_but_for_a_few_dozen()
    {
        Assert.Equal(Register.All.Count, Register.ByNumber.Count);
        Assert.InRange(Register.All.Count(c => !FitsSex(c)), 10, 40);
        Assert.InRange(Register.All.Count(c => !FitsYear(c)), 20, 80);
        Assert.InRange(Register.All.Count(c => !c.Number.StartsWith("044", StringComparison.Ordinal)), 300, 1500);
    }

    [Fact]
    public void Relatives_point_to_one_another_and_ages_are_possible()
    {
        var all = Register.All.ToHashSet();
        Repo.None(Register.All.Where(c => c.Spouse is { } s && (s.Spouse != c || s.Sex == c.Sex || c.Marriage != Marriage.Married || s.Household != c.Household)).Select(c => c.Number));
        Repo.None(Register.All.Where(c => c.Mother is { } m && (m.Sex != Sex.Female || m.Spouse != c.Father || c.BirthYear - m.BirthYear is < 18 or > 50 || !all.Contains(m))).Select(c => c.Number));
        Repo.None(Register.All.Where(c => c.Father is { } f && (f.Sex != Sex.Male || c.BirthYear - f.BirthYear < 18 || (f.Family.Length > 0 && c.Family.Length > 0 && c.Family != f.Family))).Select(c => c.Number));
        Repo.None(Register.All.Where(c => !c.Household.Members.Contains(c) || c.Household.Head.Place != HouseholdPlace.Head).Select(c => c.Number));
        Repo.None(Register.All.Where(c => c.BirthYear > CitizenRegister.Year).Select(c => c.Number));
        Assert.InRange(Register.All.Count(c => c.Mother is not null), 5000, 15_000);
    }

    [Fact]
    public void There_are_small_peoples_names_of_one_word_and_years_without_a_day()
    {
        Assert.InRange(Register.All.Count(c => c.Ethnicity == Ethnic.Bru.Code), 500, 3000);
        Assert.InRange(Register.All.Count(c => c.Ethnicity == Ethnic.Chut.Code), 100, 1500);
        Assert.InRange(Register.All.Count(c => c.Family.Length == 0 && c.Middle.Length == 0), 30, 500);
        Assert.InRange(Register.All.Count(c => c.Born is null), 300, 3000);
    }

    [Fact]
    public void Communes_are_those_of_the_province()
    {
        var known = Repo.Read("data/units.csv").Split('\n').Select(l => l.Split(',')).Where(c => c.Length > 2 && c[2] == "commune").ToDictionary(c => c[0], c => (c[1], c[5]));
        var lived = Register.All.Select(c => c.Household.Home.Commune).Distinct().ToList();
        Assert.Equal(known.Count, lived.Count);
        Repo.None(lived.Where(c => known[c.Code] != (c.District, c.Name)).Select(c => c.Code));
    }

    [Fact]
    public void All_whom_the_electronic_identity_knows_are_there_as_it_knows_them()
    {
        var people = JsonSerializer.Deserialize<List<JsonElement>>(Repo.Read("src/National/People/people.json"))!;
        Assert.True(people.Count > 200);
        Repo.None(people.Where(p => Register.ByNumber.GetValueOrDefault(Text(p, "number")) is not { } c || c.FullName != Text(p, "name") || c.Household.Home.Commune.Code != Text(p, "commune")
            || Text(p, "born") != (c.Born?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) ?? c.BirthYear.ToString(System.Globalization.CultureInfo.InvariantCulture))
            || (c.Sex == Sex.Female) != (Text(p, "gender") == "female")).Select(p => Text(p, "number")));

        static string Text(JsonElement person, string name) => person.GetProperty(name).GetString()!;
    }
}
