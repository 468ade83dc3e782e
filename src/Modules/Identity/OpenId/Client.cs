using System.Security.Cryptography;
using System.Text;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.OpenId;

public enum ClientKind
{
    /// <summary>The province's own: nobody is asked whether it may know who they are.</summary>
    Own = 1,

    /// <summary>Of somebody else: each person agrees first.</summary>
    ThirdParty = 2,
}

/// <summary>A system that lets people sign in here (hệ thống; "client" of RFC 6749 section 2). What it may do is said by an administrator, never by itself.</summary>
public sealed class Client : Subject
{
    Client() { } // EF

    /// <summary>The name it calls itself by in requests, made by the administrator: "van-ban".</summary>
    public string ClientId { get; private init; } = "";

    public string Name { get; private set; } = "";
    public ClientKind Kind { get; private set; }

    /// <summary>Compared letter by letter (RFC 9700 section 2.1); one a line.</summary>
    public string RedirectUris { get; private set; } = "";

    /// <summary>Where a browser may go after signing out; one a line.</summary>
    public string PostLogoutUris { get; private set; } = "";

    /// <summary>Told when a session ends (Back-Channel Logout 1.0 section 2.2).</summary>
    public string? BackChannelUri { get; private set; }

    /// <summary>Null: a public client, which cannot keep a secret. The secret has 256 random bits, so a plain hash of it may lie here.</summary>
    public string? SecretHash { get; private set; }

    public string Scopes { get; private set; } = "";
    public string Grants { get; private set; } = "";

    /// <summary>"ES256", or "RS256" for systems that know no other.</summary>
    public string SigningAlg { get; private set; } = "";

    /// <summary>Who its access tokens are for, beside this server: the address of an interface; empty: nobody else.</summary>
    public string Audience { get; private set; } = "";

    /// <summary>Where people open it; empty: it is not shown among the systems of the province.</summary>
    public string LaunchAddress { get; private set; } = "";

    public string Icon { get; private set; } = "";
    public bool ForOfficers { get; private set; }
    public bool ForCitizens { get; private set; }
    public bool Active { get; private set; }
    public DateTimeOffset RegisteredAt { get; private init; }

    public static Client Register(Guid id, string clientId, DateTimeOffset at) => new() { Id = id, ClientId = clientId, RegisteredAt = at, Active = true };

    public void Describe(ClientDescription to) =>
        (Name, Kind, RedirectUris, PostLogoutUris, BackChannelUri, Scopes, Grants, SigningAlg, Audience, LaunchAddress, Icon, ForOfficers, ForCitizens) =
        (to.Name, to.Kind, to.RedirectUris, to.PostLogoutUris, to.BackChannelUri, to.Scopes, to.Grants, to.SigningAlg, to.Audience, to.LaunchAddress, to.Icon, to.ForOfficers, to.ForCitizens);

    /// <summary>A new secret; the one before ends with it.</summary>
    /// <returns>What the system is to keep. It is nowhere here.</returns>
    public string NewSecret()
    {
        var secret = Sessions.Session.NewToken();
        SecretHash = HashOf(secret);
        return secret;
    }

    public void BecomePublic() => SecretHash = null;

    public void Switch(bool on) => Active = on;

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}

/// <summary>What an administrator says about a system. Lists as they are stored.</summary>
public sealed record ClientDescription(
    string Name, ClientKind Kind, string RedirectUris, string PostLogoutUris, string? BackChannelUri, string Scopes, string Grants, string SigningAlg, string Audience, string LaunchAddress, string Icon, bool ForOfficers, bool ForCitizens);

/// <summary>The values of "grant_type" that there are here.</summary>
public static class GrantTypes
{
    public const string Code = "authorization_code", Refresh = "refresh_token", ClientCredentials = "client_credentials";
    public static readonly IReadOnlyList<string> All = [Code, Refresh, ClientCredentials];
}

/// <summary>What a system may be told of a person, or do (OpenID Connect Core 1.0 sections 5.4 and 11). Any other word of an interface is a scope too, for client credentials.</summary>
public static class Scopes
{
    public const string OpenId = "openid", Profile = "profile", Email = "email", Phone = "phone", Citizen = "citizen", Officer = "officer", Offline = "offline_access";

    /// <summary>About people: never in a token that no person stands behind.</summary>
    public static readonly IReadOnlyList<string> OfPeople = [OpenId, Profile, Email, Phone, Citizen, Officer, Offline];
}
