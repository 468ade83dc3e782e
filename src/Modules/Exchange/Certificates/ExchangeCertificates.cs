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
    readonly TimeProvider time;

    /// <exception cref="InvalidDataException">A file cannot be read as a certificate, or is not of the kind that is needed.</exception>
    public ExchangeCertificates(ExchangeSettings settings, TimeProvider time)
    {
        this.time = time;
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

    public static string KeyIdOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant();

    /// <summary>It chains to one of our authorities now, and names a member.</summary>
    public bool IsBelieved(X509Certificate2? certificate, [NotNullWhen(true)] out PartnerCertificate? partner)
    {
        partner = null;
        if (certificate is null) return false;
        var keyId = KeyIdOf(certificate);
        if (!believed.TryGetValue(keyId, out partner))
        {
            if (Read(certificate, keyId) is not { } read) return false;
            if (believed.Count > 1000) believed.Clear();
            partner = believed.GetOrAdd(keyId, read);
        }
        var now = time.GetUtcNow();
        return partner.From <= now && now < partner.Until;
    }

    PartnerCertificate? Read(X509Certificate2 certificate, string keyId)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // a partner whose key is lost is taken out of the settings
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

/// <summary>A certificate that one of our authorities made out to a member: INSTANCE/CLASS/MEMBER stands in it as the common name.</summary>
public sealed record PartnerCertificate(ClientId Owner, string KeyId, ECDsa Key, DateTimeOffset From, DateTimeOffset Until, string Pem);
