using CsvHelper;

namespace NhatLe.Tests.Data;

/// <summary>The reference data the project ships, read from the repository.</summary>
static class DataFiles
{
    public static string PathOf(string name) => Path.Combine(Folder(), name);

    public static string Read(string name) => File.ReadAllText(PathOf(name));

    public static IReadOnlyList<IDictionary<string, string>> Rows(string name)
    {
        var text = Read(name);
        var columns = text[..text.IndexOf('\n', StringComparison.Ordinal)].Split(',');
        var rows = new List<IDictionary<string, string>>();
        using var csv = CsvReader.FromText(text);
        while (csv.Read()) rows.Add(columns.ToDictionary(column => column, csv.GetString));
        return rows;
    }

    static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "NhatLe.slnx"))) folder = folder.Parent;
        return Path.Combine(folder.FullName, "data");
    }
}
