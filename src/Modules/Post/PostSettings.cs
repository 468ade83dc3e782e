using NhatLe.Platform.Outbound;

namespace NhatLe.Post;

/// <summary>The public post that fetches papers and brings results; without it people come to the desk.</summary>
public sealed record PostSettings
{
    /// <summary>What the demonstration's stand-in is told; never in production.</summary>
    public const string DemonstrationClient = "nhatle-trinh-dien", DemonstrationSecret = "chi-de-trinh-dien";

    public const int LongestTimeout = 30;

    /// <summary>https://…, before the paths of its interface; empty: nothing goes by post.</summary>
    public string Url { get; init; } = "";

    /// <summary>The name it knows us by.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Signs what we ask and what it tells us.</summary>
    public string Secret { get; init; } = "";

    public int TimeoutSeconds { get; init; } = 5;

    public bool IsSetUp => Url.Length > 0;

    /// <summary>Its stand-in, beside a demonstration.</summary>
    public static PostSettings StandIn(string address) => new() { Url = address.TrimEnd('/'), ClientId = DemonstrationClient, Secret = DemonstrationSecret };

    public IEnumerable<string> Faults(bool demonstration)
    {
        if (!IsSetUp) yield break;
        if (PartnerHttp.Address(Url) is not { Query: "" } || Url.EndsWith('/'))
            yield return $"Post.Url {Url} is no address. It looks like https://buuchinh.example.gov.vn/api, without '/' at the end; plain HTTP only on this machine.";
        if (ClientId.Length == 0) yield return "Post.ClientId is not set.";
        if (Secret.Length < 16) yield return "Post.Secret has fewer than 16 characters.";
        if (TimeoutSeconds is < 1 or > LongestTimeout) yield return $"Post.TimeoutSeconds is from 1 to {LongestTimeout}.";
        if (!demonstration && Secret == DemonstrationSecret) yield return "Post.Secret is the one of the demonstration.";
    }
}
