using System.Text;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Platform.Files;

/// <summary>A file on its way, in pieces, over a line that is cut now and then.</summary>
public sealed class Upload
{
    public Guid Id { get; init; }
    public Guid AccountId { get; init; }

    /// <summary>What the file is for, and the record it belongs to: "draft", the draft's id.</summary>
    public string Purpose { get; init; } = "";
    public Guid TargetId { get; init; }

    /// <summary>As the sender wrote it: names, each with a value in base64, separated by commas.</summary>
    public string Metadata { get; init; } = "";

    public long Size { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What it became when its last byte had come.</summary>
    public Guid? ResultId { get; set; }

    /// <returns>The value of a name, or "" where it is absent or no base64.</returns>
    public string Value(string name)
    {
        foreach (var pair in Metadata.Split(','))
            if (pair.Trim().Split(' ') is [var key, var value] && key == name)
                try { return Encoding.UTF8.GetString(Convert.FromBase64String(value)); }
                catch (FormatException) { return ""; }
        return "";
    }
}

/// <summary>The uploads of the person who asks, and the received parts. An upload of somebody else is not there.</summary>
public sealed class UploadBook(PlatformDb db, Actor actor, FileStoreOptions options, TimeProvider time)
{
    public const int MostOpen = 20;
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(2);

    /// <summary>With too many open ones the oldest gives way: whoever lost their addresses is not locked out.</summary>
    public async Task<Upload> Begin(string purpose, Guid target, long size, string metadata, CancellationToken ct)
    {
        var open = await db.Uploads.Where(u => u.AccountId == actor.AccountId && u.ResultId == null).OrderByDescending(u => u.CreatedAt).Skip(MostOpen - 1).ToListAsync(ct);
        foreach (var old in open) await Drop(old, ct);
        var now = time.GetUtcNow();
        var upload = new Upload
        {
            Id = Guid.CreateVersion7(now), AccountId = actor.AccountId, Purpose = purpose, TargetId = target, Metadata = metadata, Size = size, CreatedAt = now, ExpiresAt = now + Lifetime,
        };
        System.IO.Directory.CreateDirectory(options.Partial);
        await File.WriteAllBytesAsync(PathOf(upload.Id), [], ct);
        Disk.FlushNames(PathOf(upload.Id), options.Folder);
        db.Uploads.Add(upload);
        await db.SaveChangesAsync(ct);
        return upload;
    }

    public async Task<Upload> Find(Guid id, string purpose, Guid target, CancellationToken ct)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn(); // first: it is still there when they have signed in again
        var now = time.GetUtcNow();
        return await db.Uploads.SingleOrDefaultAsync(u => u.Id == id && u.AccountId == actor.AccountId && u.Purpose == purpose && u.TargetId == target && u.ExpiresAt > now, ct)
            ?? throw Gone();
    }

    /// <summary>The received part, for one request at a time. Its length is the offset.</summary>
    public FileStream Open(Upload upload)
    {
        try { return new FileStream(PathOf(upload.Id), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous); }
        catch (FileNotFoundException) { throw Gone(); }
        catch (IOException) { throw new Refusal(423, "upload.busy", "Phần trước của tệp còn đang gửi. Hãy thử lại sau ít giây."); }
    }

    /// <summary>Waits a while for a request that still has the received part in hand: its last byte may be becoming a record.</summary>
    public async Task Rest(Upload upload, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            var isThere = File.Exists(PathOf(upload.Id)); // it is deleted after the record is known
            await db.Entry(upload).ReloadAsync(ct);
            if (db.Entry(upload).State == EntityState.Detached) throw Gone();
            if (upload.ResultId is not null || !isThere) return;
            try
            {
                await using var part = Open(upload);
                return;
            }
            catch (Refusal) when (tries < 40)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), time, ct);
            }
        }
    }

    /// <summary>It became a record: its address goes on to say which, the received part is no longer needed.</summary>
    public async Task Finish(Upload upload, Guid resultId, CancellationToken ct)
    {
        upload.ResultId = resultId;
        await db.SaveChangesAsync(ct);
        File.Delete(PathOf(upload.Id));
    }

    public async Task Drop(Upload upload, CancellationToken ct)
    {
        db.Uploads.Remove(upload);
        await db.SaveChangesAsync(ct);
        File.Delete(PathOf(upload.Id));
    }

    string PathOf(Guid id) => Path.Combine(options.Partial, id.ToString("N"));

    static Refusal Gone() => Refusal.Missing("upload", "Lần gửi tệp này không còn. Hãy chọn lại tệp. Phần đã điền vẫn còn.");
}
