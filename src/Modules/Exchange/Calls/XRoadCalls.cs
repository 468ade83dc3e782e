using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using NhatLe.Exchange.Certificates;
using NhatLe.Exchange.Log;
using NhatLe.Exchange.Signatures;
using NhatLe.Exchange.XRoad;
using NhatLe.Platform.Outbound;

namespace NhatLe.Exchange.Calls;

/// <summary>One call of a service of a partner.</summary>
/// <param name="Path">Behind the service code: "" or "/…", with the query, percent-encoded. It holds no personal data: those go into the body.</param>
/// <param name="Id">X-Road-Id: the same where the same message is sent again.</param>
public sealed record XRoadCall(PartnerSettings Partner, string Service, HttpMethod Method, string Path, Guid Id)
{
    public ReadOnlyMemory<byte> Body { get; init; }
    public string ContentType { get; init; } = "application/json";

    /// <summary>X-Road-UserId: who asks, as the partner may know them; empty: the system itself.</summary>
    public string UserId { get; init; } = "";

    public Cause Cause { get; init; } = Cause.None;

    /// <summary>False: not in the log; for looking whether the partner is there.</summary>
    public bool IsLogged { get; init; } = true;
}

/// <summary>What the service answered: also that it does not do it.</summary>
/// <param name="LogId">The row in the log; empty where it is not logged.</param>
public sealed record XRoadAnswer(int Status, ReadOnlyMemory<byte> Body, string ContentType, Guid LogId)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>What came back is not signed by the partner as the answer to this call: whether it was done is not known.</summary>
public sealed class AnswerNotBelieved : RefusedByPartner
{
    internal AnswerNotBelieved(string why, CallEnd end) : base(why) => End = end;

    internal CallEnd End { get; }
}

/// <summary>Calls of ours to partners: signed, logged, by TLS with both certificates; the answer's signature and request hash are checked.</summary>
public sealed class XRoadCalls(ExchangeSettings settings, ExchangeCertificates certificates, MessageLog log, TimeProvider time) : IDisposable
{
    /// <summary>A longer answer is not read.</summary>
    public const int LongestAnswer = 10 * 1024 * 1024;

    readonly ConcurrentDictionary<string, Line> lines = new(StringComparer.Ordinal);

    /// <exception cref="PartnerIsAway">Nobody answered, or not in time: whether it was done is not known.</exception>
    /// <exception cref="PartnerRests">It was not asked: it has failed again and again.</exception>
    /// <exception cref="RefusedByPartner">The exchange on the other side does not take it, or what came back is not an answer to it (<see cref="AnswerNotBelieved"/>).</exception>
    public async Task<XRoadAnswer> Call(XRoadCall call, CancellationToken ct)
    {
        var line = lines.GetOrAdd(call.Partner.Key, _ => new Line(call.Partner, certificates, time));
        var (request, signed) = Sign(call);
        using var disposed = request;
        var service = new ServiceId(call.Partner.ClientId, call.Service);
        var row = call.IsLogged ? await log.Begin(call.Partner.Key, service, call.Method.Method, call.Id.ToString(), call.Cause, signed, ct) : Guid.Empty;
        var began = Stopwatch.GetTimestamp();
        CallEnd? end = null;
        try
        {
            XRoadAnswer? answer = null;
            await line.Partner.Ask(async token => (answer, end) = await Send(line, request, signed, row, began, token), ct);
            return answer!;
        }
        catch (Exception e) when (e is PartnerIsAway or PartnerRests or RefusedByPartner or OperationCanceledException)
        {
            end ??= (e as FaultAnswer)?.End ?? (e as AnswerNotBelieved)?.End ?? (e as AwayAnswer)?.End ?? new CallEnd(e switch { RefusedByPartner => Outcome.Fault, PartnerRests => Outcome.NotSent, _ => Outcome.Away }, null, e is OperationCanceledException ? "Given up before the answer came." : e.Message, Stopwatch.GetElapsedTime(began), null, null);
            throw;
        }
        finally
        {
            if (call.IsLogged && end is not null) await log.End(row, end);
        }
    }

