using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhatLe.Platform.Data;
using NhatLe.Platform.Outbound;

namespace NhatLe.Identity.Scim;

/// <summary>The users of another system, by its SCIM service (RFC 7644 section 3, as its client). We change what we know and leave what it keeps besides.</summary>
public sealed class RemoteUsers(ColumnCipher cipher) : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    const int LongestAnswer = 256 * 1024;

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = LongestAnswer };

    sealed record Answer(HttpStatusCode Status, JsonObject? Json);

    /// <returns>What the system calls them.</returns>
    /// <exception cref="PartnerIsAway">Not heard.</exception>
    /// <exception cref="RefusedByPartner">Heard and not taken: said again later all the same.</exception>
    public async Task<string> Tell(Systems.SystemLink link, string? id, ScimUser user, CancellationToken ct)
    {
        if (id is null)
        {
            var created = await Send(link, HttpMethod.Post, "/Users", Whole(user), ct);
            if (created.Status == HttpStatusCode.Created) return IdOf(created);
            if (created.Status != HttpStatusCode.Conflict) throw Refused(created);
            id = await Find(link, user, ct) ?? throw Refused(created); // it has them already, from elsewhere or from an answer that was lost
        }
        var changed = await Send(link, HttpMethod.Patch, "/Users/" + Uri.EscapeDataString(id), Changes(user), ct);
        if (changed.Status is HttpStatusCode.OK or HttpStatusCode.NoContent) return id;
        if (changed.Status != HttpStatusCode.NotFound) throw Refused(changed);
        if (!user.Active) return id; // deleted there: nobody signs in
        var again = await Send(link, HttpMethod.Post, "/Users", Whole(user), ct);
        return again.Status == HttpStatusCode.Created ? IdOf(again) : throw Refused(again);
    }

    async Task<string?> Find(Systems.SystemLink link, ScimUser user, CancellationToken ct)
    {
        var found = await Send(link, HttpMethod.Get, "/Users?filter=" + Uri.EscapeDataString($"userName eq {JsonSerializer.Serialize(user.UserName)}"), body: null, ct);
        var known = (found.Json?["Resources"] as JsonArray ?? []).OfType<JsonObject>().Where(u => user.UserName.Equals(Text(u["userName"]), StringComparison.OrdinalIgnoreCase)).ToList(); // some servers do not filter
        return found.Status == HttpStatusCode.OK && known.Count == 1 ? Text(known[0]["id"]) : null;
    }

    /// <summary>Our number is the system's externalId.</summary>
    static JsonObject Whole(ScimUser user)
    {
        var json = user.ToJson("");
        json.Remove("id");
        json.Remove("meta");
        json["externalId"] = user.Id.ToString("N");
        return json;
    }

    /// <summary>One operation without a path (section 3.5.2.3), and the addresses by their path: without one, some servers add them to those they have.</summary>
    static JsonObject Changes(ScimUser user)
    {
        var value = Whole(user);
        var emails = value["emails"]?.DeepClone();
        foreach (var apart in (string[])["schemas", "userName", "emails", ScimSchema.Enterprise]) value.Remove(apart);
        JsonObject addresses = emails is null ? new() { ["op"] = "remove", ["path"] = "emails" } : new() { ["op"] = "replace", ["path"] = "emails", ["value"] = emails };
        return new() { ["schemas"] = new JsonArray(ScimPatch.Schema), ["Operations"] = new JsonArray(new JsonObject { ["op"] = "replace", ["value"] = value }, addresses) };
    }

    async Task<Answer> Send(Systems.SystemLink link, HttpMethod method, string path, JsonObject? body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(method, link.ScimAddress + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", cipher.Decrypt(link.ScimToken!));
        request.Headers.Accept.ParseAdd(ScimEndpoints.MediaType);
        if (body is not null) request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, ScimEndpoints.MediaType);
        try
        {
            using var answer = await http.SendAsync(request, ct);
            return new(answer.StatusCode, Read(await answer.Content.ReadAsStringAsync(ct)));
        }
        catch (HttpRequestException e)
        {
            throw PartnerHttp.Unreached("It", e);
        }
    }

    static JsonObject? Read(string text)
    {
        try { return JsonNode.Parse(text) as JsonObject; }
        catch (JsonException) { return null; }
    }

    static string IdOf(Answer created) => Text(created.Json?["id"]) is { Length: > 0 } id ? id : throw new PartnerIsAway("It created the user and did not say under which id.");

    static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    /// <summary>Its own words, for the administrator. Who answers that something is wrong is not away: others of the same system go on being tried.</summary>
    static Exception Refused(Answer answer)
    {
        var said = $"It answered {(int)answer.Status}{(Text(answer.Json?["detail"]) is { } detail ? ": " + detail : "")}";
        return (int)answer.Status is >= 400 and < 500 and not (408 or 429) ? new RefusedByPartner(said) : new PartnerIsAway(said);
    }

    public void Dispose() => http.Dispose();
}
