using System.Security.Cryptography.X509Certificates;

namespace NhatLe.National.Axis;

/// <summary>Certificates of the axis in one folder: authority.pem, and a file for each agency that signs here.</summary>
sealed class AxisCertificates : IDisposable
{
    readonly X509Certificate2Collection authorities = [];
    readonly Dictionary<string, X509Certificate2> own = [];
    readonly TimeProvider time;

    public AxisCertificates(NationalOptions options, TimeProvider time)
    {
        this.time = time;
        if (options.AxisCertificates.Length == 0) return;
        authorities.ImportFromPemFile(Path.Combine(options.AxisCertificates, "authority.pem"));
        foreach (var agency in AxisAgency.Played.Where(a => File.Exists(FileOf(options, a.Id)))) own[agency.Id] = X509Certificate2.CreateFromPemFile(FileOf(options, agency.Id));
    }

    static string FileOf(NationalOptions options, string id) => Path.Combine(options.AxisCertificates, id + ".pem");

    public X509Certificate2? Of(string agency) => own.GetValueOrDefault(agency);

    /// <summary>Whose it is by our authority, now; null: nobody's that is known here.</summary>
    public string? NameOf(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        (chain.ChainPolicy.TrustMode, chain.ChainPolicy.RevocationMode, chain.ChainPolicy.VerificationTime, chain.ChainPolicy.DisableCertificateDownloads) = (X509ChainTrustMode.CustomRootTrust, X509RevocationMode.NoCheck, time.GetUtcNow().UtcDateTime, true);
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        return chain.Build(certificate) ? certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false) : null;
    }

    public void Dispose()
    {
        foreach (var certificate in own.Values) certificate.Dispose();
    }
}
