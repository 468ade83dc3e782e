using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>What an attacker tries with redirects, codes and tokens (RFC 9700 section 4, RFC 8725): each by its name.</summary>
public sealed class AttackTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    [Theory]
    [InlineData("https://evil.example/cb")]
    [InlineData("{0}/")]
    [InlineData("{0}?next=https://evil.example")]
    [InlineData("{0}#x")]
    [InlineData("{0}/../evil")]
    [InlineData("{0}%00")]
    [InlineData("{0}.evil.example")]
    [InlineData("UPPER")]
    [InlineData("http")]
    [InlineData("userinfo")]
    [InlineData("//evil.example/cb")]
    [InlineData("javascript:alert(1)")]
    [InlineData(null)]
    public async Task Open_redirect_an_address_that_is_not_registered_letter_by_letter_is_never_gone_to(string? address)
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var bent = address switch
        {
            "UPPER" => party.Redirect.Replace("/cb", "/CB", StringComparison.Ordinal),
            "http" => party.Redirect.Replace("https:", "http:", StringComparison.Ordinal),
            "userinfo" => party.Redirect.Replace("https://", "https://evil.example@", StringComparison.Ordinal),
            null => null,
            _ => string.Format(System.Globalization.CultureInfo.InvariantCulture, address, party.Redirect),
        };
        foreach (var answer in (HttpResponseMessage[])[await browser.Get(party.AuthorizeUrl(("redirect_uri", bent))), await browser.Get(party.AuthorizeUrl(("redirect_uri", bent), ("response_type", "nonsense"))), await app.Anybody().Get(party.AuthorizeUrl(("redirect_uri", bent)))])
        {
            Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
            Assert.Contains("Hệ thống gửi sai địa chỉ quay về", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Open_redirect_two_addresses_are_none_and_another_system_s_is_not_ours()
    {
        var (party, other, browser) = (await app.GivenClient(), await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        foreach (var address in (string[])[party.AuthorizeUrl() + "&redirect_uri=https%3A%2F%2Fevil.example", party.AuthorizeUrl() + "&client_id=" + other.Id, party.AuthorizeUrl(("redirect_uri", other.Redirect)), party.AuthorizeUrl(("client_id", "nobody")), party.AuthorizeUrl(("client_id", null))])
        {
            var answer = await browser.Get(address);
            Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
        }
    }

    [Theory]
    [InlineData("https://evil.example/oidc/authorize?client_id=x")]
    [InlineData("//evil.example/oidc/authorize")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("oidc/authorize")]
    public async Task Open_redirect_after_sign_in_leads_nowhere_else(string returnUrl)
    {
        using var browser = app.Elsewhere();
        var answer = await browser.PostForm("/dang-nhap", new(IdentityApp.Form(OpenIdApp.Citizen)) { ["ReturnUrl"] = returnUrl });
        Assert.Equal("/ho-so-cua-toi", answer.Headers.Location!.OriginalString);
        Assert.DoesNotContain("evil", (await browser.Get("/dang-nhap?returnUrl=" + Uri.EscapeDataString(returnUrl))).Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_redirect_the_sign_in_page_allows_no_form_to_an_address_that_is_not_registered()
    {
        var party = await app.GivenClient();
        var back = party.AuthorizeUrl(("redirect_uri", "https://evil.example/cb"));
        var page = await app.Anybody().Get("/dang-nhap?returnUrl=" + Uri.EscapeDataString(back));
        Assert.Contains("form-action 'self';", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_replay_gives_nothing_and_takes_back_what_the_first_use_gave()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var code = await party.Code(browser);
        var tokens = (await party.Exchange(code)).Ok;
        Assert.Equal((400, "invalid_grant"), (await party.Exchange(code)).Refused);
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(tokens.Of("refresh_token"))).Refused);
        Assert.Equal((401, "invalid_token"), (await party.UserInfo(tokens.Of("access_token"))).Refused);
        Assert.False(await party.IsActive(tokens.Of("access_token")));
    }

    [Fact]
    public async Task Code_replay_at_one_instant_is_one_use()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var code = await party.Code(browser);
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => party.Exchange(code)));
        var first = Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
        Assert.All(answers.Where(a => a != first), a => Assert.Equal((400, "invalid_grant"), a.Refused));
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(first.Json.Of("refresh_token"))).Refused);
    }

    [Fact]
    public async Task PKCE_downgrade_has_no_way_in()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        Assert.Equal("invalid_request", await party.Error(browser, ("code_challenge", null), ("code_challenge_method", null))); // none at all
        Assert.Equal("invalid_request", await party.Error(browser, ("code_challenge", Party.Verifier), ("code_challenge_method", "plain")));
        Assert.Equal("invalid_request", await party.Error(browser, ("code_challenge_method", null))); // which would mean plain
        var code = await party.Code(browser);
        Assert.Equal((400, "invalid_request"), (await party.Exchange(code, ("code_verifier", null))).Refused);
        Assert.Equal((400, "invalid_grant"), (await party.Exchange(code, ("code_verifier", Party.Challenge))).Refused); // the challenge is no verifier
        Assert.NotEmpty((await party.Exchange(code)).Ok.Of("access_token"));
    }

    [Fact]
    public async Task Code_injection_a_code_of_one_request_does_not_fit_the_verifier_of_another()
    {
        var (party, victim, attacker) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen), await app.Browser(OpenIdApp.OtherCitizen));
        const string mine = "attacker-verifier-attacker-verifier-attacker-verifier";
        var challenge = System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(mine)));
        await party.Code(attacker, ("code_challenge", challenge)); // the attacker's own session, whose code is thrown away
        var stolen = await party.Code(victim);
        Assert.Equal((400, "invalid_grant"), (await party.Exchange(stolen, ("code_verifier", mine))).Refused);
    }

    [Fact]
    public async Task Token_substitution_what_was_given_to_one_system_is_worth_nothing_in_the_hands_of_another()
    {
        var (one, other, browser) = (await app.GivenClient(), await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var code = await one.Code(browser);
        Assert.Equal((400, "invalid_grant"), (await other.Exchange(code, ("redirect_uri", one.Redirect))).Refused);
        var tokens = (await one.Exchange(code)).Ok; // the thief's try did not cost it
        Assert.Equal((400, "invalid_grant"), (await other.Refresh(tokens.Of("refresh_token"))).Refused);
        Assert.False(await other.IsActive(tokens.Of("access_token")));
        Assert.False(await other.IsActive(tokens.Of("refresh_token")));
        foreach (var which in (string[])["refresh_token", "access_token"])
            Assert.Equal((400, "unauthorized_client"), (await other.Post("/oidc/revoke", [("token", tokens.Of(which))])).Refused);
        Assert.NotEqual(tokens.Claims().Of("aud"), other.Id);
        Assert.Equal(one.Id, tokens.Claims("access_token").Of("client_id"));
        Assert.NotEmpty((await one.Refresh(tokens.Of("refresh_token"))).Ok.Of("access_token")); // and it goes on
    }

    [Fact]
    public async Task Token_substitution_no_kind_of_token_passes_for_another()
    {
        var (party, browser) = (await app.GivenClient(c => c.Grants = ["authorization_code", "refresh_token", "client_credentials"]), await app.Browser(OpenIdApp.Citizen));
        var code = await party.Code(browser);
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(code)).Refused);
        var tokens = (await party.Exchange(code)).Ok;
        Assert.Equal((400, "invalid_grant"), (await party.Exchange(tokens.Of("refresh_token"))).Refused);
        Assert.Equal((401, "invalid_token"), (await party.UserInfo(tokens.Of("id_token"))).Refused);
        Assert.Equal("invalid_request", await party.Error(browser, ("id_token_hint", tokens.Of("access_token"))));
        var machine = (await party.Token(("grant_type", "client_credentials"))).Ok.Of("access_token");
        Assert.Equal((401, "invalid_token"), (await party.UserInfo(machine)).Refused);
    }

    [Fact]
    public async Task A_handle_with_another_number_or_another_id_is_none_of_ours()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var token = (await party.SignIn(browser)).Of("refresh_token");
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(token);
        foreach (var at in (int[])[0, 15, 23, 24, 55])
        {
            var bent = bytes.ToArray();
            bent[at] ^= 1;
            Assert.Equal((400, "invalid_grant"), (await party.Refresh(System.Buffers.Text.Base64Url.EncodeToString(bent))).Refused);
        }
        Assert.NotEmpty((await party.Refresh(token)).Ok.Of("access_token")); // no guess ends the family
    }

    [Fact]
    public async Task Mix_up_every_answer_names_its_issuer_and_a_forged_host_changes_nothing()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        Assert.Equal(app.Issuer, (await party.Authorize(browser))["iss"]);
        Assert.Equal(app.Issuer, (await party.Authorize(browser, ("scope", "profile")))["iss"]);
        foreach (var (header, path) in (IEnumerable<(string, string)>)[("Host", "/.well-known/openid-configuration"), ("X-Forwarded-Host", "/.well-known/openid-configuration"), ("Host", party.AuthorizeUrl())])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, "evil.example");
            using var answer = await (path.StartsWith("/oidc", StringComparison.Ordinal) ? browser.Http.SendAsync(request) : party.Raw(request));
            Assert.DoesNotContain("evil.example", await answer.Content.ReadAsStringAsync() + answer.Headers.Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Alg_none_and_key_confusion_no_token_is_taken_that_our_key_did_not_sign_with_its_own_algorithm()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var tokens = await party.SignIn(browser);
        using var published = JsonDocument.Parse(await app.Anybody().Page("/oidc/keys"));
        var keys = published.RootElement.GetProperty("keys").EnumerateArray().ToList();
        var (ec, rsa) = (keys.First(k => k.Of("kty") == "EC"), keys.First(k => k.Of("kty") == "RSA"));
        using var publicKey = RSA.Create(new RSAParameters { Modulus = System.Buffers.Text.Base64Url.DecodeFromChars(rsa.Of("n")), Exponent = System.Buffers.Text.Base64Url.DecodeFromChars(rsa.Of("e")) });
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        string Alg(string header, string alg) => header.Replace("ES256", alg, StringComparison.Ordinal);
        byte[] Hmac(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);
        foreach (var name in (string[])["access_token", "id_token"])
        {
            var token = tokens.Of(name);
            string[] forged =
            [
                Tokens.Bend(token, h => Alg(h, "none"), sign: _ => []),
                Tokens.Bend(token, h => Alg(h, "None"), sign: _ => []),
                Tokens.Bend(token, h => Alg(h, "NONE")),
                Tokens.Bend(token, h => Alg(h, "HS256"), sign: d => Hmac(publicKey.ExportSubjectPublicKeyInfo(), d)),
                Tokens.Bend(token, h => Alg(h, "HS256").Replace(ec.Of("kid"), rsa.Of("kid"), StringComparison.Ordinal), sign: d => Hmac(Encoding.ASCII.GetBytes(publicKey.ExportSubjectPublicKeyInfoPem()), d)),
                Tokens.Bend(token, h => Alg(h, "RS256")),
                Tokens.Bend(token, h => h.Replace(ec.Of("kid"), rsa.Of("kid"), StringComparison.Ordinal)),
                Tokens.Bend(token, h => h.Replace("\"kid\"", "\"x\"", StringComparison.Ordinal)),
                Tokens.Bend(token, h => h.Replace("{", """{"crit":["exp"],""", StringComparison.Ordinal)),
                Tokens.Bend(token, sign: d => own.SignData(d, HashAlgorithmName.SHA256)), // somebody's own key under our name
                Tokens.Bend(token, h => h.Replace("{", $$"""{"jwk":{"kty":"EC","crv":"P-256"},"jku":"https://evil.example/keys",""", StringComparison.Ordinal), sign: d => own.SignData(d, HashAlgorithmName.SHA256)),
                Tokens.Bend(token, sign: _ => new byte[64]), // r = s = 0
                Tokens.Bend(token, claims: c => c.Replace("mai", "khiem", StringComparison.Ordinal).Replace("exp", "exq", StringComparison.Ordinal)),
                token[..^1], token + ".", token + "A",
            ];
            foreach (var one in forged)
            {
                Assert.Equal((401, "invalid_token"), (await party.UserInfo(one)).Refused);
                Assert.False(await party.IsActive(one));
                Assert.Equal("invalid_request", await party.Error(browser, ("id_token_hint", one)));
                Assert.Equal(HttpStatusCode.BadRequest, (await browser.Get(QueryHelpers.AddQueryString("/oidc/logout", "id_token_hint", one))).StatusCode);
            }
        }
        Assert.NotEmpty((await party.UserInfo(tokens.Of("access_token"))).Ok.Of("sub"));
    }

    [Fact]
    public async Task Cross_site_posts_act_on_no_session()
    {
        var (party, browser) = (await app.GivenClient(c => c.ThirdParty = true), await app.Browser(OpenIdApp.Citizen));
        var consent = (await browser.Get(party.AuthorizeUrl())).Headers.Location!.OriginalString;
        foreach (var address in (string[])[consent, "/dang-xuat-he-thong", "/tai-khoan?handler=Everywhere"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([new("answer", "yes")]), Headers = { { "Sec-Fetch-Site", "cross-site" } } };
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.Http.SendAsync(request)).StatusCode);
        }
        Assert.StartsWith("/dong-y?", (await browser.Get(party.AuthorizeUrl())).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }
}
