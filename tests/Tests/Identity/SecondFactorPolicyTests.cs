using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using NhatLe.Host;
using NhatLe.Identity.SecondFactors;

namespace NhatLe.Tests.Identity;

/// <summary>An installation in which leaders and administrators must have a second factor, as in production.</summary>
public sealed class BoundApp : IdentityApp
{
    private protected override Settings Adjust(Settings settings) => settings with { SecondFactor = new() { PasswordOnly = false, GraceDays = 14 } };

    /// <summary>A browser of its own, signed in by password alone.</summary>
    public async Task<Client> Browser(string login)
    {
        var browser = Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", Form(login))).StatusCode);
        return browser;
    }
}

public sealed class SecondFactorPolicyTests(BoundApp app) : IClassFixture<BoundApp>
{
    [Theory]
    [InlineData("chu-tich.tronghoa")]
    [InlineData("quan-tri")]
    public async Task A_leader_and_an_administrator_have_days_of_grace_and_then_are_led_to_add_one(string login)
    {
        using (var first = await app.Browser(login))
        {
            Assert.Equal(HttpStatusCode.OK, (await first.Get("/viec")).StatusCode);
            Assert.Contains("Chức vụ của anh/chị cần xác thực hai bước", await first.Page("/tai-khoan/hai-buoc"), StringComparison.Ordinal);
        }
        app.Clock.Advance(TimeSpan.FromDays(13));
        using (var within = await app.Browser(login)) Assert.Equal(HttpStatusCode.OK, (await within.Get("/viec")).StatusCode);
        app.Clock.Advance(TimeSpan.FromDays(1));

        using var late = await app.Browser(login);
        var led = await late.Get("/viec?nguon=toi");
        Assert.Equal((HttpStatusCode.SeeOther, "/tai-khoan/hai-buoc?returnUrl=%2Fviec%3Fnguon%3Dtoi"), (led.StatusCode, led.Headers.Location!.OriginalString));
        var refused = await late.PostJson("/api/identity/ways", new { language = "vi" });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("second-factor.required", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await late.PostForm("/tai-khoan", [])).StatusCode);

        await late.Page("/tai-khoan/hai-buoc");
        var (secret, _) = await Authenticator.Add(app, late);
        Assert.Equal(HttpStatusCode.OK, (await late.Get("/viec")).StatusCode);
        var removal = await late.PostJson("/api/identity/second-factor/removal", new { code = Authenticator.Next(app, secret) });
        Assert.Equal(HttpStatusCode.Conflict, removal.StatusCode);
        var offered = await late.Post<OfferSecondFactor.Offer>("/api/identity/second-factor/offer", new { code = Authenticator.Next(app, secret) }); // another phone
        var other = Authenticator.Read(offered.Secret);
        await late.Post<AddSecondFactor.Added>("/api/identity/second-factor", new { code = Authenticator.Next(app, other) });

        using var again = await app.Browser(login);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await again.PostForm("/dang-nhap/ma", new() { ["Code"] = Authenticator.Next(app, secret) })).StatusCode); // the old phone
        Assert.Equal("/viec", (await again.PostForm("/dang-nhap/ma", new() { ["Code"] = Authenticator.Next(app, other) })).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await again.Get("/viec")).StatusCode);
    }

    [Theory]
    [InlineData("mai.lien", "/ho-so-cua-toi")]
    [InlineData("mot-cua.tronghoa", "/viec")]
    public async Task Nobody_else_must(string login, string place)
    {
        using (await app.Browser(login)) app.Clock.Advance(TimeSpan.FromDays(40));
        using var browser = await app.Browser(login);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get(place)).StatusCode);
        Assert.Null((await app.Account(login)).SecondAskedAt);
    }

    [Fact]
    public void Production_may_not_leave_it_out_and_a_demonstration_does()
    {
        Assert.Contains("SecondFactor.PasswordOnly", Assert.Single(new SecondFactorSettings { PasswordOnly = true }.Faults(demonstration: false)), StringComparison.Ordinal);
        Assert.Empty(new SecondFactorSettings { PasswordOnly = true }.Faults(demonstration: true));
        Assert.Empty(new SecondFactorSettings().Faults(demonstration: false));
        Assert.Contains("GraceDays", Assert.Single(new SecondFactorSettings { GraceDays = 91 }.Faults(demonstration: true)), StringComparison.Ordinal);
        var leader = new NhatLe.Platform.Directory.Actor
        {
            Kind = NhatLe.Platform.Directory.ActorKind.Officer,
            Scope = new Dictionary<string, IReadOnlySet<Guid>> { ["leader.view"] = new HashSet<Guid> { Guid.Empty } },
        };
        Assert.False(new SecondFactorPolicy(new(), new(IsOn: true)).Binds(leader));
        Assert.True(new SecondFactorPolicy(new(), new(IsOn: false)).Binds(leader));
    }
}
