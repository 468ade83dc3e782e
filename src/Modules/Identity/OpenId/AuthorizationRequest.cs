using System.Buffers.Text;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.OpenId;

/// <summary>How sure a sign-in was (OpenID Connect Core 1.0 section 2, "acr"): the weaker first.</summary>
public static class Acr
{
    public const string Password = "urn:nhatle:acr:password", TwoFactors = "urn:nhatle:acr:two-factors";

    /// <summary>How well the sign-in is guarded.</summary>
    public static readonly IReadOnlyList<string> Levels = [Password, TwoFactors];

    /// <summary>How sure the state is of the person of the session, whatever guards it.</summary>
    public const string National1 = "urn:nhatle:acr:national-1", National2 = "urn:nhatle:acr:national-2";

    /// <summary>What a system may ask for.</summary>
    public static readonly IReadOnlyList<string> Known = [.. Levels, National1, National2];

    public static string Of(AssuranceLevel national) => national switch { AssuranceLevel.National1 => National1, AssuranceLevel.National2 => National2, _ => Password };

    /// <returns>None: it is a level of another kind.</returns>
    public static AssuranceLevel NationalOf(string level) => level switch { National1 => AssuranceLevel.National1, National2 => AssuranceLevel.National2, _ => AssuranceLevel.None };

    /// <summary>The level is the one asked for, or surer. What we do not know is not reached.</summary>
    /// <param name="level">Of the session.</param>
    /// <param name="national">How sure the state is of its person.</param>
    public static bool Reaches(string level, AssuranceLevel national, string asked) => NationalOf(asked) is > AssuranceLevel.None and var wanted ? national >= wanted
        : Levels.Contains(asked) && Levels.IndexOf(level is National1 or National2 ? Password : level) >= Levels.IndexOf(asked);

    /// <summary>What a system is told: of the kind it asked for first among those that are reached; unasked, how the person signed in.</summary>
    public static string Told(Sessions.Session session, IReadOnlyList<string> asked) =>
        asked.FirstOrDefault(a => Reaches(session.Acr, session.Assurance, a)) is not { } reached ? session.Acr
        : NationalOf(reached) > AssuranceLevel.None ? Of(session.Assurance)
        : session.Acr is National1 or National2 ? Password : session.Acr;

    static int IndexOf(this IReadOnlyList<string> levels, string level) => levels.TakeWhile(l => l != level).Count() is var at && at < levels.Count ? at : -1;
}

/// <summary>A system asks to know who the person is (OpenID Connect Core 1.0 section 3.1.2.1), checked as section 3.1.2.2 says. Code with PKCE S256 is the only way (RFC 7636, RFC 9700 section 2.1.1).</summary>
public sealed record AuthorizationRequest
{
    /// <summary>Ours, in the address we send ourselves back to: the person signed in, or agreed, since then. So "prompt" is not asked for ever. It saves no question that the asking system could not have left out.</summary>
    public const string Since = "nhatle_since";

    public const int LongestNonce = 500, LongestState = 2000;

    public static readonly IReadOnlyList<string> Prompts = ["none", "login", "consent", "select_account"];

    public required KnownClient Client { get; init; }
    public required string RedirectUri { get; init; }
    public required Parameters Given { get; init; }
    public string? State { get; init; }
    public string CodeChallenge { get; private set; } = "";
    public IReadOnlyList<string> Scopes { get; private set; } = [];
    public string Nonce { get; private set; } = "";
    public bool MayAsk { get; private set; }
    public bool AskSignIn { get; private set; }
    public bool AskConsent { get; private set; }
    public TimeSpan? MaxAge { get; private set; }

    /// <summary>How sure the system wants to be: any of these will do. Empty: it takes what there is.</summary>
    public IReadOnlyList<string> AcrValues { get; private set; } = [];

    public string? LoginHint { get; private set; }
    public string? IdTokenHint { get; private set; }
    public bool English { get; private set; }

    /// <summary>First who asks and where the answer goes: until both are known, nothing is sent anywhere (section 3.1.2.6).</summary>
    /// <exception cref="Refusal">400, shown to the person: the system is unknown, or the address is not one of its own.</exception>
    public static async Task<AuthorizationRequest> Of(Parameters given, Clients clients, CancellationToken ct)
    {
        var (clientId, redirectUri) = (One(given, "client_id"), One(given, "redirect_uri"));
        if (clientId is null || await clients.Find(clientId, ct) is not { } client)
            throw Wrong("client.unknown", "Hệ thống này chưa đăng ký với Nhật Lệ, hoặc đã bị tắt. Hãy báo đơn vị quản lý hệ thống.");
        if (redirectUri is null || !client.RedirectUris.Contains(redirectUri))
            throw Wrong("client.redirect", "Hệ thống gửi sai địa chỉ quay về nên Nhật Lệ dừng lại để giữ an toàn. Hãy báo đơn vị quản lý hệ thống.");
        string? state;
        try { state = given["state"]; }
        catch (OAuthError) { state = null; } // said again by Read, to the system
        return new() { Client = client, RedirectUri = redirectUri, Given = given, State = state };
    }

