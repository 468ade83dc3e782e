using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using NhatLe.Identity.OpenId.Registry;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>The application with systems registered by its administrator, and what such a system does, request by request.</summary>
public sealed class OpenIdApp : IdentityApp
{
    public const string Citizen = "mai.lien", OtherCitizen = "van.khiem", Officer = "tu-phap.tronghoa", Administrator = "quan-tri";

    int registered;

    public string Issuer => Address.ToString().TrimEnd('/');

    /// <summary>A system of the province, for everybody, with what <paramref name="say"/> changes.</summary>
    public async Task<Party> GivenClient(Action<RegisterClient.Command>? say = null)
    {
        var number = Interlocked.Increment(ref registered);
        var command = new RegisterClient.Command
        {
            Id = Guid.CreateVersion7(Time.Now), ClientId = $"he-thong-{number}", Name = $"Hệ thống {number}", RedirectUris = $"https://rp{number}.example.vn/cb", PostLogoutUris = $"https://rp{number}.example.vn/bye",
            PersonScopes = ["profile", "email", "phone", "citizen", "officer"], Grants = ["authorization_code", "refresh_token"], ForOfficers = true, ForCitizens = true,
        };
        say?.Invoke(command);
        var answer = await (await Admin()).Post<RegisterClient.Registered>("/api/identity/clients", command);
        return new Party(this, answer.ClientId, answer.Secret, command.RedirectUris?.Split('\n')[0] ?? "");
    }

    (Client Browser, DateTimeOffset At)? admin;

    /// <summary>The administrator, signed in anew where the clock has moved past the session.</summary>
    public async Task<Client> Admin()
    {
        if (admin is null || Clock.GetUtcNow() - admin.Value.At > TimeSpan.FromHours(11)) admin = (await Browser(Administrator), Clock.GetUtcNow());
        return admin.Value.Browser;
    }

    /// <summary>A browser of its own, signed in.</summary>
    public async Task<Client> Browser(string login)
    {
        var browser = Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", Form(login))).StatusCode);
        return browser;
    }

    public async Task<string> SubjectOf(string login) => (await Account(login)).Id.ToString("N");
}

/// <summary>A relying party, as a test speaks for it: every request may be bent.</summary>
public sealed class Party(OpenIdApp app, string id, string? secret, string redirect) : IDisposable
{
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };

    public const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B

    public string Id => id;
    public string Redirect => redirect;
    public string? Secret => secret;
    public static string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>The address the browser is sent to; null takes a parameter away.</summary>
    public string AuthorizeUrl(params (string Name, string? Value)[] bent)
    {
        Dictionary<string, string?> query = new()
        {
            ["response_type"] = "code", ["client_id"] = id, ["redirect_uri"] = redirect, ["scope"] = "openid profile", ["state"] = "af0ifjsldkj", ["nonce"] = "n-0S6_WzA2Mj",
            ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in bent) query[name] = value;
        return QueryHelpers.AddQueryString("/oidc/authorize", query.Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value));
    }

    /// <summary>What came back to the system's address.</summary>
    public async Task<Dictionary<string, string>> Authorize(App.Client browser, params (string Name, string? Value)[] bent) => Returned(await browser.Get(AuthorizeUrl(bent)));

    public Dictionary<string, string> Returned(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var to = answer.Headers.Location!.OriginalString;
        Assert.StartsWith(redirect, to, StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        return QueryHelpers.ParseQuery(new Uri(to).Query).ToDictionary(p => p.Key, p => p.Value.ToString());
    }

    public async Task<string> Code(App.Client browser, params (string Name, string? Value)[] bent)
    {
        var back = await Authorize(browser, bent);
        Assert.True(back.ContainsKey("code"), string.Join(", ", back));
        return back["code"];
    }

    /// <summary>The error the browser brings back.</summary>
    public async Task<string> Error(App.Client browser, params (string Name, string? Value)[] bent)
    {
        var back = await Authorize(browser, bent);
        Assert.Equal((false, app.Issuer), (back.ContainsKey("code"), back["iss"]));
        Assert.NotEmpty(back["error_description"]);
        return back["error"];
    }

    public Task<Answer> Exchange(string code, params (string Name, string? Value)[] bent) =>
        Token([("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect), ("code_verifier", Verifier), .. bent]);

    public Task<Answer> Refresh(string token, params (string Name, string? Value)[] bent) => Token([("grant_type", "refresh_token"), ("refresh_token", token), .. bent]);

    public Task<Answer> Token(params (string Name, string? Value)[] form) => Post("/oidc/token", form);

    /// <summary>Code and tokens at once.</summary>
    public async Task<JsonElement> SignIn(App.Client browser, params (string Name, string? Value)[] bent) => (await Exchange(await Code(browser, bent))).Ok;

    /// <summary>With the system's secret in the header, or its name in the form where it has none.</summary>
    public async Task<Answer> Post(string path, (string Name, string? Value)[] form, string? authorization = null)
    {
        Dictionary<string, string> fields = [];
        foreach (var (name, value) in form)
            if (value is null) fields.Remove(name);
            else fields[name] = value;
        if (secret is null && authorization is null) fields.TryAdd("client_id", id);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        else if (secret is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}")));
        return await Answer.Of(await http.SendAsync(request));
    }

    public async Task<Answer> UserInfo(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oidc/userinfo");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        return await Answer.Of(await http.SendAsync(request));
    }

    public async Task<bool> IsActive(string token) => (await Post("/oidc/introspect", [("token", token)])).Ok.GetProperty("active").GetBoolean();

    public Task<HttpResponseMessage> Raw(HttpRequestMessage request) => http.SendAsync(request);

    public void Dispose() => http.Dispose();

    public sealed record Answer(HttpStatusCode Status, JsonElement Json, HttpResponseMessage Whole)
    {
        public static async Task<Answer> Of(HttpResponseMessage answer)
        {
            Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
            Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
            return new(answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(), answer);
        }

        public JsonElement Ok
        {
            get
            {
                Assert.True(Status == HttpStatusCode.OK, $"{Status}: {Json}");
                return Json;
            }
        }

        /// <summary>The status and the name of the error, which is told in words too.</summary>
        public (int Status, string Error) Refused
        {
            get
            {
                Assert.NotEmpty(Json.GetProperty("error_description").GetString()!);
                return ((int)Status, Json.GetProperty("error").GetString()!);
            }
        }
    }
}

static class Tokens
{
    public static string Of(this JsonElement tokens, string name) => tokens.GetProperty(name).GetString()!;

    public static JsonElement Claims(this JsonElement tokens, string name = "id_token") => Part(tokens.Of(name), 1);

    public static JsonElement Part(string jwt, int part) => JsonDocument.Parse(Base64Url.DecodeFromChars(jwt.Split('.')[part])).RootElement;

    /// <summary>The same token with another header or other claims, signed by whom it says.</summary>
    public static string Bend(string jwt, Func<string, string>? header = null, Func<string, string>? claims = null, Func<byte[], byte[]>? sign = null)
    {
        var parts = jwt.Split('.');
        string Change(string part, Func<string, string>? change) => change is null ? part : Base64Url.EncodeToString(Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part)))));
        var signed = $"{Change(parts[0], header)}.{Change(parts[1], claims)}";
        return $"{signed}.{(sign is null ? parts[2] : Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed))))}";
    }
}
