using System.Collections.Frozen;
using System.Text.Json;

namespace NhatLe.National.People;

/// <summary>An invented person, as the national systems know them.</summary>
/// <param name="Number">Citizen number, twelve digits (số định danh cá nhân).</param>
/// <param name="Born">"1996-03-08", or the year only: "1958".</param>
/// <param name="Commune">Code of the commune of residence.</param>
/// <param name="Level">Of their account of electronic identity: 1 opened on a phone, 2 confirmed by the police in person; 0: none.</param>
/// <param name="Offered">The sign-in page offers them.</param>
/// <param name="Spouse">Number of whom they are married to, where that is another of these people.</param>
public sealed record Person(string Number, string Name, string Gender, string Born, string? Phone, string Ethnicity, string Commune, string Address, int Level, bool Offered = false, string? Spouse = null);

/// <summary>All invented people (dân cư hư cấu): those of the demonstration of the province, and some who have no account there.</summary>
public sealed class Population
{
    /// <summary>Of everybody; written on the sign-in page.</summary>
    public const string Password = "dinh-danh-2024";

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly FrozenDictionary<string, Person> byNumber;

    public Population()
    {
        using var file = typeof(Population).Assembly.GetManifestResourceStream("NhatLe.National.People.people.json")!;
        All = JsonSerializer.Deserialize<List<Person>>(file, Json)!;
        byNumber = All.ToFrozenDictionary(p => p.Number, StringComparer.Ordinal);
    }

    public IReadOnlyList<Person> All { get; }

    public Person? Find(string number) => byNumber.GetValueOrDefault(number);
}
