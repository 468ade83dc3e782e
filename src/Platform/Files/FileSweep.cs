using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;

namespace NhatLe.Platform.Files;

/// <summary>A module says which files its tables name. Registered by each module that keeps a hash.</summary>
public interface IFileUse
{
    /// <returns>Those of <paramref name="hashes"/> that a record names. Where a hash moves from one table to another, the first is asked first.</returns>
    Task<IEnumerable<string>> Used(IReadOnlyCollection<string> hashes, CancellationToken ct);
}

/// <summary>
/// Removes, at the start and every hour, what nobody will ask for: what a crash left half written, uploads that were given up, and a
/// day after they were saved last the files no record names (refused afterwards, discarded). What any table names is never removed.
/// </summary>
public sealed partial class FileSweep(IServiceScopeFactory scopes, FileStoreOptions options, FileStore files, Thumbnails thumbnails, Database database, TimeProvider time, ILogger<FileSweep> log)
    : BackgroundService
{
    static readonly TimeSpan every = TimeSpan.FromHours(1), unnamed = TimeSpan.FromDays(1), halfWritten = TimeSpan.FromHours(1);
    const int AtOnce = 500;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        do
        {
            try { await Run(stoppingToken); }
            catch (Exception e) when (e is System.Data.Common.DbException or DbUpdateException or IOException or UnauthorizedAccessException) { LogFailed(log, e); }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round; also called by tests.</summary>
    public async Task Run(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        foreach (var left in Older(options.Incoming, now - halfWritten)) left.Delete();
        await Uploads(now, ct);
        await Adopt(now - unnamed, ct);
        await Unnamed(now - unnamed, ct);
    }

    static IEnumerable<FileInfo> Older(string folder, DateTimeOffset than) =>
        System.IO.Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Where(f => f.LastWriteTimeUtc < than.UtcDateTime) : [];

    async Task Uploads(DateTimeOffset now, CancellationToken ct)
    {
        await database.Write(batch =>
        {
            batch.Add($"DELETE FROM uploads WHERE expires_at < {now}");
            return batch.Run(ct);
        }, ct);
        await using var scope = scopes.CreateAsyncScope();
        var open = (await scope.ServiceProvider.GetRequiredService<PlatformDb>().Uploads.Where(u => u.ResultId == null).Select(u => u.Id).ToListAsync(ct)).Select(id => id.ToString("N")).ToHashSet();
        foreach (var part in Older(options.Partial, now - halfWritten).Where(f => !open.Contains(f.Name))) part.Delete();
    }

    /// <summary>A file that a crash left between its renaming and its row gets the row, so that there is one way of being removed.</summary>
    async Task Adopt(DateTimeOffset before, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        foreach (var some in Stored().Where(f => f.LastWriteTimeUtc < before.UtcDateTime).Chunk(AtOnce))
        {
            var hashes = some.Select(f => f.Name).ToList();
            var known = (await db.Files.Where(f => hashes.Contains(f.Hash)).Select(f => f.Hash).ToListAsync(ct)).ToHashSet();
            foreach (var file in some.Where(f => !known.Contains(f.Name)))
                await database.Write(batch =>
                {
                    batch.Add($"INSERT INTO files (hash, size, media_type, stored_at) VALUES ({file.Name}, {file.Length}, {"application/octet-stream"}, {before.AddMilliseconds(-1)}) ON CONFLICT (hash) DO NOTHING");
                    return batch.Run(ct);
                }, ct);
        }
    }

    IEnumerable<FileInfo> Stored() =>
        from first in Folders(options.Folder)
        where first.Name.Length == 2
        from second in first.EnumerateDirectories()
        from file in second.EnumerateFiles()
        where file.Name.Length == 64
        select file;

    static IEnumerable<DirectoryInfo> Folders(string folder) => System.IO.Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateDirectories() : [];

    async Task Unnamed(DateTimeOffset before, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var uses = scope.ServiceProvider.GetServices<IFileUse>().ToList();
        for (var after = ""; ;)
        {
            var from = after;
            var hashes = await db.Files.Where(f => f.StoredAt < before && f.Hash.CompareTo(from) > 0).OrderBy(f => f.Hash).Select(f => f.Hash).Take(AtOnce).ToListAsync(ct);
            if (hashes.Count == 0) return;
            after = hashes[^1];
            HashSet<string> used = [];
            foreach (var use in uses) used.UnionWith(await use.Used(hashes, ct));
            foreach (var hash in hashes.Where(h => !used.Contains(h))) await Remove(hash, before, ct);
        }
    }

    /// <summary>
    /// Row and file in one transaction. Whoever saves the same content meanwhile has made the row young, so that it is not found here,
    /// or waits for this transaction and sees that the file is gone.
    /// </summary>
    Task Remove(string hash, DateTimeOffset before, CancellationToken ct) => database.Write(async batch =>
    {
        var touched = 0;
        batch.Add($"DELETE FROM files WHERE hash = {hash} AND stored_at < {before}", rows => touched = rows);
        await batch.Run(ct);
        if (touched == 0) return;
        if (File.Exists(thumbnails.PathOf(hash))) File.Delete(thumbnails.PathOf(hash));
        if (File.Exists(files.PathOf(hash))) File.Delete(files.PathOf(hash));
    }, ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep of the files failed; it is tried again in an hour.")]
    static partial void LogFailed(ILogger log, Exception e);
}
