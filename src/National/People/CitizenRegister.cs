using System.Collections.Frozen;
using System.Globalization;

namespace NhatLe.National.People;

/// <summary>
/// The register of the population of the province: 20,000 invented people in their households, the same at every start, among them all whom the
/// electronic identity knows. Numbers fit province, sex, century and year of birth, but for a few dozen people whose entry was corrected later.
/// </summary>
public sealed class CitizenRegister
{
    public const int Count = 20_000;

    /// <summary>The year that ages are reckoned from.</summary>
    public const int Year = 2024;

    const int Seed = 4401;

    readonly Random dice = new(Seed);
    readonly List<Citizen> all = new(Count);
    readonly List<Commune> communes = ReadCommunes();
    readonly NumberMaker numbers;
    int households;

    public CitizenRegister(Population known)
    {
        numbers = new(dice, known.All.Select(p => p.Number));
        var byCode = communes.ToDictionary(c => c.Code, StringComparer.Ordinal);
        var met = new HashSet<string>(StringComparer.Ordinal);
        foreach (var person in known.All)
        {
            if (!met.Add(person.Number)) continue;
            var spouse = person.Spouse is { } number && known.Find(number) is { } other && met.Add(number) ? other : null;
            var home = new Dwelling(byCode[person.Commune], person.Address.Split(',')[0]);
            var one = Known(person, home);
            Settle(home, one.Ethnicity, one, spouse is null ? null : Known(spouse, home));
        }
        while (all.Count < Count)
        {
            var commune = communes[dice.Next(communes.Count)];
            var ethnicity = EthnicityIn(commune);
            var home = new Dwelling(commune, $"{(commune.Kind == "xa" ? ethnicity == Ethnic.Kinh ? "Thôn" : "Bản" : "Tổ dân phố")} {1 + dice.Next(9)}");
            Settle(home, ethnicity, Adult(home, ethnicity, dice.Next(3) == 0 ? Sex.Female : Sex.Male, Year - 20 - dice.Next(65)), null);
        }
        ByNumber = all.ToFrozenDictionary(c => c.Number, StringComparer.Ordinal);
    }

    public IReadOnlyList<Citizen> All => all;

    public FrozenDictionary<string, Citizen> ByNumber { get; }

    /// <summary>A household around one adult, or a couple: children by age of the mother, and where a child is grown up and stays, theirs.</summary>
    void Settle(Dwelling home, string ethnicity, Citizen head, Citizen? spouse)
    {
        var household = new Household(string.Create(CultureInfo.InvariantCulture, $"440{++households:000000}"), home);
        Enter(household, head, HouseholdPlace.Head);
        var age = Year - head.BirthYear;
        if (spouse is null && Room(2) && age >= 23 && dice.Next(100) < (age < 30 ? 55 : 85)) spouse = Adult(home, ethnicity, Other(head.Sex), Math.Min(Year - 19, head.BirthYear + (head.Sex == Sex.Male ? 1 : -1) * dice.Next(5)));
        if (spouse is null)
        {
            if (age > 35) head.Marriage = dice.Next(3) switch { 0 => Marriage.Divorced, 1 when age > 60 => Marriage.Widowed, _ => Marriage.Single };
            return;
        }
        Enter(household, spouse, HouseholdPlace.Spouse);
        Household.Marry(head, spouse);
        Children(household, head, spouse, HouseholdPlace.Child);
    }

    void Children(Household household, Citizen one, Citizen other, HouseholdPlace place)
    {
        var (father, mother) = one.Sex == Sex.Male ? (one, other) : (other, one);
        var year = Math.Max(mother.BirthYear, father.BirthYear) + 20 + dice.Next(7);
        for (var n = dice.Next(1, 4); n > 0 && year <= Year - 1 && year - mother.BirthYear <= 44 && Room(1); n--, year += 2 + dice.Next(4))
        {
            if (Year - year > 27 && dice.Next(3) > 0) continue; // has a household of their own by now, maybe in another province
            var child = Child(household.Home, father, mother, year);
            Enter(household, child, place);
            if (place != HouseholdPlace.Child || Year - year < 25 || child.Sex == Sex.Female || !Room(2) || dice.Next(2) == 0) continue;
            var wife = Adult(household.Home, child.Ethnicity, Sex.Female, Math.Min(Year - 19, year + dice.Next(4)));
            Enter(household, wife, HouseholdPlace.ChildInLaw);
            Household.Marry(child, wife);
            Children(household, child, wife, HouseholdPlace.Grandchild);
        }
    }

