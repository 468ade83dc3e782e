using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using NhatLe.Exchange.XRoad;

namespace NhatLe.Exchange;

/// <summary>How this installation takes part in the data exchange between agencies (trục kết nối, chia sẻ dữ liệu), as the operator sets it.</summary>
public sealed record ExchangeSettings
{
    /// <summary>Our subsystem: INSTANCE/CLASS/MEMBER/SUBSYSTEM. Empty: no exchange.</summary>
    public string Self { get; init; } = "";

    /// <summary>Where partners call us, by TLS with their certificate: https://0.0.0.0:8443. Empty: nobody does.</summary>
    public string Urls { get; init; } = "";

    /// <summary>Our certificate, made out to INSTANCE/CLASS/MEMBER (PEM); also its key, unless that is in a file of its own.</summary>
    public string Certificate { get; init; } = "";

    public string CertificateKey { get; init; } = "";

    /// <summary>The certificates of the authorities whose members we believe (PEM).</summary>
    public string Authority { get; init; } = "";

    /// <summary>SHA-256 of certificates that are no longer believed though they have not run out, in hexadecimal digits.</summary>
    public IReadOnlyList<string> Revoked { get; init; } = [];

    /// <summary>So many days heads and bodies of messages are kept, encrypted; their hashes and signatures stay.</summary>
    public int KeptDays { get; init; } = 90;

    /// <summary>So many calls of one member are answered at once; what is more is told to come again.</summary>
    public int CallsAtOnce { get; init; } = 16;

    /// <summary>So many days what a partner has acknowledged stays in the list of parcels; that it was told stays for good.</summary>
    public int ParcelDays { get; init; } = 400;

    public IReadOnlyList<PartnerSettings> Partners { get; init; } = [];

    /// <summary>In a demonstration: where its stand-ins of the national systems are told to be slow or to fail (http://localhost:8081). Empty: nowhere.</summary>
    public string StandIns { get; init; } = "";

    public bool IsSetUp => Self.Length > 0;

    /// <summary>With the stand-ins of the population database and of the Government Office, beside a demonstration; nobody calls us there.</summary>
    /// <param name="address">Of the population database: https://localhost:8082.</param>
    /// <param name="folder">Of the certificates that <c>nhatle certificates</c> made for all.</param>
    /// <param name="government">Of the Government Office: https://localhost:8083; empty: it is not there.</param>
    public static ExchangeSettings StandIn(string address, string folder, string government = "") => new()
    {
        Self = "VN/GOV/H46/NHATLE", Certificate = Certificates.CertificateFolder.FileOf(folder, "VN/GOV/H46"), Authority = Certificates.CertificateFolder.AuthorityOf(folder),
        Partners =
        [
            new() { Key = Population.AskPopulation.Partner, Name = "Cơ sở dữ liệu quốc gia về dân cư", Id = "VN/GOV/BCA/DANCU", Url = address.TrimEnd('/'), TimeoutSeconds = 4 },
            .. government.Length == 0 ? [] : Reports.ReportReceivers.All.Select(r => new PartnerSettings { Key = r.Key, Name = r.Title, Id = r.Id, Url = government.TrimEnd('/') }),
        ],
    };

    internal ClientId SelfId => ClientId.TryParse(Self, out var id) ? id : throw new InvalidOperationException("The exchange is not set up.");

    public PartnerSettings? Find(string key) => Partners.FirstOrDefault(p => p.Key == key);

