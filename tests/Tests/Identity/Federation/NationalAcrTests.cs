using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.OpenId.Registry;
using NhatLe.Tests.Identity.OpenId;
using Tokens = NhatLe.Tests.Identity.OpenId.Tokens;

namespace NhatLe.Tests.Identity.Federation;

/// <summary>A system asks for a person the state has confirmed (OpenID Connect Core 1.0, "acr_values"): the national identity is asked on the way.</summary>
public sealed class NationalAcrTests(NationalAcrTests.AskingApp app) : IClassFixture<NationalAcrTests.AskingApp>
{
    const string Back = "https://rp.example.vn/cb", SystemId = "he-thong-dinh-danh";

    public sealed class AskingApp : FederationApp, IAsyncLifetime
    {
        public string ClientSecret { get; private set; } = "";

        public new async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var registered = await (await As("quan-tri")).Post<RegisterClient.Registered>("/api/identity/clients",
                new { id = Guid.CreateVersion7(Time.Now), clientId = SystemId, name = "Hệ thống định danh", grants = new[] { "authorization_code" }, redirectUris = Back, forOfficers = true, forCitizens = true });
            ClientSecret = registered.Secret!;
        }
    }

    static string Address(string acr, string? prompt = null) => QueryHelpers.AddQueryString("/oidc/authorize", new Dictionary<string, string?>
    {
        ["response_type"] = "code", ["client_id"] = SystemId, ["redirect_uri"] = Back, ["scope"] = "openid", ["state"] = "s", ["nonce"] = "n", ["code_challenge"] = Party.Challenge, ["code_challenge_method"] = "S256", ["acr_values"] = acr, ["prompt"] = prompt,
    }.Where(p => p.Value is not null).ToDictionary());

    async Task<App.Client> WithPassword(string login)
    {
        var browser = app.Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", IdentityApp.Form(login))).StatusCode);
        return browser;
    }

    static async Task<string> Next(App.Client browser, string address)
    {
        var answer = await browser.Get(address);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    static string Error(string back)
    {
        Assert.StartsWith(Back, back, StringComparison.Ordinal);
        return FederationApp.Of(back, "error");
    }

    /// <summary>What the ID token says, once the browser has come back with a code.</summary>
    async Task<string> Told(string back)
    {
        Assert.StartsWith(Back + "?code=", back, StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = app.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oidc/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = FederationApp.Of(back, "code"), ["redirect_uri"] = Back, ["code_verifier"] = Party.Verifier }),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SystemId}:{app.ClientSecret}"))) },
        };
        var tokens = await (await http.SendAsync(request)).Content.ReadFromJsonAsync<JsonElement>();
        return Tokens.Claims(tokens).GetProperty("acr").GetString()!;
    }

    [Fact]
    public async Task Who_signed_in_by_password_is_led_to_the_national_identity_and_back_to_the_system()
    {
        using var mother = await WithPassword("mai.lien");
        var asked = Address(Acr.National2);
        Assert.Equal("login_required", Error(await Next(mother, Address(Acr.National2, "none"))));
        var why = await Next(mother, asked);
        Assert.StartsWith("/dang-nhap/quoc-gia?muc=2&returnUrl=%2Foidc%2Fauthorize", why, StringComparison.Ordinal);
        var page = await mother.Http.Open(why);
        var there = page.QuerySelectorAll("main a").Single(a => a.TextContent.Contains("Đến trang định danh quốc gia", StringComparison.Ordinal)).GetAttribute("href")!;
        var again = await FederationApp.SignIn(mother, FederationApp.Mother, there[there.IndexOf('?', StringComparison.Ordinal)..]);
        Assert.StartsWith("/oidc/authorize?", again, StringComparison.Ordinal);
        Assert.Equal(Acr.National2, await Told(await Next(mother, again)));
        Assert.Equal(Acr.National2, await Told(await Next(mother, Address(Acr.National1, "none")))); // surer than asked for
        Assert.Equal(Acr.Password, await Told(await Next(mother, Address($"{Acr.Password} {Acr.National1}", "none")))); // what was asked for first
    }

    [Fact]
    public async Task A_confirmation_here_does_not_take_the_level_away_and_is_told_where_that_is_asked_for()
    {
        using var mother = app.Elsewhere();
        await FederationApp.SignIn(mother, FederationApp.Mother);
        Assert.Equal(HttpStatusCode.NoContent, (await mother.PostJson(NhatLe.Identity.StepUps.Reauthenticate.Route, new { password = App.Password })).StatusCode);
        Assert.Equal(Acr.National2, await Told(await Next(mother, Address(Acr.National2, "none"))));
    }

    [Fact]
    public async Task Level_1_is_not_level_2_and_the_page_says_what_to_do()
    {
        using var father = await WithPassword("van.khiem");
        var why = await Next(father, Address(Acr.National2));
        var at = await FederationApp.SignIn(father, FederationApp.Father, why[why.IndexOf('?', StringComparison.Ordinal)..]);
        Assert.Equal("level", FederationApp.Of(at, "quoc-gia"));
        Assert.Equal("login_required", Error(await Next(father, Address(Acr.National2, "none"))));
        Assert.Equal(Acr.National1, await Told(await Next(father, Address(Acr.National1))));
    }

    [Fact]
    public async Task Of_an_officer_the_state_says_nothing()
    {
        using var officer = await WithPassword("mot-cua.tronghoa");
        Assert.Equal("unmet_authentication_requirements", Error(await Next(officer, Address($"{Acr.National1} {Acr.National2}"))));
        Assert.Equal(Acr.Password, await Told(await Next(officer, Address($"{Acr.National2} {Acr.Password}"))));
        Assert.StartsWith("/tai-khoan/hai-buoc?", await Next(officer, Address($"{Acr.National2} {Acr.TwoFactors}")), StringComparison.Ordinal); // the one that can be reached
        using var discovery = JsonDocument.Parse(await app.Anybody().Page("/.well-known/openid-configuration"));
        Assert.Equal(Acr.Known, discovery.RootElement.GetProperty("acr_values_supported").EnumerateArray().Select(v => v.GetString()!));
    }
}
