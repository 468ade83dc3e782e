using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NhatLe.Identity.Scim;

/// <summary>A user as it is said (RFC 7643 sections 4.1 and 8), from our records and back.</summary>
public sealed record ScimUser(Guid Id, string UserName, string FullName, string Email, bool Active, string? ExternalId)
{
    public string? Title { get; init; }
    public string? Organization { get; init; }
    public string? Department { get; init; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? ChangedAt { get; init; }

    public const string ResourceType = "User";

    /// <summary>The family name stands first, the given name last: "Hồ", "Thị Mai", "Liên".</summary>
    public static (string Family, string Middle, string Given) PartsOf(string fullName) =>
        fullName.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var words && words.Length > 1 ? (words[0], string.Join(' ', words[1..^1]), words[^1]) : ("", "", fullName);

    public static string LocationOf(string root, Guid id) => $"{root}/Users/{id:N}";

    public JsonObject ToJson(string root)
    {
        var (family, middle, given) = PartsOf(FullName);
        JsonObject name = new() { ["formatted"] = FullName };
        if (family.Length > 0) name["familyName"] = family;
        if (middle.Length > 0) name["middleName"] = middle;
        name["givenName"] = given;
        JsonObject json = new() { ["schemas"] = new JsonArray(ScimSchema.User), ["id"] = Id.ToString("N") };
        if (ExternalId is not null) json["externalId"] = ExternalId;
        json["userName"] = UserName;
        json["name"] = name;
        json["displayName"] = FullName;
        if (Title is not null) json["title"] = Title;
        json["active"] = Active;
        if (Email.Length > 0) json["emails"] = new JsonArray(new JsonObject { ["value"] = Email, ["type"] = "work", ["primary"] = true });
        if (Organization is not null || Department is not null)
        {
            json["schemas"]!.AsArray().Add(ScimSchema.Enterprise);
            json[ScimSchema.Enterprise] = new JsonObject { ["organization"] = Organization, ["department"] = Department };
        }
        var version = VersionOf(json);
        JsonObject meta = new() { ["resourceType"] = ResourceType };
        if (CreatedAt is { } created) meta["created"] = At(created);
        if (ChangedAt is { } changed) meta["lastModified"] = At(changed);
        meta["location"] = LocationOf(root, Id);
        meta["version"] = version;
        json["meta"] = meta;
        return json;
    }

    static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The ETag (RFC 7644 section 3.14): of what the resource says, whoever changed it and where.</summary>
    static string VersionOf(JsonObject json) => $"W/\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.ToJsonString())).AsSpan(0, 12))}\"";

    /// <summary>What a client says of a user, after reading. Null: it does not say so.</summary>
    public sealed record Said(string? UserName, string? FullName, string? Email, bool? Active, string? ExternalId)
    {
        /// <summary>From a whole resource (POST, PUT, or what PATCH made of it).</summary>
        /// <param name="before">What stood there: of several ways to say the name the one that changed counts.</param>
        /// <exception cref="ScimError">invalidSyntax, invalidValue.</exception>
        public static Said Of(JsonObject json, ScimUser? before)
        {
            if (json["schemas"] is not JsonArray schemas || !schemas.Any(s => s is JsonValue v && v.TryGetValue(out string? text) && text.Equals(ScimSchema.User, StringComparison.OrdinalIgnoreCase)))
                throw ScimError.InvalidSyntax($"\"schemas\" must hold {ScimSchema.User}.");
            return new(Text(json, "userName"), NameIn(json, before?.FullName), EmailIn(json), Bool(json, "active"), Text(json, "externalId"));
        }

        static string? NameIn(JsonObject json, string? before)
        {
            string? formatted = null, joined = null;
            if (json["name"] is JsonObject name)
            {
                formatted = Text(name, "formatted");
                joined = Joined(Text(name, "familyName"), Text(name, "middleName"), Text(name, "givenName"));
            }
            var said = new[] { formatted, joined, Text(json, "displayName") }.Where(n => !string.IsNullOrWhiteSpace(n)).ToList();
            return said.Find(n => n != before) ?? said.FirstOrDefault();
        }

        static string? Joined(params string?[] words) => string.Join(' ', words.Where(w => !string.IsNullOrWhiteSpace(w))) is { Length: > 0 } joined ? joined : null;

        /// <summary>The primary one, else the first for work, else the first.</summary>
        static string? EmailIn(JsonObject json)
        {
            if (json["emails"] is not JsonArray emails || emails.Count == 0) return null;
            var all = emails.Select(e => e as JsonObject ?? throw ScimError.InvalidValue("Each of emails is an object with a value.")).ToList();
            var kept = all.Find(e => Bool(e, "primary") == true) ?? all.Find(e => Text(e, "type") == "work") ?? all[0];
            var address = Text(kept, "value") ?? throw ScimError.InvalidValue("Each of emails is an object with a value.");
            return address.Length <= 200 && MailAddress.TryCreate(address, out var read) && read.Address == address ? address : throw ScimError.InvalidValue($"emails: {address} is no address.");
        }

        static string? Text(JsonObject json, string name) => json[name] switch
        {
            null => null, JsonValue value when value.TryGetValue(out string? text) => text, _ => throw ScimError.InvalidValue($"{name} is a string."),
        };

        /// <summary>Some clients write "True": it is taken for what it means.</summary>
        static bool? Bool(JsonObject json, string name) => json[name] switch
        {
            null => null, JsonValue value when value.TryGetValue(out bool yes) => yes, JsonValue value when value.TryGetValue(out string? text) && bool.TryParse(text, out var read) => read, _ => throw ScimError.InvalidValue($"{name} is true or false."),
        };
    }
}

/// <summary>What comes and goes as JSON.</summary>
static class ScimJson
{
    const int Deepest = 16;

