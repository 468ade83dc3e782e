using CsvHelper;

namespace NhatLe.Platform.Directory;

/// <summary>The folder of reference data the platform ships (data/).</summary>
public sealed record ReferenceData(string Folder)
{
    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>The rows of a table, each by the names of its columns.</summary>
    public IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using var csv = CsvReader.FromFile(PathOf(file));
        while (csv.Read()) yield return csv.Headers!.ToDictionary(h => h, h => csv.GetString(h));
    }
}
