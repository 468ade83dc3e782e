using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NhatLe.National.Control;

namespace NhatLe.National.Identity;

/// <summary>A code becomes tokens (OpenID Connect Core 1.0 section 3.1.3), and an access token the particulars of the person (section 5.3).</summary>
public static class TokenEndpoint
{
    public static void Map(WebApplication app)
    {
        app.MapPost(IdentityRoutes.Token, Exchange).DisableAntiforgery();
        app.MapGet(IdentityRoutes.UserInfo, Tell);
    }

    static async Task<IResult> Exchange(HttpContext context, Clients clients, SignIns signIns, IdTokens idTokens)
    {
        if (!context.Request.HasFormContentType) return Error("invalid_request");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (clients.Authenticate(context.Request, form) is not { } client)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"identity\"";
            return Error("invalid_client", StatusCodes.Status401Unauthorized);
        }
        if (form["grant_type"] != "authorization_code") return Error("unsupported_grant_type");
        if (signIns.Redeem(form["code"]) is not { } granted || granted.Asked.Client.Id != client.Id || granted.Asked.RedirectUri != form["redirect_uri"] || !Proves(form["code_verifier"].ToString(), granted.Asked.Challenge))
            return Error("invalid_grant");
        var access = signIns.Token(granted);
        return Results.Json(new Dictionary<string, object>
        {
            ["access_token"] = access,
            ["token_type"] = "Bearer",
            ["expires_in"] = 300,
            ["scope"] = string.Join(' ', granted.Asked.Scopes),
            ["id_token"] = idTokens.Make(granted, access, context.Wrong()),
        });
    }

    /// <summary>RFC 7636 section 4.6.</summary>
    static bool Proves(string verifier, string challenge) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) == challenge;

    static IResult Error(string error, int status = StatusCodes.Status400BadRequest) => Results.Json(new { error }, statusCode: status);

    static IResult Tell(HttpContext context, SignIns signIns)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.Ordinal) || signIns.OfToken(header["Bearer ".Length..]) is not { } granted)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }
        var (person, scopes, wrong) = (granted.Session.Person, granted.Asked.Scopes, context.Wrong());
        var told = new JsonObject { ["sub"] = wrong == "subject" ? "somebody-else" : IdTokens.SubjectOf(granted) };
        if (scopes.Contains(Names.Profile)) (told["name"], told["gender"], told["birthdate"]) = (wrong == "no-name" ? " " : person.Name, person.Gender, wrong == "birthdate" ? "1996-02-31" : person.Born);
        if (scopes.Contains(Names.Citizen)) told["citizen_number"] = wrong == "number" ? "12345" : person.Number;
        if (scopes.Contains(Names.Address)) told["address"] = new JsonObject { ["formatted"] = person.Address, ["commune"] = person.Commune, ["country"] = "VN" };
        if (scopes.Contains(Names.Phone) && person.Phone is { } phone) (told["phone_number"], told["phone_number_verified"]) = ("+84" + phone[1..], true);
        return Results.Json(told);
    }
}
