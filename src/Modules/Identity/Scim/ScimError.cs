using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace NhatLe.Identity.Scim;

/// <summary>A refusal in the words of the protocol (RFC 7644 section 3.12): for programs, in plain English what to do.</summary>
/// <param name="type">"scimType" of table 9, for a 400 or 409; else null.</param>
public sealed class ScimError(int status, string? type, string detail) : Exception(detail)
{
    public const string Schema = "urn:ietf:params:scim:api:messages:2.0:Error";

    public int Status { get; } = status;
    public string? Type { get; } = type;

    public static ScimError InvalidFilter(string detail) => new(StatusCodes.Status400BadRequest, "invalidFilter", detail);

    public static ScimError TooMany(string detail) => new(StatusCodes.Status400BadRequest, "tooMany", detail);

    public static ScimError Uniqueness(string detail) => new(StatusCodes.Status409Conflict, "uniqueness", detail);

    public static ScimError Mutability(string detail) => new(StatusCodes.Status400BadRequest, "mutability", detail);

    public static ScimError InvalidSyntax(string detail) => new(StatusCodes.Status400BadRequest, "invalidSyntax", detail);

    public static ScimError InvalidPath(string detail) => new(StatusCodes.Status400BadRequest, "invalidPath", detail);

    public static ScimError NoTarget(string detail) => new(StatusCodes.Status400BadRequest, "noTarget", detail);

    public static ScimError InvalidValue(string detail) => new(StatusCodes.Status400BadRequest, "invalidValue", detail);

    public static ScimError InvalidVersion(string detail) => new(StatusCodes.Status400BadRequest, "invalidVers", detail);

    public static ScimError NotFound(string detail) => new(StatusCodes.Status404NotFound, null, detail);

    public JsonObject ToJson()
    {
        JsonObject json = new() { ["schemas"] = new JsonArray(Schema), ["status"] = Status.ToString(System.Globalization.CultureInfo.InvariantCulture), ["detail"] = Message };
        if (Type is not null) json["scimType"] = Type;
        return json;
    }
}
