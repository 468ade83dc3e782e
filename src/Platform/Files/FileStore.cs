using System.Buffers;
using System.Security.Cryptography;
using NhatLe.Platform.Data;

namespace NhatLe.Platform.Files;

/// <summary>A file by its content. Who may read it is decided by the record that names it, never by the hash alone.</summary>
public sealed class StoredFile
{
    /// <summary>SHA-256 of the bytes, lower-case hexadecimal.</summary>
    public string Hash { get; init; } = "";
    public long Size { get; init; }
    public string MediaType { get; init; } = "";

    /// <summary>When it was saved last. A record has a day from then to name it: see <see cref="FileSweep"/>.</summary>
    public DateTimeOffset StoredAt { get; init; }
}

public sealed record FileStoreOptions(string Folder, long MostBytes = 20 * 1024 * 1024)
{
    /// <summary>An operator has looked: the sweep removes what no record names, however many they are.</summary>
    public bool SweepMany { get; init; }

    /// <summary>Files on their way in; what a crash leaves there is swept.</summary>
    public string Incoming => Path.Combine(Folder, "incoming");

    /// <summary>The received parts of uploads that go on after a cut.</summary>
    public string Partial => Path.Combine(Folder, "partial");

    /// <summary>Small pictures of the stored ones, made again when missing.</summary>
    public string Thumbnails => Path.Combine(Folder, "thumbnails");
}

/// <summary>Looks at the bytes for malware before they are kept; the default lets everything pass.</summary>
public interface IVirusScan
{
    /// <returns>The name of what was found, or null.</returns>
    /// <exception cref="Refusal">503, the scanner cannot be reached.</exception>
    Task<string?> Find(string path, CancellationToken ct);
}

/// <summary>
/// Content-addressed folder: streamed, deduplicated, size limited, type sniffed. A file is complete under its hash or not there at
/// all: it is written aside, flushed to the disk, renamed, and its folder flushed.
/// </summary>
public sealed class FileStore(FileStoreOptions options, Database database, TimeProvider time, IVirusScan? virusScan = null)
{
    /// <summary>A file from outside, with all its checks.</summary>
    /// <param name="otherwise">The type under which anything else than a picture or PDF is kept; null: it is refused.</param>
    public async Task<StoredFile> Save(Stream content, CancellationToken ct, string? otherwise = null)
    {
        var aside = Aside();
        try
        {
            var (hash, size, head) = await Write(content, aside, ct);
            if (size == 0) throw Refusal.Invalid("file", "Tệp này trống. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.");
            var type = MediaTypes.Sniff(head) ?? otherwise
                ?? throw Refusal.Invalid("file", "Tệp này không phải ảnh hay PDF. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.");
            if (MediaTypes.IsPicture(type)) Pictures.Check(aside, type);
            if (virusScan is not null && await virusScan.Find(aside, ct) is not null)
                throw Refusal.Invalid("file", "Tệp này có mã độc nên không nhận được. Hãy chọn tệp khác. Phần đã điền vẫn còn.");
            return await Keep(aside, new() { Hash = hash, Size = size, MediaType = type, StoredAt = time.GetUtcNow() }, ct);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>A file made here from files that were checked before: <paramref name="make"/> writes it.</summary>
    public async Task<StoredFile> Save(Func<Stream, Task> make, string mediaType, CancellationToken ct)
    {
        var aside = Aside();
        try
        {
            await using var file = new FileStream(aside, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            await make(file);
            file.Flush(flushToDisk: true);
            file.Position = 0;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
            return await Keep(aside, new() { Hash = hash, Size = file.Length, MediaType = mediaType, StoredAt = time.GetUtcNow() }, ct);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>A file as young as this is not made younger: the same blank form of many people would be one row they all wait for.</summary>
    static readonly TimeSpan Young = TimeSpan.FromHours(1);

    /// <summary>A file saved a while ago that a record is about to name: it stays the better part of another day at least.</summary>
    public async Task<StoredFile?> Find(string hash, CancellationToken ct)
    {
        if (hash is not { Length: 64 } || !hash.All(char.IsAsciiHexDigitLower)) return null;
        var now = time.GetUtcNow();
        return await database.Write(async batch =>
        {
            var type = await batch.Scalar<string>($"SELECT media_type FROM files WHERE hash = {hash} AND stored_at > {now - Young}", ct)
                ?? await batch.Scalar<string>($"UPDATE files SET stored_at = {now} WHERE hash = {hash} RETURNING media_type", ct);
            if (type is null) return null;
            return new StoredFile { Hash = hash, MediaType = type, StoredAt = now, Size = await batch.Scalar<long>($"SELECT size FROM files WHERE hash = {hash}", ct) };
        }, ct);
    }

    string Aside()
    {
        System.IO.Directory.CreateDirectory(options.Incoming);
        return Path.Combine(options.Incoming, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
    }

    async Task<(string Hash, long Size, byte[] Head)> Write(Stream content, string path, CancellationToken ct)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            var size = 0L;
            byte[] head = [];
            int read;
            while ((read = await content.ReadAtLeastAsync(buffer.AsMemory(0, 1 << 16), 1 << 16, throwOnEndOfStream: false, ct)) > 0)
            {
                if (size == 0) head = buffer.AsSpan(0, Math.Min(read, MediaTypes.HeadLength)).ToArray();
                size += read;
                if (size > options.MostBytes)
                    throw Refusal.Invalid("file", "Tệp này lớn hơn {0} MB. Hãy chụp lại với ảnh nhỏ hơn. Phần đã điền vẫn còn.", options.MostBytes / 1024 / 1024);
                sha.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            file.Flush(flushToDisk: true);
            return (Convert.ToHexStringLower(sha.GetHashAndReset()), size, head);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Under its hash, then in the table. A sweep of the same content removes row and file in one transaction, so after our row is
    /// there no sweep takes the file; one that came before it is made good.
    /// </summary>
    async Task<StoredFile> Keep(string aside, StoredFile file, CancellationToken ct)
    {
        await using var content = new FileStream(aside, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete); // still readable when the name is gone
        var path = PathOf(file.Hash);
        Place(aside, path);
        await database.Write(batch =>
        {
            batch.Add($"INSERT INTO files (hash, size, media_type, stored_at) VALUES ({file.Hash}, {file.Size}, {file.MediaType}, {file.StoredAt}) ON CONFLICT (hash) DO UPDATE SET stored_at = excluded.stored_at WHERE files.stored_at < {file.StoredAt - Young}");
            return batch.Run(ct);
        }, ct);
        if (File.Exists(path)) return file;
        await using (var again = new FileStream(aside, FileMode.Create, FileAccess.Write))
        {
            await content.CopyToAsync(again, ct);
            again.Flush(flushToDisk: true);
        }
        Place(aside, path);
        return file;
    }

    void Place(string aside, string path)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (!File.Exists(path)) File.Move(aside, path, overwrite: true);
        Disk.FlushNames(path, options.Folder); // also where another upload of the same content has just renamed it
    }

    /// <summary>Not swept, and not lost.</summary>
    public bool Holds(string hash) => File.Exists(PathOf(hash));

    /// <exception cref="FileNotFoundException">The store has lost it: an operator's matter.</exception>
    public Stream Open(string hash) => new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);

    internal string PathOf(string hash) => Path.Combine(options.Folder, hash[..2], hash[2..4], hash);
}
