using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Passkeys;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Identity.Passkeys;

/// <summary>A person adds keys to their account, and removes them (Web Authentication Level 3, section 7.1).</summary>
public sealed class RegisterPasskeyTests(OpenIdApp app) : IClassFixture<OpenIdApp>, IAsyncLifetime
{
    public Task InitializeAsync() => app.ForgetFailures();

    public Task DisposeAsync() => Task.CompletedTask;

    async Task<List<string>> Events(string login) => [.. (await app.Journal((await app.Account(login)).Id)).Select(l => l.Entry.Event)];

    [Fact]
    public async Task A_key_is_called_otherwise_by_its_owner_and_nobody_else()
    {
        const string login = "mot-cua.sotuphap";
        using var owner = await app.Browser(login);
        using var device = await owner.AddPasskey(app, "Máy cũ");
        var key = Assert.Single(await owner.Get<List<MyPasskeys.Item>>("/api/identity/passkeys"));
        Task<HttpResponseMessage> Rename(App.Client by, string name) => by.Http.PutAsync($"/api/identity/passkeys/{key.Id}/name", System.Net.Http.Json.JsonContent.Create(new { name }));
        Assert.Equal(HttpStatusCode.NoContent, (await Rename(owner, " Điện thoại cơ quan ")).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Rename(owner, "Điện thoại cơ quan")).StatusCode); // twice is once
        foreach (var wrong in (string[])["", "   ", new string('a', 61)]) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Rename(owner, wrong)).StatusCode);
        using (var other = await app.Browser("mai.lien")) Assert.Equal(HttpStatusCode.NotFound, (await Rename(other, "Của tôi")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Rename(app.Anybody(), "Của tôi")).StatusCode);
        using (var weak = await app.Browser(login)) Assert.Equal(HttpStatusCode.Conflict, (await Rename(weak, "Máy của tôi")).StatusCode); // who has the password alone misleads nobody
        Assert.Equal("Điện thoại cơ quan", Assert.Single(await owner.Get<List<MyPasskeys.Item>>("/api/identity/passkeys")).Name);
        var renamed = Assert.Single(await app.Journal((await app.Account(login)).Id), l => l.Entry.Event == "identity.passkey-renamed");
        Assert.Equal(("Máy cũ", "Điện thoại cơ quan"), (renamed.Content!.Event.GetProperty("before").GetString(), renamed.Content.Event.GetProperty("name").GetString()));

        var page = await owner.Http.Open("/tai-khoan/khoa-truy-cap");
        var field = MyPasskeysModel.NameOf(key.Id);
        var refused = await (await owner.Http.Submit(page.Form($"[name='{field}']"), (field, new string('b', 61)))).Page();
        Assert.Equal(new string('b', 61), refused.QuerySelector($"[name='{field}']")!.GetAttribute("value")); // nothing typed is lost
        Assert.True(refused.QuerySelector($"details:has([name='{field}'])")!.HasAttribute("open"));
        Assert.Equal(HttpStatusCode.SeeOther, (await owner.Http.Submit(page.Form($"[name='{field}']"), (field, "Máy bàn"))).StatusCode);
        Assert.Contains("Máy bàn", (await owner.Http.Open("/tai-khoan/khoa-truy-cap")).Words(), StringComparison.Ordinal);
        using var signsIn = app.Elsewhere();
        Assert.Equal(HttpStatusCode.Created, (await signsIn.SignInBy(device)).StatusCode);
        await owner.Http.DeleteAsync(new Uri($"/api/identity/passkeys/{key.Id}", UriKind.Relative));
    }

    [Fact]
    public async Task A_person_adds_a_key_by_the_page_signs_in_with_it_alone_and_removes_it()
    {
        const string login = "mai.lien", place = "/tai-khoan/khoa-truy-cap";
        using var browser = await app.Browser(login);
        Assert.Contains("Chưa có khóa truy cập nào", await browser.Page(place), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostForm(place + "?handler=Offer", new() { ["Password"] = "sai" })).StatusCode);
        var offered = await (await browser.PostForm(place + "?handler=Offer", new() { ["Password"] = App.Password })).Page();
        var form = offered.QuerySelector("form[data-passkey=add]")!;
        Assert.Equal(app.Origin(), offered.QuerySelector("[data-passkey-able]")!.GetAttribute("data-passkey-able"));
        using var device = new PasskeyDevice(app.Origin());
        using var options = JsonDocument.Parse(form.GetAttribute("data-options")!);
        var added = await browser.PostForm(place + "?handler=Add", new()
        {
            ["Challenge"] = form.QuerySelector("[name=Challenge]")!.GetAttribute("value")!, ["Credential"] = device.Make(options.RootElement), ["Name"] = "Điện thoại của Liên",
        });
        Assert.Equal((HttpStatusCode.SeeOther, place), (added.StatusCode, added.Headers.Location!.OriginalString));
        var shown = (await browser.Http.Open(place)).Words();
        Assert.Contains("Điện thoại của Liên", shown, StringComparison.Ordinal);
        Assert.Contains("Chưa dùng lần nào", shown, StringComparison.Ordinal);
        Assert.Contains("1 khóa: đăng nhập không cần gõ mật khẩu.", await browser.Page("/tai-khoan"), StringComparison.Ordinal);
        Assert.Equal(Acr.TwoFactors, (await app.Sessions((await app.Account(login)).Id))[^1].Acr); // password, and what unlocks the device

        using var other = app.Elsewhere();
        var asked = await other.Ask();
        var signedIn = await other.PostForm("/dang-nhap?handler=Passkey", new() { ["Challenge"] = asked.Challenge, ["Credential"] = device.Use(asked.Options), ["ReturnUrl"] = "/tra-cuu?ma=H46" });
        Assert.Equal((HttpStatusCode.SeeOther, "/tra-cuu?ma=H46"), (signedIn.StatusCode, signedIn.Headers.Location!.OriginalString));
        Assert.True(await other.IsIn());
        Assert.Equal(Acr.TwoFactors, (await app.Sessions((await app.Account(login)).Id))[^1].Acr);
        Assert.Contains("Dùng lần cuối", (await other.Http.Open(place)).QuerySelector(".nl-list")!.Words(), StringComparison.Ordinal);

        var page = await other.Http.Open(place);
        var removed = await other.PostForm(place + "?handler=Remove", new() { ["id"] = page.QuerySelector("input[name=id]")!.GetAttribute("value")! });
        Assert.Equal(HttpStatusCode.SeeOther, removed.StatusCode);
        Assert.Contains("Chưa có khóa truy cập nào", await other.Page(place), StringComparison.Ordinal);
        using var third = app.Elsewhere();
        Assert.Equal("passkey.unknown", await (await third.SignInBy(device)).Code());
        Assert.False(await third.IsIn());
        Assert.Equal(["identity.passkey-added", "identity.passkey-removed"], (await Events(login)).Where(e => e.StartsWith("identity.passkey", StringComparison.Ordinal)));
        Assert.All(await app.Journal((await app.Account(login)).Id), l => Assert.True(l.Holds));
    }

    [Fact]
    public async Task The_device_is_asked_for_a_key_that_is_found_without_a_login_and_only_after_it_was_unlocked()
    {
        using var browser = await app.Browser("van.khiem");
        using var first = await browser.AddPasskey(app);
        var options = (await browser.Offer()).Options;
        Assert.Equal("localhost", options.GetProperty("rp").GetProperty("id").GetString());
        var choice = options.GetProperty("authenticatorSelection");
        Assert.Equal(("required", "required"), (choice.GetProperty("residentKey").GetString(), choice.GetProperty("userVerification").GetString()));
        Assert.Equal(first.CredentialId, Assert.Single(options.GetProperty("excludeCredentials").EnumerateArray()).GetProperty("id").GetString()); // not twice on one device
        Assert.Contains(options.GetProperty("pubKeyCredParams").EnumerateArray(), p => p.GetProperty("alg").GetInt32() == -7);
        Assert.Equal(Challenges.Life.TotalMilliseconds, options.GetProperty("timeout").GetDouble());
        using var anybody = app.Elsewhere();
        var (one, another) = ((await anybody.Ask()).Options, (await anybody.Ask()).Options);
        Assert.NotEqual(one.GetProperty("challenge").GetString(), another.GetProperty("challenge").GetString());
        Assert.Equal(("localhost", "required", 0), (one.GetProperty("rpId").GetString(), one.GetProperty("userVerification").GetString(), one.GetProperty("allowCredentials").GetArrayLength()));
    }

    [Fact]
    public async Task Whoever_found_a_browser_open_adds_no_key()
    {
        const string login = "tu-phap.tronghoa";
        using var browser = await app.Browser(login);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostJson("/api/identity/passkeys/offer", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostJson("/api/identity/passkeys/offer", new { password = "sai" })).StatusCode);
        var (secret, _) = await Authenticator.Add(app, browser);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.PostJson("/api/identity/passkeys/offer", new { password = App.Password })).StatusCode); // the code, once there is one
        Assert.NotNull(await browser.Post<Challenges.Made>("/api/identity/passkeys/offer", new { code = Authenticator.Next(app, secret) }));
        using var stranger = app.Elsewhere();
        foreach (var (path, body) in new (string, object)[] { ("/api/identity/passkeys/offer", new { password = App.Password }), ("/api/identity/passkeys", new { challenge = "a.b", credential = "{}" }) })
            Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.PostJson(path, body)).StatusCode);
    }

    public static TheoryData<string, Bent> Wrong() => new()
    {
        { "passkey.type", new() { Type = "webauthn.get" } },
        { "passkey.challenge", new() { Challenge = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" } },
        { "passkey.origin", new() { Origin = "https://dichvucong-quangbinh.example" } },
        { "passkey.origin", new() { CrossOrigin = true } },
        { "passkey.rp-id", new() { RpId = "example.vn" } },
        { "passkey.user-present", new() { Without = PasskeyDevice.UserPresent } },
        { "passkey.user-verification", new() { Without = PasskeyDevice.UserVerified } },
        { "passkey.backup", new() { With = PasskeyDevice.BackedUp } },
        { "passkey.credential-id", new() { CredentialId = "AAAA" } },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task What_a_device_says_wrongly_is_refused_by_name_and_no_key_is_added(string code, Bent bent)
    {
        const string login = "mot-cua.tronghoa";
        using var browser = await app.Browser(login);
        using var device = new PasskeyDevice(app.Origin());
        var offer = await browser.Offer();
        Assert.Equal(code, await (await browser.PostJson("/api/identity/passkeys", new { challenge = offer.Challenge, credential = device.Make(offer.Options, bent) })).Code());
        Assert.Empty(await browser.Get<List<MyPasskeys.Item>>("/api/identity/passkeys"));
        Assert.DoesNotContain("identity.passkey-added", await Events(login));
    }

    [Fact]
    public async Task What_is_no_answer_of_a_device_is_refused_and_no_fault()
    {
        using var browser = await app.Browser("chuyen-vien.sotuphap");
        foreach (var credential in (string[])["{}", "null", "[1]", "<p>", "{\"id\":1}", """{"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"e30","attestationObject":"AA"}}"""])
        {
            var offer = await browser.Offer();
            Assert.Equal("passkey.malformed", await (await browser.PostJson("/api/identity/passkeys", new { challenge = offer.Challenge, credential })).Code());
        }
        Assert.Equal("invalid", await (await browser.PostJson("/api/identity/passkeys", new { challenge = "", credential = "" })).Code());
    }

    [Fact]
    public async Task A_key_belongs_to_one_account()
    {
        using var owner = await app.Browser("giam-doc.sotuphap");
        using var device = await owner.AddPasskey(app);
        using var other = await app.Browser("chuyen-vien.minhhoa");
        var offer = await other.Offer();
        Assert.Equal("passkey.registered", await (await other.PostJson("/api/identity/passkeys", new { challenge = offer.Challenge, credential = device.Make(offer.Options) })).Code());
        var key = Assert.Single(await owner.Get<List<MyPasskeys.Item>>("/api/identity/passkeys"));
        Assert.Equal(HttpStatusCode.NotFound, (await other.Http.DeleteAsync(new Uri($"/api/identity/passkeys/{key.Id}", UriKind.Relative))).StatusCode); // another's is as unknown as none
        Assert.Single(await owner.Get<List<MyPasskeys.Item>>("/api/identity/passkeys"));
    }

    [Fact]
    public async Task An_account_has_so_many_keys_and_no_more()
    {
        const string login = "can-bo.nguhoa";
        using var browser = await app.Browser(login);
        using var device = await browser.AddPasskey(app);
        var account = (await app.Account(login)).Id;
        for (var i = 1; i < Passkey.Most; i++)
            await app.Accounts(db => db.Database.ExecuteSqlAsync($"INSERT INTO identity_passkeys SELECT {Guid.CreateVersion7(app.Time.Now)}, account_id, {"k" + i}, public_key, 0, transports, is_backup_eligible, is_backed_up, name, added_at, last_used_at FROM identity_passkeys WHERE account_id = {account} AND credential_id = {device.CredentialId}"));
        Assert.Equal(HttpStatusCode.Conflict, (await browser.PostJson("/api/identity/passkeys/offer", new { password = App.Password })).StatusCode);
    }
}
