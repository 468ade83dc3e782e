using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NhatLe.National.Control;

namespace NhatLe.National.XRoad;

/// <summary>Certificates of the exchange in one folder: authority.pem, and our own file, named after the member and made out to it.</summary>
sealed class MemberCertificates : IDisposable
{
    readonly Authorities authorities;

    public MemberCertificates(string folder, string member, TimeProvider time)
    {
        using var pem = X509Certificate2.CreateFromPemFile(Path.Combine(folder, member.Replace('/', '+') + ".pem"));
        Own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null); // TLS wants a key that was in a store
        authorities = new(folder, time);
        Key = Own.GetECDsaPrivateKey() ?? throw new InvalidDataException($"The certificate of {member} has no EC key.");
        KeyId = IdOf(Own);
    }

    public X509Certificate2 Own { get; }
    public ECDsa Key { get; }
    public string KeyId { get; }

    public static string IdOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    /// <summary>The member whose certificate it is; null where our authority did not make it out, or it does not hold now.</summary>
    public string? MemberOf(X509Certificate2? certificate) => certificate is null ? null : authorities.NameOf(certificate);

    public void Dispose()
    {
        Key.Dispose();
        Own.Dispose();
    }
}
