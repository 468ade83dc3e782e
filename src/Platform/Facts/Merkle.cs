using System.Numerics;
using System.Security.Cryptography;

namespace NhatLe.Platform.Facts;

/// <summary>Merkle trees as in RFC 6962: leaves are hashed after a 0x00, nodes after a 0x01, so that neither can be taken for the other.</summary>
public static class Merkle
{
    public static byte[] Leaf(ReadOnlySpan<byte> data) => SHA256.HashData([0x00, .. data]);

    /// <param name="leaves">Hashes of leaves; none has the root of the empty tree, the hash of nothing.</param>
    public static byte[] Root(ReadOnlySpan<byte[]> leaves) => leaves.Length switch
    {
        0 => SHA256.HashData([]),
        1 => leaves[0],
        _ => Node(Root(leaves[..Left(leaves.Length)]), Root(leaves[Left(leaves.Length)..])),
    };

    /// <summary>The hashes that lead from a leaf to the root, from below.</summary>
    public static IReadOnlyList<byte[]> Path(ReadOnlySpan<byte[]> leaves, int index)
    {
        if (leaves.Length <= 1) return [];
        var left = Left(leaves.Length);
        return index < left
            ? [.. Path(leaves[..left], index), Root(leaves[left..])]
            : [.. Path(leaves[left..], index - left), Root(leaves[..left])];
    }

    static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([0x01, .. left, .. right]);

    /// <summary>The greatest power of two below the number of leaves.</summary>
    static int Left(int count) => 1 << (BitOperations.Log2((uint)count - 1));
}
