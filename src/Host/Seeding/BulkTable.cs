using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Data;
using Npgsql;
using NpgsqlTypes;

namespace NhatLe.Host.Seeding;

/// <summary>One table to be filled past EF Core: by COPY on PostgreSQL, by one prepared INSERT on SQLite.</summary>
sealed record BulkTable<T>(string Name, IReadOnlyList<(string Column, Func<T, object?> Read)> Columns)
{
    /// <summary>The columns EF Core maps the entity to.</summary>
    public static BulkTable<T> Of(DbContext db)
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        return new(entity.GetTableName()!, [.. entity.GetProperties().Select(p =>
        {
            var read = p.GetGetter();
            return (p.GetColumnName(), (Func<T, object?>)(row => read.GetClrValue(row!)));
        })]);
    }

    string Names => string.Join(", ", Columns.Select(c => c.Column));

    /// <summary>Writes the rows in the order given, within the transaction of the connection.</summary>
    public async Task Write(Database database, DbConnection connection, DbTransaction transaction, IReadOnlyCollection<T> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        if (connection is NpgsqlConnection postgres) await Copy(database, postgres, rows, ct);
        else await Insert(database, connection, transaction, rows, ct);
    }

    async Task Copy(Database database, NpgsqlConnection connection, IEnumerable<T> rows, CancellationToken ct)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY {Name} ({Names}) FROM STDIN (FORMAT BINARY)", ct);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(ct);
            foreach (var (_, read) in Columns) await WriteValue(copy, database.ToStored(read(row)), ct);
        }
        await copy.CompleteAsync(ct);
    }

    static Task WriteValue(NpgsqlBinaryImporter copy, object value, CancellationToken ct) => value switch
    {
        DBNull => copy.WriteNullAsync(ct),
        string text => copy.WriteAsync(text, NpgsqlDbType.Text, ct),
        Guid id => copy.WriteAsync(id, NpgsqlDbType.Uuid, ct),
        int number => copy.WriteAsync((long)number, NpgsqlDbType.Bigint, ct),
        long number => copy.WriteAsync(number, NpgsqlDbType.Bigint, ct),
        bool yes => copy.WriteAsync(yes, NpgsqlDbType.Boolean, ct),
        byte[] bytes => copy.WriteAsync(bytes, NpgsqlDbType.Bytea, ct),
        DateTimeOffset at => copy.WriteAsync(at, NpgsqlDbType.TimestampTz, ct),
        DateOnly day => copy.WriteAsync(day, NpgsqlDbType.Date, ct),
        _ => throw new NotSupportedException($"No column of the schema holds a {value.GetType()}."),
    };

    async Task Insert(Database database, DbConnection connection, DbTransaction transaction, IEnumerable<T> rows, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {Name} ({Names}) VALUES ({string.Join(", ", Columns.Select((_, n) => "@p" + n))})";
        for (var n = 0; n < Columns.Count; n++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@p" + n;
            command.Parameters.Add(parameter);
        }
        foreach (var row in rows)
        {
            for (var n = 0; n < Columns.Count; n++) command.Parameters[n].Value = database.ToStored(Columns[n].Read(row));
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
