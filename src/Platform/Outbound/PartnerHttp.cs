namespace NhatLe.Platform.Outbound;

/// <summary>What every partner outside has in common that is spoken to by HTTP.</summary>
public static class PartnerHttp
{
    const int Shown = 300;

    /// <summary>An address that people and secrets may be sent to: under TLS, or on this machine.</summary>
    /// <returns>Null for any other, and for what is no address.</returns>
    public static Uri? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? address : null;

    public static PartnerIsAway Unreached(string who, Exception e) => new($"{who} cannot be reached: {(e.InnerException ?? e).Message}", e);

    /// <summary>How an answer begins that says what was wrong.</summary>
    public static async Task<string> Beginning(this HttpContent content, CancellationToken ct) => await content.ReadAsStringAsync(ct) is var text && text.Length > Shown ? text[..Shown] : text;
}
