using System.Globalization;
using NhatLe.Exchange.XRoad;

namespace NhatLe.Exchange.Signatures;

/// <summary>What of a message the exchange signs: method, path and query or status, every header of the message, and the digest of the body.</summary>
public static class SignedComponents
{
    /// <param name="path">Of the request; with <paramref name="query"/> empty or "?…" (RFC 9421 sections 2.2.6 and 2.2.7).</param>
    public static List<Component> OfRequest(string method, string path, string query, IEnumerable<KeyValuePair<string, string>> headers) =>
        [new("@method", method), new("@path", path), new("@query", query.Length == 0 ? "?" : query), .. OfHeaders(headers)];

    public static List<Component> OfAnswer(int status, IEnumerable<KeyValuePair<string, string>> headers) =>
        [new("@status", status.ToString(CultureInfo.InvariantCulture)), .. OfHeaders(headers)];

    static IEnumerable<Component> OfHeaders(IEnumerable<KeyValuePair<string, string>> headers) =>
        headers.Select(h => new Component(h.Key.ToLowerInvariant(), h.Value.Trim())).Where(c => IsSigned(c.Name)).OrderBy(c => c.Name, StringComparer.Ordinal);

    static bool IsSigned(string name) => name is "content-digest" or "x-road-request-hash" || XRoadHeaders.IsOfMessage(name);
}
