using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Signatures;
using NhatLe.Exchange.XRoad;

namespace NhatLe.Tests.Exchange;

/// <summary>A partner, or somebody who is none, who does not keep to the rules: each is answered in the words of the protocol, and nothing is done.</summary>
public sealed class HostilePartnerTests(ExchangeApp app) : IClassFixture<ExchangeApp>
{
    const string Procedures = $"/r1/{ExchangeApp.Self}/procedures/procedures/1.001193";

    [Fact]
    public async Task A_partner_with_leave_is_answered()
    {
        await app.OpenOnce("ho-tich", "procedures");
        Assert.Equal((200, null), await Answer(Signed()));
    }

    [Fact]
    public async Task Without_a_certificate_or_with_one_of_a_stranger_nobody_gets_as_far_as_a_request()
    {
        using var authority = new CertificateAuthority("Stranger", TimeProvider.System.GetUtcNow());
        var pem = authority.Issue("VN/GOV/BTP", "localhost");
        using var read = X509Certificate2.CreateFromPem(pem, pem);
        using var forged = X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null);
        using var stranger = app.PartnerWith(forged);
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(Procedures));
        using var nobody = app.PartnerWith(null);
        await Assert.ThrowsAsync<HttpRequestException>(() => nobody.GetAsync(Procedures));
    }

    [Fact]
    public async Task An_unsigned_message_is_refused() =>
        Assert.Equal((500, "Server.ServerProxy.InvalidSignatureValue"), await Answer(Signed(after: r => r.Headers.Remove(HttpSignature.Header))));

    [Fact]
    public async Task A_message_changed_on_its_way_is_refused()
    {
        Assert.Equal((500, "Server.ServerProxy.InvalidSignatureValue"), await Answer(Signed(after: r => Change(r, "X-Road-Id", "another"))));
        Assert.Equal((500, "Server.ServerProxy.InvalidSignatureValue"), await Answer(Signed(after: r => r.RequestUri = new(Procedures + "?more=1", UriKind.Relative))));
        Assert.Equal((500, "Server.ServerProxy.InvalidSignatureValue"), await Answer(Signed(body: "{}", after: r => r.Content = new StringContent("{ }", Encoding.UTF8, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")))));
        Assert.Equal((500, "Server.ServerProxy.InvalidSignatureValue"), await Answer(Signed(after: r => r.Headers.Add("X-Road-UserId", "VN044196004217")))); // what was not signed is not taken along
    }

    [Fact]
    public async Task Letters_that_no_header_has_are_refused_before_anything_is_done() =>
        Assert.Equal((400, "Client.BadRequest"), await Answer(Signed(after: r => Change(r, "X-Road-Id", "mã"))));

    [Fact]
    public async Task What_a_stranger_sends_is_not_kept()
    {
        var request = Signed(client: "VN/GOV/BTP/KHAC", body: "{}");
        var id = request.Headers.GetValues("X-Road-Id").Single();
        await Answer(request);
        var row = await app.Read(db => db.Messages.AsNoTracking().SingleAsync(m => m.MessageId == id));
        Assert.Null(row.RequestBody);
        Assert.Equal(64, row.RequestHash.Length);
    }

    [Fact]
    public async Task An_old_message_is_refused() =>
        Assert.Equal((500, "Server.ServerProxy.InvalidSignatureValue"), await Answer(Signed(at: TimeProvider.System.GetUtcNow() - HttpSignature.Fresh - TimeSpan.FromSeconds(5))));

    [Fact]
    public async Task A_signature_by_another_key_than_that_of_the_certificate_is_refused()
    {
        using var other = app.Certificate("VN/GOV/H46");
        Assert.Equal((500, "Server.ServerProxy.InvalidSignatureValue"), await Answer(app.Signed(other, ExchangeApp.Ministry, Procedures)));
    }

    [Fact]
    public async Task Nobody_calls_under_the_name_of_another_member_or_of_an_unknown_subsystem()
    {
        await app.OpenOnce("chinh-ta", "procedures");
        Assert.Equal((500, "Server.ServerProxy.AccessDenied"), await Answer(Signed(client: ExchangeApp.Self)));
        Assert.Equal((500, "Server.ServerProxy.AccessDenied"), await Answer(Signed(client: "VN/GOV/BTP/KHAC")));
        Assert.Equal((500, "Server.ServerProxy.AccessDenied"), await Answer(Signed(client: "nobody")));
    }

    [Theory]
    [InlineData("/r1/VN/GOV/H46/NHATLE", 400, "Client.BadRequest")]
    [InlineData("/r2/VN/GOV/H46/NHATLE/procedures", 400, "Client.BadRequest")]
    [InlineData("/", 400, "Client.BadRequest")]
    [InlineData("/r1/VN/GOV/H47/NHATLE/procedures", 500, "Server.ServerProxy.UnknownMember")]
    [InlineData("/r1/VN/GOV/H46/NHATLE/nothing", 500, "Server.ServerProxy.UnknownService")]
    [InlineData("/r1/VN/GOV/H46/NHATLE/procedures/procedures/1/2", 500, "Server.ServerProxy.UnknownService")]
    public async Task What_is_not_served_here_is_named_by_its_error(string path, int status, string error)
    {
        await app.OpenOnce("ho-tich", "procedures");
        Assert.Equal((status, error), await Answer(Signed(target: path)));
    }

    [Fact]
    public async Task An_error_has_type_message_and_the_message_id_and_is_signed_too()
    {
        using var certificate = app.Certificate("VN/GOV/BTP");
        using var http = app.PartnerWith(certificate);
        using var answer = await http.SendAsync(Signed(target: "/r1/VN/GOV/H46/NHATLE/nothing"));
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("Server.ServerProxy.UnknownService", body.GetProperty("type").GetString());
        Assert.Equal(answer.Headers.GetValues("X-Road-Id").Single(), body.GetProperty("detail").GetString());
        Assert.NotEmpty(answer.Headers.GetValues(HttpSignature.Header));
        Assert.NotEmpty(answer.Headers.GetValues("X-Road-Request-Hash"));
    }

    [Fact]
    public async Task The_pages_are_not_behind_this_door() =>
        Assert.Equal((400, "Client.BadRequest"), await Answer(Signed(target: "/dang-nhap")));

    static void Change(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.Add(name, value);
    }

    HttpRequestMessage Signed(string client = ExchangeApp.Ministry, string target = Procedures, string? body = null, DateTimeOffset? at = null, Action<HttpRequestMessage>? after = null)
    {
        using var certificate = app.Certificate("VN/GOV/BTP");
        return app.Signed(certificate, client, target, body, at, after);
    }

    async Task<(int, string?)> Answer(HttpRequestMessage request)
    {
        using var certificate = app.Certificate("VN/GOV/BTP");
        using var http = app.PartnerWith(certificate);
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, answer.Headers.TryGetValues(XRoadHeaders.Error, out var error) ? error.Single() : null);
    }
}
