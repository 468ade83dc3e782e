using Microsoft.EntityFrameworkCore;

namespace NhatLe.Tests.House;

public sealed class StartTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_started_demonstration_holds_the_whole_province()
    {
        Assert.Equal(151, await app.Db(db => db.Units.CountAsync(u => u.Kind == "commune")));
        Assert.Equal(8, await app.Db(db => db.Units.CountAsync(u => u.Kind == "district")));
        Assert.Equal(20, await app.Db(db => db.Units.CountAsync(u => u.Kind == "department")));
    }

    [Fact]
    public async Task Loading_the_directory_is_in_the_journal_and_chained()
    {
        var state = await app.Db(db => db.Directory.SingleAsync());
        var lines = await app.Journal(state.Id);
        Assert.Equal(state.Version, lines.Count);
        Assert.All(lines, line => Assert.True(line.Holds));
    }
}
