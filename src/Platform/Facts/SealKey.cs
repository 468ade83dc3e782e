using System.Security.Cryptography;

namespace NhatLe.Platform.Facts;

/// <summary>
/// The key that signs seals: a file outside the database (PKCS #8, P-256), so that whoever can write to the database cannot seal.
/// Read when it is first needed.
/// </summary>
public sealed class SealKey(string file) : IDisposable
{
    readonly Lazy<ECDsa> key = new(() => Read(file));

    public byte[] PublicKey => key.Value.ExportSubjectPublicKeyInfo();

    public string Id => IdOf(PublicKey);

    public byte[] Sign(byte[] data) => key.Value.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public static string IdOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 8));

    public static bool Verifies(byte[] publicKey, byte[] data, byte[] signature)
    {
        using var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportSubjectPublicKeyInfo(publicKey, out _);
            return IsP256(ecdsa) && ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false; // no key at all
        }
    }

    public static string MakePem()
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return made.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <exception cref="InvalidDataException">It does not hold such a key.</exception>
    static ECDsa Read(string file)
    {
        var read = ECDsa.Create();
        try
        {
            read.ImportFromPem(File.ReadAllText(file));
            if (IsP256(read)) return read;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            read.Dispose();
            throw new InvalidDataException($"{file} does not hold a private key for seals: {e.Message}", e);
        }
        read.Dispose();
        throw new InvalidDataException($"{file} holds a key of another kind than P-256.");
    }

    /// <exception cref="InvalidDataException">It does not hold such a key.</exception>
    public static void Check(string file)
    {
        using var read = Read(file);
    }

    static bool IsP256(ECDsa key) => key.KeySize == 256 && key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == "1.2.840.10045.3.1.7";

    public void Dispose()
    {
        if (key.IsValueCreated) key.Value.Dispose();
    }
}
