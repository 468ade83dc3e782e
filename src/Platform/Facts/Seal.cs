using System.Globalization;
using System.Security.Cryptography;

namespace NhatLe.Platform.Facts;

/// <summary>A signature over all entries and readings since the seal before (niêm phong). Its hash stands in the next one.</summary>
public sealed class Seal
{
    public long Number { get; init; }

    /// <summary>System time.</summary>
    public DateTimeOffset SealedAt { get; init; }

    /// <summary>Legal time, read before the entries were: what is older and not in it came late.</summary>
    public DateTimeOffset LegalAt { get; init; }

    public long FirstLeaf { get; init; }

    /// <summary>One less than <see cref="FirstLeaf"/> where nothing was added.</summary>
    public long LastLeaf { get; init; }

    public long LeafCount { get; init; }
    public byte[] Root { get; init; } = [];

    /// <summary>The hash of the seal before; empty in the first.</summary>
    public byte[] Previous { get; init; } = [];

    public string KeyId { get; init; } = "";

    /// <summary>ECDSA over P-256 with SHA-256: r and s, 32 bytes each.</summary>
    public byte[] Signature { get; internal set; } = [];

    /// <summary>The next seal, signed.</summary>
    /// <param name="leaves">Those after the seal before, in their order.</param>
    public static Seal After(Seal? newest, ReadOnlySpan<byte[]> leaves, DateTimeOffset sealedAt, DateTimeOffset legalAt, SealKey key)
    {
        var last = newest?.LastLeaf ?? 0;
        var seal = new Seal
        {
            Number = (newest?.Number ?? 0) + 1, SealedAt = sealedAt, LegalAt = legalAt, FirstLeaf = last + 1, LastLeaf = last + leaves.Length, LeafCount = leaves.Length,
            Root = Merkle.Root(leaves), Previous = newest?.ComputeHash() ?? [], KeyId = key.Id,
        };
        seal.Signature = key.Sign(seal.Canonical());
        return seal;
    }

    /// <summary>What is kept in mind of the newest seal.</summary>
    public string Mark => string.Create(CultureInfo.InvariantCulture, $"{Number} {Convert.ToHexStringLower(ComputeHash())}");

    /// <summary>What is signed, and hashed into the next seal.</summary>
    public byte[] Canonical() => new CanonicalBytes()
        .Add("nhatle-seal/1").Add(Number).Add(SealedAt).Add(LegalAt).Add(FirstLeaf).Add(LastLeaf).Add(LeafCount).Add(Root).Add(Previous).Add(KeyId).ToArray();

    public byte[] ComputeHash() => SHA256.HashData(Canonical());
}

public enum LeafKind { Entry = 1, Access = 2 }

/// <summary>A leaf of the tree: what it stands for, and <see cref="Merkle.Leaf"/> of the hash of that.</summary>
public sealed class SealLeaf
{
    /// <summary>1, 2, 3 … through all seals.</summary>
    public long N { get; init; }

    public LeafKind Kind { get; init; }
    public Guid RefId { get; init; }
    public byte[] Hash { get; init; } = [];
}

/// <summary>A key that seals were signed with, as anybody may know it (SubjectPublicKeyInfo).</summary>
public sealed class PublicSealKey
{
    public string Id { get; init; } = "";
    public byte[] PublicKey { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The id says which key it is, so a key cannot be put in the place of another.</summary>
    public bool IsWhatItSays => Id == SealKey.IdOf(PublicKey);

    public bool Verifies(Seal seal) => IsWhatItSays && seal.KeyId == Id && SealKey.Verifies(PublicKey, seal.Canonical(), seal.Signature);

    public string Pem => new(PemEncoding.Write("PUBLIC KEY", PublicKey));
}
