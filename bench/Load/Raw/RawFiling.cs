using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace NhatLe.Load.Raw;

/// <summary>
/// The rows of one filing (dossier, entry, payload, duty, delivery, search document) written by one prepared batch, which is one
/// transaction and one round trip. The columns are read from the database, so the rows follow the schema; what stands in them is
/// invented, of the size of the real ones.
/// </summary>
sealed class RawFiling : IDisposable
{
    static readonly string[] Tables = ["services_dossiers", "journal_entries", "journal_payloads", "duties", "outbox", "search_documents"];

    /// <summary>Characters or bytes of the columns that are long; the others have some twenty.</summary>
    static readonly Dictionary<string, int> Sizes = new(StringComparer.Ordinal)
    {
        ["form"] = 330, ["flow"] = 900, ["payload"] = 420, ["hash"] = 32, ["head"] = 32, ["payload_hash"] = 32, ["previous_hash"] = 32, ["salt"] = 16,
        ["applicant_number"] = 40, ["applicant_phone"] = 38, ["applicant_number_key"] = 64, ["title"] = 48,
    };

    readonly NpgsqlConnection connection;
    readonly NpgsqlBatch batch;
    readonly Random dice = new(Environment.CurrentManagedThreadId);

    public RawFiling(string connectionString)
    {
        connection = new(connectionString);
        connection.Open();
        batch = new(connection);
        foreach (var table in Tables) batch.BatchCommands.Add(Insert(table));
        batch.Prepare();
    }

    public void Write()
    {
        foreach (var command in batch.BatchCommands)
            foreach (NpgsqlParameter parameter in command.Parameters)
                parameter.Value = Value(parameter);
        batch.ExecuteNonQuery();
    }

    NpgsqlBatchCommand Insert(string table)
    {
        using var columns = new NpgsqlCommand("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1 AND is_nullable = 'NO' AND is_generated = 'NEVER' ORDER BY ordinal_position", connection)
        {
            Parameters = { new() { Value = table } },
        };
        using var reader = columns.ExecuteReader();
        var command = new NpgsqlBatchCommand();
        while (reader.Read()) command.Parameters.Add(new() { SourceColumn = reader.GetString(0), NpgsqlDbType = TypeOf(reader.GetString(1)) });
        if (command.Parameters.Count == 0) throw new InvalidDataException($"There is no table {table}: run nhatle migrate on this database first.");
        var names = command.Parameters.Select(p => $"\"{p.SourceColumn}\"");
        command.CommandText = $"INSERT INTO {table} ({string.Join(", ", names)}) VALUES ({string.Join(", ", command.Parameters.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}")))})";
        return command;
    }

    static NpgsqlDbType TypeOf(string type) => type switch
    {
        "uuid" => NpgsqlDbType.Uuid,
        "text" => NpgsqlDbType.Text,
        "bytea" => NpgsqlDbType.Bytea,
        "jsonb" => NpgsqlDbType.Jsonb,
        "json" => NpgsqlDbType.Json,
        "integer" => NpgsqlDbType.Integer,
        "bigint" => NpgsqlDbType.Bigint,
        "boolean" => NpgsqlDbType.Boolean,
        "date" => NpgsqlDbType.Date,
        "timestamp with time zone" => NpgsqlDbType.TimestampTz,
        _ => throw new NotSupportedException($"A column of type {type}: say what stands in it."),
    };

    object Value(NpgsqlParameter of)
    {
        var now = TimeProvider.System.GetUtcNow();
        var size = Sizes.GetValueOrDefault(of.SourceColumn, 20);
        switch (of.NpgsqlDbType)
        {
            case NpgsqlDbType.Uuid: return Guid.CreateVersion7(now);
            case NpgsqlDbType.Bytea:
                var bytes = new byte[size];
                dice.NextBytes(bytes);
                return bytes;
            case NpgsqlDbType.Jsonb or NpgsqlDbType.Json: return $"{{\"x\":\"{new string('x', size)}\"}}";
            case NpgsqlDbType.Integer: return 1;
            case NpgsqlDbType.Bigint: return 1L;
            case NpgsqlDbType.Boolean: return false;
            case NpgsqlDbType.Date: return DateOnly.FromDateTime(now.UtcDateTime);
            case NpgsqlDbType.TimestampTz: return now.UtcDateTime;
            default: return of.SourceColumn == "words" ? Words() : Text(size);
        }
    }

    string Text(int size)
    {
        var text = new StringBuilder(Stopwatch.GetTimestamp().ToString("x", CultureInfo.InvariantCulture));
        while (text.Length < size) text.Append((char)('a' + dice.Next(26)));
        return text.ToString();
    }

    /// <summary>Tokens of the search index: a name of four words for each of five scopes, of which there are some hundreds, times, and four numbers.</summary>
    string Words() => string.Join(' ', Enumerable.Range(0, 5).SelectMany(_ => Scoped()).Concat(["_m202411", "_q20243", "_y2024"]).Concat(Enumerable.Range(0, 4).Select(_ => "_x" + Text(20))).Distinct());

    IEnumerable<string> Scoped()
    {
        var scope = dice.Next(350).ToString("x10", CultureInfo.InvariantCulture) + "_";
        return Enumerable.Range(0, 4).Select(_ => scope + dice.Next(120).ToString(CultureInfo.InvariantCulture)).Prepend(scope);
    }

    public void Dispose()
    {
        batch.Dispose();
        connection.Dispose();
    }
}