    public IEnumerable<string> Faults()
    {
        if (ParcelDays is < 30 or > 3650) yield return $"Exchange.ParcelDays is {ParcelDays}. It is from 30 to 3650.";
        if (!IsSetUp)
        {
            if (Partners.Count > 0 || Urls.Length > 0) yield return "Exchange.Self is not set: it names our subsystem, as VN/GOV/H46/NHATLE.";
            yield break;
        }
        if (!ClientId.TryParse(Self, out var self) || self.Subsystem is null) yield return $"Exchange.Self {Self} is no subsystem. It looks like VN/GOV/H46/NHATLE.";
        if (Urls.Length > 0 && !(Uri.TryCreate(Urls, UriKind.Absolute, out var url) && url.Scheme == "https" && url.PathAndQuery == "/" && (url.IsLoopback || System.Net.IPAddress.TryParse(url.Host, out _)))) yield return $"Exchange.Urls {Urls} is no address to serve on. It looks like https://0.0.0.0:8443.";
        foreach (var (name, file) in new[] { (nameof(Certificate), Certificate), (nameof(Authority), Authority), (nameof(CertificateKey), CertificateKey) })
            if (!File.Exists(file) && !(file.Length == 0 && name == nameof(CertificateKey))) yield return $"Exchange.{name} {file} does not exist: it is a file of certificates (PEM).";
        if (CallsAtOnce is < 1 or > 200) yield return $"Exchange.CallsAtOnce is {CallsAtOnce}. It is from 1 to 200.";
        if (KeptDays is < 1 or > 3650) yield return $"Exchange.KeptDays is {KeptDays}. It is from 1 to 3650.";
        foreach (var key in Partners.GroupBy(p => p.Key).Where(g => g.Count() > 1)) yield return $"Exchange.Partners has {key.Key} twice.";
        foreach (var id in Partners.GroupBy(p => p.Id).Where(g => g.Count() > 1)) yield return $"Exchange.Partners has {id.Key} under two keys.";
        foreach (var wrong in Revoked.Where(r => r.Length != 64 || !r.All(char.IsAsciiHexDigit))) yield return $"Exchange.Revoked has {wrong}. It is the SHA-256 of a certificate, 64 hexadecimal digits without colons.";
        foreach (var fault in Partners.SelectMany(p => p.Faults())) yield return fault;
        if (CertificateFault() is { } fault2) yield return fault2;
    }

    string? CertificateFault()
    {
        if (!File.Exists(Certificate) || !File.Exists(Authority) || (CertificateKey.Length > 0 && !File.Exists(CertificateKey)) || !ClientId.TryParse(Self, out var self)) return null;
        try
        {
            using var certificate = X509Certificate2.CreateFromPemFile(Certificate, CertificateKey.Length > 0 ? CertificateKey : null);
            using var key = certificate.GetECDsaPrivateKey();
            if (key is not { KeySize: 256 }) return "Exchange.Certificate has no P-256 key.";
            X509Certificate2Collection authorities = [];
            authorities.ImportFromPemFile(Authority);
            if (authorities.Count == 0) return $"Exchange.Authority {Authority} holds no certificate.";
            var name = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
            return ClientId.TryParse(name, out var owner) && owner == self.Owner ? null : $"Exchange.Certificate is made out to '{name}', and not to {self.Owner}.";
        }
        catch (CryptographicException e) { return $"Exchange.Certificate cannot be read: {e.Message}"; }
    }
}

/// <summary>Another agency on the exchange (đối tác).</summary>
public sealed record PartnerSettings
{
    /// <summary>By which it is known here: "dan-cu".</summary>
    public string Key { get; init; } = "";

    /// <summary>As people call it: "Cơ sở dữ liệu quốc gia về dân cư".</summary>
    public string Name { get; init; } = "";

    /// <summary>Its subsystem: VN/GOV/BCA/DANCU.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where we call it: https://…; empty: it only calls us.</summary>
    public string Url { get; init; } = "";

    public int TimeoutSeconds { get; init; } = 10;

    public bool IsCalled => Url.Length > 0;

    internal ClientId ClientId => XRoad.ClientId.TryParse(Id, out var id) ? id : throw new InvalidOperationException($"Partner {Key} has no identifier.");

    public IEnumerable<string> Faults()
    {
        if (Key.Length == 0 || Name.Length == 0) yield return $"A partner of Exchange.Partners ({Id}) has no Key or no Name.";
        if (!XRoad.ClientId.TryParse(Id, out var id) || id.Subsystem is null) yield return $"Exchange.Partners: {Key} has the identifier '{Id}'. It looks like VN/GOV/BCA/DANCU.";
        if (IsCalled && !(Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme == "https" && url.PathAndQuery == "/")) yield return $"Exchange.Partners: the address of {Key}, {Url}, is not like https://exchange.example.vn.";
        if (TimeoutSeconds is < 1 or > 120) yield return $"Exchange.Partners: TimeoutSeconds of {Key} is from 1 to 120.";
    }
}
