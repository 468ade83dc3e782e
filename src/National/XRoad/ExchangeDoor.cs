using System.Net;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using NhatLe.National.Control;

namespace NhatLe.National.XRoad;

/// <summary>A service that a member of the exchange offers.</summary>
/// <param name="Member">INSTANCE/CLASS/MEMBER: what its certificate is made out to.</param>
/// <param name="Path">Of its one operation, behind the service code; called by POST.</param>
/// <param name="OpenApi">What getOpenAPI answers.</param>
/// <param name="Answer">Status and JSON, from the body and what the head says.</param>
sealed record OfferedService(string Member, string Subsystem, string Code, string Path, Func<object> OpenApi, Func<ExchangeCall, (int Status, object Json)> Answer)
{
    /// <summary>Its subsystem in full.</summary>
    public string Provider => $"{Member}/{Subsystem}";
}

/// <param name="Wrong">What is to be wrong about the answer, for tests; null: nothing.</param>
sealed record ExchangeCall(JsonElement Body, string MessageId, string Client, string UserId, string Issue, string? Wrong);

/// <summary>The door of a member on a port of its own: TLS with certificates of both sides, every message checked and every answer signed.</summary>
/// <param name="services">All of one member; its subsystems may differ.</param>
sealed class ExchangeDoor(string address, NationalOptions options, IReadOnlyList<OfferedService> services, Faults faults, TimeProvider time) : IHostedService, IAsyncDisposable
{
    public static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    static readonly string[] Metadata = ["listMethods", "allowedMethods", "getOpenAPI"];

