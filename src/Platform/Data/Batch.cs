using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;

namespace NhatLe.Platform.Data;

/// <summary>One SQL statement written as an interpolated string: every hole is a parameter, never text.</summary>
[InterpolatedStringHandler]
public readonly struct Sql(int literalLength, int formattedCount)
{
    readonly StringBuilder text = new(literalLength + (formattedCount * 4));
    readonly List<object?> values = new(formattedCount);

    public string Text => text.ToString();
    public IReadOnlyList<object?> Values => values;

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(object? value)
    {
        text.Append("@p").Append(values.Count);
        values.Add(value);
    }
}

/// <summary>
/// Statements of the kernel within one transaction. PostgreSQL gets them as one round trip; SQLite, which has no batch, one by one.
/// </summary>
public sealed class Batch(Database database, DbConnection connection, DbTransaction transaction)
{
    readonly List<Statement> statements = [];

    /// <summary>A statement is told the rows it touched, or, where it returns ids, which.</summary>
    readonly record struct Statement(string Text, IReadOnlyList<object?> Values, Action<int>? Then, Action<IReadOnlyList<Guid>>? ThenIds);

    public Database Database => database;

    /// <summary>Queues a statement; <paramref name="then"/> is told how many rows it touched.</summary>
    public void Add(Sql sql, Action<int>? then = null) => statements.Add(new(sql.Text, sql.Values, then, ThenIds: null));

    /// <summary>Queues a statement that gives back one column of ids (SELECT, or RETURNING).</summary>
    public void AddReturning(Sql sql, Action<IReadOnlyList<Guid>> then) => statements.Add(new(sql.Text, sql.Values, Then: null, then));

    public async Task Run(CancellationToken ct)
    {
        if (statements.Count == 0) return;
        if (connection.CanCreateBatch) await RunAsBatch(ct);
        else await RunOneByOne(ct);
        statements.Clear();
    }

    async Task RunAsBatch(CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        foreach (var statement in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement.Text;
            for (var i = 0; i < statement.Values.Count; i++) command.Parameters.Add(Parameter(command.CreateParameter(), i, statement.Values[i]));
            batch.BatchCommands.Add(command);
        }
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            foreach (var returning in statements.Where(s => s.ThenIds is not null)) // only these give a result, in their order
            {
                returning.ThenIds!(await Ids(reader, ct));
                await reader.NextResultAsync(ct);
            }
            while (await reader.NextResultAsync(ct)) { /* to the end, so that a late error is thrown */ }
        }
        for (var i = 0; i < statements.Count; i++) statements[i].Then?.Invoke(batch.BatchCommands[i].RecordsAffected);
    }

    async Task RunOneByOne(CancellationToken ct)
    {
        foreach (var statement in statements)
        {
            await using var command = Command(statement.Text, statement.Values);
            if (statement.ThenIds is { } thenIds)
            {
                await using var reader = await command.ExecuteReaderAsync(ct);
                thenIds(await Ids(reader, ct));
            }
            else
            {
                var touched = await command.ExecuteNonQueryAsync(ct);
                statement.Then?.Invoke(touched);
            }
        }
    }

    static async Task<List<Guid>> Ids(DbDataReader reader, CancellationToken ct)
    {
        List<Guid> ids = [];
        while (await reader.ReadAsync(ct)) ids.Add(reader.GetGuid(0));
        return ids;
    }

    public async Task<T?> Scalar<T>(Sql sql, CancellationToken ct)
    {
        await using var command = Command(sql.Text, sql.Values);
        var value = await command.ExecuteScalarAsync(ct);
        return value is null or DBNull ? default : (T)Convert.ChangeType(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    public async Task<byte[]> Bytes(Sql sql, CancellationToken ct)
    {
        await using var command = Command(sql.Text, sql.Values);
        return (byte[])(await command.ExecuteScalarAsync(ct))!;
    }

    internal DbCommand Command(string text, IReadOnlyList<object?> values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        for (var i = 0; i < values.Count; i++) command.Parameters.Add(Parameter(command.CreateParameter(), i, values[i]));
        return command;
    }

    DbParameter Parameter(DbParameter parameter, int index, object? value)
    {
        parameter.ParameterName = "p" + index;
        parameter.Value = database.ToStored(value);
        return parameter;
    }
}
