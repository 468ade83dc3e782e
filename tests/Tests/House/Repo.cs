namespace NhatLe.Tests.House;

/// <summary>The project's files on disk, without what builds and runs leave behind.</summary>
static class Repo
{
    static readonly HashSet<string> NotSources = ["bin", "obj", "var", "node_modules", "assets", "TestResults", ".git", ".vs", ".idea"];

    public static string Root { get; } = Find();

    /// <summary>Files with these endings under a folder, as paths from the root with forward slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) =>
        Walk(new DirectoryInfo(Path.Combine(Root, folder)))
            .Where(f => endings.Length == 0 || endings.Any(e => f.Name.EndsWith(e, StringComparison.Ordinal)))
            .Select(f => Path.GetRelativePath(Root, f.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Fails with every offender on a line of its own.</summary>
    public static void None<T>(IEnumerable<T> offenders)
    {
        var all = offenders.ToList();
        Assert.True(all.Count == 0, $"{all.Count} found:\n  {string.Join("\n  ", all)}");
    }

    static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.Exists
            ? folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(d => !NotSources.Contains(d.Name)).SelectMany(Walk))
            : [];

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NhatLe.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No NhatLe.slnx above {AppContext.BaseDirectory}.");
    }
}
