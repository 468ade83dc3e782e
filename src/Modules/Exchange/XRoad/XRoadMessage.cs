using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NhatLe.Exchange.XRoad;

/// <summary>Headers of the X-Road message protocol for REST (PR-REST section 4.3).</summary>
public static class XRoadHeaders
{
    public const string Client = "X-Road-Client", Service = "X-Road-Service", Id = "X-Road-Id", UserId = "X-Road-UserId", Issue = "X-Road-Issue",
        RequestId = "X-Road-Request-Id", RequestHash = "X-Road-Request-Hash", Error = "X-Road-Error", SecurityServer = "X-Road-Security-Server", RepresentedParty = "X-Road-Represented-Party";

    /// <summary>What belongs to the message itself: all of X-Road but what the answering side adds, and what says how to read the body.</summary>
    public static bool IsOfMessage(string name) =>
        name is "accept" or "content-type" || (name.StartsWith("x-road-", StringComparison.Ordinal) && name is not ("x-road-request-hash" or "x-road-request-id"));
}

/// <summary>
/// A request or an answer as it is hashed, signed and kept: head and body. The head is written as X-Road writes it (first line, target, one line a
/// header), with the names in lower case and in order, since HTTP keeps neither order nor case.
/// </summary>
public sealed record XRoadMessage(string Head, ReadOnlyMemory<byte> Body)
{
    /// <summary>False: it had a body that was not kept.</summary>
    public bool IsWhole { get; init; } = true;

    /// <param name="target">Path and query as on the wire.</param>
    public static XRoadMessage Request(string method, string target, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body) =>
        new(Write($"{method}\r\n{target}\r\n", headers), body);

    public static XRoadMessage Answer(int status, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlyMemory<byte> body) =>
        new(Write(status.ToString(CultureInfo.InvariantCulture) + "\r\n", headers), body);

    static string Write(string first, IEnumerable<KeyValuePair<string, string>> headers)
    {
        var text = new StringBuilder(first, 512);
        foreach (var (name, value) in headers.Select(h => (Name: h.Key.ToLowerInvariant(), h.Value)).Where(h => XRoadHeaders.IsOfMessage(h.Name)).OrderBy(h => h.Name, StringComparer.Ordinal))
            text.Append(name).Append(':').Append(value.Trim()).Append("\r\n");
        return text.ToString();
    }

    /// <summary>SHA512(SHA512(head) + SHA512(body)); without a body SHA512(head) (section 4.3, "Request hash header").</summary>
    public byte[] Hash()
    {
        Span<byte> both = stackalloc byte[128];
        SHA512.HashData(Encoding.UTF8.GetBytes(Head), both);
        if (Body.IsEmpty) return both[..64].ToArray();
        SHA512.HashData(Body.Span, both[64..]);
        return SHA512.HashData(both);
    }
}

/// <summary>What goes wrong on the exchange itself, not in the service (section 4.6).</summary>
public sealed class XRoadFault(int status, string type, string message) : Exception(message)
{
    public int Status => status;

    /// <summary>"Server.ServerProxy.AccessDenied": also the header X-Road-Error.</summary>
    public string Type => type;

    /// <summary>The consumer's request is not one of the protocol.</summary>
    public static XRoadFault BadRequest(string message) => new(400, "Client.BadRequest", message);

    public static XRoadFault Denied(string message) => new(500, "Server.ServerProxy.AccessDenied", message);

    public static XRoadFault UnknownService(string message) => new(500, "Server.ServerProxy.UnknownService", message);

    public static XRoadFault UnknownMember(string message) => new(500, "Server.ServerProxy.UnknownMember", message);

    public static XRoadFault InvalidSignature(string message) => new(500, "Server.ServerProxy.InvalidSignatureValue", message);

    /// <summary>For now: the caller tries again.</summary>
    public static XRoadFault Away(string message) => new(500, "Server.ServerProxy.DatabaseError", message);

    /// <summary>For now: the partner has too many calls open. The protocol has no name for it but that the service failed.</summary>
    public static XRoadFault Busy(string message) => new(500, "Server.ServerProxy.ServiceFailed.TooManyCalls", message);

    public static XRoadFault Failed(string message) => new(500, "Server.ServerProxy.ServiceFailed.InternalError", message);
}
