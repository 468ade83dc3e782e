using System.Text.RegularExpressions;
using NhatLe.Tests.House;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>The pages on the standards say which test proves what: each of them exists.</summary>
[Trait("Run", "Once")]
public sealed partial class DocumentTests
{
    [Theory]
    [InlineData("docs/openid.md", 30)]
    [InlineData("docs/scim.md", 25)]
    public void Every_test_the_table_of_requirements_names_exists(string page, int atLeast)
    {
        var named = Named().Matches(Repo.Read(page)).Select(m => (Class: m.Groups["class"].Value, Test: m.Groups["test"].Value)).Distinct().ToList();
        Assert.True(named.Count > atLeast, $"Only {named.Count} tests are named.");
        Repo.None(named.Where(n => !Array.Exists(typeof(DocumentTests).Assembly.GetTypes(), t => t.Name == n.Class && t.GetMethod(n.Test)?.IsDefined(typeof(FactAttribute), inherit: true) == true)));
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<test>\w+)`")]
    private static partial Regex Named();
}
