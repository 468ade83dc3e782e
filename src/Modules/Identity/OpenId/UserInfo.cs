using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.OpenId;

/// <summary>The UserInfo endpoint (OpenID Connect Core 1.0 section 5.3): what the person let the system know, as it is now. The token comes as RFC 6750 section 2 says.</summary>
public static class UserInfo
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods(Discovery.UserInfo, ["GET", "POST"], (HttpContext context, Handler handler, CancellationToken ct) => handler.Run(context, ct));

    public sealed class Handler(IdentityDb db, Tokens tokens, Authorizations authorizations, Clients clients, OpenSessions sessions, Issuer issuer, ColumnCipher cipher)
    {
        public async Task Run(HttpContext context, CancellationToken ct)
        {
            try
            {
                var token = await Bearer(context.Request, ct);
                if (token is null)
                {
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    context.Response.Headers.WWWAuthenticate = "Bearer realm=\"Nhat Le\""; // without a token there is no error to name (RFC 6750 section 3.1)
                    await context.Json(StatusCodes.Status401Unauthorized, json => json.WriteString("error_description", "Send the access token in the Authorization header."));
                    return;
                }
                var known = await tokens.ReadAccess(token, ct);
                if (known?.AuthorizationId is not { } id || !known.Audience.Contains(issuer.Name) || await clients.Find(known.ClientId, ct) is null || await authorizations.FindAlive(id, ct) is not { } authorization)
                    throw OAuthError.InvalidToken("The access token is none of a person here, has expired or was called back.");
                var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == authorization.AccountId, ct);
                var actor = await sessions.ActorOf(account, ct);
                await context.Json(StatusCodes.Status200OK, json => Claims.Write(json, account, actor, authorization.Scopes, cipher));
            }
            catch (OAuthError error)
            {
                context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"Nhat Le\", error=\"{error.Error}\", error_description=\"{error.Message}\"";
                await context.Fail(error);
            }
        }

        /// <exception cref="OAuthError">invalid_request: two tokens at once.</exception>
        static async Task<string?> Bearer(HttpRequest request, CancellationToken ct)
        {
            var header = AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var read) && read.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? read.Parameter : null;
            var form = request.HasFormContentType ? (await Parameters.OfForm(request, ct))["access_token"] : null;
            return header is not null && form is not null ? throw OAuthError.InvalidRequest("Send the access token once, in the header or in the form.") : header ?? form;
        }
    }
}
