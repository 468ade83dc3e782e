using System.Text.Json;
using NhatLe.Exchange;
using NhatLe.Exchange.Axis;
using NhatLe.Exchange.Portal;
using NhatLe.Identity.Counters;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Federation;
using NhatLe.Identity.SecondFactors;
using NhatLe.Payments;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Files;
using NhatLe.Platform.Outbound;
using NhatLe.Platform.Papers;
using NhatLe.Post;
using Npgsql;

namespace NhatLe.Host;

/// <summary>The one typed configuration, checked at start. A file of the same shape (JSON) is given with --config.</summary>
public sealed record Settings
{
    /// <summary>Npgsql connection string; empty: SQLite in <see cref="DataFolder"/>.</summary>
    public string Postgres { get; init; } = "";

    /// <summary>Database of SQLite, files, and in a demonstration the key file.</summary>
    public string DataFolder { get; init; } = "var";

    /// <summary>32 random bytes that unwrap the keys in the database. Keep a copy apart from the backups of the database.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary>Private key (P-256) that signs the seals of the journal. Empty: beside <see cref="KeyFile"/>, with ".seal" after its name.</summary>
    public string SealKeyFile { get; init; } = "";

    public string Urls { get; init; } = "http://localhost:8080";

    /// <summary>Serve without TLS: only behind a proxy that terminates it.</summary>
    public bool AllowPlainHttp { get; init; }

    /// <summary>Addresses of the proxies whose X-Forwarded headers are believed.</summary>
    public IReadOnlyList<string> TrustedProxies { get; init; } = [];

    /// <summary>Where ClamAV's daemon listens: tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl. Empty: uploads are not scanned.</summary>
    public string VirusScan { get; init; } = "";

    /// <summary>The Chromium that makes PDFs. Empty: the one the environment names in CHROMIUM, or in a usual place; "none": no PDFs.</summary>
    public string Chromium { get; init; } = "";

    /// <summary>The public address, for links in e-mail and as the issuer of OpenID Connect: https://dichvucong.example.gov.vn. Empty: no links, and no sign-in for other systems.</summary>
    public string Site { get; init; } = "";

    /// <summary>The gateway for SMS; without an address nobody is told by phone.</summary>
    public SmsSettings Sms { get; init; } = new();

    /// <summary>The mail server; without one nobody is told by e-mail.</summary>
    public MailSettings Mail { get; init; } = new();

    /// <summary>The national electronic identity; without it citizens sign in by password only.</summary>
    public NationalIdentitySettings NationalIdentity { get; init; } = new();

    /// <summary>The data exchange between agencies; without it nobody is called and nobody calls.</summary>
    public ExchangeSettings Exchange { get; init; } = new();

    /// <summary>The national public service portal; without it dossiers are not told to it.</summary>
    public PortalSettings NationalPortal { get; init; } = new();

    /// <summary>The document axis; without it no documents are sent to other agencies or received.</summary>
    public AxisSettings DocumentAxis { get; init; } = new();

    /// <summary>The payment platform; without it fees are paid at the desk only.</summary>
    public PaymentSettings Payments { get; init; } = new();

    /// <summary>The public post; without it nothing is fetched from people or brought to them.</summary>
    public PostSettings Post { get; init; } = new();

    /// <summary>Leaders and administrators sign in with two factors.</summary>
    public SecondFactorSettings SecondFactor { get; init; } = new();

    /// <summary>Who signs, approves or exports proves once more who they are.</summary>
    public StepUpSettings StepUp { get; init; } = new();

    /// <summary>What checking a password costs, and how many may wait for it.</summary>
    public PasswordSettings Passwords { get; init; } = new();

    /// <summary>Computers that officers share at a counter.</summary>
    public CounterSettings Counters { get; init; } = new();

    /// <summary>Remove files that no record names even when they are suspiciously many. For one start, after the log has said so and the database is known to be the right one.</summary>
    public bool SweepMany { get; init; }

    /// <summary>Invented people and accounts with a known password, and a clock that can be moved.</summary>
    public bool Demonstration { get; init; }

    /// <summary>Where the demonstration's legal clock begins.</summary>
    public DateTimeOffset DemonstrationStart { get; init; } = new(2024, 11, 18, 8, 0, 0, TimeSpan.FromHours(7));

    /// <summary>All officers of the demonstration and some 200 invented citizens have an account; without, only those the sign-in page offers.</summary>
    public bool Peopled { get; init; } = true;

    /// <summary>
    /// So many dossiers of 60 days a demonstration holds from its first start; 0: it begins empty. Each is some eight acts with a
    /// durable commit each, about 60 ms of one core; 300 keep the first start near ten seconds on two free cores.
    /// </summary>
    public int Living { get; init; } = 600;

    /// <summary>Invented people of a demonstration go on acting while it is watched, every few seconds.</summary>
    public bool Alive { get; init; }

    public string EffectiveKeyFile => KeyFile.Length > 0 ? KeyFile : Path.Combine(DataFolder, "demonstration.key");

    public string EffectiveSealKeyFile => SealKeyFile.Length > 0 ? SealKeyFile : EffectiveKeyFile + ".seal";

    static readonly string[] KnownPasswords = ["postgres", "password", "nhatle", "changeme", "admin", "123456", "secret"];

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <exception cref="InvalidDataException">Not JSON, or a setting that does not exist: a mistyped name is never passed over.</exception>
    public static Settings Read(string file)
    {
        try { return JsonSerializer.Deserialize<Settings>(File.ReadAllText(file), Json) ?? new Settings(); }
        catch (JsonException e) { throw new InvalidDataException($"{file}: {e.Message}", e); }
    }

