using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NhatLe.Identity.OpenId;

/// <summary>Is this token good, now? (RFC 7662.) Asked by the system that holds it, or by the interface it is for; to anybody else no token is.</summary>
public static class Introspection
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Discovery.Introspection, (HttpContext context, Handler handler, CancellationToken ct) => handler.Run(context, ct));

    public sealed class Handler(ClientAuthentication authentication, Clients clients, Tokens tokens, Authorizations authorizations, Issuer issuer)
    {
        public async Task Run(HttpContext context, CancellationToken ct)
        {
            try
            {
                var form = await Parameters.OfForm(context.Request, ct);
                var client = await authentication.OfConfidential(context.Request, form, ct);
                var token = form.Need("token");
                if (await tokens.ReadAccess(token, ct) is { } access) await Tell(context, client, access, ct);
                else if (await authorizations.FindRefresh(token, ct) is { } refresh && refresh.ClientId == client.Id) await Tell(context, client, refresh);
                else await Inactive(context);
            }
            catch (OAuthError error)
            {
                await context.Fail(error);
            }
        }

        async Task Tell(HttpContext context, KnownClient client, Tokens.Known access, CancellationToken ct)
        {
            var concerns = access.ClientId == client.ClientId || (client.Audience.Length > 0 && access.Audience.Contains(client.Audience));
            if (!concerns || await clients.Find(access.ClientId, ct) is null || (access.AuthorizationId is { } id && await authorizations.FindAlive(id, ct) is null))
            {
                await Inactive(context);
                return;
            }
            await context.Json(StatusCodes.Status200OK, json =>
            {
                json.WriteBoolean("active", true);
                json.WriteString("token_type", "Bearer");
                json.WriteString("iss", issuer.Name);
                json.WriteString("sub", access.Subject);
                json.WriteStartArray("aud");
                foreach (var one in access.Audience) json.WriteStringValue(one);
                json.WriteEndArray();
                json.WriteString("client_id", access.ClientId);
                json.WriteString("scope", access.Scope);
                json.WriteString("jti", access.Jti);
                json.WriteNumber("iat", access.IssuedAt);
                json.WriteNumber("exp", access.ExpiresAt);
            });
        }

        Task Tell(HttpContext context, KnownClient client, Authorization refresh) => context.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteBoolean("active", true);
            json.WriteString("iss", issuer.Name);
            json.WriteString("sub", Claims.Subject(refresh.AccountId));
            json.WriteString("client_id", client.ClientId);
            json.WriteString("scope", refresh.Scopes);
            json.WriteNumber("exp", refresh.RefreshExpiresAt.ToUnixTimeSeconds());
        });

        /// <summary>Nothing else is said, not even why (section 2.2).</summary>
        static Task Inactive(HttpContext context) => context.Json(StatusCodes.Status200OK, json => json.WriteBoolean("active", false));
    }
}
