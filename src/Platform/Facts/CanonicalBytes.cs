using System.Buffers.Binary;
using System.Text;

namespace NhatLe.Platform.Facts;

/// <summary>The bytes that are hashed: fields in a fixed order, each preceded by its length (32 bits, big-endian). One encoding, no ambiguity.</summary>
public sealed class CanonicalBytes
{
    readonly MemoryStream bytes = new();

    public CanonicalBytes Add(ReadOnlySpan<byte> field)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, field.Length);
        bytes.Write(length);
        bytes.Write(field);
        return this;
    }

    public CanonicalBytes Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public CanonicalBytes Add(long number)
    {
        Span<byte> field = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(field, number);
        return Add(field);
    }

    /// <summary>Milliseconds since 1970.</summary>
    public CanonicalBytes Add(DateTimeOffset at) => Add(at.ToUnixTimeMilliseconds());

    /// <summary>16 bytes in the order they are written in; none for null.</summary>
    public CanonicalBytes Add(Guid? id) => Add(id?.ToByteArray(bigEndian: true) ?? []);

    public byte[] ToArray() => bytes.ToArray();
}
