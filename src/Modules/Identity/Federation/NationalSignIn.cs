using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.Federation;

/// <summary>A sign-in by the national identity that is under way (đang đi đăng nhập): what its answer must agree with. Good once, in the browser where it began.</summary>
public sealed class NationalSignIn
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    /// <summary>Of the state: what the answer names it by. Only its hash lies here.</summary>
    public string StateHash { get; init; } = "";

    /// <summary>Of the cookie of the browser.</summary>
    public string BrowserHash { get; init; } = "";

    public string Nonce { get; init; } = "";

    /// <summary>PKCE (RFC 7636).</summary>
    public string Verifier { get; init; } = "";

    /// <summary>Where the person was going; an address of ours, without the language prefix, or empty.</summary>
    public string ReturnTo { get; init; } = "";

    public bool English { get; init; }

    /// <summary>What the person needs for what they are about.</summary>
    public AssuranceLevel Asked { get; init; }

    /// <summary>Who was signed in as it began.</summary>
    public Guid? AccountId { get; init; }

    public DateTimeOffset BegunAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }

    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    public string Place => English ? "/en" : "";
}

/// <summary>The account of a person at the national identity, and the account here that it opens (liên kết định danh): one to one, for good.</summary>
public sealed class NationalLink
{
    public Guid AccountId { get; init; }

    /// <summary>A keyed hash of issuer and subject.</summary>
    public string SubjectKey { get; init; } = "";

    /// <summary>As the national side said last.</summary>
    public string Name { get; private set; } = "";

    public string BornOn { get; private set; } = "";
    public AssuranceLevel Level { get; private set; }
    public DateTimeOffset LinkedAt { get; init; }
    public DateTimeOffset ConfirmedAt { get; private set; }

    /// <returns>False where it says what it said before.</returns>
    public bool Confirm(NationalPerson person, DateTimeOffset now)
    {
        var same = (Name, BornOn, Level) == (person.Name, person.BornOn, person.Level);
        (Name, BornOn, Level, ConfirmedAt) = (person.Name, person.BornOn, person.Level, now);
        return !same;
    }
}

/// <summary>Binds a sign-in that is under way to the browser it began in; the same for several at once.</summary>
static class NationalCookie
{
    const int Longest = 100;

    static readonly HostCookie cookie = new("nhatle-quoc-gia");

    public static string? Read(HttpRequest request) => cookie.Read(request) is { Length: < Longest } token ? token : null;

    public static void Write(HttpContext context, string token) => cookie.Write(context, token, NationalSignIn.Life);
}
