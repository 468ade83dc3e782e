using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Exchange;
using NhatLe.Exchange.Calls;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Signatures;
using NhatLe.Host;
using NhatLe.Platform.Jobs;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Exchange;

/// <summary>
/// The application on the exchange, over TLS with certificates. It has itself as a partner, so that a call runs through both of its sides; one that
/// only calls (<see cref="Ministry"/>), and one that is never there.
/// </summary>
public class ExchangeApp : App, IAsyncLifetime
{
    public const string Self = "VN/GOV/H46/NHATLE", Ministry = "VN/GOV/BTP/HOTICH";
    public const string Operator = "quan-tri";

    readonly string folder = Directory.CreateTempSubdirectory("nhatle-exchange-").FullName;

    /// <summary>When the certificates were made.</summary>
    protected virtual TimeProvider IssuedAt => TimeProvider.System;

    /// <summary>New certificates for all, as for three years from now.</summary>
    public void RenewCertificates()
    {
        foreach (var file in Directory.EnumerateFiles(folder)) File.Delete(file);
        CertificateFolder.Write(folder, ["VN/GOV/H46", "VN/GOV/BTP"], "localhost", TimeProvider.System);
    }

    public Uri Door { get; } = new($"https://localhost:{FreePort.Find()}");

    public string FileOf(string member) => CertificateFolder.FileOf(folder, member);

    public string Authority => CertificateFolder.AuthorityOf(folder);

    public new async Task InitializeAsync()
    {
        CertificateFolder.Write(folder, ["VN/GOV/H46", "VN/GOV/BTP"], "localhost", IssuedAt);
        await base.InitializeAsync();
    }

    public new async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    private protected override Settings Adjust(Settings settings) => settings with
    {
        Exchange = new()
        {
            Self = Self, Urls = Door.ToString(), Certificate = FileOf("VN/GOV/H46"), Authority = Authority,
            Partners =
            [
                new() { Key = "chinh-ta", Name = "Chính hệ thống này", Id = Self, Url = Door.ToString() },
                new() { Key = "ho-tich", Name = "Cơ sở dữ liệu hộ tịch", Id = Ministry },
                new() { Key = "vang-mat", Name = "Cơ quan vắng mặt", Id = "VN/GOV/BCA/DANCU", Url = $"https://localhost:{FreePort.Find()}", TimeoutSeconds = 2 },
            ],
        },
    };

    public PartnerSettings Partner(string key) => Services.GetRequiredService<ExchangeSettings>().Find(key)!;

    public XRoadCall To(string key, string service, string path = "") => new(Partner(key), service, HttpMethod.Get, path, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()));

    public Task<XRoadAnswer> Call(XRoadCall call) => Services.GetRequiredService<XRoadCalls>().Call(call, default);

    /// <summary>The rows of one message, ours first.</summary>
    public Task<List<LoggedMessage>> Rows(Guid messageId) => this.Read(db => db.Messages.AsNoTracking().Where(m => m.MessageId == messageId.ToString()).OrderBy(m => m.Direction).ToListAsync());

    public async Task Open(string partner, string service, bool open = true) =>
        (await (await As(Operator)).PostJson("/api/exchange/access", new { partner, service, open, reason = "Công văn 12/STTTT-BCVT" })).EnsureSuccessStatusCode();

    /// <summary>A partner with this certificate, who does what they like.</summary>
    public HttpClient PartnerWith(X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8, SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        if (certificate is not null) handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        return new(handler) { BaseAddress = Door };
    }

    public X509Certificate2 Certificate(string member)
    {
        using var pem = X509Certificate2.CreateFromPemFile(FileOf(member));
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>A request as a partner would sign it, and then what <paramref name="after"/> makes of it.</summary>
    public HttpRequestMessage Signed(X509Certificate2 certificate, string client, string target, string? body = null, DateTimeOffset? at = null, Action<HttpRequestMessage>? after = null)
    {
        List<KeyValuePair<string, string>> headers = [new("X-Road-Client", client), new("X-Road-Id", "m-" + RandomNumberGenerator.GetHexString(12)), new("Accept", "application/json")];
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, target);
        if (body is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            headers.Add(new("Content-Type", "application/json"));
            headers.Add(new(ContentDigest.Header, ContentDigest.Of(bytes)));
        }
        foreach (var (name, value) in headers.Where(h => h.Key != "Content-Type")) request.Headers.TryAddWithoutValidation(name, value);
        var split = target.Split('?', 2);
        using var key = certificate.GetECDsaPrivateKey()!;
        var signature = HttpSignature.Sign(key, ExchangeCertificates.KeyIdOf(certificate), at ?? TimeProvider.System.GetUtcNow(), SignedComponents.OfRequest(request.Method.Method, split[0], split.Length == 2 ? "?" + split[1] : "", headers));
        request.Headers.TryAddWithoutValidation(HttpSignature.InputHeader, signature.Input);
        request.Headers.TryAddWithoutValidation(HttpSignature.Header, signature.Signature);
        after?.Invoke(request);
        return request;
    }
}
