using NhatLe.Identity.Scim;
using NhatLe.Platform.Directory;

namespace NhatLe.Tests.Identity.Scim;

/// <summary>What needs a province larger than the tests have.</summary>
public sealed class FilterTests
{
    static readonly DirectorySnapshot Large = new(1, [], [.. Enumerable.Range(0, 5000).Select(n => new Officer { Id = Guid.CreateVersion7(App.Start), FullName = n % 2 == 0 ? "Nguyễn Văn Chẵn" : "Lê Thị Lẻ", Active = true })], [], []);

    [Fact]
    public void TooMany_a_name_that_means_half_the_province_is_refused()
    {
        var error = Assert.Throws<ScimError>(() => new ScimCondition(Large, Array.Empty<NhatLe.Platform.Facts.Entry>().AsQueryable()).Of(ScimFilter.Parse("displayName co \"Chẵn\"")));
        Assert.Equal((400, "tooMany"), (error.Status, error.Type));
        Assert.NotNull(new ScimCondition(Large, Array.Empty<NhatLe.Platform.Facts.Entry>().AsQueryable()).Of(ScimFilter.Parse("displayName pr"))); // of all, nobody is named
        Assert.NotNull(new ScimCondition(Large, Array.Empty<NhatLe.Platform.Facts.Entry>().AsQueryable()).Of(ScimFilter.Parse("displayName co \"Không ai\"")));
    }
}