    /// <summary>The request in an address of ours that leads back to it; null where there is none, or one that will be refused there.</summary>
    public static async Task<AuthorizationRequest?> In(string? address, Clients clients, CancellationToken ct)
    {
        const string beginning = Discovery.Authorization + "?";
        if (address?.StartsWith(beginning, StringComparison.Ordinal) != true) return null;
        try { return await Of(Parameters.Of(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(address[beginning.Length..]))), clients, ct); }
        catch (Refusal) { return null; }
    }

    static string? One(Parameters given, string name)
    {
        try { return given[name]; }
        catch (OAuthError) { return null; } // twice is none
    }

    static Refusal Wrong(string code, string message) => new(400, code, message);

    /// <summary>Then everything else; from here on the system itself is told.</summary>
    /// <exception cref="OAuthError">With the names of section 3.1.2.6, RFC 6749 section 4.1.2.1.</exception>
    public void Read()
    {
        if (Given["state"]?.Length > LongestState) throw OAuthError.InvalidRequest($"The parameter state is longer than {LongestState} characters.");
        if (Given["request"] is not null) throw new OAuthError("request_not_supported", "Send the parameters in the address, not as a request object.");
        if (Given["request_uri"] is not null) throw new OAuthError("request_uri_not_supported", "Send the parameters in the address, not by reference.");
        if (Given["registration"] is not null) throw new OAuthError("registration_not_supported", "Systems are registered by the administrators of the province.");
        if (Given.Need("response_type") != "code") throw new OAuthError("unsupported_response_type", "Ask for response_type=code. Tokens are given by the token endpoint only.");
        if (!Client.Grants.Contains(GrantTypes.Code)) throw new OAuthError("unauthorized_client", "This system is not registered for sign-in by authorization code.");
        if (Given["response_mode"] is { } mode and not "query") throw OAuthError.InvalidRequest($"response_mode {Plain(mode)} is not supported. Leave it out.");
        ReadChallenge();
        ReadScopes();
        ReadPrompt();
        Nonce = Given["nonce"] ?? "";
        if (Nonce.Length > LongestNonce) throw OAuthError.InvalidRequest($"The parameter nonce is longer than {LongestNonce} characters.");
        if (Given["max_age"] is { } age)
            MaxAge = int.TryParse(age, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : throw OAuthError.InvalidRequest("max_age is a whole number of seconds.");
        AcrValues = [.. (Given["acr_values"] ?? "").Split(' ').Where(v => Acr.Known.Contains(v))];
        (LoginHint, IdTokenHint) = (Given["login_hint"], Given["id_token_hint"]);
        English = Given["ui_locales"]?.Split(' ')[0].StartsWith("en", StringComparison.OrdinalIgnoreCase) == true;
    }

    /// <summary>RFC 7636 section 4.3, without "plain": it protects against nobody who can read the address.</summary>
    void ReadChallenge()
    {
        CodeChallenge = Given["code_challenge"] ?? throw OAuthError.InvalidRequest("The parameter code_challenge is missing: PKCE with S256 is required.");
        if (Given["code_challenge_method"] != "S256") throw OAuthError.InvalidRequest("The parameter code_challenge_method must be S256.");
        if (CodeChallenge.Length != 43 || !Base64Url.IsValid(CodeChallenge)) throw OAuthError.InvalidRequest("code_challenge is no SHA-256 hash in base64url.");
    }

    /// <summary>What is unknown, or more than the system may have, is left out and not told (section 3.1.2.1); the token answer says what was given.</summary>
    void ReadScopes()
    {
        var asked = Given.Need("scope").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!asked.Contains(OpenId.Scopes.OpenId)) throw new OAuthError("invalid_scope", "The scope must hold openid.");
        Scopes = [.. OpenId.Scopes.OfPeople.Where(s => asked.Contains(s) && (s == OpenId.Scopes.OpenId || Client.Scopes.Contains(s)))];
    }

    void ReadPrompt()
    {
        var prompts = (Given["prompt"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (Array.Find(prompts, p => !Prompts.Contains(p)) is { } unknown) throw OAuthError.InvalidRequest($"prompt {Plain(unknown)} is none of: {string.Join(", ", Prompts)}.");
        MayAsk = !prompts.Contains("none");
        if (!MayAsk && prompts.Length > 1) throw OAuthError.InvalidRequest("prompt=none does not go with another prompt.");
        (AskSignIn, AskConsent) = (prompts.Contains("login") || prompts.Contains("select_account"), prompts.Contains("consent"));
    }

    /// <summary>RFC 6749 section 4.1.2.1: a description has plain characters only.</summary>
    static string Plain(string given) => string.Concat(given.Take(40).Select(c => c is >= ' ' and <= '~' and not '"' and not '\\' ? c : '?'));
}
