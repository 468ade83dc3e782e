using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace NhatLe.Identity.OpenId;

/// <summary>What a request says: each thing once (RFC 6749 section 3.1); an empty value is none.</summary>
public sealed class Parameters
{
    readonly IEnumerable<KeyValuePair<string, StringValues>> given;

    Parameters(IEnumerable<KeyValuePair<string, StringValues>> given) => this.given = given;

    public static Parameters Of(IQueryCollection query) => new(query);

    /// <exception cref="OAuthError">invalid_request: no form of the kind that is expected (RFC 6749 section 4.1.3).</exception>
    public static async Task<Parameters> OfForm(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            throw OAuthError.InvalidRequest("Send the parameters as application/x-www-form-urlencoded.");
        try { return new(await request.ReadFormAsync(ct)); }
        catch (InvalidDataException) { throw OAuthError.InvalidRequest("The form cannot be read."); }
    }

    /// <exception cref="OAuthError">invalid_request: more than once.</exception>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, values) in given)
            {
                if (key != name) continue;
                if (values.Count > 1) throw OAuthError.InvalidRequest($"The parameter {name} is there {values.Count} times. Send it once.");
                return values.Count == 1 && values[0]!.Length > 0 ? values[0] : null;
            }
            return null;
        }
    }

    /// <exception cref="OAuthError">invalid_request: it is missing.</exception>
    public string Need(string name) => this[name] ?? throw OAuthError.InvalidRequest($"The parameter {name} is missing.");

    /// <summary>All of them as a query, some replaced; null leaves one out.</summary>
    public string ToQuery(params ReadOnlySpan<(string Name, string? Value)> replaced)
    {
        var query = QueryString.Empty;
        foreach (var (name, values) in given)
        {
            if (Has(replaced, name)) continue;
            foreach (var value in values) query = query.Add(name, value ?? "");
        }
        foreach (var (name, value) in replaced)
            if (value is not null) query = query.Add(name, value);
        return query.Value ?? "";
    }

    static bool Has(ReadOnlySpan<(string Name, string? Value)> replaced, string name)
    {
        foreach (var one in replaced)
            if (one.Name == name) return true;
        return false;
    }
}
