using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Contracts.Exchange;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Signatures;
using NhatLe.Exchange.XRoad;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Exchange.Shared;

/// <summary>
/// Answers one call of a partner (PR-REST): who it is by certificate, that the message is theirs and whole, that they have leave, then the service; the
/// answer names the request by its hash, is signed, and both are in the log before it goes out.
/// </summary>
public sealed partial class AnswerPartner(ExchangeSettings settings, ExchangeCertificates certificates, SharedCatalog catalog, OpenServices open, CallsAtOnce calls, MessageLog log, IServiceScopeFactory scopes, Texts texts, TimeProvider time, ILogger<AnswerPartner> logger)
{
    sealed record Reply(Outcome Outcome, int Status, byte[] Body, string? Error = null, string? Why = null);

    public async Task Run(HttpContext context)
    {
        var (request, ct, began) = (context.Request, context.RequestAborted, Stopwatch.GetTimestamp());
        if (!certificates.IsBelieved(context.Connection.ClientCertificate, CertificateUse.Client, out var certificate)) // TLS has asked already; it may have run out since
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        using var place = calls.Enter(certificate.Owner);
        await log.Keep(certificate, ct);
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var (path, query) = Split(target);
        var headers = request.Headers.ToDictionary(h => h.Key, h => string.Join(", ", h.Value.ToArray()), StringComparer.OrdinalIgnoreCase);
        var messageId = headers.GetValueOrDefault(XRoadHeaders.Id) is { Length: > 0 and <= 100 } given && IsPlain(given) ? given : Guid.CreateVersion7(time.GetUtcNow()).ToString();
        var issue = headers.GetValueOrDefault(XRoadHeaders.Issue, "");
        var service = ServiceId.OfPath(path, out var rest);
        var partner = settings.Partners.FirstOrDefault(p => headers.TryGetValue(XRoadHeaders.Client, out var client) && ClientId.TryParse(client, out var id) && id == p.ClientId && id.Owner == certificate.Owner);

        ReadOnlyMemory<byte> body = default;
        var isBelieved = false;
        Reply reply;
        try
        {
            if (headers.FirstOrDefault(h => h.Key.StartsWith("X-Road-", StringComparison.OrdinalIgnoreCase) && !IsPlain(h.Value)).Key is { } odd) throw XRoadFault.BadRequest($"{odd} has characters that a header does not have; percent-encode them.");
            body = await Read(request, ct);
            CheckSignature(certificate, request.Method, path, query, headers, body);
            if (service is null) throw XRoadFault.BadRequest("The path is not /r1/INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE.");
            if (!headers.ContainsKey(XRoadHeaders.Client)) throw XRoadFault.BadRequest("X-Road-Client is missing.");
            if (partner is null) throw XRoadFault.Denied($"X-Road-Client is not a client of {certificate.Owner} that is known here.");
            isBelieved = true;
            if (!place.IsFree) throw XRoadFault.Busy($"{certificate.Owner} has {settings.CallsAtOnce} calls open here; try again when one is answered.");
            if (service.Provider != settings.SelfId) throw XRoadFault.UnknownMember($"{service.Provider} is not served here.");
            reply = await Serve(partner, service.Code, request.Method, rest, query, body, messageId, headers.GetValueOrDefault(XRoadHeaders.UserId, ""));
        }
        catch (XRoadFault fault) { reply = Fault(fault); }
        catch (BadHttpRequestException e) { reply = Fault(XRoadFault.BadRequest(e.Message)); }
        catch (Exception e) when (Database.IsAway(e))
        {
            LogFailed(logger, service?.Code ?? "", messageId, e);
            reply = Fault(XRoadFault.Away("The database is away; try again."));
        }
        Reply Fault(XRoadFault fault) => new(Outcome.Fault, fault.Status, Write(new { type = fault.Type, message = fault.Message, detail = messageId }), fault.Type, fault.Message);

        var asked = new SignedMessage(XRoadMessage.Request(request.Method, target, headers, body), SignatureHeaders.In(headers)) { IsBelieved = isBelieved };
        var answer = Sign(reply, asked, messageId, service, headers.GetValueOrDefault(XRoadHeaders.Client) is { } said && IsPlain(said) ? said : null, out var answerHeaders);
        await log.Note(partner?.Key ?? certificate.Owner.ToString(), service?.ToString() ?? "", request.Method, messageId, new(LooksLikeACode(issue) ? issue : ""), asked,
            new(reply.Outcome, reply.Status, reply.Why, Stopwatch.GetElapsedTime(began), answer, certificate.KeyId));
        var response = context.Response;
        response.StatusCode = reply.Status;
        foreach (var (name, value) in answerHeaders) response.Headers[name] = value;
        response.Headers[HttpSignature.InputHeader] = answer.Signature!.Input;
        response.Headers[HttpSignature.Header] = answer.Signature.Signature;
        response.Headers[XRoadHeaders.RequestId] = Guid.CreateVersion7(time.GetUtcNow()).ToString();
        response.ContentLength = reply.Body.Length;
        await response.Body.WriteAsync(reply.Body, CancellationToken.None);
    }

