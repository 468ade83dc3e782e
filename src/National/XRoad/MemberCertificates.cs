using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NhatLe.National.XRoad;

/// <summary>Certificates of the exchange in one folder: authority.pem, and our own file, named after the member and made out to it.</summary>
sealed class MemberCertificates : IDisposable
{
    readonly X509Certificate2Collection authorities = [];
    readonly TimeProvider time;

    public MemberCertificates(string folder, string member, TimeProvider time)
    {
        this.time = time;
        using var pem = X509Certificate2.CreateFromPemFile(Path.Combine(folder, member.Replace('/', '+') + ".pem"));
        Own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null); // TLS wants a key that was in a store
        authorities.ImportFromPemFile(Path.Combine(folder, "authority.pem"));
        Key = Own.GetECDsaPrivateKey() ?? throw new InvalidDataException($"The certificate of {member} has no EC key.");
        KeyId = IdOf(Own);
    }

    public X509Certificate2 Own { get; }
    public ECDsa Key { get; }
    public string KeyId { get; }

    public static string IdOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    /// <summary>The member whose certificate it is; null where our authority did not make it out, or it does not hold now.</summary>
    public string? MemberOf(X509Certificate2? certificate)
    {
        if (certificate is null) return null;
        using var chain = new X509Chain();
        (chain.ChainPolicy.TrustMode, chain.ChainPolicy.RevocationMode, chain.ChainPolicy.VerificationTime) = (X509ChainTrustMode.CustomRootTrust, X509RevocationMode.NoCheck, time.GetUtcNow().UtcDateTime);
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        return chain.Build(certificate) ? certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) : null;
    }

    public void Dispose()
    {
        Key.Dispose();
        Own.Dispose();
    }
}
