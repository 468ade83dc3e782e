using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NhatLe.Identity.OpenId;

namespace NhatLe.Identity.Passkeys;

/// <summary>
/// To whom keys belong (Web Authentication Level 3, section 4, "relying party identifier"): the host of the public address, and no other
/// origin than that address. Never what a request calls us.
/// </summary>
public sealed class RelyingParty(Issuer issuer)
{
    readonly Lazy<Uri> site = new(() => SiteOf(issuer.Name));

    /// <summary>What the devices keep keys under. Another public address means other keys.</summary>
    public string Id => site.Value.IdnHost;

    /// <summary>As browsers write it: without a slash at the end.</summary>
    public string Origin => $"{site.Value.Scheme}://{site.Value.IdnHost}{(site.Value.IsDefaultPort ? "" : $":{site.Value.Port}")}";

    /// <summary>A number is no name for keys (section 5.1.3, step 8): a demonstration that listens at 127.0.0.1 is used at localhost.</summary>
    static Uri SiteOf(string name)
    {
        var uri = new Uri(name);
        return uri.IsLoopback ? new UriBuilder(uri) { Host = "localhost" }.Uri : uri;
    }
}

/// <summary>What we ask of devices and of what they answer.</summary>
public sealed class PasskeySettings(RelyingParty party) : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions options)
    {
        options.ServerDomain = party.Id;
        options.UserVerificationRequirement = "required"; // PIN, finger or face: with the device that makes two factors
        options.ResidentKeyRequirement = "required"; // found without typing a login
        options.AuthenticatorTimeout = Challenges.Life;
        options.ValidateOrigin = c => ValueTask.FromResult(c.Origin == party.Origin && !c.CrossOrigin && c.TopOrigin is null); // in nobody's frame
    }
}