    /// <summary>With the names of attributes as the schema writes them (RFC 7643 section 2.1: case does not count); what nobody knows is left out.</summary>
    /// <exception cref="ScimError">invalidSyntax: no JSON object, or one name twice.</exception>
    public static async Task<JsonObject> Read(Stream body, CancellationToken ct)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(body, new() { MaxDepth = Deepest }, ct);
            return json.RootElement.ValueKind == JsonValueKind.Object ? Plain(json.RootElement) : throw ScimError.InvalidSyntax("The body is one JSON object.");
        }
        catch (JsonException)
        {
            throw ScimError.InvalidSyntax("The body is no JSON.");
        }
    }

    /// <summary>As sent.</summary>
    static JsonObject Plain(JsonElement json)
    {
        JsonObject read = [];
        foreach (var property in json.EnumerateObject())
            if (!read.TryAdd(property.Name, Node(property.Value))) throw ScimError.InvalidSyntax($"{property.Name} is there twice.");
        return read;

        static JsonNode? Node(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Object => Plain(value), JsonValueKind.Array => new JsonArray([.. value.EnumerateArray().Select(Node)]), JsonValueKind.Null => null, _ => JsonValue.Create(value.Clone()),
        };
    }

    /// <summary>A resource, with what it may hold and nothing else.</summary>
    /// <exception cref="ScimError">invalidValue: an attribute of another kind; invalidSyntax: one twice.</exception>
    public static JsonObject Resource(JsonObject sent)
    {
        JsonObject read = [];
        foreach (var (name, value) in sent)
            if (ScimSchema.Find(name) is { } attribute && value is not null && !read.TryAdd(attribute.Name, Value(attribute, value))) throw ScimError.InvalidSyntax($"{attribute.Name} is there twice.");
        return read;
    }

    /// <summary>A value of an attribute in the form the schema has.</summary>
    public static JsonNode? Value(ScimAttribute attribute, JsonNode? value)
    {
        if (value is null) return null;
        if (attribute.MultiValued && attribute.Name != "schemas") return new JsonArray([.. (value is JsonArray many ? many : [value.DeepClone()]).Select(v => Single(attribute, v))]);
        return attribute.MultiValued ? value.DeepClone() : Single(attribute, value);
    }

    static JsonNode? Single(ScimAttribute attribute, JsonNode? value)
    {
        if (attribute.Type != "complex") return value is JsonValue ? value.DeepClone() : throw ScimError.InvalidValue($"{attribute.Name} is a {attribute.Type}.");
        if (value is not JsonObject sent) throw ScimError.InvalidValue($"{attribute.Name} is an object.");
        JsonObject read = [];
        foreach (var (name, one) in sent)
            if (attribute.Find(name) is { } sub && one is not null && !read.TryAdd(sub.Name, Single(sub, one))) throw ScimError.InvalidSyntax($"{attribute.Name}.{sub.Name} is there twice.");
        return read;
    }
}
