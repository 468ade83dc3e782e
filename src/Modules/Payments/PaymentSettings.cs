using NhatLe.Platform.Outbound;

namespace NhatLe.Payments;

/// <summary>The payment platform that people pay at online; without it they pay at the desk.</summary>
public sealed record PaymentSettings
{
    /// <summary>What the demonstration's stand-in is told; never in production.</summary>
    public const string DemonstrationClient = "nhatle-trinh-dien", DemonstrationSecret = "chi-de-trinh-dien";

    public const int LongestTimeout = 30;

    /// <summary>https://…, before the paths of its interface; empty: nothing is paid online.</summary>
    public string Platform { get; init; } = "";

    /// <summary>The name it knows us by.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>Signs what we ask and what it tells us.</summary>
    public string Secret { get; init; } = "";

    public int TimeoutSeconds { get; init; } = 5;

    /// <summary>Working days a payer has once the unit waits for the fee, unless the official gives another time.</summary>
    public int PayDays { get; init; } = 10;

    public const int LongestPayDays = 60;

    public bool IsSetUp => Platform.Length > 0;

    /// <summary>Its stand-in, beside a demonstration.</summary>
    public static PaymentSettings StandIn(string address) => new() { Platform = address.TrimEnd('/'), ClientId = DemonstrationClient, Secret = DemonstrationSecret };

    public IEnumerable<string> Faults(bool demonstration)
    {
        if (PayDays is < 1 or > LongestPayDays) yield return $"Payments.PayDays is {PayDays}. It is a number of working days from 1 to {LongestPayDays}.";
        if (!IsSetUp) yield break;
        if (PartnerHttp.Address(Platform) is not { Query: "" } || Platform.EndsWith('/'))
            yield return $"Payments.Platform {Platform} is no address. It looks like https://thanhtoan.example.gov.vn/api, without '/' at the end; plain HTTP only on this machine.";
        if (ClientId.Length == 0) yield return "Payments.ClientId is not set.";
        if (Secret.Length < 16) yield return "Payments.Secret has fewer than 16 characters.";
        if (TimeoutSeconds is < 1 or > LongestTimeout) yield return $"Payments.TimeoutSeconds is from 1 to {LongestTimeout}.";
        if (!demonstration && Secret == DemonstrationSecret) yield return "Payments.Secret is the one of the demonstration.";
    }
}
