using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Data;
using Npgsql;

namespace NhatLe.Platform.Live;

/// <summary>
/// Carries live signals between the nodes of a PostgreSQL installation: one NOTIFY for many topics, outside every transaction of the
/// platform. A lost signal costs a page at most its next look, so nothing is kept.
/// </summary>
public sealed partial class LiveRelay(Database database, LiveHub hub, TimeProvider time, ILogger<LiveRelay> log) : BackgroundService
{
    const string ChannelName = "nhatle_live";
    const int MostBytes = 7_000; // PostgreSQL takes 8,000 in one payload
    static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(50);

    readonly string node = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
    readonly Channel<string> topics = Channel.CreateBounded<string>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsPostgres) return; // one node, nobody to tell
        hub.Published += topic => topics.Writer.TryWrite(topic);
        await Task.WhenAll(Again(Tell, stoppingToken), Again(Hear, stoppingToken));
    }

    /// <summary>Goes on after the database was away.</summary>
    async Task Again(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (Database.IsAway(e))
            {
                LogInterrupted(log, e.Message);
                await Task.Delay(TimeSpan.FromSeconds(1), time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task Tell(CancellationToken ct)
    {
        while (await topics.Reader.WaitToReadAsync(ct))
        {
            await Task.Delay(Gather, time, ct);
            HashSet<string> gathered = [];
            for (var bytes = node.Length; bytes < MostBytes && topics.Reader.TryRead(out var topic);)
                if (gathered.Add(topic)) bytes += topic.Length + 1;
            await using var connection = await database.Open(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT pg_notify(@channel, @payload)";
            command.Parameters.Add(new NpgsqlParameter("channel", ChannelName));
            command.Parameters.Add(new NpgsqlParameter("payload", $"{node} {string.Join(' ', gathered)}"));
            await command.ExecuteNonQueryAsync(ct);
        }
    }

    async Task Hear(CancellationToken ct)
    {
        await using var connection = (NpgsqlConnection)await database.Open(ct);
        connection.Notification += (_, e) =>
        {
            var words = e.Payload.Split(' ');
            if (words[0] == node) return;
            foreach (var topic in words.AsSpan(1)) hub.Signal(topic);
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {ChannelName}", connection)) await listen.ExecuteNonQueryAsync(ct);
        try
        {
            while (true) await connection.WaitAsync(ct);
        }
        finally
        {
            NpgsqlConnection.ClearPool(connection); // it would go on listening for whoever gets it next
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Live signals between nodes are interrupted: {Why}")]
    static partial void LogInterrupted(ILogger logger, string why);
}
