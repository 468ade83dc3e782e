using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace NhatLe.National.XRoad;

/// <summary>
/// A request or an answer of the data exchange as it is hashed and signed: first line, target, and a line "name:value" for each header that belongs
/// to the message, in lower case and in order; then the body.
/// </summary>
sealed record Message(string First, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public const string Client = "x-road-client", Service = "x-road-service", Id = "x-road-id", UserId = "x-road-userid", Issue = "x-road-issue", RequestHash = "x-road-request-hash",
        RequestId = "x-road-request-id", Error = "x-road-error", ContentType = "content-type", Digest = "content-digest";

    public static Message Request(string method, string target, IEnumerable<KeyValuePair<string, string>> headers, byte[] body) => new(method, target, Lower(headers), body);

    public static Message Answer(int status, IEnumerable<KeyValuePair<string, string>> headers, byte[] body) => new(status.ToString(CultureInfo.InvariantCulture), "", Lower(headers), body);

    static Dictionary<string, string> Lower(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var lower = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in headers) lower[name.ToLowerInvariant()] = value.Trim();
        return lower;
    }

    static bool IsOfHead(string name) => name is "accept" or ContentType || (name.StartsWith("x-road-", StringComparison.Ordinal) && name is not (RequestHash or RequestId));

    public string? this[string name] => Headers.GetValueOrDefault(name);

    /// <summary>SHA-512 of the hashes of head and body; without a body of the head alone.</summary>
    public byte[] Hash()
    {
        var head = new StringBuilder(First).Append("\r\n");
        if (Target.Length > 0) head.Append(Target).Append("\r\n");
        foreach (var (name, value) in Headers.Where(h => IsOfHead(h.Key)).OrderBy(h => h.Key, StringComparer.Ordinal)) head.Append(name).Append(':').Append(value).Append("\r\n");
        var ofHead = SHA512.HashData(Encoding.UTF8.GetBytes(head.ToString()));
        return Body.Length == 0 ? ofHead : SHA512.HashData([.. ofHead, .. SHA512.HashData(Body)]);
    }

    public string DigestOfBody => $"sha-512=:{Convert.ToBase64String(SHA512.HashData(Body))}:";

    /// <summary>What its signature covers, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Signed()
    {
        List<KeyValuePair<string, string>> parts = [];
        if (Target.Length == 0) parts.Add(new("@status", First));
        else
        {
            var query = Target.IndexOf('?', StringComparison.Ordinal);
            parts.Add(new("@method", First));
            parts.Add(new("@path", query < 0 ? Target : Target[..query]));
            parts.Add(new("@query", query < 0 ? "?" : Target[query..]));
        }
        parts.AddRange(Headers.Where(h => IsOfHead(h.Key) || h.Key is Digest or RequestHash).OrderBy(h => h.Key, StringComparer.Ordinal));
        return parts;
    }
}

/// <summary>What the exchange itself refuses, in the words of X-Road.</summary>
sealed class ExchangeFault(string type, string why) : Exception(why)
{
    public string Type => type;

    public int Status => type.StartsWith("Client.", StringComparison.Ordinal) ? StatusCodes.Status400BadRequest : StatusCodes.Status500InternalServerError;

    public static ExchangeFault BadRequest(string why) => new("Client.BadRequest", why);

    public static ExchangeFault Denied(string why) => new("Server.ServerProxy.AccessDenied", why);

    public static ExchangeFault UnknownMember(string why) => new("Server.ServerProxy.UnknownMember", why);

    public static ExchangeFault UnknownService(string why) => new("Server.ServerProxy.UnknownService", why);

    public static ExchangeFault InvalidSignature(string why) => new("Server.ServerProxy.InvalidSignatureValue", why);
}
