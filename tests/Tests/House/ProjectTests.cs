using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NhatLe.Tests.House;

/// <summary>Who may know whom, and what a source file may look like.</summary>
[Trait("Run", "Once")]
public sealed class ProjectTests
{
    static IEnumerable<(string Project, string Reference)> References(string folder) =>
        from project in Repo.Files(folder, ".csproj")
        from reference in XDocument.Parse(Repo.Read(project)).Descendants("ProjectReference")
        let path = Path.Combine(Repo.Root, Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value)
        select (project, Path.GetRelativePath(Repo.Root, Path.GetFullPath(path)).Replace('\\', '/'));

    [Fact]
    public void A_module_references_the_platform_and_contracts_and_never_a_module()
    {
        Assert.NotEmpty(Repo.Files("src/Modules", ".csproj"));
        Repo.None(References("src/Modules").Where(r => !r.Reference.StartsWith("src/Contracts/", StringComparison.Ordinal) && !r.Reference.StartsWith("src/Platform/", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_platform_knows_no_module_and_contracts_know_only_it_and_each_other()
    {
        Repo.None(References("src/Platform"));
        Repo.None(References("src/Contracts").Where(r => !r.Reference.StartsWith("src/Contracts/", StringComparison.Ordinal) && !r.Reference.StartsWith("src/Platform/", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_national_stand_ins_share_nothing_with_the_province()
    {
        Assert.NotEmpty(Repo.Files("src/National", ".csproj"));
        Repo.None(References("src/National"));
        Repo.None(References("src").Where(r => r.Reference.StartsWith("src/National/", StringComparison.Ordinal)));
        Repo.None(Repo.Files("src/National", ".cs").Where(f => Regex.IsMatch(Repo.Read(f), @"NhatLe\.(?!National\b)")));
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var known = XDocument.Parse(Repo.Read("NhatLe.slnx")).Descendants("Project").Select(p => p.Attribute("Path")!.Value);
        Repo.None(Repo.Files("src", ".csproj").Concat(Repo.Files("tests", ".csproj")).Except(known));
    }

    [Fact]
    public void The_browser_driver_is_in_one_project_only()
    {
        var projects = Repo.Files("", ".csproj").Where(p => Regex.IsMatch(Repo.Read(p), "Microsoft\\.Playwright|AxeCore"));
        Assert.Equal(["tests/Browser/NhatLe.Browser.csproj"], projects);
    }

    static readonly string[] Code = [".cs", ".cshtml", ".ts", ".mjs", ".js", ".css", ".sql", ".sh"];

    [Fact]
    public void No_source_file_has_600_lines() =>
        Repo.None(Repo.Files("", Code).Select(f => (File: f, Lines: Repo.Read(f).Count(c => c == '\n'))).Where(f => f.Lines >= 600));

    [Fact]
    public void Nothing_is_left_for_later_in_a_source()
    {
        var words = new Regex(@"\b(TO" + @"DO|FIX" + @"ME)\b"); // in two pieces, so that this line is not one
        var sources = Repo.Files("", [.. Code, ".csproj", ".props", ".targets"]).Concat(["run", "test", "prove"]);
        Repo.None(sources.SelectMany(f => Repo.Read(f).Split('\n').Index().Where(l => words.IsMatch(l.Item)).Select(l => $"{f}:{l.Index + 1}")));
    }

    [Fact]
    public void A_package_lock_names_no_registry()
    {
        Repo.None(Repo.Files("", "package.json").Where(p => !File.Exists(Path.Combine(Repo.Root, p.Replace("package.json", "package-lock.json", StringComparison.Ordinal)))));
        Repo.None(Repo.Files("", "package-lock.json").Where(p => Repo.Read(p).Contains("\"resolved\"", StringComparison.Ordinal)));
    }
}
