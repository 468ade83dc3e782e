using System.Collections.Concurrent;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Data;
using NhatLe.Platform.Files;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Files;

static class Aging
{
    /// <summary>As if the files had been saved two days ago.</summary>
    public static async Task Age(this App app, params string[] hashes)
    {
        var database = app.Services.GetRequiredService<Database>();
        foreach (var hash in hashes)
            await database.Write(batch =>
            {
                batch.Add($"UPDATE files SET stored_at = {TimeProvider.System.GetUtcNow().AddDays(-2)} WHERE hash = {hash}");
                return batch.Run(default);
            });
    }
}

/// <summary>The application with what the sweep logs, and a connection that can be dropped as EF Core reports it.</summary>
public sealed class AppThatLogs : App
{
    readonly Connection connection = new();

    public ConcurrentQueue<string> Lines => connection.Lines;

    public bool IsDropped { set => connection.IsDropped = value; }

    protected override void Replace(IServiceCollection services) => services.AddSingleton<ILoggerProvider>(connection).AddSingleton<IFileUse>(connection);

    sealed class Connection : ILoggerProvider, ILogger, IFileUse
    {
        public ConcurrentQueue<string> Lines { get; } = [];
        public bool IsDropped { get; set; }

        public Task<IEnumerable<string>> Used(IReadOnlyCollection<string> hashes, CancellationToken ct) => IsDropped
            ? throw new InvalidOperationException("An exception has been raised that is likely due to a transient failure.", new IOException("Connection reset by peer"))
            : Task.FromResult<IEnumerable<string>>([]);

        public ILogger CreateLogger(string categoryName) => categoryName == typeof(FileSweep).FullName || categoryName == typeof(NhatLe.Platform.Jobs.JobRunner).FullName ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;
        public void Log<T>(LogLevel logLevel, EventId eventId, T state, Exception? exception, Func<T, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));
        public bool IsEnabled(LogLevel logLevel) => true;
        public IDisposable? BeginScope<T>(T state) where T : notnull => null;
        public void Dispose() { }
    }
}

/// <summary>A database that is away, or is not the one the files belong to, costs no file and no node.</summary>
public sealed class SweepCareTests(AppThatLogs app) : IClassFixture<AppThatLogs>
{
    FileStoreOptions Folders => app.Services.GetRequiredService<FileStoreOptions>();

    Task Sweep(bool many = false) => ActivatorUtilities.CreateInstance<FileSweep>(app.Services, Folders with { SweepMany = many }).Run(default);

    [Fact]
    public async Task A_connection_dropped_in_the_middle_of_a_sweep_is_a_line_in_the_log_and_the_node_goes_on()
    {
        var file = await app.Services.GetRequiredService<FileStore>().Save(new MemoryStream(Filing.Pdf("dropped")), default);
        await app.Age(file.Hash);
        app.IsDropped = true;
        await app.Restart();
        for (var n = 0; n < 200 && !app.Lines.Any(l => l.Contains("transient failure", StringComparison.Ordinal)); n++) await Task.Delay(25);
        await Task.Delay(200);
        app.IsDropped = false;
        Assert.False(app.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested, "The node stopped.");
        Assert.Contains(app.Lines, l => l.Contains("Job files.sweep failed; its next run tries again: An exception has been raised that is likely due to a transient failure.", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await app.Anybody().Get("/thu-tuc")).StatusCode);
    }

    [Fact]
    public async Task Files_of_another_database_stay_until_an_operator_says_otherwise()
    {
        string[] strange = [.. Enumerable.Range(0, 25).Select(n => n.ToString("x2").PadRight(64, 'b'))];
        string PathOf(string hash) => Path.Combine(Folders.Folder, hash[..2], hash[2..4], hash);
        foreach (var file in strange.Select(PathOf))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "of another database");
            File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-30));
        }
        await Sweep(); // they are adopted
        Assert.All(strange, hash => Assert.True(File.Exists(PathOf(hash))));
        Assert.Contains(app.Lines, l => l.Contains("removed nothing", StringComparison.Ordinal) && l.Contains("25 were not in the database", StringComparison.Ordinal));

        await app.Age(strange);
        await Sweep(); // a day later there is still nobody who names them
        Assert.All(strange, hash => Assert.True(File.Exists(PathOf(hash))));
        Assert.Contains(app.Lines, l => l.Contains("removed nothing", StringComparison.Ordinal) && Has(l, "2[56] have no record"));

        await Sweep(many: true);
        Assert.All(strange, hash => Assert.False(File.Exists(PathOf(hash))));
        Assert.Contains(app.Lines, l => Has(l, "^The sweep removed 2[56] of"));

        static bool Has(string line, string pattern) => System.Text.RegularExpressions.Regex.IsMatch(line, pattern, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)); // the other test leaves one
    }
}
