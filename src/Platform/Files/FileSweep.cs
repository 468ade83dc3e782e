using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;

namespace NhatLe.Platform.Files;

/// <summary>A module says which files its tables name. Registered by each module that keeps a hash.</summary>
public interface IFileUse
{
    /// <returns>Those of <paramref name="hashes"/> that a record names. Where a hash moves from one table to another, the first is asked first.</returns>
    Task<IEnumerable<string>> Used(IReadOnlyCollection<string> hashes, CancellationToken ct);

    /// <returns>Those of <paramref name="hashes"/> that a record says it is done with: that nobody names them is no sign of a wrong database.</returns>
    Task<IEnumerable<string>> GivenUp(IReadOnlyCollection<string> hashes, CancellationToken ct) => Task.FromResult<IEnumerable<string>>([]);
}

/// <summary>
/// Removes, at the start and every hour, what nobody will ask for: what a crash left half written, uploads that were given up, and a
/// day after they were saved last the files no record names (refused afterwards, discarded). What any table names is never removed.
/// Where more is without a name than carelessness explains, the database is more likely the wrong one, and nothing is removed.
/// </summary>
public sealed partial class FileSweep(IServiceScopeFactory scopes, FileStoreOptions options, FileStore files, Thumbnails thumbnails, Database database, TimeProvider time, ILogger<FileSweep> log)
    : IScheduledJob
{
    static readonly TimeSpan unnamed = TimeSpan.FromDays(1), halfWritten = TimeSpan.FromHours(1);
    const int AtOnce = 500;
    const int FewUnnamed = 20, ShareUnnamed = 10; // up to 20, or a tenth of all, are removed without asking
    const string Adopted = "application/octet-stream"; // no file that came in has this type

    /// <summary>One round, of one node at a time; also called by tests.</summary>
    /// <returns>How many files it removed.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        await using var alone = await database.Lock(InstallationLock.SweepFiles, ct);
        var now = time.GetUtcNow();
        foreach (var left in Older(options.Incoming, now - halfWritten)) left.Delete();
        await Uploads(now, ct);
        await Adopt(now, ct);
        return await Unnamed(now - unnamed, ct);
    }

    /// <summary>Removes now those of the files a record has let go of that no other record names; what was saved within the day is left to the next rounds.</summary>
    public async Task Release(IReadOnlyCollection<string> hashes, CancellationToken ct)
    {
        var before = time.GetUtcNow() - unnamed;
        await using var scope = scopes.CreateAsyncScope();
        HashSet<string> used = [];
        foreach (var use in scope.ServiceProvider.GetServices<IFileUse>()) used.UnionWith(await use.Used(hashes, ct));
        foreach (var hash in hashes.Distinct().Where(h => !used.Contains(h))) await Remove(hash, before, ct);
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

    /// <summary>A file that a crash left between its renaming and its row gets the row, as young as any, so that there is one way of being removed.</summary>
    async Task Adopt(DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        foreach (var some in Stored().Where(f => f.LastWriteTimeUtc < (now - unnamed).UtcDateTime).Chunk(AtOnce))
        {
            var hashes = some.Select(f => f.Name).ToList();
            var known = (await db.Files.Where(f => hashes.Contains(f.Hash)).Select(f => f.Hash).ToListAsync(ct)).ToHashSet();
            var strange = some.Where(f => !known.Contains(f.Name)).ToList();
            if (strange.Count == 0) continue;
            await database.Write(batch =>
            {
                foreach (var file in strange)
                    batch.Add($"INSERT INTO files (hash, size, media_type, stored_at) VALUES ({file.Name}, {file.Length}, {Adopted}, {now}) ON CONFLICT (hash) DO NOTHING");
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

    async Task<int> Unnamed(DateTimeOffset before, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var (lost, givenUp) = await Find(db, [.. scope.ServiceProvider.GetServices<IFileUse>()], before, ct);
        var (all, strange) = (await db.Files.CountAsync(ct), await db.Files.CountAsync(f => f.MediaType == Adopted && f.StoredAt >= before, ct));
        var most = Math.Max(FewUnnamed, all / ShareUnnamed);
        if (lost.Count + strange > most && !options.SweepMany)
        {
            LogTooMany(log, lost.Count, strange, all, most);
            return 0;
        }
        var removed = 0;
        foreach (var hash in lost.Concat(givenUp)) if (await Remove(hash, before, ct)) removed++;
        if (removed > 0) LogRemoved(log, removed, givenUp.Count, all);
        return removed;
    }

    /// <summary>The files no record names, and among them those that one was done with.</summary>
    static async Task<(List<string> Lost, List<string> GivenUp)> Find(PlatformDb db, List<IFileUse> uses, DateTimeOffset before, CancellationToken ct)
    {
        var (lost, givenUp) = (new List<string>(), new List<string>());
        for (var after = ""; ;)
        {
            var from = after;
            var hashes = await db.Files.Where(f => f.StoredAt < before && f.Hash.CompareTo(from) > 0).OrderBy(f => f.Hash).Select(f => f.Hash).Take(AtOnce).ToListAsync(ct);
            if (hashes.Count == 0) return (lost, givenUp);
            after = hashes[^1];
            HashSet<string> used = [], done = [];
            foreach (var use in uses) used.UnionWith(await use.Used(hashes, ct));
            hashes.RemoveAll(used.Contains);
            if (hashes.Count == 0) continue;
            foreach (var use in uses) done.UnionWith(await use.GivenUp(hashes, ct));
            lost.AddRange(hashes.Where(h => !done.Contains(h)));
            givenUp.AddRange(hashes.Where(done.Contains));
        }
    }

    /// <summary>
    /// Row and file in one transaction. Whoever saves the same content meanwhile has made the row young, so that it is not found here,
    /// or waits for this transaction and sees that the file is gone.
    /// </summary>
    Task<bool> Remove(string hash, DateTimeOffset before, CancellationToken ct) => database.Write(async batch =>
    {
        var touched = 0;
        batch.Add($"DELETE FROM files WHERE hash = {hash} AND stored_at < {before}", rows => touched = rows);
        await batch.Run(ct);
        if (touched == 0) return false;
        if (File.Exists(thumbnails.PathOf(hash))) File.Delete(thumbnails.PathOf(hash));
        if (File.Exists(files.PathOf(hash))) File.Delete(files.PathOf(hash));
        return true;
    }, ct);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep removed nothing: of {All} files {Unnamed} have no record and {Unknown} were not in the database; more than {Most} is suspicious. Is it the right database, and as new as the files? If all is well, set sweepMany for one start.")]
    static partial void LogTooMany(ILogger log, int unnamed, int unknown, int all, int most);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The sweep removed {Removed} of {All} files that no record names, {GivenUp} of them pictures of dossiers filed as one PDF.")]
    static partial void LogRemoved(ILogger log, int removed, int givenUp, int all);
}
