using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using NhatLe.Platform.Outbound;

namespace NhatLe.Identity.OpenId;

/// <summary>
/// The name of this server in every token (OpenID Connect Core 1.0 section 2, "iss"): the public address of the settings, or where a
/// demonstration listens. Never what a request calls us: a forged Host header would put another name into tokens.
/// </summary>
public sealed class Issuer(OutboundSettings outbound, IServer server)
{
    string? name;

    public string Name => name ??= (outbound.Site.Length > 0 ? outbound.Site : Listening()).TrimEnd('/');

    public string Of(string path) => Name + path;

    string Listening()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? throw new InvalidOperationException("The server does not listen yet, and its public address (site) is not set.");
        return address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal).Replace("//*", "//localhost", StringComparison.Ordinal);
    }
}
