using System.Data.Common;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace NhatLe.Platform.Data;

/// <summary>
/// Brings the schema up to date from the numbered SQL files embedded in each assembly (<c>Schema/0001_name.sql</c>), forward only.
/// A file may use the type tokens <c>{id} {instant} {json} {date} {text} {int} {money} {bytes} {bool}</c>; a variant named
/// <c>.pg.sql</c> or <c>.sqlite.sql</c> is used on that database only. A file that has run must not change: its checksum is kept.
/// </summary>
public sealed class Migrator(Database database, IEnumerable<SchemaSource> sources, TimeProvider time)
{
    static readonly Dictionary<string, (string Sqlite, string Postgres)> Tokens = new()
    {
        ["{id}"] = ("TEXT", "uuid"),
        ["{instant}"] = ("TEXT", "timestamptz"),
        ["{json}"] = ("TEXT", "text"),
        ["{date}"] = ("TEXT", "date"),
        ["{text}"] = ("TEXT", "text"),
        ["{int}"] = ("INTEGER", "bigint"),
        ["{money}"] = ("INTEGER", "bigint"),
        ["{bytes}"] = ("BLOB", "bytea"),
        ["{bool}"] = ("INTEGER", "boolean"),
    };

    /// <returns>The names of the files applied now.</returns>
    public async Task<IReadOnlyList<string>> Run(CancellationToken ct = default)
    {
        using var turn = await database.Writers.Enter(ct);
        await using var connection = await database.Open(ct);
        await Execute(connection, null, database.IsPostgres ? $"SELECT pg_advisory_lock({InstallationLock.Migrate:D})" : "PRAGMA journal_mode=WAL", ct);
        try
        {
            return await Apply(connection, ct);
        }
        finally
        {
            if (database.IsPostgres) await Execute(connection, null, $"SELECT pg_advisory_unlock({InstallationLock.Migrate:D})", CancellationToken.None);
        }
    }

    async Task<IReadOnlyList<string>> Apply(DbConnection connection, CancellationToken ct)
    {
        await Execute(connection, null, Translate("CREATE TABLE IF NOT EXISTS schema_files (name {text} PRIMARY KEY, checksum {text} NOT NULL, applied_at {instant} NOT NULL)"), ct);
        var known = await Known(connection, ct);
        List<string> applied = [];
        foreach (var file in sources.SelectMany(s => s.Files(database.Kind)))
        {
            var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Sql.ReplaceLineEndings("\n"))));
            if (known.TryGetValue(file.Name, out var before))
            {
                if (before != checksum)
                    throw new InvalidOperationException($"Schema file {file.Name} has changed since it ran on this database. Add a new numbered file instead.");
                continue;
            }
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await Execute(connection, transaction, Translate(file.Sql), ct);
            var batch = new Batch(database, connection, transaction);
            batch.Add($"INSERT INTO schema_files (name, checksum, applied_at) VALUES ({file.Name}, {checksum}, {time.GetUtcNow()})");
            await batch.Run(ct);
            await transaction.CommitAsync(ct);
            applied.Add(file.Name);
        }
        return applied;
    }

    string Translate(string sql)
    {
        foreach (var (token, (sqlite, postgres)) in Tokens) sql = sql.Replace(token, database.IsPostgres ? postgres : sqlite, StringComparison.Ordinal);
        return sql;
    }

    static async Task<Dictionary<string, string>> Known(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT name, checksum FROM schema_files";
        await using var reader = await command.ExecuteReaderAsync(ct);
        Dictionary<string, string> known = [];
        while (await reader.ReadAsync(ct)) known[reader.GetString(0)] = reader.GetString(1);
        return known;
    }

    static async Task Execute(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>The schema files of one assembly; <paramref name="Prefix"/> is the module's name, also the prefix of its tables.</summary>
public sealed record SchemaSource(string Prefix, Assembly Assembly)
{
    public sealed record File(string Name, string Sql);

    public IEnumerable<File> Files(DatabaseKind kind)
    {
        const string folder = ".Schema.";
        var (mine, other) = kind == DatabaseKind.Postgres ? (".pg.sql", ".sqlite.sql") : (".sqlite.sql", ".pg.sql");
        return
            from resource in Assembly.GetManifestResourceNames()
            let at = resource.IndexOf(folder, StringComparison.Ordinal)
            where at >= 0 && resource.EndsWith(".sql", StringComparison.Ordinal) && !resource.EndsWith(other, StringComparison.Ordinal)
            let name = resource[(at + folder.Length)..].Replace(mine, ".sql", StringComparison.Ordinal)
            orderby name
            select new File($"{Prefix}/{name}", Read(resource));
    }

    string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
