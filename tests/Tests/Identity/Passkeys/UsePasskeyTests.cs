using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Passkeys;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Identity.Passkeys;

/// <summary>A key signs in, and stands for a code (Web Authentication Level 3, section 7.2): what is not right is refused by name.</summary>
public sealed class UsePasskeyTests(OpenIdApp app) : IClassFixture<OpenIdApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.ForgetFailures();

    public Task DisposeAsync() => Task.CompletedTask;

    async Task<List<string>> Events(string login) => [.. (await app.Journal((await app.Account(login)).Id)).Select(l => l.Entry.Event)];

    [Fact]
    public async Task Its_owner_is_told_of_each_key_that_is_added_removed_or_seems_copied()
    {
        var owner = await app.Account("van.khiem");
        using var browser = await app.Browser("van.khiem");
        using var device = await browser.AddPasskey(app);
        await app.Settled();
        var added = await app.Db(db => db.Notices.SingleAsync(n => n.AccountId == owner.Id && n.Title == "Đã thêm khóa truy cập {0}"));
        Assert.Equal(MyPasskeysModel.Address, added.Link);
        foreach (var key in await browser.Get<List<MyPasskeys.Item>>("/api/identity/passkeys")) await browser.Http.DeleteAsync(new Uri($"/api/identity/passkeys/{key.Id}", UriKind.Relative));
        await app.Settled();
        Assert.Equal(1, await app.Db(db => db.Notices.CountAsync(n => n.AccountId == owner.Id && n.Title == "Đã gỡ khóa truy cập {0}")));
    }

    static readonly string Nobody = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.ASCII.GetBytes(Guid.Empty.ToString("N")));

    public static TheoryData<string, Bent> Wrong() => new()
    {
        { "passkey.type", new() { Type = "webauthn.create" } },
        { "passkey.challenge", new() { Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" } },
        { "passkey.origin", new() { Origin = "https://dichvucong-quangbinh.example" } },
        { "passkey.origin", new() { Origin = "http://localhost" } },
        { "passkey.origin", new() { CrossOrigin = true } },
        { "passkey.rp-id", new() { RpId = "example.vn" } },
        { "passkey.user-present", new() { Without = PasskeyDevice.UserPresent } },
        { "passkey.user-verification", new() { Without = PasskeyDevice.UserVerified } },
        { "passkey.backup", new() { With = PasskeyDevice.BackupEligible } },
        { "passkey.backup", new() { With = PasskeyDevice.BackedUp } },
        { "passkey.signature", new() { WrongSignature = true } },
        { "passkey.user-handle", new() { UserHandle = (null, true) } },
        { "passkey.unknown", new() { UserHandle = (Nobody, true) } },
        { "passkey.unknown", new() { UserHandle = ("AAAA", true) } },
        { "passkey.unknown", new() { CredentialId = "AAAA" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_a_device_says_wrongly_is_refused_by_name_and_opens_nothing(string code, Bent bent)
    {
        using var owner = await app.Browser("mai.lien");
        using var device = await owner.AddPasskey(app);
        using var browser = app.Elsewhere();
        Assert.Equal(code, await (await browser.SignInBy(device, bent)).Code());
        Assert.False(await browser.IsIn());
        Assert.Equal(HttpStatusCode.Created, (await browser.SignInBy(device)).StatusCode); // and the right answer does
        Assert.True(await browser.IsIn());
        foreach (var key in await owner.Get<List<MyPasskeys.Item>>("/api/identity/passkeys")) await owner.Http.DeleteAsync(new Uri($"/api/identity/passkeys/{key.Id}", UriKind.Relative));
    }

    [Fact]
    public async Task An_answer_is_taken_once_also_by_two_at_the_same_time()
    {
        using var owner = await app.Browser("van.khiem");
        using var device = await owner.AddPasskey(app, synchronised: true); // no counter would tell
        using var browser = app.Elsewhere();
        var asked = await browser.Ask();
        var answer = device.Use(asked.Options);
        var two = await Task.WhenAll(browser.Answer(asked.Challenge, answer), browser.Answer(asked.Challenge, answer));
        Assert.Equal((HttpStatusCode[])[HttpStatusCode.Created, HttpStatusCode.UnprocessableEntity], [.. two.Select(a => a.StatusCode).Order()]);
        Assert.Equal("passkey.challenge", await (await browser.Answer(asked.Challenge, answer)).Code());
        Assert.Equal(HttpStatusCode.Created, (await browser.SignInBy(device)).StatusCode);
    }

    [Fact]
    public async Task A_challenge_is_for_one_browser_one_act_five_minutes_and_ours()
    {
        const string login = "tu-phap.tronghoa";
        using var owner = await app.Browser(login);
        using var device = await owner.AddPasskey(app, synchronised: true);
        using var browser = app.Elsewhere();
        using var thief = app.Elsewhere();
        await thief.Ask();
        var asked = await browser.Ask();
        Assert.Equal("passkey.challenge", await (await thief.Answer(asked.Challenge, device.Use(asked.Options))).Code()); // with an answer that was led away
        Assert.Equal("passkey.challenge", await (await owner.Answer(asked.Challenge, device.Use(asked.Options), SecondByPasskey.Route)).Code());
        var mine = await owner.Ask(second: true);
        Assert.Equal("passkey.challenge", await (await owner.Answer(mine.Challenge, device.Use(mine.Options))).Code());
        foreach (var forged in (string[])["", "a", "a.b", asked.Challenge[1..], asked.Challenge + "0", asked.Challenge.Split('.')[0] + "."])
            Assert.Equal("passkey.challenge", await (await browser.Answer(forged, device.Use(asked.Options))).Code());
        Assert.Equal(HttpStatusCode.Created, (await browser.Answer(asked.Challenge, device.Use(asked.Options))).StatusCode); // none of these has used it up

        var late = await browser.Ask();
        app.Clock.Advance(Challenges.Life);
        Assert.Equal("passkey.challenge", await (await browser.Answer(late.Challenge, device.Use(late.Options))).Code());
        Assert.Equal(HttpStatusCode.Created, (await browser.SignInBy(device)).StatusCode);
        Assert.Equal(1, await app.Accounts(db => db.Database.SqlQuery<long>($"""SELECT COUNT(*) AS "Value" FROM identity_passkey_challenges""").SingleAsync())); // what expired is gone
    }

    [Fact]
    public async Task To_ask_costs_no_row_and_leaves_a_cookie_that_only_we_read()
    {
        Task<long> Rows() => app.Accounts(db => db.Database.SqlQuery<long>($"""SELECT COUNT(*) AS "Value" FROM identity_passkey_challenges""").SingleAsync());
        using var browser = app.Elsewhere();
        var before = await Rows();
        var answer = await browser.PostJson(AskForPasskey.Route, new { });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("nhatle-passkey=", cookie, StringComparison.Ordinal);
        Assert.EndsWith("max-age=300; path=/; samesite=strict; httponly", cookie, StringComparison.Ordinal);
        Assert.Equal(before, await Rows());
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.ASCII.GetBytes(cookie.Split('=', 2)[1].Split(';')[0])));
    }

    [Fact]
    public async Task A_counter_that_goes_back_is_refused_and_stands_in_the_journal()
    {
        const string login = "chuyen-vien.sotuphap";
        using var owner = await app.Browser(login);
        using var device = await owner.AddPasskey(app, "Khóa USB");
        using var browser = app.Elsewhere();
        device.Counter = 40;
        Assert.Equal(HttpStatusCode.Created, (await browser.SignInBy(device)).StatusCode);
        using var copy = app.Elsewhere();
        foreach (var counter in (uint[])[41, 7, 0]) Assert.Equal("passkey.counter", await (await copy.SignInBy(device, new() { Counter = counter })).Code());
        Assert.False(await copy.IsIn());
        var lines = (await app.Journal((await app.Account(login)).Id)).Where(l => l.Entry.Event == "identity.passkey-seems-copied").ToList();
        Assert.Equal(3, lines.Count);
        Assert.All(lines, l => Assert.Equal("Khóa USB", l.Content!.Event.GetProperty("name").GetString()));
        await copy.SignInBy(device, new() { Counter = 7, WrongSignature = true });
        Assert.Equal(3, (await Events(login)).Count(e => e == "identity.passkey-seems-copied")); // only what the key itself has signed
        device.Counter = 100;
        Assert.Equal(HttpStatusCode.Created, (await browser.SignInBy(device)).StatusCode);
    }

    [Fact]
    public async Task A_key_that_goes_from_device_to_device_keeps_no_counter_and_works_on()
    {
        using var owner = await app.Browser("giam-doc.sotuphap");
        using var device = await owner.AddPasskey(app, synchronised: true);
        for (var i = 0; i < 3; i++)
        {
            using var browser = app.Elsewhere();
            Assert.Equal(HttpStatusCode.Created, (await browser.SignInBy(device)).StatusCode);
        }
        Assert.True(Assert.Single(await owner.Get<List<MyPasskeys.Item>>("/api/identity/passkeys")).IsBackedUp);
    }

    [Fact]
    public async Task A_key_finishes_a_sign_in_whose_password_was_right_in_place_of_a_code()
    {
        const string login = "chuyen-vien.minhhoa";
        using var owner = await app.Browser(login);
        using var device = await owner.AddPasskey(app);
        await Authenticator.Add(app, owner);
        using var stranger = await app.Browser("can-bo.nguhoa");
        using var strange = await stranger.AddPasskey(app);

        using var browser = app.Elsewhere();
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.PostJson(AskForPasskey.Route, new { second = true })).StatusCode);
        Assert.StartsWith("/dang-nhap/ma", (await browser.PostForm("/dang-nhap", IdentityApp.Form(login))).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.False(await browser.IsIn());
        var page = await browser.Http.Open("/dang-nhap/ma");
        Assert.Equal("second", page.QuerySelector("form[data-passkey]")!.GetAttribute("data-passkey"));
        Assert.NotNull(page.QuerySelector("input[name=Code]"));
        var asked = await browser.Ask(second: true);
        Assert.Equal(device.CredentialId, Assert.Single(asked.Options.GetProperty("allowCredentials").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("passkey.unknown", await (await browser.Answer(asked.Challenge, strange.Use(asked.Options), SecondByPasskey.Route)).Code()); // another person's
        asked = await browser.Ask(second: true);
        Assert.Equal("passkey.user-verification", await (await browser.Answer(asked.Challenge, device.Use(asked.Options, new() { Without = PasskeyDevice.UserVerified }), SecondByPasskey.Route)).Code());
        Assert.False(await browser.IsIn());
        asked = await browser.Ask(second: true);
        var finished = await browser.PostForm("/dang-nhap/ma?handler=Passkey", new() { ["Challenge"] = asked.Challenge, ["Credential"] = device.Use(asked.Options), ["ReturnUrl"] = "/viec?nguon=toi" });
        Assert.Equal((HttpStatusCode.SeeOther, "/viec?nguon=toi"), (finished.StatusCode, finished.Headers.Location!.OriginalString));
        Assert.True(await browser.IsIn());
        var account = (await app.Account(login)).Id;
        Assert.Equal(Acr.TwoFactors, (await app.Sessions(account))[^1].Acr);
        Assert.Equal(0, await app.Accounts(db => db.HalfSignIns.CountAsync(h => h.AccountId == account)));
    }

    [Fact]
    public async Task A_key_raises_a_session_that_began_with_a_password_alone()
    {
        const string login = "chu-tich.minhhoa";
        using var owner = await app.Browser(login);
        using var device = await owner.AddPasskey(app);
        using var browser = await app.Browser(login); // no app: the password alone signs in
        Assert.Contains("Phiên này mới chỉ dùng mật khẩu", await browser.Page("/tai-khoan/khoa-truy-cap"), StringComparison.Ordinal);
        using var party = await app.GivenClient();
        Assert.StartsWith("/dang-nhap/ma?returnUrl=", (await browser.Get(party.AuthorizeUrl(("acr_values", Acr.TwoFactors)))).Headers.Location!.OriginalString, StringComparison.Ordinal);
        var page = await browser.Http.Open("/dang-nhap/ma");
        Assert.NotNull(page.QuerySelector("form[data-passkey=second]"));
        Assert.Null(page.QuerySelector("input[name=Code]")); // there is no app
        var asked = await browser.Ask(second: true);
        Assert.Equal(HttpStatusCode.Created, (await browser.Answer(asked.Challenge, device.Use(asked.Options), SecondByPasskey.Route)).StatusCode);
        var session = (await app.Sessions((await app.Account(login)).Id))[^1];
        Assert.Equal(Acr.TwoFactors, session.Acr);
        Assert.Equal("identity.signed-in", (await Events(login))[^1]);
        var sids = (await app.Sessions((await app.Account(login)).Id)).ConvertAll(s => (s.Sid, IsOpen: s.EndedAt is null));
        Assert.Equal([(session.Sid, false), (session.Sid, true)], sids.Where(s => s.Sid == session.Sid)); // the same session under a new token
        Assert.Equal("urn:nhatle:acr:two-factors", (await party.SignIn(browser, ("acr_values", Acr.TwoFactors))).Claims().GetProperty("acr").GetString());
        using var without = await app.Browser("chu-tich.tinh");
        Assert.Equal(HttpStatusCode.Conflict, (await without.PostJson(AskForPasskey.Route, new { second = true })).StatusCode);
        Assert.Equal("/tai-khoan/hai-buoc", (await without.Get("/dang-nhap/ma")).Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_key_of_a_closed_account_is_as_unknown_as_none()
    {
        const string login = "mot-cua.sotuphap";
        using var owner = await app.Browser(login);
        using var device = await owner.AddPasskey(app);
        await app.Change($"UPDATE identity_accounts SET active = {false} WHERE login = {login}");
        using var browser = app.Elsewhere();
        Assert.Equal("passkey.unknown", await (await browser.SignInBy(device)).Code());
        Assert.False(await browser.IsIn());
    }

    [Fact]
    public async Task Guessing_passwords_locks_no_key_out()
    {
        const string login = "chu-tich.tronghoa";
        using var owner = await app.Browser(login);
        using var device = await owner.AddPasskey(app);
        using var guesser = app.Elsewhere();
        for (var i = 0; i < 6; i++) await guesser.PostForm("/dang-nhap", IdentityApp.Form(login, "sai"));
        using var browser = app.Elsewhere();
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.PostForm("/dang-nhap", IdentityApp.Form(login))).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await browser.SignInBy(device)).StatusCode);
    }

    [Fact]
    public async Task An_administrator_who_takes_the_second_factor_away_takes_the_keys_too()
    {
        const string login = "mot-cua.tronghoa";
        using var owner = await app.Browser(login);
        using var device = await owner.AddPasskey(app);
        var admin = await app.Admin();
        Assert.Equal(HttpStatusCode.OK, (await admin.PostForm("/quan-tri/hai-buoc", new() { ["Input.Login"] = login, ["Input.Reason"] = "Mất điện thoại, đã gặp mặt tại trụ sở." })).StatusCode);
        Assert.False(await owner.IsIn());
        using var finder = app.Elsewhere();
        Assert.Equal("passkey.unknown", await (await finder.SignInBy(device)).Code());
    }

    [Fact]
    public async Task Without_script_the_button_is_not_there_and_the_password_is()
    {
        using var browser = app.Elsewhere();
        var page = await browser.Http.Open("/dang-nhap");
        var form = page.QuerySelector("form[data-passkey=sign-in]")!;
        Assert.NotNull(form.Closest("[hidden]"));
        Assert.Equal("username webauthn", page.QuerySelector("input[name='Input.Login']")!.GetAttribute("autocomplete"));
        Assert.Null(page.QuerySelector("input[name='Input.Password']")!.Closest("[hidden]"));
        var empty = await browser.PostForm("/dang-nhap?handler=Passkey", []);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, empty.StatusCode);
        Assert.Contains("Chưa có khóa nào được dùng.", (await empty.Page()).QuerySelector(".ds-error-summary")!.TextContent, StringComparison.Ordinal);
    }
}

/// <summary>Where leaders and administrators must have two factors, a key is as good as an app.</summary>
public sealed class BoundPasskeyTests(BoundApp app) : IClassFixture<BoundApp>
{
    [Fact]
    public async Task A_leader_who_must_have_two_factors_adds_a_key_and_goes_on()
    {
        const string login = "chu-tich.tronghoa";
        using (await app.Browser(login)) app.Clock.Advance(TimeSpan.FromDays(15));
        using var late = await app.Browser(login);
        Assert.Equal(HttpStatusCode.SeeOther, (await late.Get("/viec")).StatusCode);
        Assert.Contains("Hoặc dùng khóa truy cập", await late.Page("/tai-khoan/hai-buoc"), StringComparison.Ordinal);
        await late.Page("/tai-khoan/khoa-truy-cap");
        using var device = await late.AddPasskey(app);
        Assert.Equal(HttpStatusCode.OK, (await late.Get("/viec")).StatusCode);

        using var again = app.Elsewhere();
        Assert.Equal(HttpStatusCode.Created, (await again.SignInBy(device)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await again.Get("/viec")).StatusCode);
        using var byPassword = await app.Browser(login);
        Assert.Equal(HttpStatusCode.SeeOther, (await byPassword.Get("/viec")).StatusCode); // the password alone will not do
        foreach (var offer in (string[])["/api/identity/passkeys/offer", "/api/identity/second-factor/offer"]) // nor lets anybody add a factor beside the key
            Assert.Equal(HttpStatusCode.Conflict, (await byPassword.PostJson(offer, new { password = App.Password })).StatusCode);
        var key = Assert.Single(await byPassword.Get<List<MyPasskeys.Item>>("/api/identity/passkeys"));
        Assert.Equal(HttpStatusCode.Conflict, (await byPassword.Http.DeleteAsync(new Uri($"/api/identity/passkeys/{key.Id}", UriKind.Relative))).StatusCode);
        Assert.Null((await byPassword.Http.Open("/tai-khoan/khoa-truy-cap")).QuerySelector("[data-passkey-able], details"));
        var asked = await byPassword.Ask(second: true);
        Assert.Equal(HttpStatusCode.Created, (await byPassword.Answer(asked.Challenge, device.Use(asked.Options), SecondByPasskey.Route)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await byPassword.Get("/viec")).StatusCode);
    }
}

/// <summary>To whom keys belong follows from the installation's address alone.</summary>
public sealed class SiteApp : IdentityApp
{
    private protected override NhatLe.Host.Settings Adjust(NhatLe.Host.Settings settings) => settings with { Site = "https://dichvucong.example.gov.vn" };
}

public sealed class RelyingPartyTests(SiteApp app) : IClassFixture<SiteApp>
{
    [Fact]
    public async Task The_name_for_keys_is_the_public_address_whatever_a_request_calls_us()
    {
        using var browser = app.Anybody();
        using var request = new HttpRequestMessage(HttpMethod.Post, AskForPasskey.Route) { Content = System.Net.Http.Json.JsonContent.Create(new { }) };
        request.Headers.Host = "elsewhere.example";
        var answer = await browser.Http.SendAsync(request);
        Assert.Contains("\"rpId\":\"dichvucong.example.gov.vn\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("data-passkey-able=\"https://dichvucong.example.gov.vn\"", await browser.Page("/dang-nhap"), StringComparison.Ordinal);

        using (var login = await browser.PostForm("/dang-nhap", IdentityApp.Form("mai.lien"))) Assert.Equal(HttpStatusCode.SeeOther, login.StatusCode);
        using var device = new PasskeyDevice("https://dichvucong.example.gov.vn");
        var offer = await browser.Offer();
        await browser.Post<AddPasskey.Added>("/api/identity/passkeys", new { challenge = offer.Challenge, credential = device.Make(offer.Options) });
        foreach (var wrong in (string[])["http://dichvucong.example.gov.vn", "https://dichvucong.example.gov.vn:8443", "https://example.gov.vn", app.Origin()])
            Assert.Equal("passkey.origin", await (await browser.SignInBy(device, new() { Origin = wrong })).Code());
        Assert.Equal(HttpStatusCode.Created, (await browser.SignInBy(device)).StatusCode);
    }
}
