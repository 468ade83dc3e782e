using System.Text.Json;
using NhatLe.Identity.OpenId;
using NhatLe.Platform.Directory;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>How sure a system may be of the person (OpenID Connect Core 1.0, "acr").</summary>
public sealed class AcrTests(OpenIdApp app) : IClassFixture<OpenIdApp>
{
    [Fact]
    public async Task A_system_that_wants_two_factors_gets_them_and_its_token_says_so()
    {
        const string login = "chu-tich.tinh";
        using var party = await app.GivenClient();
        using var browser = await app.Browser(login);
        (string, string?) asked = ("acr_values", Acr.TwoFactors);
        Assert.Equal("login_required", await party.Error(browser, asked, ("prompt", "none")));
        var toEnrol = await browser.Get(party.AuthorizeUrl(asked));
        Assert.StartsWith("/tai-khoan/hai-buoc?returnUrl=%2Foidc%2Fauthorize", toEnrol.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var (secret, _) = await Authenticator.Add(app, browser);
        Assert.Equal(Acr.TwoFactors, Said(await party.SignIn(browser, asked)).GetProperty("acr").GetString());

        await app.Change($"UPDATE identity_sessions SET acr = {Acr.Password}, code_at = NULL WHERE account_id = {(await app.Account(login)).Id}");
        Assert.Equal(Acr.Password, Said(await party.SignIn(browser, ("acr_values", $"{Acr.TwoFactors} {Acr.Password}"))).GetProperty("acr").GetString()); // either will do
        var toCode = (await browser.Get(party.AuthorizeUrl(asked))).Headers.Location!.OriginalString;
        Assert.StartsWith("/dang-nhap/ma?returnUrl=%2Foidc%2Fauthorize", toCode, StringComparison.Ordinal);
        var page = await browser.Http.Open(toCode);
        var back = await browser.PostForm("/dang-nhap/ma", new() { ["Code"] = Authenticator.Next(app, secret), ["ReturnUrl"] = page.QuerySelector("input[name=ReturnUrl]")!.GetAttribute("value")! });
        var returned = party.Returned(await browser.Get(back.Headers.Location!.OriginalString));
        Assert.Equal(Acr.TwoFactors, Said((await party.Exchange(returned["code"])).Ok).GetProperty("acr").GetString());
        Assert.Contains(await app.Journal((await app.Account(login)).Id), l => l.Entry.Event == "identity.code-entered");
    }

    [Fact]
    public async Task A_confirmation_within_the_session_is_young_enough_for_max_age_and_its_time_is_told()
    {
        using var party = await app.GivenClient();
        using var browser = await app.Browser("chuyen-vien.minhhoa");
        var first = Said(await party.SignIn(browser)).GetProperty("auth_time").GetInt64();
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal("login_required", await party.Error(browser, ("max_age", "600"), ("prompt", "none")));
        Assert.Equal(System.Net.HttpStatusCode.NoContent, (await browser.PostJson(NhatLe.Identity.StepUps.Reauthenticate.Route, new { password = App.Password })).StatusCode);
        var claims = Said(await party.SignIn(browser, ("max_age", "600"), ("prompt", "none")));
        Assert.InRange(claims.GetProperty("auth_time").GetInt64() - first, 1200, 1300);
    }

    static JsonElement Said(JsonElement tokens) =>
        JsonDocument.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(tokens.GetProperty("id_token").GetString()!.Split('.')[1])).RootElement;

    [Theory]
    [InlineData(Acr.Password, AssuranceLevel.None, Acr.Password, true)]
    [InlineData(Acr.TwoFactors, AssuranceLevel.None, Acr.Password, true)]
    [InlineData(Acr.TwoFactors, AssuranceLevel.None, Acr.TwoFactors, true)]
    [InlineData(Acr.Password, AssuranceLevel.None, Acr.TwoFactors, false)]
    [InlineData(Acr.TwoFactors, AssuranceLevel.None, "urn:mace:incommon:iap:silver", false)]
    [InlineData("", AssuranceLevel.None, Acr.Password, false)]
    [InlineData(Acr.National2, AssuranceLevel.National2, Acr.Password, true)]
    [InlineData(Acr.National2, AssuranceLevel.National2, Acr.TwoFactors, false)] // another question
    [InlineData(Acr.National2, AssuranceLevel.National2, Acr.National1, true)]
    [InlineData(Acr.TwoFactors, AssuranceLevel.National1, Acr.National1, true)]
    [InlineData(Acr.TwoFactors, AssuranceLevel.National1, Acr.National2, false)]
    [InlineData(Acr.TwoFactors, AssuranceLevel.None, Acr.National1, false)]
    public void A_surer_sign_in_reaches_the_weaker_level_and_none_reaches_one_we_do_not_know(string level, AssuranceLevel national, string asked, bool reached) => Assert.Equal(reached, Acr.Reaches(level, national, asked));

    [Fact]
    public async Task Where_no_national_identity_is_connected_its_levels_are_not_offered_and_cannot_be_met()
    {
        using var party = await app.GivenClient();
        using var browser = await app.Browser(OpenIdApp.Citizen);
        Assert.Equal("unmet_authentication_requirements", await party.Error(browser, ("acr_values", Acr.National1)));
        Assert.Equal(Acr.Password, Said(await party.SignIn(browser, ("acr_values", $"{Acr.National1} {Acr.Password}"))).GetProperty("acr").GetString());
        using var discovery = JsonDocument.Parse(await app.Anybody().Page("/.well-known/openid-configuration"));
        Assert.Equal(Acr.Levels, discovery.RootElement.GetProperty("acr_values_supported").EnumerateArray().Select(v => v.GetString()!));
    }
}