    /// <summary>What a production start refuses; empty when all is well.</summary>
    public IEnumerable<string> Faults()
    {
        if (VirusScan.Length > 0 && ClamdAddress.Read(VirusScan) is null) yield return $"VirusScan {VirusScan} is no address of clamd. It looks like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl.";
        if (Chromium.Length > 0 && Chromium != PdfOptions.None && !File.Exists(Chromium)) yield return $"Chromium {Chromium} does not exist: name its program, or 'none' for no PDFs.";
        if (Site.Length > 0 && !(Uri.TryCreate(Site, UriKind.Absolute, out var site) && site.Scheme is "https" or "http" && site.PathAndQuery == "/")) yield return $"Site {Site} is no address of a site. It looks like https://dichvucong.example.gov.vn.";
        foreach (var channel in Sms.Faults().Concat(Mail.Faults())) yield return channel;
        foreach (var factor in SecondFactor.Faults(Demonstration)) yield return factor;
        foreach (var fault in StepUp.Faults(Demonstration)) yield return fault;
        foreach (var identity in Passwords.Faults(Demonstration).Concat(Counters.Faults())) yield return identity;
        foreach (var national in NationalIdentity.Faults(Demonstration, Site)) yield return national;
        if (!Demonstration && Exchange.StandIns.Length > 0) yield return "Exchange.StandIns is for demonstrations only: leave it out.";
        foreach (var exchange in Exchange.Faults().Concat(NationalPortal.Faults()).Concat(DocumentAxis.Faults())) yield return exchange;
        foreach (var payments in Payments.Faults(Demonstration)) yield return payments;
        foreach (var post in Post.Faults(Demonstration)) yield return post;
        if (Demonstration) yield break;
        if ((KeyFault() ?? SealKeyFault()) is { } key) yield return key;
        if (!AllowPlainHttp && Urls.Split(';').Any(u => u.StartsWith("http:", StringComparison.OrdinalIgnoreCase)))
            yield return "Urls has plain HTTP. Serve https, or set AllowPlainHttp to true behind a proxy that terminates TLS.";
        foreach (var proxy in TrustedProxies.Where(p => !System.Net.IPAddress.TryParse(p, out _))) yield return $"TrustedProxies has {proxy}, which is not an IP address.";
        if (Postgres.Length > 0 && PostgresFault() is { } known) yield return known;
    }

    /// <summary>What is not set up, one line each: no fault, but worth knowing at a start.</summary>
    public IEnumerable<string> NotSetUp()
    {
        if (!Sms.IsSetUp) yield return "SMS is not set up (sms.url): nobody is told by phone.";
        if (!Mail.IsSetUp) yield return "E-mail is not set up (mail.host): nobody is told by e-mail.";
        if (Site.Length == 0) yield return "The public address is not set (site): other systems cannot let people sign in here.";
        if (!NationalIdentity.IsSetUp) yield return "The national electronic identity is not set up (nationalIdentity.issuer): citizens sign in by password only.";
        if (!Exchange.IsSetUp) yield return "The data exchange is not set up (exchange.self): other agencies are not asked and cannot ask.";
        if (!NationalPortal.IsSetUp) yield return "The national public service portal is not set up (nationalPortal.url): dossiers are not told to it.";
        if (!DocumentAxis.IsSetUp) yield return "The document axis is not set up (documentAxis.url): no documents go to other agencies or come from them.";
        if (!Payments.IsSetUp) yield return "The payment platform is not set up (payments.platform): fees are paid at the desk only.";
        if (!Post.IsSetUp) yield return "The public post is not set up (post.url): people come to the desk for everything.";
        if (Mail.IsSetUp && Site.Length == 0) yield return "The public address is not set (site): letters carry no links.";
    }

    string? KeyFault() =>
        KeyFile.Length == 0 ? "KeyFile is not set: make one with 'nhatle key FILE' and keep it apart from the database."
        : !File.Exists(KeyFile) ? $"KeyFile {KeyFile} does not exist: make one with 'nhatle key FILE'."
        : new FileInfo(KeyFile).Length != 32 ? $"KeyFile {KeyFile} does not hold 32 bytes."
        : Path.GetFileName(KeyFile) == "demonstration.key" ? "KeyFile is the key of a demonstration: make a new one with 'nhatle key FILE'." : null;

    string? SealKeyFault()
    {
        if (!File.Exists(EffectiveSealKeyFile)) return $"SealKeyFile {EffectiveSealKeyFile} does not exist: make one with 'nhatle key --seal FILE'.";
        if (Path.GetFileName(EffectiveSealKeyFile) == "demonstration.key.seal") return "SealKeyFile is the key of a demonstration: make a new one with 'nhatle key --seal FILE'.";
        try
        {
            SealKey.Check(EffectiveSealKeyFile);
            return null;
        }
        catch (Exception e) when (e is InvalidDataException or UnauthorizedAccessException)
        {
            return "SealKeyFile: " + e.Message;
        }
    }

    string? PostgresFault()
    {
        try
        {
            return KnownPasswords.Contains(new NpgsqlConnectionStringBuilder(Postgres).Password, StringComparer.OrdinalIgnoreCase)
                ? "The password of the database is one that everybody tries first." : null;
        }
        catch (ArgumentException)
        {
            return "Postgres is not a connection string. It looks like: Host=db;Database=nhatle;Username=nhatle;Password=…";
        }
    }
}
