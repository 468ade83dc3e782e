using System.Text.Json;

namespace NhatLe.Load.People;

/// <summary>Who works where in the demonstration: data/officers.csv, and the logins that data/demo-accounts.json gives some of them.</summary>
sealed class Province
{
    readonly Dictionary<(string Unit, string Post), string> posts = [];

    public Province()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "data");
        using var accounts = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "demo-accounts.json")));
        var offered = accounts.RootElement.GetProperty("accounts").EnumerateArray().Where(a => a.TryGetProperty("officer_id", out _))
            .ToDictionary(a => a.GetProperty("officer_id").GetString()!, a => a.GetProperty("login").GetString()!, StringComparer.Ordinal);
        foreach (var row in File.ReadLines(Path.Combine(folder, "officers.csv")).Skip(1).Select(l => l.Split(',')))
        {
            var (id, post, mail, unit) = (row[0], row[4], row[5], row[6]); // no field of this file holds a comma
            var login = offered.GetValueOrDefault(id) ?? mail.Split('@')[0];
            posts.TryAdd((unit, post), login);
            Officers.Add(login);
        }
        Communes = [.. posts.Keys.Where(p => p.Post == "commune.desk").Select(p => p.Unit).Order(StringComparer.Ordinal)];
    }

    public List<string> Officers { get; } = [];

    /// <summary>Codes of the communes, each with a desk.</summary>
    public IReadOnlyList<string> Communes { get; }

    /// <summary>Who receives the dossiers of a commune.</summary>
    public string Desk(string commune) => posts[(commune, "commune.desk")];

    /// <summary>Who settles its civil-status matters.</summary>
    public string Justice(string commune) => posts[(commune, "commune.justice")];

    /// <summary>A citizen who files online: so many are invented.</summary>
    public static string Citizen(int n) => $"dan.{1 + (n % 200):000}";
}
