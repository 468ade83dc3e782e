using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace NhatLe.Platform.Data;

public enum DatabaseKind { Sqlite, Postgres }

/// <summary>What only one node does at a time. All stand here, so that no two are one lock by chance; the numbers say "NhatLe" and count on.</summary>
public enum InstallationLock : long { Migrate = 0x4E68_6174_4C65, Start = 0x4E68_6174_4C66, Seal = 0x4E68_6174_4C67, SweepFiles = 0x4E68_6174_4C68, SendMessages = 0x4E68_6174_4C70, PushAccounts = 0x4E68_6174_4C80, SendParcels = 0x4E68_6174_4C90, FetchPackets = 0x4E68_6174_4C94, TellPost = 0x4E68_6174_4CB0 }

/// <summary>The one database of the installation: SQLite in a file, or PostgreSQL. All modules share it; nothing else knows which it is.</summary>
public sealed class Database : IAsyncDisposable
{
    readonly NpgsqlDataSource? postgres;
    readonly string connectionString;
    readonly SqlitePragmas pragmas = new();
    readonly ConcurrentDictionary<long, bool> held = new(); // on SQLite, whose one node this is

    public Database(DatabaseKind kind, string connectionString)
    {
        Kind = kind;
        this.connectionString = connectionString;
        if (kind == DatabaseKind.Postgres) postgres = NpgsqlDataSource.Create(Tuned(connectionString));
        Writers = new WriterQueue(kind == DatabaseKind.Sqlite);
    }

    /// <summary>
    /// A connection that only listens notices that the other side is gone. What is asked again and again is planned once a connection:
    /// planning was the larger half of the server's work. Nothing of a session is left behind that would have to be reset: settings are
    /// LOCAL, and locks are given back or end with their connection.
    /// </summary>
    static NpgsqlConnectionStringBuilder Tuned(string connectionString) => new(connectionString) { KeepAlive = 30, MaxAutoPrepare = 200, AutoPrepareMinUsages = 3, NoResetOnClose = true };

    public static Database Sqlite(string file) => new(DatabaseKind.Sqlite, new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30 }.ToString());

    public static Database Postgres(string connectionString) => new(DatabaseKind.Postgres, connectionString);

    public DatabaseKind Kind { get; }
    public bool IsPostgres => Kind == DatabaseKind.Postgres;

    /// <summary>
    /// While a demonstration makes its first dossiers, before it answers anybody: commits do not wait for the disk. A power cut may lose
    /// the last of them, and the next start makes them again; the first commit after this brings all of them to the disk. SQLite only.
    /// </summary>
    /// <returns>Ends it.</returns>
    public IDisposable Hurry() => pragmas.Hurry();

    /// <summary>The turn that every writing transaction takes.</summary>
    public WriterQueue Writers { get; }

    public void Configure(DbContextOptionsBuilder options)
    {
        if (postgres is not null) options.UseNpgsql(postgres);
        else options.UseSqlite(connectionString).AddInterceptors(pragmas);
    }

    /// <summary>
    /// What is thrown when the database is away. EF Core wraps a dropped connection in InvalidOperationException, a name that is not
    /// found comes as SocketException: work in the background that does not catch all of them ends the node.
    /// </summary>
    public static bool IsAway(Exception e) => e is DbException or DbUpdateException or InvalidOperationException or IOException or SocketException or TimeoutException;

    /// <summary>Holds a lock of the whole installation until disposed: one node at a time. SQLite has one node.</summary>
    public async Task<IAsyncDisposable> Lock(InstallationLock key, CancellationToken ct)
    {
        var connection = await Open(ct);
        if (!IsPostgres) return connection;
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT pg_advisory_lock({key:D})";
        command.CommandTimeout = 0; // as long as the other node needs
        try
        {
            await command.ExecuteNonQueryAsync(ct);
            return new HeldLock(connection, (long)key);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Holds a lock of the whole installation until disposed, or until this node ends; null where somebody holds it. Not handed on within a node.</summary>
    public async Task<IAsyncDisposable?> TryLock(long key, CancellationToken ct)
    {
        if (!IsPostgres) return held.TryAdd(key, true) ? new HeldHere(held, key) : null;
        var connection = await Open(ct);
        var locked = false;
        try
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT pg_try_advisory_lock({key})";
            locked = await command.ExecuteScalarAsync(ct) is true;
            return locked ? new HeldLock(connection, key) : null;
        }
        finally
        {
            if (!locked) await connection.DisposeAsync();
        }
    }

    sealed class HeldLock(DbConnection connection, long key) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (connection) // given back even where the unlocking fails
            await using (var command = connection.CreateCommand())
            {
                command.CommandText = $"SELECT pg_advisory_unlock({key})";
                await command.ExecuteNonQueryAsync();
            }
        }
    }

    sealed class HeldHere(ConcurrentDictionary<long, bool> held, long key) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            held.TryRemove(key, out _);
            return ValueTask.CompletedTask;
        }
    }

    public async Task<DbConnection> Open(CancellationToken ct = default)
    {
        if (postgres is not null) return await postgres.OpenConnectionAsync(ct);
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(ct);
        await pragmas.Apply(connection, ct);
        return connection;
    }

    /// <summary>A short transaction of the kernel's own, in its turn, committed when <paramref name="work"/> returns.</summary>
    public async Task<T> Write<T>(Func<Batch, Task<T>> work, CancellationToken ct = default)
    {
        using var turn = await Writers.Enter(ct);
        await using var connection = await Open(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var result = await work(new Batch(this, connection, transaction));
        await transaction.CommitAsync(ct);
        return result;
    }

    public Task Write(Func<Batch, Task> work, CancellationToken ct = default) =>
        Write<object?>(async batch => { await work(batch); return null; }, ct);

    /// <summary>The stored form of a value: SQLite keeps instants as fixed-width ISO text in UTC, so that they sort and compare as text.</summary>
    public object ToStored(object? value) => value switch
    {
        null => DBNull.Value,
        DateTimeOffset at when !IsPostgres => InstantText.Write(at),
        DateTimeOffset at => at.ToUniversalTime(),
        DateOnly day when !IsPostgres => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum e => Convert.ToInt32(e, CultureInfo.InvariantCulture),
        _ => value,
    };

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null) await postgres.DisposeAsync();
        else SqliteConnection.ClearPool(new SqliteConnection(connectionString));
    }
}

/// <summary>Instants on SQLite: <c>2024-11-18T01:00:00.000Z</c>.</summary>
public static class InstantText
{
    public const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string Write(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static DateTimeOffset Read(string text) =>
        DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}

/// <summary>Every SQLite connection commits durably (<c>synchronous=FULL</c> under WAL), unless hurried, and waits for a lock rather than failing.</summary>
sealed class SqlitePragmas : DbConnectionInterceptor
{
    const string Others = "PRAGMA busy_timeout=30000; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000;";

    volatile bool hurried;

    string Pragmas => hurried ? "PRAGMA synchronous=NORMAL; " + Others : "PRAGMA synchronous=FULL; " + Others;

    public IDisposable Hurry()
    {
        hurried = true;
        return new Hurried(this);
    }

    sealed class Hurried(SqlitePragmas pragmas) : IDisposable
    {
        public void Dispose() => pragmas.hurried = false;
    }

    public async Task Apply(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(ct);
    }

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default) =>
        Apply(connection, cancellationToken);
}
