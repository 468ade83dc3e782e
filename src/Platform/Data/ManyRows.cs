using System.Data.Common;

namespace NhatLe.Platform.Data;

/// <summary>The values of one column, a row after the other. Names of tables and columns are those of the code, never of anybody's typing.</summary>
public sealed record Column(string Name, Array Values)
{
    public static Column Of<T>(string name, IEnumerable<T> values) => new(name, values.ToArray());
}

/// <summary>
/// Many rows at once within the transaction of a <see cref="Batch"/>: one statement over arrays on PostgreSQL, one prepared statement
/// for each row on SQLite.
/// </summary>
public static class ManyRows
{
    public static Task<int> InsertMany(this Batch batch, string table, IReadOnlyList<Column> columns, CancellationToken ct)
    {
        var names = string.Join(", ", columns.Select(c => c.Name));
        var places = string.Join(", ", columns.Select((_, n) => "@p" + n));
        return batch.RunMany(columns, batch.Database.IsPostgres
            ? $"INSERT INTO {table} ({names}) SELECT * FROM unnest({places})"
            : $"INSERT INTO {table} ({names}) VALUES ({places})", ct);
    }

    /// <param name="also">A condition more, on the table under its own name.</param>
    /// <returns>How many rows were changed.</returns>
    public static Task<int> UpdateMany(this Batch batch, string table, IReadOnlyList<Column> keys, IReadOnlyList<Column> values, string? also, CancellationToken ct)
    {
        List<Column> columns = [.. keys, .. values];
        var more = also is null ? "" : $" AND {also}";
        if (!batch.Database.IsPostgres)
            return batch.RunMany(columns, $"UPDATE {table} SET {string.Join(", ", values.Select((c, n) => $"{c.Name} = @p{n + keys.Count}"))} WHERE {string.Join(" AND ", keys.Select((c, n) => $"{c.Name} = @p{n}"))}{more}", ct);
        return batch.RunMany(columns, $"""
            UPDATE {table} SET {string.Join(", ", values.Select((c, n) => $"{c.Name} = many.v{n}"))}
            FROM unnest({string.Join(", ", columns.Select((_, n) => "@p" + n))}) AS many ({string.Join(", ", keys.Select((_, n) => "k" + n).Concat(values.Select((_, n) => "v" + n)))})
            WHERE {string.Join(" AND ", keys.Select((c, n) => $"{table}.{c.Name} = many.k{n}"))}{more}
            """, ct);
    }

    static async Task<int> RunMany(this Batch batch, IReadOnlyList<Column> columns, string sql, CancellationToken ct)
    {
        if (columns[0].Values.Length == 0) return 0;
        await using var command = batch.Command(sql, []);
        foreach (var (n, column) in columns.Index())
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "p" + n;
            if (batch.Database.IsPostgres) parameter.Value = column.Values;
            command.Parameters.Add(parameter);
        }
        if (batch.Database.IsPostgres) return await command.ExecuteNonQueryAsync(ct);
        var touched = 0;
        for (var row = 0; row < columns[0].Values.Length; row++)
        {
            for (var n = 0; n < columns.Count; n++) command.Parameters[n].Value = batch.Database.ToStored(columns[n].Values.GetValue(row));
            touched += await command.ExecuteNonQueryAsync(ct);
        }
        return touched;
    }

    /// <summary>Reads rows that this transaction is going to change: nobody else changes them until it ends.</summary>
    public static async Task<List<T>> Lock<T>(this Batch batch, Sql sql, Func<DbDataReader, T> row, CancellationToken ct)
    {
        await using var command = batch.Command(batch.Database.IsPostgres ? sql.Text + " FOR UPDATE" : sql.Text, sql.Values); // SQLite has one writer
        List<T> rows = [];
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) rows.Add(row(reader));
        return rows;
    }
}
