using System.Security.Cryptography.X509Certificates;
using NhatLe.National.Control;

namespace NhatLe.National.Axis;

/// <summary>Certificates of the axis in one folder: authority.pem, and a file for each agency that signs here.</summary>
sealed class AxisCertificates : IDisposable
{
    readonly Authorities authorities;
    readonly Dictionary<string, X509Certificate2> own = [];

    public AxisCertificates(NationalOptions options, TimeProvider time)
    {
        authorities = new(options.AxisCertificates, time);
        foreach (var agency in AxisAgency.Played.Where(a => File.Exists(FileOf(options, a.Id)))) own[agency.Id] = X509Certificate2.CreateFromPemFile(FileOf(options, agency.Id));
    }

    static string FileOf(NationalOptions options, string id) => Path.Combine(options.AxisCertificates, id + ".pem");

    public X509Certificate2? Of(string agency) => own.GetValueOrDefault(agency);

    /// <summary>Whose it is by our authority, now; null: nobody's that is known here.</summary>
    public string? NameOf(X509Certificate2 certificate) => authorities.NameOf(certificate);

    public void Dispose()
    {
        foreach (var certificate in own.Values) certificate.Dispose();
    }
}
