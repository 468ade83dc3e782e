using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace NhatLe.National.Identity;

/// <summary>The keys that sign ID tokens, made at each start under names never given before: who knows a key by its name does not take another for it. After a change the old ones stay published.</summary>
public sealed class SigningKeys : IDisposable
{
    sealed record Pair(string Kid, ECDsa Ec, RSA Rsa);

    readonly Lock gate = new();
    readonly List<Pair> pairs = [];

    public SigningKeys() => Rotate();

    public void Rotate()
    {
        lock (gate) pairs.Add(New($"quoc-gia-{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9))}"));
    }

    /// <summary>What a careless provider does: another key under the name of the one before, which is published no more.</summary>
    public void Replace()
    {
        lock (gate) pairs[^1] = New(pairs[^1].Kid);
    }

    static Pair New(string kid) => new(kid, ECDsa.Create(ECCurve.NamedCurves.nistP256), RSA.Create(2048));

    /// <summary>RFC 7517.</summary>
    public IReadOnlyList<Dictionary<string, string>> Published
    {
        get
        {
            lock (gate) return [.. pairs.Select(JwkOf), .. pairs.Select(RsaJwkOf)];
        }
    }

    Pair Current
    {
        get
        {
            lock (gate) return pairs[^1];
        }
    }

    /// <summary>How tokens of this algorithm name the key of now.</summary>
    public string Kid(string alg) => Current.Kid + (alg == "RS256" ? "-rsa" : "");

    public byte[] Sign(string alg, byte[] data) => alg == "RS256"
        ? Current.Rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : Current.Ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>What an attacker who takes the public key for a secret would sign with (RFC 8725 section 2.1).</summary>
    public byte[] SignWithThePublicKey(byte[] data) => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Current.Rsa.ExportSubjectPublicKeyInfoPem()), data);

    static Dictionary<string, string> JwkOf(Pair pair)
    {
        var p = pair.Ec.ExportParameters(false);
        return new() { ["kty"] = "EC", ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(p.Q.X), ["y"] = Base64Url.EncodeToString(p.Q.Y), ["kid"] = pair.Kid, ["alg"] = "ES256", ["use"] = "sig" };
    }

    static Dictionary<string, string> RsaJwkOf(Pair pair)
    {
        var p = pair.Rsa.ExportParameters(false);
        return new() { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(p.Modulus), ["e"] = Base64Url.EncodeToString(p.Exponent), ["kid"] = pair.Kid + "-rsa", ["alg"] = "RS256", ["use"] = "sig" };
    }

    public void Dispose()
    {
        foreach (var pair in pairs)
        {
            pair.Ec.Dispose();
            pair.Rsa.Dispose();
        }
    }
}
