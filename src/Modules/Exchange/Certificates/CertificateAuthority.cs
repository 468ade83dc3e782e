using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NhatLe.Exchange.Certificates;

/// <summary>
/// A small authority (CA) for demonstrations and tests: a root, and certificates made out to members for both ends of TLS and for signing. In
/// production certificates come from the authority of the exchange.
/// </summary>
public sealed class CertificateAuthority : IDisposable
{
    static readonly TimeSpan life = TimeSpan.FromDays(3 * 365), skew = TimeSpan.FromHours(1);

    readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly X509Certificate2 root;
    readonly DateTimeOffset now;

    public CertificateAuthority(string name, DateTimeOffset now)
    {
        this.now = now;
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        root = request.CreateSelfSigned(now - skew, now + life);
    }

    public string RootPem => root.ExportCertificatePem();

    /// <param name="member">INSTANCE/CLASS/MEMBER.</param>
    /// <param name="host">Where its server is reached.</param>
    /// <returns>Certificate and private key, one after the other.</returns>
    public string Issue(string member, string host)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(member);
        var request = new CertificateRequest(name.Build(), own, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1"), new Oid("1.3.6.1.5.5.7.3.2")], critical: false)); // serverAuth, clientAuth
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        if (host == "localhost") names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.Create(root, now - skew, now + life - skew, RandomNumberGenerator.GetBytes(16));
        return $"{made.ExportCertificatePem()}\n{own.ExportPkcs8PrivateKeyPem()}\n";
    }

    /// <summary>For signing documents on their way between agencies: RSA, as edXML has it.</summary>
    /// <param name="organ">Identification code of the agency: H46.</param>
    public string IssueSigner(string organ)
    {
        using var own = RSA.Create(2048);
        var name = new X500DistinguishedNameBuilder();
        name.AddCommonName(organ);
        var request = new CertificateRequest(name.Build(), own, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, critical: true));
        using var made = request.Create(root.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now - skew, now + life - skew, RandomNumberGenerator.GetBytes(16));
        return $"{made.ExportCertificatePem()}\n{own.ExportPkcs8PrivateKeyPem()}\n";
    }

    public void Dispose()
    {
        root.Dispose();
        key.Dispose();
    }
}
