using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;

namespace NhatLe.Tests.Facts;

public sealed class CodesAndSchemaTests(FactsApp app) : IClassFixture<FactsApp>
{
    Database Database => app.Services.GetRequiredService<Database>();

    [Fact]
    public async Task Numbers_never_repeat_among_nodes_nor_after_a_restart()
    {
        Codes[] nodes = [new(Database), new(Database)];
        var taken = (await Task.WhenAll(Enumerable.Range(0, 16).Select(n => Task.Run(() => Take(nodes[n % 2], 40))))).SelectMany(t => t).ToList();
        taken.AddRange(await Take(new Codes(Database), 40)); // a node that started again
        Assert.Equal(17 * 40, taken.Count);
        Assert.Equal(taken.Count, taken.Distinct().Count());
        Assert.Equal(1, taken.Min());
    }

    [Fact]
    public async Task A_quiet_series_skips_no_number_and_each_series_begins_at_one()
    {
        var codes = new Codes(Database);
        for (var expected = 1; expected <= 3; expected++) Assert.Equal(expected, await codes.Next("quiet/18907", default));
        Assert.Equal(1, await codes.Next("quiet/18979", default));
    }

    static async Task<List<long>> Take(Codes codes, int many)
    {
        List<long> taken = [];
        for (var i = 0; i < many; i++) taken.Add(await codes.Next("busy/18907/2024-11-18", default));
        return taken;
    }

    [Fact]
    public async Task Files_that_have_run_do_not_run_again_new_ones_do_and_a_changed_one_is_refused()
    {
        var migrator = app.Services.GetRequiredService<Migrator>();
        Assert.Empty(await migrator.Run());

        await Write("DROP TABLE matters_effects");
        await Write("DROP TABLE matters");
        await Write("DELETE FROM schema_files WHERE name = 'matters/0001_matters.sql'");
        Assert.Equal(["matters/0001_matters.sql"], await migrator.Run());
        await app.GivenMatter("bảng mới", dueAt: null);

        await Write("UPDATE schema_files SET checksum = 'another' WHERE name = 'matters/0001_matters.sql'");
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => migrator.Run());
        Assert.Contains("matters/0001_matters.sql", refused.Message, StringComparison.Ordinal);
    }

    async Task Write(string sql)
    {
        await using var connection = await Database.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