    (HttpRequestMessage Request, SignedMessage Signed) Sign(XRoadCall call)
    {
        var address = new Uri($"{call.Partner.Url.TrimEnd('/')}/r1/{new ServiceId(call.Partner.ClientId, call.Service)}{call.Path}");
        List<KeyValuePair<string, string>> headers =
        [
            new(XRoadHeaders.Client, settings.SelfId.ToString()), new(XRoadHeaders.Id, call.Id.ToString()), new("Accept", "application/json"),
        ];
        if (call.UserId.Length > 0) headers.Add(new(XRoadHeaders.UserId, call.UserId));
        if (call.Cause.Issue.Length > 0) headers.Add(new(XRoadHeaders.Issue, call.Cause.Issue));
        var request = new HttpRequestMessage(call.Method, address);
        if (!call.Body.IsEmpty)
        {
            headers.Add(new("Content-Type", call.ContentType));
            headers.Add(new(ContentDigest.Header, ContentDigest.Of(call.Body.Span)));
            request.Content = new ReadOnlyMemoryContent(call.Body);
        }
        foreach (var (name, value) in headers.Where(h => h.Key != "Content-Type")) request.Headers.TryAddWithoutValidation(name, value);
        request.Content?.Headers.TryAddWithoutValidation("Content-Type", call.ContentType);
        var signature = HttpSignature.Sign(certificates.Key, certificates.KeyId, time.GetUtcNow(), SignedComponents.OfRequest(call.Method.Method, address.AbsolutePath, address.Query, headers));
        request.Headers.TryAddWithoutValidation(HttpSignature.InputHeader, signature.Input);
        request.Headers.TryAddWithoutValidation(HttpSignature.Header, signature.Signature);
        return (request, new(XRoadMessage.Request(call.Method.Method, address.PathAndQuery, headers, call.Body), signature));
    }

