using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NhatLe.Exchange.Certificates;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Axis;

/// <summary>The document axis (trục liên thông văn bản quốc gia), over which documents go to other agencies and come from them.</summary>
public sealed record AxisSettings
{
    /// <summary>https://…, before the names of its operations; empty: no document is sent or received.</summary>
    public string Url { get; init; } = "";

    public string ClientId { get; init; } = "";
    public string Secret { get; init; } = "";

    /// <summary>Signs our packets: made out to the identification code of the province, with an RSA key (PEM).</summary>
    public string Certificate { get; init; } = "";

    /// <summary>The authorities whose certificates are believed on packets (PEM).</summary>
    public string Authority { get; init; } = "";

    /// <summary>The common name of the axis's own certificate, which may sign for those that cannot; empty: it may not.</summary>
    public string Axis { get; init; } = "";

    /// <summary>SHA-256 of certificates that are no longer believed, in hexadecimal digits.</summary>
    public IReadOnlyList<string> Revoked { get; init; } = [];

    public int TimeoutSeconds { get; init; } = 60;

    public bool IsSetUp => Url.Length > 0;

    /// <summary>Its stand-in, beside a demonstration.</summary>
    /// <param name="folder">Of the certificates that <c>nhatle certificates --documents</c> made for both.</param>
    public static AxisSettings StandIn(string address, string folder) => new()
    {
        Url = address.TrimEnd('/'), ClientId = "nhatle-trinh-dien", Secret = "chi-de-trinh-dien", Certificate = CertificateFolder.FileOf(folder, "H46"), Authority = CertificateFolder.AuthorityOf(folder), Axis = "TRUC",
    };

    public IEnumerable<string> Faults()
    {
        if (!IsSetUp) yield break;
        if (PartnerHttp.Address(Url) is null || Url.EndsWith('/')) yield return $"DocumentAxis.Url {Url} is no address. It looks like https://truc.example.gov.vn/edoc, without '/' at the end; plain HTTP only on this machine.";
        if (ClientId.Length == 0 || Secret.Length == 0) yield return "DocumentAxis.ClientId or DocumentAxis.Secret is not set.";
        if (TimeoutSeconds is < 1 or > 600) yield return "DocumentAxis.TimeoutSeconds is from 1 to 600.";
        foreach (var wrong in Revoked.Where(r => r.Length != 64 || !r.All(char.IsAsciiHexDigit))) yield return $"DocumentAxis.Revoked has {wrong}. It is the SHA-256 of a certificate, 64 hexadecimal digits without colons.";
        if (!File.Exists(Authority)) yield return $"DocumentAxis.Authority {Authority} does not exist: it is a file of certificates (PEM).";
        if (!File.Exists(Certificate)) yield return $"DocumentAxis.Certificate {Certificate} does not exist: it is a file of a certificate and its key (PEM).";
        else if (CertificateFault() is { } fault) yield return fault;
    }

    string? CertificateFault()
    {
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(Certificate);
            using var key = certificate.GetRSAPrivateKey();
            return key is { KeySize: >= AxisCertificates.ShortestKey } ? null : "DocumentAxis.Certificate has no RSA key of 2048 bits or more.";
        }
        catch (CryptographicException e) { return $"DocumentAxis.Certificate cannot be read: {e.Message}"; }
    }
}
