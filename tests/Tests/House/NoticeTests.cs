using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using NhatLe.Host.About;

namespace NhatLe.Tests.House;

/// <summary>What is said to the outside about what others wrote, and about people's data, is true.</summary>
[Trait("Run", "Once")]
public sealed partial class NoticeTests
{
    static Dictionary<string, string> Listed() => Row().Matches(Repo.Read("THIRD-PARTY.md")).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);

    /// <summary>The packages that are pinned for the platform, and all that the built application brings with them.</summary>
    static IEnumerable<string> OnTheServer()
    {
        var pinned = XDocument.Parse(Repo.Read("Directory.Packages.props")).Descendants("ItemGroup").Single(g => g.Attribute("Label")!.Value == "Platform").Elements().Select(e => e.Attribute("Include")!.Value);
        using var built = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "nhatle.deps.json")));
        var brought = built.RootElement.GetProperty("libraries").EnumerateObject().Where(l => l.Value.GetProperty("type").GetString() == "package").Select(l => l.Name.Split('/')[0]);
        return pinned.Concat(brought).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
    }

    static IEnumerable<string> InTheBrowser()
    {
        using var package = JsonDocument.Parse(Repo.Read("src/Web/package.json"));
        return package.RootElement.GetProperty("dependencies").EnumerateObject().Select(d => d.Name).ToList();
    }

    [Fact]
    public void Everything_shipped_is_listed_with_a_licence_and_nothing_else()
    {
        var (listed, shipped) = (Listed(), OnTheServer().Concat(InTheBrowser()).ToList());
        Assert.Contains("Quartz", shipped);
        Repo.None(shipped.Where(s => !listed.ContainsKey(s)).Select(s => s + " is shipped and not in THIRD-PARTY.md"));
        Repo.None(listed.Keys.Except(shipped, StringComparer.OrdinalIgnoreCase).Select(l => l + " is in THIRD-PARTY.md and not shipped"));
        Repo.None(listed.Where(l => !Permissive().IsMatch(l.Value)).Select(l => $"{l.Key}: {l.Value}"));
    }

    /// <summary>Tables whose schema says what they are for hold something about people or acts: the page on privacy names them.</summary>
    [Fact]
    public void The_page_on_privacy_names_every_table_with_a_purpose()
    {
        var told = DataKind.All.SelectMany(k => k.Tables).ToHashSet();
        var sql = Repo.Files("src", ".sql").Select(f => (File: f, Text: Repo.Read(f))).ToList();
        var tables = sql.SelectMany(f => CommentedTable().Matches(f.Text).Where(m => m.Groups["comment"].Value.Contains("Purpose:", StringComparison.Ordinal)).Select(m => m.Groups["table"].Value)).ToList();
        Assert.Contains("identity_accounts", tables);
        Repo.None(tables.Where(t => !told.Contains(t)).Select(t => t + ": say on the page what it keeps, why and how long (src/Host/About/Privacy.cshtml.cs)"));
        Repo.None(told.Where(t => !sql.Exists(f => f.Text.Contains($"CREATE TABLE {t} (", StringComparison.Ordinal))).Select(t => t + " is no table"));
    }

    [GeneratedRegex(@"^\| (?!package)(\S+) \| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("MIT|Apache-2.0|BSD-3-Clause|PostgreSQL|OFL-1.1|public domain")]
    private static partial Regex Permissive();

    [GeneratedRegex(@"(?<comment>(^--[^\n]*\n)+)CREATE TABLE (?<table>\w+)", RegexOptions.Multiline)]
    private static partial Regex CommentedTable();
}

/// <summary>The pages everybody may read.</summary>
public sealed class PublicNoticeTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("/tro-nang", "Tuyên bố về trợ năng")]
    [InlineData("/rieng-tu", "30 ngày sau lần sửa cuối, báo trước 3 ngày")]
    [InlineData("/en/tro-nang", "Accessibility statement")]
    [InlineData("/en/rieng-tu", "30 days after the last change, announced 3 days before")]
    public async Task Anybody_finds_them_from_every_page(string address, string words)
    {
        Assert.Contains(words, await app.Anybody().Page(address), StringComparison.Ordinal);
        var home = await app.Anybody().Page(address.StartsWith("/en", StringComparison.Ordinal) ? "/en" : "/");
        Assert.Contains($"href=\"{address}\"", home, StringComparison.Ordinal);
    }
}
