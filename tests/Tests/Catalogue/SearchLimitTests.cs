using Microsoft.Extensions.DependencyInjection;
using NhatLe.Catalogue.Procedures;

namespace NhatLe.Tests.Catalogue;

public sealed class SearchLimitTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Of_a_query_longer_than_anybody_types_only_the_beginning_is_read()
    {
        var catalogue = await app.Services.GetRequiredService<CatalogueIndex>().Get(default);
        var endless = "khai sinh " + string.Join(' ', Enumerable.Range(0, 2000).Select(n => "w" + n));
        Assert.Empty(catalogue.Search(endless, 20));
        Assert.NotEmpty(catalogue.Search(new string(' ', 300) + "khai sinh", 20));
        Assert.Equal(catalogue.Search("khai sinh" + new string(' ', 200), 20), catalogue.Search("khai sinh" + new string(' ', 200) + endless, 20));
    }
}
