using System.Security.Cryptography;
using System.Text;

namespace NhatLe.Platform.Data;

public sealed class WrappedKey
{
    public string Name { get; init; } = "";
    public byte[] Wrapped { get; init; } = [];
    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The keys of the installation: in the database, wrapped by the key file (32 bytes) that lies outside it.</summary>
public sealed class Keyring(Database database, byte[] master, TimeProvider time)
{
    readonly Dictionary<string, byte[]> keys = [];

    /// <summary>Unwraps, and makes what is not there yet. Called once, after the migration.</summary>
    /// <exception cref="CryptographicException">The key file is not the one this database was made with.</exception>
    public async Task Open(CancellationToken ct = default)
    {
        foreach (var name in KeyNames.All)
        {
            var candidate = Seal(master, RandomNumberGenerator.GetBytes(32));
            var stored = await database.Write(async batch =>
            {
                batch.Add($"INSERT INTO wrapped_keys (name, wrapped, created_at) VALUES ({name}, {candidate}, {time.GetUtcNow()}) ON CONFLICT (name) DO NOTHING");
                await batch.Run(ct);
                return await batch.Bytes($"SELECT wrapped FROM wrapped_keys WHERE name = {name}", ct);
            }, ct);
            keys[name] = Unseal(master, stored);
        }
    }

    public byte[] this[string name] => keys.TryGetValue(name, out var key) ? key : throw new InvalidOperationException($"Key {name} is not open.");

    /// <summary>A secret of an installation for its database, such as a private key: under a key that the key file wraps.</summary>
    public byte[] Wrap(string name, ReadOnlySpan<byte> secret) => Seal(this[name], secret);

    public byte[] Unwrap(string name, ReadOnlySpan<byte> wrapped) => Unseal(this[name], wrapped);

    /// <summary>AES-256-GCM: nonce, tag, text.</summary>
    internal static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain)
    {
        var sealedBytes = new byte[12 + 16 + plain.Length];
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(0, 12));
        using var aes = new AesGcm(key, 16);
        aes.Encrypt(sealedBytes.AsSpan(0, 12), plain, sealedBytes.AsSpan(28), sealedBytes.AsSpan(12, 16));
        return sealedBytes;
    }

    internal static byte[] Unseal(byte[] key, ReadOnlySpan<byte> sealedBytes)
    {
        var plain = new byte[sealedBytes.Length - 28];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(sealedBytes[..12], sealedBytes[28..], sealedBytes[12..28], plain);
        return plain;
    }
}

public static class KeyNames
{
    public const string Columns = "columns";
    public const string Lookup = "lookup";
    public const string Tokens = "tokens";
    public const string Signing = "signing";
    public static readonly IReadOnlyList<string> All = [Columns, Lookup, Tokens, Signing];
}

/// <summary>Citizen numbers and phones: encrypted at rest, found again by a keyed hash.</summary>
public sealed class ColumnCipher(Keyring keys)
{
    public byte[] Encrypt(string plain) => Encrypt(Encoding.UTF8.GetBytes(plain));

    public byte[] Encrypt(ReadOnlySpan<byte> plain) => Keyring.Seal(keys[KeyNames.Columns], plain);

    public string Decrypt(byte[] stored) => Encoding.UTF8.GetString(DecryptBytes(stored));

    public byte[] DecryptBytes(byte[] stored) => stored.Length == 0 ? [] : Keyring.Unseal(keys[KeyNames.Columns], stored);

    /// <summary>The same for the same value, and telling nothing about it without the key.</summary>
    public string Lookup(string plain) => Convert.ToHexStringLower(HMACSHA256.HashData(keys[KeyNames.Lookup], Encoding.UTF8.GetBytes(plain)));

    /// <summary>A short unguessable token that follows from a record, for the QR code on its slip.</summary>
    public string Token(string purpose, Guid id) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(keys[KeyNames.Tokens], Encoding.UTF8.GetBytes($"{purpose}:{id:N}")).AsSpan(0, 10));

    public bool TokenFits(string purpose, Guid id, string? token) =>
        token is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(token), Encoding.ASCII.GetBytes(Token(purpose, id)));
}
