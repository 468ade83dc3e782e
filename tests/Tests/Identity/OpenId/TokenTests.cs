using System.Net;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>The token endpoint (OpenID Connect Core 1.0 sections 3.1.3 and 12, RFC 6749), and what its tokens open and how they end (Core section 5.3, RFC 7662, RFC 7009).</summary>
public sealed class TokenTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    [Theory]
    [InlineData("invalid_request", "grant_type", null)]
    [InlineData("unsupported_grant_type", "grant_type", "password")]
    [InlineData("unsupported_grant_type", "grant_type", "urn:ietf:params:oauth:grant-type:device_code")]
    [InlineData("unauthorized_client", "grant_type", "client_credentials")]
    [InlineData("invalid_request", "code", null)]
    [InlineData("invalid_request", "redirect_uri", null)]
    [InlineData("invalid_request", "code_verifier", null)]
    [InlineData("invalid_request", "code_verifier", "short")]
    [InlineData("invalid_grant", "code", "SplxlOBeZQQYbYS6WxSbIA")]
    [InlineData("invalid_grant", "redirect_uri", "https://rp.example.vn/cb?")]
    [InlineData("invalid_grant", "code_verifier", "aBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")]
    public async Task An_exchange_that_breaks_a_rule_is_refused_by_its_name_and_the_code_stays_good(string error, string parameter, string? value)
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var code = await party.Code(browser);
        Assert.Equal((400, error), (await party.Exchange(code, (parameter, value))).Refused);
        Assert.NotEmpty((await party.Exchange(code)).Ok.Of("access_token"));
    }

    [Fact]
    public async Task Who_does_not_prove_which_system_it_is_is_an_invalid_client()
    {
        var (party, other) = (await app.GivenClient(), await app.GivenClient());
        var publicOne = await app.GivenClient(c => c.Public = true);
        static string Basic(string id, string secret) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"));
        (string, string?)[] machine = [("grant_type", "client_credentials")];
        foreach (var authorization in (string[])[Basic(party.Id, "wrong"), Basic(party.Id, other.Secret!), Basic("nobody", "x"), Basic(publicOne.Id, "x"), "Basic %%%", "Basic", "Bearer x"])
        {
            var refused = await party.Post("/oidc/token", machine, authorization);
            Assert.Equal((401, "invalid_client"), refused.Refused);
            Assert.StartsWith("Basic realm=", refused.Whole.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
        Assert.Equal((400, "invalid_request"), (await party.Token([.. machine, ("client_secret", party.Secret)])).Refused); // two ways at once
        Assert.Equal((400, "invalid_request"), (await party.Token([.. machine, ("client_id", other.Id)])).Refused);
        Assert.Equal((401, "invalid_client"), (await publicOne.Token([.. machine, ("client_secret", "x")])).Refused);
    }

    [Fact]
    public async Task The_secret_may_come_in_the_form_and_a_public_system_has_none()
    {
        var (party, publicOne, browser) = (await app.GivenClient(), await app.GivenClient(c => c.Public = true), await app.Browser(OpenIdApp.Citizen));
        var posted = await party.Post("/oidc/token", [("grant_type", "authorization_code"), ("code", await party.Code(browser)), ("redirect_uri", party.Redirect), ("code_verifier", Party.Verifier), ("client_id", party.Id), ("client_secret", party.Secret)], "");
        Assert.Equal(await app.SubjectOf(OpenIdApp.Citizen), posted.Ok.Claims().Of("sub"));
        Assert.Null(publicOne.Secret);
        Assert.Equal(publicOne.Id, (await publicOne.SignIn(browser)).Claims().Of("aud"));
    }

    [Theory]
    [InlineData("application/json", """{"grant_type":"client_credentials"}""")]
    [InlineData("multipart/form-data; boundary=x", "--x--")]
    public async Task What_is_no_form_is_an_invalid_request(string type, string body)
    {
        var party = await app.GivenClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oidc/token") { Content = new StringContent(body) };
        request.Content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        Assert.Equal((400, "invalid_request"), (await Party.Answer.Of(await party.Raw(request))).Refused);
    }

    [Fact]
    public async Task A_refresh_token_works_once_and_gives_its_heir_and_an_ID_token_of_the_same_sign_in()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var first = await party.SignIn(browser);
        app.Clock.Advance(TimeSpan.FromSeconds(3));
        var second = (await party.Refresh(first.Of("refresh_token"))).Ok;
        Assert.NotEqual(first.Of("refresh_token"), second.Of("refresh_token"));
        var (was, now) = (first.Claims(), second.Claims());
        foreach (var claim in (string[])["iss", "sub", "aud", "acr", "sid"]) Assert.Equal(was.Of(claim), now.Of(claim)); // Core 12.2
        Assert.Equal(was.GetProperty("auth_time").GetInt64(), now.GetProperty("auth_time").GetInt64());
        Assert.True(now.GetProperty("iat").GetInt64() > was.GetProperty("iat").GetInt64());
        Assert.False(now.TryGetProperty("nonce", out _));
        Assert.NotEmpty((await party.Refresh(second.Of("refresh_token"), ("scope", "profile openid"))).Ok.Of("id_token"));
    }

    [Fact]
    public async Task A_refresh_token_that_comes_twice_ends_the_whole_family()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var first = await party.SignIn(browser);
        var second = (await party.Refresh(first.Of("refresh_token"))).Ok;
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(first.Of("refresh_token"))).Refused);
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(second.Of("refresh_token"))).Refused);
        Assert.Equal((401, "invalid_token"), (await party.UserInfo(second.Of("access_token"))).Refused);
        Assert.False(await party.IsActive(second.Of("access_token")));
        var session = await app.Accounts(db => db.ClientSessions.Where(s => s.Sid == first.Claims().Of("sid")).Select(s => s.Id).SingleAsync());
        Assert.Equal("identity.token-used-twice", (await app.Journal(session))[^1].Entry.Event);
        Assert.All(await app.Journal(session), line => Assert.True(line.Holds));
        Assert.NotEmpty((await party.SignIn(browser)).Of("id_token")); // the person is not signed out by it
    }

    [Fact]
    public async Task Of_many_who_refresh_with_one_token_at_once_one_gets_an_answer_and_the_family_ends()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var token = (await party.SignIn(browser)).Of("refresh_token");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => party.Refresh(token)));
        var heir = Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a != heir), a => Assert.Equal((400, "invalid_grant"), a.Refused));
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(heir.Json.Of("refresh_token"))).Refused);
    }

    [Fact]
    public async Task A_refresh_is_refused_by_name()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var token = (await party.SignIn(browser)).Of("refresh_token");
        Assert.Equal((400, "invalid_request"), (await party.Token(("grant_type", "refresh_token"))).Refused);
        Assert.Equal((400, "invalid_grant"), (await party.Refresh("8xLOxBtZp8")).Refused);
        Assert.Equal((400, "invalid_scope"), (await party.Refresh(token, ("scope", "openid profile phone"))).Refused);
        var noRefresh = await app.GivenClient(c => c.Grants = ["authorization_code"]);
        Assert.False((await noRefresh.SignIn(browser)).TryGetProperty("refresh_token", out _));
        Assert.Equal((400, "unauthorized_client"), (await noRefresh.Refresh(token)).Refused);
        Assert.NotEmpty((await party.Refresh(token)).Ok.Of("refresh_token")); // none of these cost it
    }

    [Fact]
    public async Task Tokens_end_with_the_session_unless_they_were_given_for_longer()
    {
        var party = await app.GivenClient(c => c.PersonScopes = ["profile", "offline_access"]);
        var browser = await app.Browser(OpenIdApp.Citizen);
        var (bound, offline) = (await party.SignIn(browser), await party.SignIn(browser, ("scope", "openid offline_access")));
        Assert.Equal("openid offline_access", offline.Of("scope"));
        await browser.PostForm("/dang-xuat", []);
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(bound.Of("refresh_token"))).Refused);
        Assert.Equal((401, "invalid_token"), (await party.UserInfo(bound.Of("access_token"))).Refused);
        var heir = (await party.Refresh(offline.Of("refresh_token"))).Ok;
        Assert.True(await party.IsActive(heir.Of("access_token")));
    }

    [Fact]
    public async Task Who_is_out_of_office_or_closed_loses_tokens_at_once()
    {
        var party = await app.GivenClient(c => c.PersonScopes = ["offline_access"]);
        var browser = await app.Browser("can-bo.nguhoa");
        var tokens = await party.SignIn(browser, ("scope", "openid offline_access"));
        var account = await app.Account("can-bo.nguhoa");
        await app.Change($"UPDATE identity_accounts SET active = {false} WHERE login = {"can-bo.nguhoa"}");
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(tokens.Of("refresh_token"))).Refused);
        Assert.False(await party.IsActive(tokens.Of("access_token")));
        Assert.Equal((401, "invalid_token"), (await party.UserInfo(tokens.Of("access_token"))).Refused);
        await app.Change($"UPDATE identity_accounts SET active = {true} WHERE login = {"can-bo.nguhoa"}");

        var again = (await party.Refresh(tokens.Of("refresh_token"))).Ok;
        await app.Change($"UPDATE directory_officers SET active = {false} WHERE id = {account.OfficerId}");
        await app.Change($"UPDATE directory_state SET version = version + 1");
        await Task.Delay(1200); // every node looks each second
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(again.Of("refresh_token"))).Refused);
        await app.Change($"UPDATE directory_officers SET active = {true} WHERE id = {account.OfficerId}");
        await app.Change($"UPDATE directory_state SET version = version + 1");
    }

    [Fact]
    public async Task A_system_gets_a_token_for_itself_and_no_more_than_it_may()
    {
        var machine = await app.GivenClient(c => (c.Grants, c.OtherScopes, c.Audience) = (["client_credentials"], "van-ban.doc van-ban.ghi", "https://api.example.vn"));
        (string, string?)[] asked = [("grant_type", "client_credentials")];
        var tokens = (await machine.Token(asked)).Ok;
        var claims = tokens.Claims("access_token");
        Assert.Equal((machine.Id, machine.Id, "van-ban.doc van-ban.ghi", app.Issuer), (claims.Of("sub"), claims.Of("client_id"), claims.Of("scope"), claims.Of("iss")));
        Assert.Equal("at+jwt", Tokens.Part(tokens.Of("access_token"), 0).Of("typ"));
        Assert.Equal("https://api.example.vn", Assert.Single(claims.GetProperty("aud").EnumerateArray()).GetString());
        Assert.False(tokens.TryGetProperty("refresh_token", out _)); // RFC 6749 section 4.4.3
        Assert.Equal("van-ban.doc", (await machine.Token([.. asked, ("scope", "van-ban.doc")])).Ok.Of("scope"));
        Assert.Equal((400, "invalid_scope"), (await machine.Token([.. asked, ("scope", "van-ban.xoa")])).Refused);
        Assert.Equal((400, "invalid_scope"), (await machine.Token([.. asked, ("scope", "openid")])).Refused);
        Assert.Equal((401, "invalid_token"), (await machine.UserInfo(tokens.Of("access_token"))).Refused); // no person stands behind it
        Assert.True(await machine.IsActive(tokens.Of("access_token")));
        Assert.Equal((400, "unsupported_token_type"), (await machine.Post("/oidc/revoke", [("token", tokens.Of("access_token"))])).Refused);
    }

    [Fact]
    public async Task UserInfo_tells_what_was_given_and_nothing_else()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var tokens = await party.SignIn(browser, ("scope", "openid profile phone citizen officer"));
        var person = (await party.UserInfo(tokens.Of("access_token"))).Ok;
        Assert.Equal((await app.SubjectOf(OpenIdApp.Citizen), "Hồ Thị Mai Liên", OpenIdApp.Citizen, "044196004217"), (person.Of("sub"), person.Of("name"), person.Of("preferred_username"), person.Of("citizen_number")));
        Assert.StartsWith("+84", person.Of("phone_number"), StringComparison.Ordinal);
        Assert.False(person.TryGetProperty("email", out _));
        var bare = (await party.UserInfo((await party.SignIn(browser, ("scope", "openid"))).Of("access_token"))).Ok;
        Assert.Equal("sub", Assert.Single(bare.EnumerateObject()).Name);

        var clerk = (await party.UserInfo((await party.SignIn(await app.Browser(OpenIdApp.Officer), ("scope", "openid officer"))).Of("access_token"))).Ok;
        Assert.Equal(["posts", "sub"], clerk.EnumerateObject().Select(p => p.Name).Order());
        Assert.Contains("Trọng Hóa", clerk.GetProperty("posts")[0].Of("unit_name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserInfo_without_a_good_token_says_what_is_wrong_with_it()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var tokens = await party.SignIn(browser);
        using var bare = await party.Raw(new HttpRequestMessage(HttpMethod.Get, "/oidc/userinfo"));
        Assert.Equal((HttpStatusCode.Unauthorized, "Bearer realm=\"Nhat Le\""), (bare.StatusCode, bare.Headers.WwwAuthenticate.ToString()));
        foreach (var bad in (string[])[tokens.Of("id_token"), tokens.Of("refresh_token"), "x", "a.b.c"])
        {
            var refused = await party.UserInfo(bad);
            Assert.Equal((401, "invalid_token"), refused.Refused);
            Assert.Contains("error=\"invalid_token\"", refused.Whole.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        }
        using var posted = new HttpRequestMessage(HttpMethod.Post, "/oidc/userinfo") { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["access_token"] = tokens.Of("access_token") }) };
        Assert.Equal("Hồ Thị Mai Liên", (await Party.Answer.Of(await party.Raw(posted))).Ok.Of("name"));
        Assert.Equal((400, "invalid_request"), (await party.Post("/oidc/userinfo", [("access_token", tokens.Of("access_token"))], "Bearer " + tokens.Of("access_token"))).Refused);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal((401, "invalid_token"), (await party.UserInfo(tokens.Of("access_token"))).Refused);
    }

    [Fact]
    public async Task Introspection_tells_the_holder_and_the_interface_it_is_for_and_to_others_no_token_is_good()
    {
        var (party, browser) = (await app.GivenClient(c => c.Audience = "https://api.example.vn/a"), await app.Browser(OpenIdApp.Citizen));
        var (api, other) = (await app.GivenClient(c => c.Audience = "https://api.example.vn/a"), await app.GivenClient(c => c.Audience = "https://api.example.vn/b"));
        var tokens = await party.SignIn(browser);
        var known = (await party.Post("/oidc/introspect", [("token", tokens.Of("access_token"))])).Ok;
        Assert.Equal((true, party.Id, "openid profile", await app.SubjectOf(OpenIdApp.Citizen)), (known.GetProperty("active").GetBoolean(), known.Of("client_id"), known.Of("scope"), known.Of("sub")));
        Assert.True(await api.IsActive(tokens.Of("access_token")));
        var nothing = (await other.Post("/oidc/introspect", [("token", tokens.Of("access_token"))])).Ok;
        Assert.Equal("""{"active":false}""", nothing.GetRawText());
        Assert.True(await party.IsActive(tokens.Of("refresh_token")));
        Assert.False(await api.IsActive(tokens.Of("refresh_token")));
        Assert.False(await party.IsActive(tokens.Of("id_token")));
        Assert.False(await party.IsActive("x"));
        Assert.Equal((400, "invalid_request"), (await party.Post("/oidc/introspect", [])).Refused);
        Assert.Equal((401, "invalid_client"), (await (await app.GivenClient(c => c.Public = true)).Post("/oidc/introspect", [("token", "x")])).Refused);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.False(await party.IsActive(tokens.Of("access_token")));
    }

    [Theory]
    [InlineData("refresh_token")]
    [InlineData("access_token")]
    public async Task A_token_given_back_takes_its_family_with_it(string which)
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var (tokens, others) = (await party.SignIn(browser), await party.SignIn(browser));
        Assert.Equal("{}", (await party.Post("/oidc/revoke", [("token", tokens.Of(which)), ("token_type_hint", "whatever")])).Ok.GetRawText());
        Assert.Equal("{}", (await party.Post("/oidc/revoke", [("token", tokens.Of(which))])).Ok.GetRawText()); // twice is no error
        Assert.Equal("{}", (await party.Post("/oidc/revoke", [("token", "x")])).Ok.GetRawText());
        Assert.Equal((400, "invalid_request"), (await party.Post("/oidc/revoke", [])).Refused);
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(tokens.Of("refresh_token"))).Refused);
        Assert.Equal((401, "invalid_token"), (await party.UserInfo(tokens.Of("access_token"))).Refused);
        Assert.False(await party.IsActive(tokens.Of("access_token")));
        Assert.NotEmpty((await party.Refresh(others.Of("refresh_token"))).Ok.Of("access_token")); // another sign-in goes on
    }

    [Fact]
    public async Task A_system_switched_off_is_nobody()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var tokens = await party.SignIn(browser);
        await (await app.Admin()).PostJson($"/api/identity/clients/{party.Id}/state", new { active = false });
        Assert.Equal((401, "invalid_client"), (await party.Refresh(tokens.Of("refresh_token"))).Refused);
        Assert.Equal((401, "invalid_token"), (await party.UserInfo(tokens.Of("access_token"))).Refused);
        await browser.Page(party.AuthorizeUrl(), HttpStatusCode.BadRequest);
        await (await app.Admin()).PostJson($"/api/identity/clients/{party.Id}/state", new { active = true });
        Assert.NotEmpty((await party.Refresh(tokens.Of("refresh_token"))).Ok.Of("access_token"));
    }

    [Fact]
    public async Task Pages_of_other_sites_may_call_because_no_cookie_counts()
    {
        var (party, browser) = (await app.GivenClient(c => c.Public = true), await app.Browser(OpenIdApp.Citizen));
        var code = await party.Code(browser);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oidc/token")
        {
            Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = party.Redirect, ["code_verifier"] = Party.Verifier, ["client_id"] = party.Id }),
            Headers = { { "Origin", "https://rp.example.vn" }, { "Sec-Fetch-Site", "cross-site" } },
        };
        using var answer = await party.Raw(request);
        Assert.Equal((HttpStatusCode.OK, "*"), (answer.StatusCode, answer.Headers.GetValues("Access-Control-Allow-Origin").Single()));
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Credentials"));
        using var preflight = await party.Raw(new HttpRequestMessage(HttpMethod.Options, "/oidc/userinfo"));
        Assert.Equal((HttpStatusCode.NoContent, "Authorization, Content-Type"), (preflight.StatusCode, preflight.Headers.GetValues("Access-Control-Allow-Headers").Single()));
    }

    [Fact]
    public async Task Neither_codes_nor_tokens_nor_secrets_nor_private_keys_lie_in_the_database()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var code = await party.Code(browser);
        var tokens = (await party.Exchange(code)).Ok;
        foreach (var secret in (string[])[code, tokens.Of("refresh_token"), tokens.Of("access_token"), party.Secret!])
            Assert.False(await app.IsAnywhereInTheDatabase(Encoding.ASCII.GetBytes(secret)));
        Assert.True(await app.IsAnywhereInTheDatabase(Encoding.ASCII.GetBytes(party.Id)));
        foreach (var key in await app.Accounts(db => db.SigningKeys.AsNoTracking().ToListAsync()))
        {
            using System.Security.Cryptography.AsymmetricAlgorithm handle = key.Alg == "ES256" ? System.Security.Cryptography.ECDsa.Create() : System.Security.Cryptography.RSA.Create();
            Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => handle.ImportPkcs8PrivateKey(key.Wrapped, out _));
        }
    }
}
