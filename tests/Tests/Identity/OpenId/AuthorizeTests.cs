using System.Net;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>OpenID Connect Core 1.0 section 3.1.2: the authorization endpoint.</summary>
public sealed class AuthorizeTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    [Fact]
    public async Task Who_is_signed_in_goes_back_at_once_with_code_state_and_issuer()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var back = await party.Authorize(browser);
        Assert.Equal(["code", "iss", "state"], back.Keys.Order());
        Assert.Equal(("af0ifjsldkj", app.Issuer), (back["state"], back["iss"]));
    }

    [Fact]
    public async Task Who_is_not_signs_in_on_a_page_that_names_the_system_and_then_goes_on()
    {
        var (party, browser) = (await app.GivenClient(), app.Elsewhere());
        var asked = await browser.Get(party.AuthorizeUrl(("login_hint", OpenIdApp.Citizen)));
        var signIn = asked.Headers.Location!.OriginalString;
        Assert.StartsWith("/dang-nhap?returnUrl=", signIn, StringComparison.Ordinal);
        var page = await browser.Get(signIn);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains($"Để vào {party.Id.Replace("he-thong-", "Hệ thống ", StringComparison.Ordinal)}.", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{OpenIdApp.Citizen}\"", html, StringComparison.Ordinal); // login_hint
        Assert.Contains($"form-action 'self' {new Uri(party.Redirect).GetLeftPart(UriPartial.Authority)};", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var query = QueryHelpers.ParseQuery(signIn[signIn.IndexOf('?', StringComparison.Ordinal)..]);
        var signedIn = await browser.PostForm("/dang-nhap", new(IdentityApp.Form(OpenIdApp.Citizen)) { ["ReturnUrl"] = query["returnUrl"]! });
        var onward = signedIn.Headers.Location!.OriginalString;
        Assert.StartsWith("/oidc/authorize?", onward, StringComparison.Ordinal);
        Assert.Contains("code", party.Returned(await browser.Get(onward)).Keys);
    }

    [Theory]
    [InlineData("en-GB vi", "/en/dang-nhap?")]
    [InlineData("vi", "/dang-nhap?")]
    public async Task The_pages_speak_the_language_the_system_asks_for(string locales, string page)
    {
        var party = await app.GivenClient();
        Assert.StartsWith(page, (await app.Anybody().Get(party.AuthorizeUrl(("ui_locales", locales)))).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("invalid_request", "response_type", null)]
    [InlineData("unsupported_response_type", "response_type", "token")]
    [InlineData("unsupported_response_type", "response_type", "code id_token")]
    [InlineData("invalid_request", "response_mode", "fragment")]
    [InlineData("invalid_request", "scope", null)]
    [InlineData("invalid_scope", "scope", "profile")]
    [InlineData("invalid_request", "prompt", "sometimes")]
    [InlineData("invalid_request", "prompt", "none login")]
    [InlineData("invalid_request", "max_age", "-1")]
    [InlineData("invalid_request", "max_age", "soon")]
    [InlineData("request_not_supported", "request", "eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("request_uri_not_supported", "request_uri", "https://rp.example.vn/request")]
    [InlineData("registration_not_supported", "registration", "{}")]
    [InlineData("invalid_request", "id_token_hint", "eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("invalid_request", "code_challenge", null)]
    [InlineData("invalid_request", "code_challenge", "short")]
    [InlineData("invalid_request", "code_challenge_method", null)]
    [InlineData("invalid_request", "code_challenge_method", "plain")]
    public async Task A_request_that_breaks_a_rule_is_told_the_system_by_its_name(string error, string parameter, string? value)
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        Assert.Equal(error, await party.Error(browser, (parameter, value)));
        Assert.Equal("af0ifjsldkj", (await party.Authorize(browser, (parameter, value)))["state"]);
    }

    [Fact]
    public async Task What_is_too_long_and_what_comes_twice_is_an_invalid_request()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        Assert.Equal("invalid_request", await party.Error(browser, ("nonce", new string('n', 501))));
        Assert.Equal("invalid_request", await party.Error(browser, ("state", new string('s', 2001))));
        var twice = party.Returned(await browser.Get(party.AuthorizeUrl() + "&scope=openid&state=2"));
        Assert.Equal("invalid_request", twice["error"]);
        Assert.False(twice.ContainsKey("state")); // which of the two is not guessed
    }

    [Fact]
    public async Task A_system_without_the_grant_is_unauthorized_and_one_that_is_not_for_this_person_is_denied()
    {
        var browser = await app.Browser(OpenIdApp.Citizen);
        var machine = await app.GivenClient(c => (c.Grants, c.OtherScopes) = (["client_credentials"], "x"));
        Assert.Equal("unauthorized_client", await machine.Error(browser));
        var officers = await app.GivenClient(c => c.ForCitizens = false);
        Assert.Equal("access_denied", await officers.Error(browser));
        Assert.Equal(["code", "iss", "state"], (await officers.Authorize(await app.Browser(OpenIdApp.Officer))).Keys.Order());
    }

    [Fact]
    public async Task Prompt_none_never_shows_a_page()
    {
        var party = await app.GivenClient();
        var stranger = await app.GivenClient(c => c.ThirdParty = true);
        var browser = await app.Browser(OpenIdApp.Citizen);
        Assert.Equal("login_required", await party.Error(app.Anybody(), ("prompt", "none")));
        Assert.Equal("consent_required", await stranger.Error(browser, ("prompt", "none")));
        Assert.Contains("code", (await party.Authorize(browser, ("prompt", "none"))).Keys);
    }

    [Fact]
    public async Task Prompt_login_asks_once_more_and_the_session_goes_on_under_its_name()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var first = (await party.SignIn(browser)).Claims();
        app.Clock.Advance(TimeSpan.FromSeconds(5));
        var asked = await browser.Get(party.AuthorizeUrl(("prompt", "login")));
        var signIn = asked.Headers.Location!.OriginalString;
        Assert.StartsWith("/dang-nhap?", signIn, StringComparison.Ordinal);
        var back = QueryHelpers.ParseQuery(signIn[signIn.IndexOf('?', StringComparison.Ordinal)..])["returnUrl"].ToString();
        Assert.StartsWith("/dang-nhap?", (await browser.Get(back)).Headers.Location!.OriginalString, StringComparison.Ordinal); // going back without a password does not help
        var onward = (await browser.PostForm("/dang-nhap", new(IdentityApp.Form(OpenIdApp.Citizen)) { ["ReturnUrl"] = back })).Headers.Location!.OriginalString;
        var again = (await party.Exchange(party.Returned(await browser.Get(onward))["code"])).Ok.Claims();
        Assert.Equal(first.Of("sid"), again.Of("sid"));
        Assert.True(again.GetProperty("auth_time").GetInt64() >= first.GetProperty("auth_time").GetInt64() + 5);
    }

    [Fact]
    public async Task Max_age_asks_again_once_the_sign_in_is_older()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        Assert.Contains("code", (await party.Authorize(browser, ("max_age", "60"))).Keys);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.StartsWith("/dang-nhap?", (await browser.Get(party.AuthorizeUrl(("max_age", "60")))).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal("login_required", await party.Error(browser, ("max_age", "60"), ("prompt", "none")));
    }

    [Fact]
    public async Task An_id_token_hint_of_somebody_else_asks_who_it_is()
    {
        var party = await app.GivenClient();
        var (mother, father) = (await app.Browser(OpenIdApp.Citizen), await app.Browser(OpenIdApp.OtherCitizen));
        var hint = (await party.SignIn(mother)).Of("id_token");
        Assert.Contains("code", (await party.Authorize(mother, ("prompt", "none"), ("id_token_hint", hint))).Keys);
        Assert.Equal("login_required", await party.Error(father, ("prompt", "none"), ("id_token_hint", hint)));
    }

    [Fact]
    public async Task A_request_by_POST_comes_again_by_itself_and_does_not_act_on_the_session()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var address = party.AuthorizeUrl();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oidc/authorize") { Content = new FormUrlEncodedContent(QueryHelpers.ParseQuery(new Uri(app.Address, address).Query).Select(p => new KeyValuePair<string, string>(p.Key, p.Value.ToString()))) };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        var answer = await browser.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        var onward = answer.Headers.Location!.OriginalString;
        Assert.StartsWith("/oidc/authorize?", onward, StringComparison.Ordinal);
        Assert.Contains("code", party.Returned(await browser.Get(onward)).Keys);
    }

    [Fact]
    public async Task A_system_of_others_is_let_in_only_after_the_person_agrees_and_the_agreement_can_be_taken_back()
    {
        var (party, browser) = (await app.GivenClient(c => c.ThirdParty = true), await app.Browser(OpenIdApp.Citizen));
        var consent = (await browser.Get(party.AuthorizeUrl())).Headers.Location!.OriginalString;
        Assert.StartsWith("/dong-y?", consent, StringComparison.Ordinal);
        Assert.Contains("Họ tên và tên đăng nhập", await browser.Page(consent), StringComparison.Ordinal);

        var declined = party.Returned(await browser.PostForm(consent, new() { ["answer"] = "no" }));
        Assert.Equal("access_denied", declined["error"]);

        var agreed = await browser.PostForm(consent, new() { ["answer"] = "yes" });
        Assert.Contains("code", party.Returned(await browser.Get(agreed.Headers.Location!.OriginalString)).Keys);
        var tokens = await party.SignIn(browser); // not asked twice
        Assert.StartsWith("/dong-y?", (await browser.Get(party.AuthorizeUrl(("scope", "openid profile phone")))).Headers.Location!.OriginalString, StringComparison.Ordinal); // more than was agreed to
        Assert.StartsWith("/dong-y?", (await browser.Get(party.AuthorizeUrl(("prompt", "consent")))).Headers.Location!.OriginalString, StringComparison.Ordinal);
        var account = await app.Account(OpenIdApp.Citizen);
        Assert.Equal("identity.consent-given", (await app.Journal(account.Id))[^1].Entry.Event);

        Assert.Contains(party.Id.Replace("he-thong-", "Hệ thống ", StringComparison.Ordinal), await browser.Page("/tai-khoan"), StringComparison.Ordinal);
        var client = await app.Accounts(db => db.Clients.SingleAsync(c => c.ClientId == party.Id));
        await browser.PostForm("/tai-khoan?handler=TakeBack", new() { ["client"] = client.Id.ToString() });
        Assert.Equal((400, "invalid_grant"), (await party.Refresh(tokens.Of("refresh_token"))).Refused);
        Assert.StartsWith("/dong-y?", (await browser.Get(party.AuthorizeUrl())).Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prompt_consent_asks_once_and_no_more()
    {
        var (party, browser) = (await app.GivenClient(c => c.ThirdParty = true), await app.Browser(OpenIdApp.Citizen));
        var consent = (await browser.Get(party.AuthorizeUrl(("prompt", "consent")))).Headers.Location!.OriginalString;
        var agreed = await browser.PostForm(consent, new() { ["answer"] = "yes" });
        Assert.Contains("code", party.Returned(await browser.Get(agreed.Headers.Location!.OriginalString)).Keys);
    }

    [Fact]
    public async Task Scopes_the_system_may_not_have_are_left_out_and_the_answer_says_what_was_given()
    {
        var (party, browser) = (await app.GivenClient(c => c.PersonScopes = ["profile"]), await app.Browser(OpenIdApp.Citizen));
        var tokens = await party.SignIn(browser, ("scope", "openid profile phone whatever"));
        Assert.Equal("openid profile", tokens.Of("scope"));
        Assert.False((await party.UserInfo(tokens.Of("access_token"))).Ok.TryGetProperty("phone_number", out _));
    }

    [Fact]
    public async Task The_ID_token_says_who_for_whom_when_and_how()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var tokens = await party.SignIn(browser, ("acr_values", "urn:nhatle:acr:password"));
        var claims = tokens.Claims();
        Assert.Equal((app.Issuer, await app.SubjectOf(OpenIdApp.Citizen), party.Id, "n-0S6_WzA2Mj", "urn:nhatle:acr:password"), (claims.Of("iss"), claims.Of("sub"), claims.Of("aud"), claims.Of("nonce"), claims.Of("acr")));
        var now = app.Clock.GetUtcNow().ToUnixTimeSeconds();
        Assert.InRange(claims.GetProperty("iat").GetInt64(), now - 30, now);
        Assert.Equal(600, claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64());
        Assert.InRange(claims.GetProperty("auth_time").GetInt64(), now - 60, now);
        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(tokens.Of("access_token"))).AsSpan(0, 16)), claims.Of("at_hash"));
        var sessions = await app.Sessions((await app.Account(OpenIdApp.Citizen)).Id);
        Assert.Contains(sessions, s => s.Sid == claims.Of("sid"));
        Assert.Equal(("Bearer", 600), (tokens.Of("token_type"), tokens.GetProperty("expires_in").GetInt32()));
        Assert.Equal("ES256", Tokens.Part(tokens.Of("id_token"), 0).Of("alg"));
        Assert.Equal("identity.client-signed-in", (await app.Journal(await app.Accounts(db => db.ClientSessions.Where(s => s.Sid == claims.Of("sid")).Select(s => s.Id).FirstAsync())))[0].Entry.Event);
    }

    [Fact]
    public async Task A_code_lives_a_minute()
    {
        var (party, browser) = (await app.GivenClient(), await app.Browser(OpenIdApp.Citizen));
        var code = await party.Code(browser);
        app.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal((400, "invalid_grant"), (await party.Exchange(code)).Refused);
    }
}
