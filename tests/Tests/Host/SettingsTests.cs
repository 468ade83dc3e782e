using System.Security.Cryptography;
using NhatLe.Host;
using NhatLe.Identity.Federation;
using NhatLe.Payments;
using NhatLe.Platform.Facts;
using NhatLe.Post;

namespace NhatLe.Tests.Host;

/// <summary>What a production start refuses, before anything is opened.</summary>
[Trait("Run", "Once")]
public sealed class SettingsTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    Settings Sound()
    {
        if (!File.Exists(folder["key"])) File.WriteAllBytes(folder["key"], new byte[32]);
        if (!File.Exists(folder["key.seal"])) File.WriteAllText(folder["key.seal"], SealKey.MakePem());
        return new Settings { DataFolder = folder["data"], KeyFile = folder["key"], Urls = "https://localhost:8443" };
    }

    [Fact]
    public void A_sound_production_configuration_has_no_fault() => Assert.Empty(Sound().Faults());

    [Fact]
    public void A_key_file_must_be_named_there_whole_and_no_demonstration_key()
    {
        Assert.Contains("KeyFile is not set", Assert.Single((Sound() with { KeyFile = "" }).Faults()), StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Single((Sound() with { KeyFile = folder["none"] }).Faults()), StringComparison.Ordinal);
        File.WriteAllBytes(folder["short"], new byte[31]);
        Assert.Contains("does not hold 32 bytes", Assert.Single((Sound() with { KeyFile = folder["short"] }).Faults()), StringComparison.Ordinal);
        File.WriteAllBytes(folder["demonstration.key"], new byte[32]);
        Assert.Contains("key of a demonstration", Assert.Single((Sound() with { KeyFile = folder["demonstration.key"] }).Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_the_seals_lies_beside_it_and_is_of_the_right_kind()
    {
        Assert.Contains("key --seal FILE", Assert.Single((Sound() with { SealKeyFile = folder["none"] }).Faults()), StringComparison.Ordinal);
        Assert.Contains("does not hold a private key", Assert.Single((Sound() with { SealKeyFile = folder.Write("text", "no key") }).Faults()), StringComparison.Ordinal);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Assert.Contains("another kind", Assert.Single((Sound() with { SealKeyFile = folder.Write("p384", other.ExportPkcs8PrivateKeyPem()) }).Faults()), StringComparison.Ordinal);
        Assert.Contains("key of a demonstration", Assert.Single((Sound() with { SealKeyFile = folder.Write("demonstration.key.seal", SealKey.MakePem()) }).Faults()), StringComparison.Ordinal);
        Assert.Empty((Sound() with { SealKeyFile = folder.Write("elsewhere", SealKey.MakePem()) }).Faults());
    }

    [Fact]
    public void A_Chromium_that_is_named_must_be_there()
    {
        Assert.Contains("Chromium", Assert.Single((Sound() with { Chromium = folder["none"] }).Faults()), StringComparison.Ordinal);
        Assert.Contains("Chromium", Assert.Single((new Settings { Demonstration = true, Chromium = folder["none"] }).Faults()), StringComparison.Ordinal);
        foreach (var right in (string[])["none", folder.Write("chromium", "")]) Assert.Empty((Sound() with { Chromium = right }).Faults());
    }

    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("https://localhost:8443;HTTP://localhost:8080")]
    public void Plain_HTTP_has_to_be_allowed(string urls)
    {
        Assert.Contains("plain HTTP", Assert.Single((Sound() with { Urls = urls }).Faults()), StringComparison.Ordinal);
        Assert.Empty((Sound() with { Urls = urls, AllowPlainHttp = true }).Faults());
    }

    [Theory]
    [InlineData("postgres")]
    [InlineData("Password")]
    [InlineData("nhatle")]
    [InlineData("changeme")]
    [InlineData("123456")]
    public void A_password_that_everybody_tries_first_is_refused(string password)
    {
        var connection = $"Host=db;Username=nhatle;Password={password}";
        Assert.Contains("everybody tries first", Assert.Single((Sound() with { Postgres = connection }).Faults()), StringComparison.Ordinal);
        Assert.Empty((Sound() with { Postgres = connection + "-71c0" }).Faults());
    }

    [Fact]
    public void What_is_no_connection_string_is_a_fault_and_not_a_crash() =>
        Assert.Contains("not a connection string", Assert.Single((Sound() with { Postgres = "db.example" }).Faults()), StringComparison.Ordinal);

    [Fact]
    public void A_trusted_proxy_is_an_address()
    {
        Assert.Contains("proxy.local", Assert.Single((Sound() with { TrustedProxies = ["10.0.0.1", "proxy.local"] }).Faults()), StringComparison.Ordinal);
        Assert.Empty((Sound() with { TrustedProxies = ["10.0.0.1", "::1"] }).Faults());
    }

    [Fact]
    public void A_channel_is_whole_or_not_there()
    {
        Assert.Contains("no address of a gateway", Assert.Single((Sound() with { Sms = new() { Url = "sms.example.vn", Secret = "s" } }).Faults()), StringComparison.Ordinal);
        Assert.Contains("plain HTTP to another machine", Assert.Single((Sound() with { Sms = new() { Url = "http://sms.example.vn/m", Secret = "s" } }).Faults()), StringComparison.Ordinal);
        Assert.Contains("Sms.Secret", Assert.Single((Sound() with { Sms = new() { Url = "https://sms.example.vn/m" } }).Faults()), StringComparison.Ordinal);
        Assert.Contains("Mail.From", Assert.Single((Sound() with { Mail = new() { Host = "mail.example.vn" } }).Faults()), StringComparison.Ordinal);
        Assert.Contains("Mail.StartTls", Assert.Single((Sound() with { Mail = new() { Host = "mail.example.vn", From = "a@example.vn", StartTls = false } }).Faults()), StringComparison.Ordinal);
        Assert.Contains("no address of a site", Assert.Single((Sound() with { Site = "dichvucong.example.vn" }).Faults()), StringComparison.Ordinal);
        var whole = Sound() with { Site = "https://dichvucong.example.vn", Sms = new() { Url = "https://sms.example.vn/m", Secret = "s" }, Mail = new() { Host = "localhost", From = "Cổng <a@example.vn>", StartTls = false } };
        Assert.Empty(whole.Faults());
        Assert.Collection(whole.NotSetUp(), n => Assert.Contains("national electronic identity", n, StringComparison.Ordinal), n => Assert.Contains("data exchange", n, StringComparison.Ordinal), n => Assert.Contains("public service portal", n, StringComparison.Ordinal), n => Assert.Contains("document axis", n, StringComparison.Ordinal), n => Assert.Contains("payment platform", n, StringComparison.Ordinal), n => Assert.Contains("public post", n, StringComparison.Ordinal));
        Assert.Empty((whole with { NationalIdentity = National(), Exchange = new() { Self = "VN/GOV/H46/NHATLE" }, Payments = Platform(), Post = Letters(), NationalPortal = new() { Url = "https://dichvucong.example.vn/api" }, DocumentAxis = new() { Url = "https://truc.example.gov.vn" } }).NotSetUp());
        Assert.Equal(9, Sound().NotSetUp().Count());
    }

    [Fact]
    public void The_document_axis_is_whole_or_not_there()
    {
        Assert.Empty((Sound() with { DocumentAxis = new() }).Faults());
        List<string> wrong = [.. (Sound() with { DocumentAxis = new() { Url = "http://truc.example.gov.vn/", Certificate = "/none", Authority = "/none", TimeoutSeconds = 0, Revoked = ["12"] } }).Faults()];
        foreach (var part in (string[])["no address", "Secret is not set", "TimeoutSeconds", "Certificate /none", "Authority /none", "Revoked has 12"]) Assert.Single(wrong, f => f.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void The_exchange_is_whole_or_not_there()
    {
        IReadOnlyList<string> Faults(NhatLe.Exchange.ExchangeSettings exchange) => [.. (Sound() with { Exchange = exchange }).Faults()];
        Assert.Empty(Faults(new()));
        Assert.Contains("Exchange.Self is not set", Assert.Single(Faults(new() { Urls = "https://0.0.0.0:8443" })), StringComparison.Ordinal);
        var wrong = Faults(new() { Self = "H46", Urls = "http://x", KeptDays = 0, Certificate = "/none", Authority = "/none", Partners = [new() { Key = "a", Name = "A", Id = "VN/GOV/BCA", Url = "ftp://b", TimeoutSeconds = 0 }, new() { Key = "a", Name = "B", Id = "VN/GOV/BCA/DANCU" }] });
        foreach (var part in (string[])["no subsystem", "no address to serve on", "Exchange.Certificate /none", "Exchange.Authority /none", "KeptDays", "has a twice", "has the identifier", "the address of a", "TimeoutSeconds of a"])
            Assert.Single(wrong, f => f.Contains(part, StringComparison.Ordinal));
    }

    static PostSettings Letters() => new() { Url = "https://buuchinh.example.vn/api", ClientId = "nhatle", Secret = "0123456789abcdef" };

    [Fact]
    public void The_public_post_is_whole_or_not_there()
    {
        string Fault(PostSettings post) => Assert.Single((Sound() with { Post = post }).Faults());

        Assert.Empty((Sound() with { Post = Letters() }).Faults());
        foreach (var address in (string[])["buuchinh", "http://buuchinh.example.vn", "https://buuchinh.example.vn/api/", "https://buuchinh.example.vn/api?x=1"])
            Assert.Contains("Post.Url", Fault(Letters() with { Url = address }), StringComparison.Ordinal);
        Assert.Contains("Post.ClientId", Fault(Letters() with { ClientId = "" }), StringComparison.Ordinal);
        Assert.Contains("Post.Secret", Fault(Letters() with { Secret = "ngan" }), StringComparison.Ordinal);
        Assert.Contains("Post.TimeoutSeconds", Fault(Letters() with { TimeoutSeconds = 0 }), StringComparison.Ordinal);
        Assert.Contains("of the demonstration", Fault(PostSettings.StandIn("http://localhost:8081/post")), StringComparison.Ordinal);
        Assert.Empty(new Settings { Demonstration = true, Post = PostSettings.StandIn("http://localhost:8081/post/") }.Faults());
    }

    static PaymentSettings Platform() => new() { Platform = "https://thanhtoan.example.vn/api", ClientId = "nhatle", Secret = "0123456789abcdef" };

    [Fact]
    public void The_payment_platform_is_whole_or_not_there()
    {
        string Fault(PaymentSettings payments) => Assert.Single((Sound() with { Payments = payments }).Faults());

        Assert.Empty((Sound() with { Payments = Platform() }).Faults());
        foreach (var address in (string[])["thanhtoan.example.vn", "http://thanhtoan.example.vn", "https://thanhtoan.example.vn/", "https://thanhtoan.example.vn?a=1"])
            Assert.Contains("Payments.Platform", Fault(Platform() with { Platform = address }), StringComparison.Ordinal);
        Assert.Contains("ClientId is not set", Fault(Platform() with { ClientId = "" }), StringComparison.Ordinal);
        Assert.Contains("fewer than 16", Fault(Platform() with { Secret = "ngan" }), StringComparison.Ordinal);
        Assert.Contains("from 1 to 30", Fault(Platform() with { TimeoutSeconds = 0 }), StringComparison.Ordinal);
        Assert.Contains("of the demonstration", Fault(PaymentSettings.StandIn("http://localhost:8081/payments")), StringComparison.Ordinal);
        Assert.Empty(new Settings { Demonstration = true, Payments = PaymentSettings.StandIn("http://localhost:8081/payments/") }.Faults());
    }

    static NationalIdentitySettings National() => new() { Issuer = "https://dinhdanh.example.vn", ClientId = "nhatle", ClientSecret = "s" };

    [Fact]
    public void The_national_identity_is_whole_or_not_there()
    {
        string Fault(NationalIdentitySettings national) => Assert.Single((Sound() with { Site = "https://dichvucong.example.vn", NationalIdentity = national }).Faults());

        Assert.Empty((Sound() with { Site = "https://dichvucong.example.vn", NationalIdentity = National() }).Faults());
        foreach (var issuer in (string[])["dinhdanh.example.vn", "http://dinhdanh.example.vn", "https://dinhdanh.example.vn/", "https://dinhdanh.example.vn?a=1", "https://dinhdanh.example.vn#a", "ftp://dinhdanh.example.vn"])
            Assert.Contains("NationalIdentity.Issuer", Fault(National() with { Issuer = issuer }), StringComparison.Ordinal);
        Assert.Empty((Sound() with { Site = "https://dichvucong.example.vn", NationalIdentity = National() with { Issuer = "http://127.0.0.1:8081/identity" } }).Faults());
        Assert.Contains("ClientId is not set", Fault(National() with { ClientId = "" }), StringComparison.Ordinal);
        Assert.Contains("ClientSecret is not set", Fault(National() with { ClientSecret = "" }), StringComparison.Ordinal);
        Assert.Contains("openid", Fault(National() with { Scopes = "profile" }), StringComparison.Ordinal);
        Assert.Contains("Level1 and Level2", Fault(National() with { Level2 = new NationalIdentitySettings().Level1 }), StringComparison.Ordinal);
        Assert.Contains("NumberClaim", Fault(National() with { NumberClaim = "" }), StringComparison.Ordinal);
        foreach (var seconds in (int[])[0, 5]) Assert.Contains("from 1 to 4", Fault(National() with { TimeoutSeconds = seconds }), StringComparison.Ordinal);
        Assert.Contains("of the demonstration", Fault(NationalIdentitySettings.StandIn("http://localhost:8081/identity")), StringComparison.Ordinal);
        Assert.Contains("needs Site", Assert.Single((Sound() with { NationalIdentity = National() }).Faults()), StringComparison.Ordinal);
        Assert.Empty(new Settings { Demonstration = true, NationalIdentity = NationalIdentitySettings.StandIn("http://localhost:8081/identity/") }.Faults());
    }

    [Fact]
    public void A_demonstration_asks_for_nothing() => Assert.Empty(new Settings { Demonstration = true }.Faults());

    [Fact]
    public void A_mistyped_setting_is_named_with_its_file()
    {
        var file = folder.Write("nhatle.json", """{ "dataFolder": "data", "postgress": "" }""");
        var refusal = Assert.Throws<InvalidDataException>(() => Settings.Read(file));
        Assert.Contains("postgress", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_may_carry_comments_and_sets_only_what_it_names()
    {
        var settings = Settings.Read(folder.Write("nhatle.json", "{ // here\n \"KeyFile\": \"k\", \"allowPlainHttp\": true, }"));
        Assert.Equal(("k", true, new Settings().Urls, "", false), (settings.KeyFile, settings.AllowPlainHttp, settings.Urls, settings.Postgres, settings.Demonstration));
    }
}
