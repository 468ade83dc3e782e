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
    public DateTimeOffset StoredAt { get; init; }
}

public sealed record FileStoreOptions(string Folder, long MostBytes = 20 * 1024 * 1024);

/// <summary>Looks at the bytes for malware before they are kept; the default lets everything pass.</summary>
public interface IVirusScan
{
    /// <returns>The name of what was found, or null.</returns>
    Task<string?> Find(string path, CancellationToken ct);
}

/// <summary>
/// Content-addressed folder: streamed, deduplicated, size limited, type sniffed. A file is complete under its hash or not there at
/// all: it is written aside, flushed to the disk and renamed.
/// </summary>
public sealed class FileStore(FileStoreOptions options, Database database, TimeProvider time, IVirusScan? virusScan = null)
{
    public async Task<StoredFile> Save(Stream content, CancellationToken ct)
    {
        var aside = Path.Combine(options.Folder, "incoming", Guid.CreateVersion7(time.GetUtcNow()).ToString("N"));
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(aside)!);
        try
        {
            var (hash, size, head) = await Write(content, aside, ct);
            if (size == 0) throw Refusal.Invalid("file", "Tệp này trống. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.");
            var type = MediaTypes.Sniff(head)
                ?? throw Refusal.Invalid("file", "Tệp này không phải ảnh hay PDF. Hãy chụp lại giấy, hoặc chọn tệp khác. Phần đã điền vẫn còn.");
            if (virusScan is not null && await virusScan.Find(aside, ct) is not null)
                throw Refusal.Invalid("file", "Tệp này có mã độc nên không nhận được. Hãy chọn tệp khác. Phần đã điền vẫn còn.");
            Keep(aside, hash);
            var file = new StoredFile { Hash = hash, Size = size, MediaType = type, StoredAt = time.GetUtcNow() };
            await database.Write(batch =>
            {
                batch.Add($"INSERT INTO files (hash, size, media_type, stored_at) VALUES ({file.Hash}, {file.Size}, {file.MediaType}, {file.StoredAt}) ON CONFLICT (hash) DO NOTHING");
                return batch.Run(ct);
            }, ct);
            return file;
        }
        finally
        {
            File.Delete(aside);
        }
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

    void Keep(string aside, string hash)
    {
        var path = PathOf(hash);
        if (File.Exists(path)) return;
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(aside, path, overwrite: true);
    }

    /// <exception cref="FileNotFoundException">The store has lost it: an operator's matter.</exception>
    public Stream Open(string hash) => new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);

    string PathOf(string hash) => Path.Combine(options.Folder, hash[..2], hash[2..4], hash);
}

/// <summary>The type of a file by its first bytes; what its name or its sender says does not count.</summary>
public static class MediaTypes
{
    public const int HeadLength = 32;

    public static string? Sniff(ReadOnlySpan<byte> head) =>
        head.StartsWith("%PDF-"u8) ? "application/pdf"
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : head.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : head.Length >= 12 && head.StartsWith("RIFF"u8) && head[8..12].SequenceEqual("WEBP"u8) ? "image/webp"
        : head.Length >= 12 && head[4..8].SequenceEqual("ftyp"u8) && (head[8..12].SequenceEqual("heic"u8) || head[8..12].SequenceEqual("mif1"u8)) ? "image/heic"
        : null;

    public static string Extension(string mediaType) => mediaType switch
    {
        "application/pdf" => "PDF", "image/jpeg" => "JPG", "image/png" => "PNG", "image/webp" => "WEBP", "image/heic" => "HEIC", _ => "TỆP",
    };
}
