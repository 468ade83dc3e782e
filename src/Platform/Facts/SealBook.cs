using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;

namespace NhatLe.Platform.Facts;

/// <summary>A seal as anybody may read it: hashes in hexadecimal, the signature (r and s, 64 bytes) in base64, times in milliseconds too, as they are signed.</summary>
public sealed record SealView(
    long Number, DateTimeOffset SealedAt, DateTimeOffset LegalAt, long SealedAtMs, long LegalAtMs, long First, long Last, long Count, string Root, string Previous, string Hash, string Key, string Signature)
{
    public static SealView Of(Seal s) => new(
        s.Number, s.SealedAt, s.LegalAt, s.SealedAt.ToUnixTimeMilliseconds(), s.LegalAt.ToUnixTimeMilliseconds(), s.FirstLeaf, s.LastLeaf, s.LeafCount,
        Convert.ToHexStringLower(s.Root), Convert.ToHexStringLower(s.Previous), Convert.ToHexStringLower(s.ComputeHash()), s.KeyId, Convert.ToBase64String(s.Signature));
}

/// <param name="PublicKey">SubjectPublicKeyInfo in base64: its last 64 bytes are the point of the curve.</param>
public sealed record KeyView(string Id, [property: JsonPropertyName("publicKey")] string PublicKey, string Pem)
{
    public static KeyView Of(PublicSealKey k) => new(k.Id, Convert.ToBase64String(k.PublicKey), k.Pem);
}

/// <summary>What the public may know of the seals: they hold hashes only, and nothing about anybody.</summary>
public sealed class SealBook(PlatformDb db)
{
    public sealed record Line(Seal Seal, bool Holds);

    /// <summary>Newest first, each with whether its signature and its link to the one before hold.</summary>
    /// <param name="before">Only those with a smaller number.</param>
    public async Task<IReadOnlyList<Line>> Read(long? before, int most, CancellationToken ct)
    {
        var until = before ?? long.MaxValue;
        var some = await db.Seals.AsNoTracking().Where(s => s.Number < until).OrderByDescending(s => s.Number).Take(most + 1).ToListAsync(ct);
        var keys = await db.SealKeys.AsNoTracking().ToDictionaryAsync(k => k.Id, ct);
        return [.. some.Take(most).Select((seal, i) => new Line(seal,
            keys.TryGetValue(seal.KeyId, out var key) && key.Verifies(seal) && seal.Previous.AsSpan().SequenceEqual(i + 1 < some.Count ? some[i + 1].ComputeHash() : [])))];
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<KeyView>> Keys(CancellationToken ct) =>
        [.. (await db.SealKeys.AsNoTracking().OrderByDescending(k => k.CreatedAt).ToListAsync(ct)).Select(KeyView.Of)];
}
