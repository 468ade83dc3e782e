using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.OpenId;

/// <summary>What this server can, where, and with which keys (OpenID Connect Discovery 1.0 sections 3 and 4; RFC 8414; RFC 7517).</summary>
public static class Discovery
{
    public const string Keys = "/oidc/keys", Authorization = "/oidc/authorize", Token = "/oidc/token", UserInfo = "/oidc/userinfo";
    public const string Introspection = "/oidc/introspect", Revocation = "/oidc/revoke", EndSession = "/oidc/logout";

    /// <summary>None of them reads a session from a POST: see each.</summary>
    public static readonly IReadOnlyList<OpenToOtherSites> OpenToOthers =
        [new(Authorization), new(Token), new(UserInfo), new(Introspection), new(Revocation), new(EndSession)];

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in (string[])["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"])
            routes.MapGet(path, (HttpContext context, Issuer issuer, Federation.NationalIdentitySettings national) => context.Json(StatusCodes.Status200OK, "application/json", "public, max-age=300", json => Describe(json, issuer, national.IsSetUp)));
        routes.MapGet(Keys, WriteKeys);
        foreach (var path in (string[])[Keys, Token, UserInfo, Revocation]) routes.MapMethods(path, ["OPTIONS"], (RequestDelegate)Answers.Preflight);
    }

    static void Describe(Utf8JsonWriter json, Issuer issuer, bool confirmsCitizens)
    {
        json.WriteString("issuer", issuer.Name);
        json.WriteString("authorization_endpoint", issuer.Of(Authorization));
        json.WriteString("token_endpoint", issuer.Of(Token));
        json.WriteString("userinfo_endpoint", issuer.Of(UserInfo));
        json.WriteString("jwks_uri", issuer.Of(Keys));
        json.WriteString("introspection_endpoint", issuer.Of(Introspection));
        json.WriteString("revocation_endpoint", issuer.Of(Revocation));
        json.WriteString("end_session_endpoint", issuer.Of(EndSession));
        Write(json, "scopes_supported", Scopes.OfPeople);
        Write(json, "response_types_supported", ["code"]);
        Write(json, "response_modes_supported", ["query"]);
        Write(json, "grant_types_supported", GrantTypes.All);
        Write(json, "subject_types_supported", ["public"]);
        Write(json, "id_token_signing_alg_values_supported", SigningKey.Algs);
        Write(json, "token_endpoint_auth_methods_supported", ClientAuthentication.Methods);
        Write(json, "introspection_endpoint_auth_methods_supported", ["client_secret_basic", "client_secret_post"]);
        Write(json, "revocation_endpoint_auth_methods_supported", ClientAuthentication.Methods);
        Write(json, "code_challenge_methods_supported", ["S256"]);
        Write(json, "prompt_values_supported", AuthorizationRequest.Prompts);
        Write(json, "acr_values_supported", confirmsCitizens ? Acr.Known : Acr.Levels);
        Write(json, "claims_supported", Claims.All);
        Write(json, "ui_locales_supported", ["vi", "en"]);
        json.WriteBoolean("claims_parameter_supported", false);
        json.WriteBoolean("request_parameter_supported", false);
        json.WriteBoolean("request_uri_parameter_supported", false);
        json.WriteBoolean("authorization_response_iss_parameter_supported", true);
        json.WriteBoolean("backchannel_logout_supported", true);
        json.WriteBoolean("backchannel_logout_session_supported", true);
    }

    static void Write(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>A public key or two, kept by others for a few minutes: a key is published a day before it signs.</summary>
    static async Task WriteKeys(HttpContext context, SigningKeys keys)
    {
        var published = await keys.ToPublish(context.RequestAborted);
        await context.Json(StatusCodes.Status200OK, "application/jwk-set+json", "public, max-age=300", json =>
        {
            json.WriteStartArray("keys");
            foreach (var key in published)
            {
                json.WriteStartObject();
                foreach (var (name, value) in key.Jwk) json.WriteString(name, value);
                json.WriteString("kid", key.Kid);
                json.WriteString("alg", key.Alg);
                json.WriteString("use", "sig");
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
