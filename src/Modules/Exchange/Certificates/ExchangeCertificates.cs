using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NhatLe.Exchange.XRoad;

namespace NhatLe.Exchange.Certificates;

/// <summary>Our certificate on the exchange, and what is believed of those that partners show: one of our authorities has made it out to that member.</summary>
public sealed class ExchangeCertificates : IDisposable
{
    readonly X509Certificate2Collection authorities = [];
    readonly ConcurrentDictionary<string, PartnerCertificate> believed = new(StringComparer.Ordinal);
    readonly HashSet<string> revoked;
    readonly TimeProvider time;

    /// <exception cref="InvalidDataException">A file cannot be read as a certificate, or is not of the kind that is needed.</exception>
    public ExchangeCertificates(ExchangeSettings settings, TimeProvider time)
    {
        (this.time, revoked) = (time, [.. settings.Revoked.Select(r => r.ToLowerInvariant())]);
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(settings.Certificate, settings.CertificateKey.Length > 0 ? settings.CertificateKey : null);
            Own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null); // TLS does not take a key that was never in a store
            authorities.ImportFromPemFile(settings.Authority);
        }
        catch (CryptographicException e) { throw new InvalidDataException($"The certificate of the exchange cannot be read: {e.Message}", e); }
        Key = Own.GetECDsaPrivateKey() is { KeySize: 256 } key ? key : throw new InvalidDataException("The certificate of the exchange has no P-256 key.");
        KeyId = KeyIdOf(Own);
    }

    public X509Certificate2 Own { get; }

    /// <summary>Signs our messages.</summary>
    public ECDsa Key { get; }

    public string KeyId { get; }

    public IReadOnlyList<X509Certificate2> Authorities => [.. authorities];

    public static string KeyIdOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    /// <summary>It chains to one of our authorities now, for this use, names a member, and was not taken back.</summary>
    public bool IsBelieved(X509Certificate2? certificate, CertificateUse use, [NotNullWhen(true)] out PartnerCertificate? partner)
    {
        partner = null;
        if (certificate is null) return false;
        var keyId = KeyIdOf(certificate);
        if (revoked.Contains(keyId)) return false;
        var known = $"{use}:{keyId}";
        if (!believed.TryGetValue(known, out partner))
        {
            if (Read(certificate, keyId, use) is not { } read) return false;
            if (believed.Count > 1000) believed.Clear();
            partner = believed.GetOrAdd(known, read);
        }
        var now = time.GetUtcNow();
        return partner.From <= now && now < partner.Until;
    }

    PartnerCertificate? Read(X509Certificate2 certificate, string keyId, CertificateUse use)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        foreach (var authority in authorities) (authority.SubjectName.RawData.AsSpan().SequenceEqual(authority.IssuerName.RawData) ? chain.ChainPolicy.CustomTrustStore : chain.ChainPolicy.ExtraStore).Add(authority);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(use == CertificateUse.Server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2"));
        chain.ChainPolicy.DisableCertificateDownloads = true; // a stranger's certificate names no address that we then fetch
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // what is taken back stands in the settings
        chain.ChainPolicy.VerificationTime = time.GetUtcNow().UtcDateTime;
        if (!chain.Build(certificate) || !ClientId.TryParse(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), out var owner) || certificate.GetECDsaPublicKey() is not { KeySize: 256 } key) return null;
        return new(owner, keyId, key, new(certificate.NotBefore.ToUniversalTime()), new(certificate.NotAfter.ToUniversalTime()), certificate.ExportCertificatePem());
    }

    public void Dispose()
    {
        Key.Dispose();
        Own.Dispose();
        foreach (var partner in believed.Values) partner.Key.Dispose();
    }
}

/// <summary>Which end of the connection shows it.</summary>
public enum CertificateUse { Client = 1, Server = 2 }

/// <summary>A certificate that one of our authorities made out to a member: INSTANCE/CLASS/MEMBER stands in it as the common name.</summary>
public sealed record PartnerCertificate(ClientId Owner, string KeyId, ECDsa Key, DateTimeOffset From, DateTimeOffset Until, string Pem);