    async Task<Reply> Serve(PartnerSettings partner, string code, string method, string rest, string query, ReadOnlyMemory<byte> body, string messageId, string userId)
    {
        var ct = CancellationToken.None; // what was begun is done, and is in the log, also where the partner hangs up
        if (code is "listMethods" or "allowedMethods" or "getOpenAPI") return new(Outcome.Answered, 200, Write(await Tell(partner, code, method, query, ct)));
        if (catalog.Find(code) is not { } service) throw XRoadFault.UnknownService($"There is no service {code}.");
        if (!await open.Has(partner.Id, code, ct)) throw XRoadFault.Denied($"{partner.Id} may not call {code}. The operators of {settings.SelfId} give leave.");
        if (SharedCatalog.Match(service, method, rest) is not var (operation, route)) throw XRoadFault.UnknownService($"{code} has no such operation: getOpenAPI tells which there are.");
        await using var scope = scopes.As(new Actor { Kind = ActorKind.Anonymous, Name = partner.Name }); // holds no permit: what an operation shows is what it is made to show
        using var json = operation.Body is null ? null : Parse(body);
        if (operation.Body is not null && json is null) return new(Outcome.Refused, 400, Write(new { code = "json", message = "The body is not JSON." }), Why: "json");
        try
        {
            var call = new SharedCall(partner.Key, route, QueryHelpers.ParseQuery(query).ToDictionary(q => q.Key, q => q.Value.ToString()), json?.RootElement ?? default, messageId, userId);
            return new(Outcome.Answered, 200, Write(await operation.Run(scope.ServiceProvider, call, ct)));
        }
        catch (Refusal refusal) { return new(Outcome.Refused, refusal.Status, Write(new { code = refusal.Code, message = refusal.In(texts), fields = refusal.Fields.Select(f => new { f.Field, message = f.In(texts) }) }), Why: refusal.Code); }
        catch (Exception e) when (!Database.IsAway(e))
        {
            LogFailed(logger, code, messageId, e);
            throw XRoadFault.Failed("The service failed; its operators know of it by the message id.");
        }
    }

    /// <summary>The metadata services, open to every partner.</summary>
    async Task<object> Tell(PartnerSettings partner, string code, string method, string query, CancellationToken ct)
    {
        if (method != "GET") throw XRoadFault.BadRequest($"{code} is asked by GET.");
        if (code == "getOpenAPI")
        {
            var asked = QueryHelpers.ParseQuery(query).TryGetValue("serviceCode", out var wanted) ? wanted.ToString() : throw XRoadFault.BadRequest("serviceCode is missing.");
            return SharedCatalog.Describe(settings.SelfId, catalog.Find(asked) ?? throw XRoadFault.UnknownService($"There is no service {asked}."));
        }
        List<SharedService> told = [];
        foreach (var service in catalog.All)
            if (code == "listMethods" || await open.Has(partner.Id, service.Code, ct)) told.Add(service);
        return SharedCatalog.Methods(settings.SelfId, told);
    }

    void CheckSignature(PartnerCertificate certificate, string method, string path, string query, Dictionary<string, string> headers, ReadOnlyMemory<byte> body)
    {
        if (SignatureHeaders.In(headers) is not { } signature) throw XRoadFault.InvalidSignature("The message is not signed (RFC 9421).");
        if ((!body.IsEmpty || headers.ContainsKey(ContentDigest.Header)) && headers.GetValueOrDefault(ContentDigest.Header) != ContentDigest.Of(body.Span)) throw XRoadFault.InvalidSignature("The body is not the one that was signed.");
        try { HttpSignature.Verify(signature, certificate.Key, certificate.KeyId, SignedComponents.OfRequest(method, path, query, headers), time.GetUtcNow()); }
        catch (WrongSignature e) { throw XRoadFault.InvalidSignature(e.Message); }
    }

    SignedMessage Sign(Reply reply, SignedMessage asked, string messageId, ServiceId? service, string? client, out List<KeyValuePair<string, string>> headers)
    {
        headers =
        [
            new("Content-Type", "application/json; charset=utf-8"), new(XRoadHeaders.Id, messageId), new(XRoadHeaders.RequestHash, Convert.ToBase64String(asked.Message.Hash())), new(ContentDigest.Header, ContentDigest.Of(reply.Body)),
        ];
        if (client is not null) headers.Add(new(XRoadHeaders.Client, client));
        if (service is not null) headers.Add(new(XRoadHeaders.Service, service.ToString()));
        if (reply.Error is not null) headers.Add(new(XRoadHeaders.Error, reply.Error));
        return new(XRoadMessage.Answer(reply.Status, headers, reply.Body), HttpSignature.Sign(certificates.Key, certificates.KeyId, time.GetUtcNow(), SignedComponents.OfAnswer(reply.Status, headers)));
    }

    static (string Path, string Query) Split(string target) => target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? (target[..at], target[at..]) : (target, "");

    /// <summary>What a header can be answered with.</summary>
    static bool IsPlain(string value) => value.All(c => c is >= ' ' and <= '~');

    /// <summary>Free words of a partner may name a person: only what looks like the code of a record stands in the log in clear.</summary>
    static bool LooksLikeACode(string issue) => issue.Length is > 0 and <= 60 && issue.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '/' or '_');

    static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try { return System.Text.Unicode.Utf8.IsValid(body.Span) ? JsonDocument.Parse(body) : null; }
        catch (JsonException) { return null; }
    }

    static byte[] Write(object value) => JsonSerializer.SerializeToUtf8Bytes(value, SharedCatalog.Json);

    static async Task<ReadOnlyMemory<byte>> Read(HttpRequest request, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return body.ToArray();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The shared service {Service} failed on message {MessageId}")]
    static partial void LogFailed(ILogger logger, string service, string messageId, Exception e);
}