    async Task<(XRoadAnswer, CallEnd)> Send(Line line, HttpRequestMessage request, SignedMessage asked, Guid row, long began, CancellationToken ct)
    {
        try
        {
            using var response = await line.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            var body = await Read(response.Content, ct);
            var (status, headers) = ((int)response.StatusCode, HeadersOf(response));
            var signature = SignatureHeaders.In(headers);
            var answer = new SignedMessage(XRoadMessage.Answer(status, headers, body), signature);
            var error = headers.GetValueOrDefault(XRoadHeaders.Error);
            var certificate = line.CertificateOf(signature);
            CallEnd End(Outcome outcome, string? why) => new(outcome, status, why, Stopwatch.GetElapsedTime(began), answer, certificate?.KeyId) { Certificate = certificate };
            if (signature is null && status is 429 or >= 500) throw new AwayAnswer($"HTTP {status}", End(Outcome.Away, $"HTTP {status}")); // a gateway or a starting node: not the exchange there
            if (Wrong(status, headers, answer, asked, certificate) is { } wrong) throw new AnswerNotBelieved(wrong, End(Outcome.Fault, wrong));
            if (error is not null && IsForNow(error)) throw new AwayAnswer(error, End(Outcome.Away, error));
            if (error is not null) throw new FaultAnswer(error, End(Outcome.Fault, error));
            if (status is 429 or 502 or 503 or 504) throw new AwayAnswer($"HTTP {status}", End(Outcome.Away, $"HTTP {status}"));
            return (new(status, body, response.Content.Headers.ContentType?.ToString() ?? "", row), End(status is >= 200 and < 300 ? Outcome.Answered : Outcome.Refused, status is >= 200 and < 300 ? null : $"HTTP {status}"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or AuthenticationException)
        {
            throw new PartnerIsAway(e.InnerException?.Message ?? e.Message, e);
        }
    }

    /// <summary>Why the answer is not believed; null: it is (sections 4.3 and 4.6 of PR-REST, RFC 9421).</summary>
    string? Wrong(int status, Dictionary<string, string> headers, SignedMessage answer, SignedMessage asked, PartnerCertificate? certificate)
    {
        if (answer.Signature is not { } signature) return "The answer is not signed.";
        if (certificate is null) return "It is not signed with a certificate that the partner has shown.";
        if (headers.GetValueOrDefault(XRoadHeaders.RequestHash) != Convert.ToBase64String(asked.Message.Hash())) return "X-Road-Request-Hash is not that of the request.";
        if (!answer.Message.Body.IsEmpty && headers.GetValueOrDefault(ContentDigest.Header) != ContentDigest.Of(answer.Message.Body.Span)) return "The body of the answer is not the one that was signed.";
        try { HttpSignature.Verify(signature, certificate.Key, certificate.KeyId, SignedComponents.OfAnswer(status, headers), time.GetUtcNow()); }
        catch (WrongSignature e) { return e.Message; }
        return null;
    }

    /// <summary>The other exchange could not reach its service: it may later. That it does not know us it will say again.</summary>
    static bool IsForNow(string error) => error.Contains("NetworkError", StringComparison.Ordinal) || error.Contains("DatabaseError", StringComparison.Ordinal) || error.Contains("ServiceFailed", StringComparison.Ordinal);

    static async Task<byte[]> Read(HttpContent content, CancellationToken ct)
    {
        if (content.Headers.ContentLength > LongestAnswer) throw new RefusedByPartner($"The answer has more than {LongestAnswer / 1024 / 1024} MB.");
        try { await content.LoadIntoBufferAsync(LongestAnswer, ct); }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded) { throw new RefusedByPartner($"The answer has more than {LongestAnswer / 1024 / 1024} MB."); }
        return await content.ReadAsByteArrayAsync(ct);
    }

    static Dictionary<string, string> HeadersOf(HttpResponseMessage response)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)) headers[name] = string.Join(", ", values); // as they were sent
        return headers;
    }

    public void Dispose()
    {
        foreach (var line in lines.Values) line.Dispose();
    }

    /// <summary>It may be taken later; the log keeps what came back.</summary>
    sealed class AwayAnswer(string why, CallEnd end) : PartnerIsAway(why)
    {
        public CallEnd End => end;
    }

    /// <summary>What came back tells why it is not taken; the log keeps it.</summary>
    sealed class FaultAnswer(string why, CallEnd end) : RefusedByPartner(why)
    {
        public CallEnd End => end;
    }

    /// <summary>The connections to one partner, and the breaker before them.</summary>
    sealed class Line : IDisposable
    {
        readonly string owner;
        readonly ConcurrentDictionary<string, PartnerCertificate> accepted = new(StringComparer.Ordinal);

        public Line(PartnerSettings partner, ExchangeCertificates certificates, TimeProvider time)
        {
            owner = partner.ClientId.Owner.ToString();
            Partner = new(partner.Name, TimeSpan.FromSeconds(partner.TimeoutSeconds), time, retries: 0);
            Http = new(new SocketsHttpHandler
            {
                AllowAutoRedirect = false, UseCookies = false, MaxResponseHeadersLength = 32, PooledConnectionLifetime = TimeSpan.FromMinutes(10), MaxConnectionsPerServer = 64,
                SslOptions = new()
                {
                    ClientCertificates = [certificates.Own],
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => certificates.Own,
                    RemoteCertificateValidationCallback = (_, shown, _, errors) => Accepts(certificates, shown as X509Certificate2, errors),
                },
            }) { Timeout = Timeout.InfiniteTimeSpan };
        }

        public Partner Partner { get; }
        public HttpClient Http { get; }

        /// <summary>The certificate that an answer says it was signed with, among those the partner has shown; it may have several nodes, and change it.</summary>
        public PartnerCertificate? CertificateOf(SignatureHeaders? signature) => signature is null ? null : HttpSignature.KeyIdOf(signature) is { } keyId ? accepted.GetValueOrDefault(keyId) : null;

        /// <summary>Our authority made it out to this very member, and for the host that was called.</summary>
        bool Accepts(ExchangeCertificates certificates, X509Certificate2? shown, SslPolicyErrors errors)
        {
            if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None || !certificates.IsBelieved(shown, CertificateUse.Server, out var believed) || believed.Owner.ToString() != owner) return false;
            accepted[believed.KeyId] = believed;
            return true;
        }

        public void Dispose() => Http.Dispose();
    }
}
