using NhatLe.Platform.Outbound;

namespace NhatLe.Identity.Federation;

/// <summary>The national electronic identity that citizens may sign in with. What it calls its levels and claims is theirs to say, so it stands here.</summary>
public sealed record NationalIdentitySettings
{
    /// <summary>What the demonstration's stand-in is told; never in production.</summary>
    public const string DemonstrationClient = "nhatle-trinh-dien", DemonstrationSecret = "chi-de-trinh-dien";

    public const int LongestTimeout = 4;

    /// <summary>https://…, exactly as its tokens say (iss); empty: citizens sign in by password only.</summary>
    public string Issuer { get; init; } = "";

    /// <summary>The name it knows us by.</summary>
    public string ClientId { get; init; } = "";

    public string ClientSecret { get; init; } = "";

    /// <summary>What we ask to know, separated by spaces.</summary>
    public string Scopes { get; init; } = "openid profile citizen address phone";

    /// <summary>What it calls its levels (acr).</summary>
    public string Level1 { get; init; } = "urn:vn:dinh-danh:muc-1";

    public string Level2 { get; init; } = "urn:vn:dinh-danh:muc-2";

    /// <summary>The claim that holds the citizen number.</summary>
    public string NumberClaim { get; init; } = "citizen_number";

    /// <summary>So long we wait for it, everything of one step together: who signs in knows within five seconds.</summary>
    public int TimeoutSeconds { get; init; } = 3;

    public bool IsSetUp => Issuer.Length > 0;

    /// <summary>Its stand-in, beside a demonstration.</summary>
    public static NationalIdentitySettings StandIn(string address) => new() { Issuer = address.TrimEnd('/'), ClientId = DemonstrationClient, ClientSecret = DemonstrationSecret };

    /// <param name="site">Our public address: people are sent back there.</param>
    public IEnumerable<string> Faults(bool demonstration, string site)
    {
        if (!IsSetUp) yield break;
        if (!IsAddress(Issuer)) yield return $"NationalIdentity.Issuer {Issuer} is no issuer. It looks like https://dinhdanh.example.gov.vn, without '?' or '#'; plain HTTP only on this machine.";
        if (ClientId.Length == 0) yield return "NationalIdentity.ClientId is not set.";
        if (ClientSecret.Length == 0) yield return "NationalIdentity.ClientSecret is not set.";
        if (!Scopes.Split(' ').Contains("openid")) yield return "NationalIdentity.Scopes must hold openid.";
        if (Level1.Length == 0 || Level2.Length == 0 || Level1 == Level2) yield return "NationalIdentity.Level1 and Level2 are two different names.";
        if (NumberClaim.Length == 0) yield return "NationalIdentity.NumberClaim is not set.";
        if (TimeoutSeconds is < 1 or > LongestTimeout) yield return $"NationalIdentity.TimeoutSeconds is from 1 to {LongestTimeout}.";
        if (demonstration) yield break;
        if (ClientSecret == DemonstrationSecret) yield return "NationalIdentity.ClientSecret is the one of the demonstration.";
        if (site.Length == 0) yield return "NationalIdentity needs Site: people are sent back there.";
    }

    static bool IsAddress(string issuer) => PartnerHttp.Address(issuer) is { Query: "", Fragment: "" } && !issuer.EndsWith('/');
}
