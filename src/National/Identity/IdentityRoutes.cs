using NhatLe.National.Control;

namespace NhatLe.National.Identity;

/// <summary>
/// The stand-in of the national electronic identity (định danh điện tử quốc gia): an OpenID Connect provider. What the real one's claims and levels
/// are called is not published; here they stand in <see cref="Names"/>, and the province names them in its settings.
/// </summary>
public static class IdentityRoutes
{
    public const string Prefix = "/identity";

    public const string Discovery = Prefix + "/.well-known/openid-configuration", Keys = Prefix + "/keys", Authorization = Prefix + "/authorize", Token = Prefix + "/token", UserInfo = Prefix + "/userinfo", EndSession = Prefix + "/logout";

    public static void AddNationalIdentity(this IServiceCollection services, NationalOptions options)
    {
        services.AddSingleton<SigningKeys>().AddSingleton<SignIns>().AddSingleton<IdTokens>();
        services.AddSingleton(_ =>
        {
            var clients = new Clients();
            if (options.Client.Length > 0) clients.Register(new(options.Client, options.Secret, options.Redirects, options.Byes));
            return clients;
        });
    }

    public static void Map(WebApplication app)
    {
        app.MapGet(Discovery, Describe);
        app.MapGet(Keys, (SigningKeys keys) => Results.Json(new { keys = keys.Published }));
        Authorize.Map(app);
        TokenEndpoint.Map(app);
        Logout.Map(app);
        if (app.Services.GetRequiredService<NationalOptions>().Control)
            app.MapPost("/control" + Prefix + "/keys", (SigningKeys keys, bool? keepNames) =>
            {
                if (keepNames == true) keys.Replace();
                else keys.Rotate();
                return TypedResults.NoContent();
            });
    }

    /// <summary>OpenID Connect Discovery 1.0 section 3.</summary>
    static IResult Describe(HttpContext context, Place place)
    {
        var issuer = IssuerOf(place);
        return Results.Json(new Dictionary<string, object>
        {
            ["issuer"] = context.Wrong() == "issuer" ? "https://somebody.example" : issuer,
            ["authorization_endpoint"] = place.Address + Authorization,
            ["token_endpoint"] = context.Wrong() == "endpoint" ? "http://somebody.example/token" : place.Address + Token,
            ["userinfo_endpoint"] = place.Address + UserInfo,
            ["jwks_uri"] = place.Address + Keys,
            ["end_session_endpoint"] = place.Address + EndSession,
            ["scopes_supported"] = Names.Scopes,
            ["response_types_supported"] = new[] { "code" },
            ["response_modes_supported"] = new[] { "query" },
            ["grant_types_supported"] = new[] { "authorization_code" },
            ["subject_types_supported"] = new[] { "pairwise" },
            ["id_token_signing_alg_values_supported"] = new[] { "ES256", "RS256" },
            ["token_endpoint_auth_methods_supported"] = new[] { "client_secret_basic", "client_secret_post" },
            ["code_challenge_methods_supported"] = new[] { "S256" },
            ["prompt_values_supported"] = new[] { "none", "login" },
            ["acr_values_supported"] = Names.Levels,
            ["claims_supported"] = Names.Claims,
            ["ui_locales_supported"] = new[] { "vi", "en" },
            ["claims_parameter_supported"] = false,
            ["request_parameter_supported"] = false,
            ["request_uri_parameter_supported"] = false,
            ["authorization_response_iss_parameter_supported"] = true,
        });
    }

    public static string IssuerOf(Place place) => place.Address + Prefix;
}

/// <summary>What the provider calls things. Another name is a change here, and one in the settings of the province.</summary>
public static class Names
{
    public const string OpenId = "openid", Profile = "profile", Citizen = "citizen", Address = "address", Phone = "phone";

    public static readonly IReadOnlyList<string> Scopes = [OpenId, Profile, Citizen, Address, Phone];

    /// <summary>The levels of an account by NĐ 69/2024: opened on a phone; confirmed in person.</summary>
    public static readonly IReadOnlyList<string> Levels = ["urn:vn:dinh-danh:muc-1", "urn:vn:dinh-danh:muc-2"];

    public static readonly IReadOnlyList<string> Claims =
        ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "sid", "at_hash", "name", "gender", "birthdate", "citizen_number", "address", "phone_number", "phone_number_verified"];

    public static string Level(int level) => Levels[level - 1];
}
