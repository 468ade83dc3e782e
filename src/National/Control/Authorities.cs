using System.Security.Cryptography.X509Certificates;

namespace NhatLe.National.Control;

/// <summary>Who makes out certificates in one folder: authority.pem.</summary>
sealed class Authorities
{
    readonly X509Certificate2Collection all = [];
    readonly TimeProvider time;

    public Authorities(string folder, TimeProvider time)
    {
        this.time = time;
        all.ImportFromPemFile(Path.Combine(folder, "authority.pem"));
    }

    /// <summary>Whose it is by our authority, now; null: nobody's that is known here.</summary>
    public string? NameOf(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        (chain.ChainPolicy.TrustMode, chain.ChainPolicy.RevocationMode, chain.ChainPolicy.VerificationTime, chain.ChainPolicy.DisableCertificateDownloads) = (X509ChainTrustMode.CustomRootTrust, X509RevocationMode.NoCheck, time.GetUtcNow().UtcDateTime, true);
        chain.ChainPolicy.CustomTrustStore.AddRange(all);
        return chain.Build(certificate) ? certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) : null;
    }
}