    bool Room(int people) => all.Count + people <= Count;

    void Enter(Household household, Citizen citizen, HouseholdPlace place)
    {
        household.Add(citizen, place);
        all.Add(citizen);
    }

    static Sex Other(Sex sex) => sex == Sex.Male ? Sex.Female : Sex.Male;

    Citizen Adult(Dwelling home, string ethnicity, Sex sex, int year)
    {
        var (family, middle, given) = Names.Of(dice, ethnicity, sex, family: null);
        var (province, birthPlace) = dice.Next(100) < 93 ? ("044", new Dwelling(dice.Next(5) > 0 ? home.Commune : communes[dice.Next(communes.Count)], "")) : (Elsewhere[dice.Next(Elsewhere.Length)], home);
        return Make(ethnicity, sex, year, family, middle, given, province, birthPlace, birthPlace);
    }

    Citizen Child(Dwelling home, Citizen father, Citizen mother, int year)
    {
        var sex = dice.Next(2) == 0 ? Sex.Male : Sex.Female;
        var (family, middle, given) = Names.Of(dice, father.Ethnicity, sex, father.Family);
        var child = Make(father.Ethnicity, sex, year, family, middle, given, "044", home, father.Origin);
        (child.Father, child.Mother) = (father, mother);
        if (Year - year is >= 18 and < 27 && dice.Next(4) == 0) child.Staying = new(communes[dice.Next(communes.Count)], $"Tổ dân phố {1 + dice.Next(9)}");
        return child;
    }

    Citizen Make(string ethnicity, Sex sex, int year, string family, string middle, string given, string province, Dwelling birthPlace, Dwelling origin)
    {
        // Sex or year of birth was corrected after the number had been given: it stays as it is.
        var corrected = dice.Next(1000);
        var number = numbers.Next(province, corrected == 0 ? Other(sex) : sex, corrected is 1 or 2 ? year - 1 - dice.Next(3) : year);
        var yearOnly = Year - year > 55 && dice.Next(5) == 0;
        return new()
        {
            Number = number, OldNumber = OldNumber(year), Family = family, Middle = middle, Given = given, Sex = sex, Ethnicity = ethnicity, Religion = dice.Next(12) == 0 ? "02" : "00", Blood = Blood(),
            BirthYear = year, Born = yearOnly ? null : new DateOnly(year, 1, 1).AddDays(dice.Next(365)), BirthPlace = birthPlace, Origin = origin,
        };
    }

    Citizen Known(Person person, Dwelling home)
    {
        var names = person.Name.Split(' ');
        var year = int.Parse(person.Born.AsSpan(0, 4), CultureInfo.InvariantCulture);
        return new()
        {
            Number = person.Number, OldNumber = OldNumber(year), Family = names.Length > 1 ? names[0] : "", Middle = names.Length > 2 ? string.Join(' ', names[1..^1]) : "", Given = names[^1],
            Sex = person.Gender == "female" ? Sex.Female : Sex.Male, Ethnicity = Ethnic.CodeOf(person.Ethnicity), Blood = Blood(), BirthYear = year,
            Born = person.Born.Length == 4 ? null : DateOnly.ParseExact(person.Born, "yyyy-MM-dd", CultureInfo.InvariantCulture), BirthPlace = home, Origin = home,
        };
    }

    string? OldNumber(int year) => year <= 2001 ? string.Create(CultureInfo.InvariantCulture, $"19{dice.Next(10_000_000):0000000}") : null;

    string Blood() => dice.Next(10) switch { < 5 => "00", < 7 => "04", 7 => "01", 8 => "02", _ => "03" };

    string EthnicityIn(Commune commune) => Ethnic.Chut.Communes.Contains(commune.Name) && dice.Next(4) == 0 ? Ethnic.Chut.Code
        : Ethnic.Bru.Communes.Contains(commune.Name) && dice.Next(5) > 0 ? Ethnic.Bru.Code : Ethnic.Kinh;

    /// <summary>Provinces people have come from: Hà Tĩnh, Quảng Trị, Thừa Thiên Huế, Nghệ An, Hà Nội.</summary>
    static readonly string[] Elsewhere = ["042", "045", "046", "040", "001"];

    static List<Commune> ReadCommunes()
    {
        using var reader = new StreamReader(typeof(CitizenRegister).Assembly.GetManifestResourceStream("NhatLe.National.People.communes.csv")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')).Select(c => new Commune(c[0], c[1], c[2], c[3], c[4]))];
    }
}
