using System.Globalization;

namespace NhatLe.National.People;

public enum Sex { Male = 1, Female = 2 }

public enum Marriage { Single = 1, Married = 2, Divorced = 3, Widowed = 4 }

/// <summary>Their place in the household, as seen from its head (quan hệ với chủ hộ).</summary>
public enum HouseholdPlace { Head = 1, Spouse = 2, Child = 3, ChildInLaw = 4, Grandchild = 5 }

public sealed record Commune(string Code, string District, string Kind, string Name, string DistrictName);

/// <param name="Detail">"Thôn 4".</param>
public sealed record Dwelling(Commune Commune, string Detail);

/// <summary>An invented person in the register of the population, with whom they live and descend from.</summary>
public sealed class Citizen
{
    public required string Number { get; init; }

    /// <summary>The nine digits of the old identity card; null: they never had one.</summary>
    public string? OldNumber { get; init; }

    /// <summary>Empty for people of one name.</summary>
    public required string Family { get; init; }

    public required string Middle { get; init; }
    public required string Given { get; init; }
    public required Sex Sex { get; init; }
    public required string Ethnicity { get; init; }
    public string Religion { get; init; } = "00";
    public required string Blood { get; init; }
    public required int BirthYear { get; init; }

    /// <summary>Null: the register knows the year only.</summary>
    public required DateOnly? Born { get; init; }

    public required Dwelling BirthPlace { get; init; }
    public required Dwelling Origin { get; init; }
    public Marriage Marriage { get; set; } = Marriage.Single;
    public Citizen? Father { get; set; }
    public Citizen? Mother { get; set; }
    public Citizen? Spouse { get; set; }
    public Household Household { get; set; } = null!;
    public HouseholdPlace Place { get; set; }

    /// <summary>Where they stay, if elsewhere than where they are registered.</summary>
    public Dwelling? Staying { get; set; }

    public string FullName => string.Join(' ', new[] { Family, Middle, Given }.Where(n => n.Length > 0));

    /// <summary>Who acts for a child: the mother, else the father.</summary>
    public Citizen? Guardian(int year) => year - BirthYear < 18 ? Mother ?? Father : null;
}

/// <summary>People who live together under one number (hộ).</summary>
public sealed class Household(string number, Dwelling home)
{
    public string Number => number;
    public Dwelling Home => home;
    public List<Citizen> Members { get; } = [];
    public Citizen Head => Members[0];

    public void Add(Citizen citizen, HouseholdPlace place)
    {
        (citizen.Household, citizen.Place) = (this, place);
        Members.Add(citizen);
    }

    /// <summary>Both become married to one another.</summary>
    public static void Marry(Citizen one, Citizen other)
    {
        (one.Spouse, other.Spouse, one.Marriage, other.Marriage) = (other, one, Marriage.Married, Marriage.Married);
    }
}

/// <summary>Citizen numbers: province of birth, century and sex, year, and six digits nobody else has.</summary>
public sealed class NumberMaker(Random dice, IEnumerable<string> taken)
{
    readonly HashSet<string> given = [.. taken];

    public string Next(string province, Sex sex, int year)
    {
        string number;
        do number = string.Create(CultureInfo.InvariantCulture, $"{province}{((year / 100) - 19) * 2 + (sex == Sex.Female ? 1 : 0)}{year % 100:00}{dice.Next(1_000_000):000000}");
        while (!given.Add(number));
        return number;
    }
}
