using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Identity.OpenId;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>OpenID Connect Discovery 1.0 and the life of the keys. Its own application: the clock moves by months.</summary>
public sealed class KeyTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    async Task<JsonElement> Json(string path) => await app.Anybody().Http.GetFromJsonAsync<JsonElement>(path);

    async Task<List<JsonElement>> Published() => [.. (await Json("/oidc/keys")).GetProperty("keys").EnumerateArray()];

    Task<int> Rotate() => app.Services.GetRequiredService<RotateSigningKeys>().Run(default);

    [Fact]
    public async Task Discovery_says_what_there_is_and_where()
    {
        var told = await Json("/.well-known/openid-configuration");
        Assert.Equal(app.Issuer, told.Of("issuer"));
        foreach (var endpoint in (string[])["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "introspection_endpoint", "revocation_endpoint", "end_session_endpoint"])
            Assert.StartsWith(app.Issuer + "/oidc/", told.Of(endpoint), StringComparison.Ordinal);
        string[] List(string name) => [.. told.GetProperty(name).EnumerateArray().Select(v => v.GetString()!)];
        Assert.Equal(["code"], List("response_types_supported"));
        Assert.Equal(["S256"], List("code_challenge_methods_supported"));
        Assert.Equal(["ES256", "RS256"], List("id_token_signing_alg_values_supported"));
        Assert.Equal(["public"], List("subject_types_supported"));
        Assert.Contains("openid", List("scopes_supported"));
        foreach (var yes in (string[])["authorization_response_iss_parameter_supported", "backchannel_logout_supported", "backchannel_logout_session_supported"]) Assert.True(told.GetProperty(yes).GetBoolean());
        foreach (var no in (string[])["request_parameter_supported", "request_uri_parameter_supported", "claims_parameter_supported"]) Assert.False(told.GetProperty(no).GetBoolean());
        Assert.Equal(told.GetRawText(), (await Json("/.well-known/oauth-authorization-server")).GetRawText());
    }

    [Fact]
    public async Task Keys_are_published_a_day_before_they_sign_and_until_their_tokens_have_died()
    {
        using var party = await app.GivenClient();
        var browser = await app.Browser(OpenIdApp.Citizen);
        async Task<string> SigningNow() => Tokens.Part((await party.SignIn(browser)).Of("id_token"), 0).Of("kid");
        string[] Kids(List<JsonElement> keys) => [.. keys.Where(k => k.Of("alg") == "ES256").Select(k => k.Of("kid"))];

        var first = await Published();
        Assert.Equal(["ES256", "RS256"], first.Select(k => k.Of("alg")).Order());
        Assert.All(first, k => Assert.False(k.TryGetProperty("d", out _) || k.TryGetProperty("p", out _)));
        var old = Assert.Single(Kids(first));
        Assert.Equal(old, await SigningNow());

        app.Clock.Advance(TimeSpan.FromDays(88));
        Assert.Equal(0, await Rotate()); // nothing is due
        app.Clock.Advance(TimeSpan.FromDays(1.5));
        browser = await app.Browser(OpenIdApp.Citizen);
        Assert.Equal(2, await Rotate());
        Assert.Equal(0, await Rotate()); // a second node, or a second start, makes no more
        var both = Kids(await Published());
        Assert.Equal(2, both.Length);
        Assert.Equal(old, await SigningNow()); // published, and not yet in use

        app.Clock.Advance(TimeSpan.FromDays(1.01));
        browser = await app.Browser(OpenIdApp.Citizen);
        var heir = await SigningNow();
        Assert.NotEqual(old, heir);
        Assert.Contains(old, Kids(await Published()));
        app.Clock.Advance(TimeSpan.FromHours(1.01));
        Assert.Equal([heir], Kids(await Published()));

        app.Clock.Advance(TimeSpan.FromDays(41));
        Assert.Equal(2, await Rotate()); // the old ones are deleted
        Assert.Equal([Guid.ParseExact(heir, "N")], await app.Accounts(db => db.SigningKeys.Where(k => k.Alg == "ES256").Select(k => k.Id).ToListAsync()));
        var made = await app.Journal(Guid.ParseExact(heir, "N"));
        Assert.Equal("identity.signing-key-made", made[0].Entry.Event);
    }
}

/// <summary>What is kept of sign-ins, and how long. Its own application: the clock moves by months.</summary>
public sealed class SweepTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    [Fact]
    public async Task What_is_past_its_time_is_swept()
    {
        using var party = await app.GivenClient();
        var browser = await app.Browser(OpenIdApp.Citizen);
        var tokens = await party.SignIn(browser);
        var sid = tokens.Claims().Of("sid");
        await browser.PostForm("/dang-xuat", []);
        var sweep = app.Services.GetRequiredService<SweepAuthorizations>();
        app.Clock.Advance(TimeSpan.FromDays(59));
        await sweep.Run(default);
        Assert.Equal((1, 1), (await app.Accounts(db => db.Authorizations.CountAsync(a => a.Sid == sid)), await app.Accounts(db => db.ClientSessions.CountAsync(a => a.Sid == sid))));
        app.Clock.Advance(TimeSpan.FromDays(32));
        await sweep.Run(default);
        Assert.Equal((0, 0), (await app.Accounts(db => db.Authorizations.CountAsync(a => a.Sid == sid)), await app.Accounts(db => db.ClientSessions.CountAsync(a => a.Sid == sid))));
    }
}
