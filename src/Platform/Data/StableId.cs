using System.Security.Cryptography;
using System.Text;

namespace NhatLe.Platform.Data;

/// <summary>An id that follows from a name (RFC 9562 version 8): reference data loaded twice is the same data.</summary>
public static class StableId
{
    public static Guid Of(string kind, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"nhatle:{kind}:{name}")).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
