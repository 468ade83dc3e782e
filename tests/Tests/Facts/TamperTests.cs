using System.Data.Common;
using System.Globalization;
using NhatLe.Platform.Data;
using static NhatLe.Tests.Facts.FactsApp;

namespace NhatLe.Tests.Facts;

/// <summary>Whoever has the database in their hands flips a byte or deletes a row anywhere in what the seals cover: it is found, every time.</summary>
public sealed class TamperTests(FactsApp app) : IClassFixture<FactsApp>
{
    const int Flips = 40, Deletions = 12;

    /// <summary>Each table with its key, and the columns that nothing covers.</summary>
    static readonly (string Table, string Key, string[] Uncovered)[] Tables =
    [
        ("journal_entries", "id", []), ("journal_payloads", "entry_id", []), ("access_log", "id", []),
        ("seal_leaves", "n", []), ("seals", "number", []), ("seal_keys", "id", ["created_at"]),
    ];

    readonly Random random = new(20241118);

    async Task GivenSealedHistory()
    {
        for (var part = 0; part < 3; part++)
        {
            for (var n = 0; n < 3; n++)
            {
                var matter = await app.GivenMatter($"việc {part}-{n}", app.Time.Now.AddDays(1));
                await app.Move(matter.Id);
                app.Reads(await app.Officer(n == 0 ? Justice : Specialist), matter.Id, $"T-{part}-{n}");
            }
            await app.Settled();
            await app.Seal();
        }
        Assert.Null(await app.Verify());
    }

    [Fact]
    public async Task A_flipped_byte_and_a_deleted_row_are_found_in_every_table()
    {
        await GivenSealedHistory();
        foreach (var (table, key, uncovered) in Tables)
        {
            for (var n = 0; n < Flips; n++)
            {
                var (columns, row) = await AnyRow(table);
                var column = Any(Enumerable.Range(0, columns.Length).Where(c => row[c] is not DBNull && !uncovered.Contains(columns[c])));
                var (before, after) = (row[column], Flipped(row[column]));
                var (found, now) = (row[Array.IndexOf(columns, key)], columns[column] == key ? after : row[Array.IndexOf(columns, key)]);
                await Set(table, columns[column], after, key, found);
                var broken = await app.Verify();
                Assert.True(broken is not null, $"{table}.{columns[column]} of {found}: {Shown(before)} became {Shown(after)}, and nothing was found.");
                if (table == "access_log" && columns[column] != key) Assert.Contains($"access log {Guid.Parse(found.ToString()!)}", broken, StringComparison.Ordinal);
                await Set(table, columns[column], before, key, now);
            }
            Assert.Null(await app.Verify());
        }
        foreach (var (table, key, _) in Tables.Where(t => t.Table != "journal_payloads")) // what is deleted there was erased, and that is allowed
        {
            for (var n = 0; n < Deletions; n++)
            {
                var (columns, row) = await AnyRow(table);
                await Run($"DELETE FROM {table} WHERE {key} = @p0", row[Array.IndexOf(columns, key)]);
                Assert.True(await app.Verify() is not null, $"{table} lost {Shown(row[Array.IndexOf(columns, key)])}, and nothing was found.");
                await Run($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})", row);
            }
            Assert.Null(await app.Verify());
        }
    }

    /// <summary>Another value of the same type, one bit or digit away.</summary>
    object Flipped(object value) => value switch
    {
        byte[] { Length: 0 } => new byte[] { 1 },
        byte[] bytes => FlippedAt(bytes, random.Next(bytes.Length)),
        Guid id => new Guid(FlippedAt(id.ToByteArray(), random.Next(16))),
        DateTime at => at.AddMilliseconds(random.Next(1, 1000)),
        long number => number ^ (1L << random.Next(20, 30)), // far enough not to meet another row's
        string { Length: 0 } => "x",
        string id when Guid.TryParse(id, out var read) => ((Guid)Flipped(read)).ToString().ToUpperInvariant(), // on SQLite
        string at when at.Length == InstantText.Format.Length - 4 && DateTime.TryParse(at, CultureInfo.InvariantCulture, out _) => at[..^2] + (char)(at[^2] ^ 1) + "Z",
        string text => FlippedAt(text, random.Next(text.Length)),
        _ => throw new NotSupportedException(value.GetType().Name),
    };

    byte[] FlippedAt(byte[] bytes, int at) => [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]];

    static string FlippedAt(string text, int at) => text[..at] + (char)(text[at] ^ 1) + text[(at + 1)..];

    static string Shown(object value) => value is byte[] bytes ? Convert.ToHexString(bytes) : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    T Any<T>(IEnumerable<T> of)
    {
        var all = of.ToList();
        return all[random.Next(all.Count)];
    }

    async Task<(string[] Columns, object[] Row)> AnyRow(string table)
    {
        await using var connection = await app.Database().Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        await using var reader = await command.ExecuteReaderAsync();
        List<object[]> rows = [];
        while (await reader.ReadAsync())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return ([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], Any(rows));
    }

    Task Set(string table, string column, object value, string key, object of) => Run($"UPDATE {table} SET {column} = @p0 WHERE {key} = @p1", value, of);

    async Task Run(string sql, params object[] values)
    {
        await using var connection = await app.Database().Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (index, value) in values.Index())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ($"p{index}", value);
            command.Parameters.Add(parameter);
        }
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
