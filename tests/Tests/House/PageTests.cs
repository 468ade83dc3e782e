using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Razor.Hosting;

namespace NhatLe.Tests.House;

/// <summary>What every page keeps to: its own place, its own address, nothing inline.</summary>
[Trait("Run", "Once")]
public sealed partial class PageTests
{
    static readonly string[] Pages = [.. Repo.Files("src", ".cshtml")];

    /// <summary>Every compiled page and view of the built application, with its assembly.</summary>
    static List<(string Assembly, string Path)> Compiled() =>
        [.. Directory.GetFiles(AppContext.BaseDirectory, "*.dll")
            .Where(f => Path.GetFileName(f) is "nhatle.dll" || Path.GetFileName(f).StartsWith("NhatLe.", StringComparison.Ordinal))
            .Select(Assembly.LoadFrom)
            .SelectMany(a => a.GetCustomAttributes<RazorCompiledItemAttribute>().Select(i => (a.GetName().Name!, i.Identifier)))];

    [Fact]
    public void Every_page_in_the_sources_is_compiled() => Assert.Equal(Pages.Length, Compiled().Count);

    [Fact]
    public void The_path_of_a_compiled_page_starts_with_its_module()
    {
        var modules = Directory.GetDirectories(Path.Combine(Repo.Root, "src/Modules")).Select(d => $"NhatLe.{Path.GetFileName(d)}").ToHashSet();
        Repo.None(Compiled().Where(i => modules.Contains(i.Assembly) && !i.Path.StartsWith($"/{i.Assembly["NhatLe.".Length..]}/", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_two_compiled_pages_have_one_path() =>
        Repo.None(Compiled().GroupBy(i => i.Path, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(i => i.Assembly))}"));

    [Fact]
    public void Every_page_names_its_address_and_no_two_the_same()
    {
        var directives = Pages.SelectMany(p => PageDirective().Matches(Repo.Read(p)).Select(m => (Page: p, Route: m.Groups["route"].Value))).ToList();
        Repo.None(directives.Where(d => !d.Route.StartsWith('/')));
        Repo.None(directives.GroupBy(d => RouteValue().Replace(d.Route, "{}").ToLowerInvariant()).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(d => d.Page))}"));
    }

    [Fact]
    public void Only_the_host_has_a_ViewStart() =>
        Repo.None(Pages.Where(p => Path.GetFileName(p) == "_ViewStart.cshtml" && !p.StartsWith("src/Host/", StringComparison.Ordinal)));

    [Fact]
    public void Nothing_is_inline() => Repo.None(Pages.SelectMany(p => InlineIn(Repo.Read(p)).Select(found => $"{p}: {found}")));

    [Theory]
    [InlineData("<p style=\"color:red\">")]
    [InlineData("<p style='@Css'>")]
    [InlineData("<button type=\"button\" onclick=\"go()\">")]
    [InlineData("<style>p{}</style>")]
    [InlineData("<script>go()</script>")]
    [InlineData("<script type=\"module\">go()</script>")]
    public void What_the_content_security_policy_would_block_is_found(string razor) => Assert.Single(InlineIn(razor));

    [Theory]
    [InlineData("<script src=\"/assets/app.js\" type=\"module\"></script>")]
    [InlineData("<p class=\"style\" data-style=\"a\" data-onset=\"b\">on the way</p>")]
    [InlineData("@{ var style = \"x\"; var one = \"y\"; }")]
    [InlineData("@* <p style=\"color:red\"> *@")]
    public void What_it_allows_is_left_alone(string razor) => Assert.Empty(InlineIn(razor));

    static IEnumerable<string> InlineIn(string razor) => Inline().Matches(RazorComment().Replace(razor, "")).Select(m => m.Value.Trim());

    [GeneratedRegex("""(?<=\s)style=|(?<=\s)on[a-z]+=["'@]|<style\b|<script\b(?![^>]*\ssrc=)""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex RazorComment();

    [GeneratedRegex("""^\s*@page\b[ \t]*(?:"(?<route>[^"]*)")?""", RegexOptions.Multiline)]
    private static partial Regex PageDirective();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex RouteValue();
}
