using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Portal;

/// <summary>The national public service portal (Cổng dịch vụ công quốc gia), which every dossier is told to.</summary>
public sealed record PortalSettings
{
    /// <summary>https://…, before the paths of its interface; empty: it is told nothing.</summary>
    public string Url { get; init; } = "";

    public string ClientId { get; init; } = "";
    public string Secret { get; init; } = "";
    public int TimeoutSeconds { get; init; } = 20;

    public bool IsSetUp => Url.Length > 0;

    /// <summary>Its stand-in, beside a demonstration.</summary>
    public static PortalSettings StandIn(string address) => new() { Url = address.TrimEnd('/'), ClientId = "nhatle-trinh-dien", Secret = "chi-de-trinh-dien" };

    public IEnumerable<string> Faults()
    {
        if (!IsSetUp) yield break;
        if (PartnerHttp.Address(Url) is null || Url.EndsWith('/')) yield return $"NationalPortal.Url {Url} is no address. It looks like https://dichvucong.example.gov.vn/api, without '/' at the end; plain HTTP only on this machine.";
        if (ClientId.Length == 0 || Secret.Length == 0) yield return "NationalPortal.ClientId or NationalPortal.Secret is not set.";
        if (TimeoutSeconds is < 1 or > 120) yield return "NationalPortal.TimeoutSeconds is from 1 to 120.";
    }
}
