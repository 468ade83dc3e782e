using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using NhatLe.Identity.OpenId;
using NhatLe.Platform.Data;
using NhatLe.Platform.Outbound;

namespace NhatLe.Identity.Federation;

/// <summary>The national electronic identity as we speak to it: OpenID Connect, authorization code with PKCE. Nothing of an answer is believed before it is checked.</summary>
public sealed class NationalIdentity(NationalIdentitySettings settings, NationalToken tokens, TimeProvider time, ILogger<NationalIdentity> log) : IDisposable
{
    const int LargestAnswer = 256 * 1024;

    /// <summary>What it says of itself is read anew so often: nobody is sent to a site that is down.</summary>
    static readonly TimeSpan Describes = TimeSpan.FromSeconds(5);

    static readonly TimeSpan KeysHold = TimeSpan.FromMinutes(10);

    /// <summary>For who is on the way back it is long enough ago: the code is good once, and one question less may be the one that fits in the time.</summary>
    static readonly TimeSpan StillDescribes = TimeSpan.FromMinutes(10);

    sealed record Description(string Authorization, string Token, string UserInfo, string Keys, bool SaysIssuer);

    sealed record Keys(IReadOnlyList<SecurityKey> All);

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LargestAnswer };
    readonly Partner partner = new("The national electronic identity", TimeSpan.FromSeconds(settings.TimeoutSeconds), time, retries: 0); // a code is good once: nothing is asked a second time

    Recent<Description>? description;
    Recent<Keys>? keys;

    Recent<Description> Self => description ??= new(Describes, time, (_, ct) => Describe(ct));

    sealed record Said(Description Description, long At);

    /// <summary>What it said of itself last, whoever asked.</summary>
    volatile Said? last;

    async ValueTask<Description> Last(CancellationToken ct) => last is { } said && time.GetElapsedTime(said.At) < StillDescribes ? said.Description : await Self.Get(ct);

    Recent<Keys> KeySet => keys ??= new(KeysHold, time, async (_, ct) => await ReadKeys((await Last(ct)).Keys, ct));

    /// <summary>Where the person is sent (OpenID Connect Core 1.0 section 3.1.2.1). They sign in there anew: on a shared computer somebody else's session may be open.</summary>
    /// <exception cref="NationalFailure">Nobody answers there.</exception>
    public async Task<string> AuthorizationAddress(IEnumerable<KeyValuePair<string, string?>> request, CancellationToken ct)
    {
        var address = "";
        await Ask(async token =>
        {
            address = (await Self.Get(token)).Authorization;
            await KeySet.Get(token); // known before they are needed: of the step that takes the code the person has one chance
        }, ct);
        return Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(address, request.Append(new("client_id", settings.ClientId)).Append(new("scope", settings.Scopes)));
    }

    /// <summary>Who gave a code for whom: the token endpoint, the token checked, then the particulars.</summary>
    /// <param name="issuer">Who the answer said it was from (RFC 9207).</param>
    /// <exception cref="NationalFailure">Nobody answers, or it is not to be believed.</exception>
    public async Task<NationalPerson> Redeem(string code, string? issuer, NationalSignIn begun, string redirectUri, CancellationToken ct)
    {
        NationalPerson? person = null;
        await Ask(async token =>
        {
            var there = await Last(token);
            if (issuer is null ? there.SaysIssuer : issuer != settings.Issuer) throw NationalFailure.Wrong("The answer is from another issuer (iss).");
            using var given = await Exchange(there, code, begun.Verifier, redirectUri, token);
            var (access, id) = (given.RootElement.Text("access_token"), given.RootElement.Text("id_token"));
            if (access is not { Length: > 0 } || id is not { Length: > 0 }) throw NationalFailure.Wrong("The token endpoint gave no tokens.");
            var who = await Check(id, new(begun.Nonce, begun.BegunAt, access), token);
            using var told = await Get(there.UserInfo, access, token);
            person = NationalPerson.Read(who.Subject, who.Level, told.RootElement, settings.NumberClaim);
        }, ct);
        return person!;
    }

    async Task<NationalToken.Checked> Check(string idToken, Expected expected, CancellationToken ct)
    {
        try { return await tokens.Check(idToken, (await KeySet.Get(ct)).All, expected); }
        catch (NationalToken.UnknownKey) { KeySet.Forget(); }
        try { return await tokens.Check(idToken, (await KeySet.Get(ct)).All, expected); } // it changed its keys since they were read
        catch (NationalToken.UnknownKey) { throw NationalFailure.Wrong("The ID token is not signed with a key that is published."); }
    }

    /// <summary>OpenID Connect Discovery 1.0 section 4.</summary>
    async Task<Description> Describe(CancellationToken ct)
    {
        using var said = await Get(settings.Issuer + "/.well-known/openid-configuration", bearer: null, ct);
        var root = said.RootElement;
        if (root.Text("issuer") != settings.Issuer) throw NationalFailure.Wrong("The description is of another issuer."); // section 4.3
        Description read = new(Endpoint(root, "authorization_endpoint"), Endpoint(root, "token_endpoint"), Endpoint(root, "userinfo_endpoint"), Endpoint(root, "jwks_uri"),
            root.TryGetProperty("authorization_response_iss_parameter_supported", out var says) && says.ValueKind == JsonValueKind.True);
        last = new(read, time.GetTimestamp());
        return read;
    }

    /// <summary>A secret or a code goes nowhere without TLS, but for a stand-in on this machine.</summary>
    string Endpoint(JsonElement description, string name) =>
        PartnerHttp.Address(description.Text(name)) is { } uri && (uri.Scheme == Uri.UriSchemeHttps || settings.Issuer.StartsWith("http:", StringComparison.Ordinal))
            ? uri.AbsoluteUri : throw NationalFailure.Wrong($"Its description has no usable {name}.");

    async Task<Keys> ReadKeys(string address, CancellationToken ct)
    {
        using var said = await Get(address, bearer: null, ct);
        try
        {
            return new([.. new JsonWebKeySet(said.RootElement.GetRawText()).GetSigningKeys()]);
        }
        catch (ArgumentException e)
        {
            throw NationalFailure.Wrong("Its keys cannot be read: " + e.GetType().Name);
        }
    }

    /// <summary>Section 3.1.3.1, RFC 6749 section 2.3.1.</summary>
    Task<JsonDocument> Exchange(Description there, string code, string verifier, string redirectUri, CancellationToken ct) => Send(() => new(HttpMethod.Post, there.Token)
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirectUri, ["code_verifier"] = verifier }),
        Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret)}"))) },
    }, ct);

    Task<JsonDocument> Get(string address, string? bearer, CancellationToken ct) => Send(() => new(HttpMethod.Get, address)
    {
        Headers = { Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer) },
    }, ct);

    async Task<JsonDocument> Send(Func<HttpRequestMessage> request, CancellationToken ct)
    {
        using var asked = request();
        var where = asked.RequestUri!.AbsolutePath;
        try
        {
            using var answer = await http.SendAsync(asked, ct);
            if (answer.StatusCode != HttpStatusCode.OK) throw await Refused(answer, where, ct);
            var read = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            if (read.RootElement.ValueKind == JsonValueKind.Object) return read;
            read.Dispose();
            throw NationalFailure.Wrong($"{where} answered no object.");
        }
        catch (JsonException)
        {
            throw NationalFailure.Wrong($"{where} answered no JSON.");
        }
        catch (HttpRequestException e)
        {
            throw new PartnerIsAway($"{partner.Name} cannot be reached at {where}: {(e.InnerException ?? e).Message}", e);
        }
    }

    /// <summary>A code that is not taken is the end of this sign-in, and no sign that anybody is down.</summary>
    async Task<Exception> Refused(HttpResponseMessage answer, string where, CancellationToken ct)
    {
        if (answer.StatusCode >= HttpStatusCode.InternalServerError || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout) return new PartnerIsAway($"{partner.Name} answered {(int)answer.StatusCode} at {where}.");
        var error = "";
        try
        {
            using var said = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(ct));
            error = said.RootElement.Text("error") ?? "";
        }
        catch (JsonException) { /* it says no more than its status */ }
        return error == "invalid_grant" ? new NationalFailure(Failed.Stale, "The code was not taken.") : NationalFailure.Wrong($"{where} refused: {(int)answer.StatusCode} {Plain(error)}");
    }

    static string Plain(string given) => string.Concat(given.Take(40).Where(c => char.IsAsciiLetterOrDigit(c) || c == '_'));

    async Task Ask(Func<CancellationToken, Task> call, CancellationToken ct)
    {
        try
        {
            await partner.Ask(call, ct);
        }
        catch (Exception e) when (e is PartnerIsAway or PartnerRests)
        {
            log.LogWarning("{Reason}", e.Message);
            throw new NationalFailure(Failed.Away, e.Message);
        }
        catch (NationalFailure e)
        {
            log.LogWarning("The national electronic identity was not believed: {Reason}", e.Message);
            throw;
        }
    }

    public void Dispose() => http.Dispose();
}