    readonly MemberCertificates certificates = new(options.Certificates, services[0].Member, time);
    WebApplication? app;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var (url, builder) = (new Uri(address), WebApplication.CreateEmptyBuilder(new()));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize, kestrel.Limits.MaxConcurrentConnections) = (false, 64 * 1024, 500);
            kestrel.Listen(url.IsLoopback ? IPAddress.Loopback : IPAddress.Any, url.Port, listen => listen.UseHttps(https =>
            {
                (https.ServerCertificate, https.ClientCertificateMode) = (certificates.Own, ClientCertificateMode.RequireCertificate);
                https.ClientCertificateValidation = (shown, _, _) => certificates.MemberOf(shown) is not null;
            }));
        });
        builder.Services.AddSingleton(faults).AddSingleton(time);
        app = builder.Build();
        if (options.Control) app.UseFaultAnswers();
        app.Run(Answer);
        await app.StartAsync(cancellationToken);
    }

    async Task Answer(HttpContext context)
    {
        var request = context.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        var asked = Message.Request(request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget, request.Headers.Select(h => KeyValuePair.Create(h.Key, h.Value.ToString())), body.ToArray());
        var id = asked[Message.Id] is { Length: > 0 and <= 100 } given ? given : Guid.CreateVersion7(time.GetUtcNow()).ToString();
        List<KeyValuePair<string, string>> headers = [new(Message.ContentType, "application/json; charset=utf-8"), new(Message.Id, id), new(Message.RequestHash, Convert.ToBase64String(asked.Hash()))];
        if (asked[Message.Client] is { Length: > 0 } client) headers.Add(new(Message.Client, client));

        var (status, bytes) = (StatusCodes.Status200OK, Array.Empty<byte>());
        try
        {
            var (path, query) = asked.Target.Split('?', 2) is [var before, var after] ? (before, after) : (asked.Target, "");
            var (provider, code, rest) = Addressed(path);
            headers.Add(new(Message.Service, $"{provider}/{Uri.EscapeDataString(code)}"));
            Check(context, asked);
            List<OfferedService> offered = [.. services.Where(s => s.Provider == provider)];
            (status, var said) = Metadata.Contains(code) ? (StatusCodes.Status200OK, Tell(asked, offered, code, query)) : Serve(context, asked, id, offered.Find(s => s.Code == code), code + rest);
            bytes = JsonSerializer.SerializeToUtf8Bytes(said, Json);
        }
        catch (ExchangeFault fault)
        {
            status = fault.Status;
            headers.Add(new(Message.Error, fault.Type));
            bytes = JsonSerializer.SerializeToUtf8Bytes(new { type = fault.Type, message = fault.Message, detail = id }, Json);
        }
        await Send(context, status, headers, bytes);
    }

    /// <summary>INSTANCE/CLASS/MEMBER/SUBSYSTEM behind /r1/, the code of the service and the rest of the path.</summary>
    (string Provider, string Code, string Behind) Addressed(string path)
    {
        var parts = path.Split('/', 8);
        if (parts.Length < 7 || parts[0].Length > 0 || parts[1] != "r1") throw ExchangeFault.BadRequest("The path is not /r1/INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE.");
        var provider = string.Join('/', parts[2..6].Select(Uri.UnescapeDataString));
        if (services.All(s => s.Provider != provider)) throw ExchangeFault.UnknownMember($"{provider} is not served here.");
        return (provider, Uri.UnescapeDataString(parts[6]), parts.Length == 8 ? "/" + parts[7] : "");
    }

    /// <summary>The message is by the member of the certificate, whole, and in the name of a subsystem of theirs.</summary>
    void Check(HttpContext context, Message asked)
    {
        var certificate = context.Connection.ClientCertificate;
        var member = certificates.MemberOf(certificate) ?? throw ExchangeFault.Denied("The certificate does not hold any more.");
        using var key = System.Security.Cryptography.X509Certificates.ECDsaCertificateExtensions.GetECDsaPublicKey(certificate!) ?? throw ExchangeFault.InvalidSignature("The certificate has no EC key.");
        Signature.Check(key, MemberCertificates.IdOf(certificate!), time.GetUtcNow(), asked);
        if (asked[Message.Client] is not { Length: > 0 } client) throw ExchangeFault.BadRequest("X-Road-Client is missing.");
        if (client.Split('/') is not { Length: 4 } parts || string.Join('/', parts[..3]) != member) throw ExchangeFault.Denied($"{client} is no subsystem of {member}.");
    }

    (int, object) Serve(HttpContext context, Message asked, string id, OfferedService? service, string called)
    {
        if (service is null || asked.First != "POST" || called != service.Code + service.Path) throw ExchangeFault.UnknownService($"There is no {asked.First} {called}.");
        if (context.Wrong() == "denied") throw ExchangeFault.Denied($"{asked[Message.Client]} may not call {service.Code}.");
        try
        {
            using var json = JsonDocument.Parse(asked.Body);
            return service.Answer(new(json.RootElement, id, asked[Message.Client]!, asked[Message.UserId] ?? "", asked[Message.Issue] ?? "", context.Wrong()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException) { return (StatusCodes.Status400BadRequest, new { MaLoi = "YEU_CAU_SAI", ThongBao = e.Message }); }
    }

    static object Tell(Message asked, List<OfferedService> offered, string code, string query)
    {
        if (asked.First != "GET") throw ExchangeFault.BadRequest($"{code} is asked by GET.");
        if (code == "getOpenAPI") return offered.Find(s => query == "serviceCode=" + s.Code) is { } described ? described.OpenApi() : throw ExchangeFault.UnknownService("There is no such service.");
        return new
        {
            service = offered.Select(s => (Service: s, Member: s.Member.Split('/'))).Select(s => new
            {
                object_type = "SERVICE", service_type = "OPENAPI", xroad_instance = s.Member[0], member_class = s.Member[1], member_code = s.Member[2], subsystem_code = s.Service.Subsystem, service_code = s.Service.Code,
                endpoint_list = new[] { new { method = "POST", path = s.Service.Path } },
            }),
        };
    }

    async Task Send(HttpContext context, int status, List<KeyValuePair<string, string>> headers, byte[] body)
    {
        if (context.Wrong() == "hash") headers[2] = new(Message.RequestHash, Convert.ToBase64String(SHA512.HashData(body)));
        var answer = Message.Answer(status, headers, body);
        headers.Add(new(Message.Digest, answer.DigestOfBody));
        using var another = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signature = Signature.Make(context.Wrong() == "signature" ? another : certificates.Key, certificates.KeyId, time.GetUtcNow(), Message.Answer(status, headers, body));
        var response = context.Response;
        response.StatusCode = status;
        foreach (var (name, value) in headers) response.Headers[name] = value;
        (response.Headers[Signature.Input], response.Headers[Signature.Header], response.Headers[Message.RequestId]) = (signature.Input, signature.Value, Guid.CreateVersion7(time.GetUtcNow()).ToString());
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    public Task StopAsync(CancellationToken cancellationToken) => app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (app is not null) await app.DisposeAsync();
        certificates.Dispose();
    }
}

static class ExchangeDoors
{
    /// <param name="services">What the member offers.</param>
    public static void AddExchangeDoor(this IServiceCollection collection, string address, Func<IServiceProvider, IReadOnlyList<OfferedService>> services) => collection.AddSingleton<IHostedService>(sp =>
        new ExchangeDoor(address, sp.GetRequiredService<NationalOptions>(), services(sp), sp.GetRequiredService<Faults>(), sp.GetRequiredService<TimeProvider>()));
}
