using System.Text.RegularExpressions;
using NhatLe.Tests.House;

namespace NhatLe.Tests.Identity.Scim;

/// <summary>docs/scim.md says which test proves what: each of them exists.</summary>
public sealed partial class DocumentTests
{
    [Fact]
    public void Every_test_the_table_of_requirements_names_exists()
    {
        var named = Named().Matches(Repo.Read("docs/scim.md")).Select(m => (Class: m.Groups["class"].Value, Test: m.Groups["test"].Value)).Distinct().ToList();
        Assert.True(named.Count > 25, $"Only {named.Count} tests are named.");
        Type[] classes = [typeof(ScimTests), typeof(ComparedTests), typeof(PushTests), typeof(FilterTests), typeof(DeactivationTests)];
        Repo.None(named.Where(n => Array.Find(classes, c => c.Name == n.Class)?.GetMethod(n.Test)?.IsDefined(typeof(FactAttribute), inherit: true) != true));
    }

    [GeneratedRegex(@"`(?<class>\w+Tests)\.(?<test>\w+)`")]
    private static partial Regex Named();
}
