using System.Text.Json.Nodes;

namespace NhatLe.Identity.Scim;

/// <summary>An attribute and what holds for it (RFC 7643 sections 2.2 and 7).</summary>
public sealed record ScimAttribute(string Name, string Type, string Description)
{
    public bool MultiValued { get; init; }
    public bool Required { get; init; }
    public bool CaseExact { get; init; }

    /// <summary>"readWrite", "readOnly", "immutable".</summary>
    public string Mutability { get; init; } = "readWrite";

    /// <summary>"default", "always".</summary>
    public string Returned { get; init; } = "default";

    /// <summary>"none", "server".</summary>
    public string Uniqueness { get; init; } = "none";

    public IReadOnlyList<ScimAttribute> Sub { get; init; } = [];

    public bool IsReadOnly => Mutability == "readOnly";

    public ScimAttribute? Find(string name) => Sub.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    public JsonObject ToJson()
    {
        JsonObject json = new() { ["name"] = Name, ["type"] = Type, ["multiValued"] = MultiValued, ["description"] = Description, ["required"] = Required, ["mutability"] = Mutability, ["returned"] = Returned };
        if (Type is "string" or "reference") json["caseExact"] = CaseExact;
        if (Type != "complex") json["uniqueness"] = Uniqueness;
        else json["subAttributes"] = new JsonArray([.. Sub.Select(s => s.ToJson())]);
        return json;
    }
}

/// <summary>What a user is here (RFC 7643 sections 3.1, 4.1 and 4.3): an officer who signs in. Attributes we do not keep are not in it; sent, they are passed over.</summary>
public static class ScimSchema
{
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User", Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    /// <summary>Common to all resources (section 3.1); in no schema document (section 7).</summary>
    public static readonly IReadOnlyList<ScimAttribute> Common =
    [
        new("schemas", "reference", "Which schemas the resource follows.") { MultiValued = true, Mutability = "readWrite", Returned = "always", CaseExact = true },
        new("id", "string", "Ours, for ever.") { Mutability = "readOnly", Returned = "always", CaseExact = true, Uniqueness = "server" },
        new("externalId", "string", "Yours: each client has its own.") { CaseExact = true },
        new("meta", "complex", "About the resource.")
        {
            Mutability = "readOnly",
            Sub =
            [
                new("resourceType", "string", "User.") { Mutability = "readOnly", CaseExact = true }, new("created", "dateTime", "When the account was opened.") { Mutability = "readOnly" }, new("lastModified", "dateTime", "When it was last changed.") { Mutability = "readOnly" },
                new("location", "reference", "Its address.") { Mutability = "readOnly", CaseExact = true }, new("version", "string", "Its ETag.") { Mutability = "readOnly", CaseExact = true },
            ],
        },
    ];

    public static readonly IReadOnlyList<ScimAttribute> OfUser =
    [
        new("userName", "string", "The login, without spaces; letters, digits and . _ - @. Given once, never to another person.") { Required = true, Mutability = "immutable", Uniqueness = "server" },
        new("name", "complex", "The name, family name first as it is said here.")
        {
            Sub = [new("formatted", "string", "The whole name."), new("familyName", "string", "The first word."), new("middleName", "string", "What stands between."), new("givenName", "string", "The last word.")],
        },
        new("displayName", "string", "The whole name as well."),
        new("title", "string", "The first post held.") { Mutability = "readOnly" },
        new("active", "boolean", "In office. False ends sessions, tokens and delegations at once."),
        new("emails", "complex", "The address for work; of several the primary one is kept.")
        {
            MultiValued = true, Sub = [new("value", "string", "The address."), new("type", "string", "Always work."), new("primary", "boolean", "Always true.")],
        },
    ];

    public static readonly IReadOnlyList<ScimAttribute> OfEnterprise =
    [
        new("organization", "string", "The authority of the first post.") { Mutability = "readOnly" }, new("department", "string", "The unit one sits in.") { Mutability = "readOnly" },
    ];

    /// <summary>Without regard to case (section 2.1), with or without its schema before it.</summary>
    public static ScimAttribute? Find(string name)
    {
        if (name.StartsWith(User + ":", StringComparison.OrdinalIgnoreCase)) name = name[(User.Length + 1)..];
        return Common.Concat(OfUser).FirstOrDefault(a => a.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? (name.Equals(Enterprise, StringComparison.OrdinalIgnoreCase) ? EnterpriseAttribute : null);
    }

    /// <summary>The extension as one complex attribute of its name (section 3.3).</summary>
    public static readonly ScimAttribute EnterpriseAttribute = new(Enterprise, "complex", "Where an officer works.") { Mutability = "readOnly", Sub = OfEnterprise };

    public static JsonArray Documents(string root) => [Document(root, User, "User", "An officer who signs in", OfUser), Document(root, Enterprise, "EnterpriseUser", "Where an officer works", OfEnterprise)];

    static JsonObject Document(string root, string id, string name, string description, IReadOnlyList<ScimAttribute> attributes) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:Schema"), ["id"] = id, ["name"] = name, ["description"] = description, ["attributes"] = new JsonArray([.. attributes.Select(a => a.ToJson())]),
        ["meta"] = new JsonObject { ["resourceType"] = "Schema", ["location"] = $"{root}/Schemas/{id}" },
    };

    /// <summary>Section 6.</summary>
    public static JsonArray ResourceTypes(string root) =>
    [
        new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ResourceType"), ["id"] = "User", ["name"] = "User", ["endpoint"] = "/Users", ["description"] = "Officers who sign in", ["schema"] = User,
            ["schemaExtensions"] = new JsonArray(new JsonObject { ["schema"] = Enterprise, ["required"] = false }),
            ["meta"] = new JsonObject { ["resourceType"] = "ResourceType", ["location"] = $"{root}/ResourceTypes/User" },
        },
    ];

    /// <summary>Section 5.</summary>
    public static JsonObject ServiceProviderConfig(string root, int mostResults) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"),
        ["patch"] = new JsonObject { ["supported"] = true },
        ["bulk"] = new JsonObject { ["supported"] = false, ["maxOperations"] = 0, ["maxPayloadSize"] = 0 },
        ["filter"] = new JsonObject { ["supported"] = true, ["maxResults"] = mostResults },
        ["changePassword"] = new JsonObject { ["supported"] = false },
        ["sort"] = new JsonObject { ["supported"] = false },
        ["etag"] = new JsonObject { ["supported"] = true },
        ["authenticationSchemes"] = new JsonArray(new JsonObject { ["type"] = "oauthbearertoken", ["name"] = "OAuth 2.0 client credentials", ["description"] = "An access token with the scope scim, from the token endpoint of this server.", ["specUri"] = "https://www.rfc-editor.org/rfc/rfc6750", ["primary"] = true }),
        ["meta"] = new JsonObject { ["resourceType"] = "ServiceProviderConfig", ["location"] = $"{root}/ServiceProviderConfig" },
    };
}
